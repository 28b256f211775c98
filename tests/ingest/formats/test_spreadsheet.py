from __future__ import annotations

import pytest

from ingest.formats.spreadsheet import read_csv, read_workbook
from ingest.passages import passages_of
from tests.ingest.formats.making import document_of, outline_of, rows, workbook


def test_a_sheet_is_a_heading_with_rows_under_the_headings_of_its_columns() -> None:
    document = document_of(
        read_workbook(
            workbook(
                {
                    "Afspraken": [
                        ["Afspraken 2025"],
                        ["Nr", "Afspraak", "Uren"],
                        [1.0, "Overleg", 2.5],
                        [2.0, "", 10.0],
                    ],
                    "Leeg": [],
                    "Contact": [["Naam", "Taak"], ["Bos", "Ib'er"]],
                }
            )
        )
    )
    assert outline_of(document) == ["Afspraken", "Contact"]
    assert rows(document) == [
        ["Nr", "Afspraak", "Uren"],
        ["1", "Overleg", "2,5"],
        ["2", "", "10"],
        ["Naam", "Taak"],
        ["Bos", "Ib'er"],
    ]


def test_a_later_piece_of_a_long_table_is_embedded_with_the_headings_of_its_columns() -> None:
    lines = "\n".join(f"{number};{'Overleg met ouders en leraren. ' * 3};{number} weken" for number in range(60))
    document = document_of(read_csv(f"Nr;Afspraak;Termijn\n{lines}".encode()))
    first, second, *_ = passages_of(document)
    assert "Nr Afspraak Termijn" not in second.body
    assert second.embedding_text.splitlines()[1] == "Nr Afspraak Termijn"
    assert first.embedding_text.count("Termijn") == 1


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_cells_are_parted_by_what_the_file_uses(separator: str) -> None:
    content = f'Wie{separator}Wat\nBos{separator}"Doet{separator} veel\nen meer"\n'.encode("cp1252")
    assert rows(document_of(read_csv(content)))[0] == ["Wie", "Wat"]
    assert len(rows(document_of(read_csv(content)))) == 2


def test_cell_of_control_characters_alone_is_an_empty_cell() -> None:
    document = document_of(read_csv(b"Stap,Wie\nIntake,\x01\nGesprek,Leraar\n"))

    assert rows(document) == [["Stap", "Wie"], ["Intake"], ["Gesprek", "Leraar"]]
