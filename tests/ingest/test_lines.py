from __future__ import annotations

import pytest

from ingest.document import BlockKind
from tests.ingest.making import of_kind


@pytest.mark.parametrize("number", ["12", "- 12 -", "Pagina 3 van 12", "blz. 3", "3/12", "pagina 7"])
def test_a_page_number_apart_is_furniture(number: str) -> None:
    text = f"De school legt de afspraken vast in het\n\n{number}\n\nontwikkelingsperspectief van de leerling.\n"
    assert of_kind(text, BlockKind.FURNITURE) == [number]
    assert len(of_kind(text, BlockKind.PARAGRAPH)) == 1


def test_a_number_inside_a_paragraph_is_no_page_number() -> None:
    assert of_kind("Het aantal leerlingen per groep is ten hoogste\n12\nen dat blijft zo.\n", BlockKind.FURNITURE) == []


def test_a_running_head_that_interrupts_a_sentence_is_furniture() -> None:
    text = (
        "De school evalueert het functioneren van de begeleider en plant\n\nKADER 2024\n\ngesprekken in met ouders.\n\n"
        "KADER 2024\n\nNog een zin.\n"
    )
    assert of_kind(text, BlockKind.FURNITURE) == ["KADER 2024"]
    assert of_kind(text, BlockKind.PARAGRAPH)[0].endswith("en plant KADER 2024 gesprekken in met ouders.")


def test_running_heads_with_page_numbers_are_furniture() -> None:
    text = (
        "Beleidsplan sociale veiligheid      3\n\nDe leraar ziet iets.\n\n"
        "Beleidsplan sociale veiligheid      4\n\nDe leraar doet iets.\n\n"
    )
    assert len(of_kind(text, BlockKind.FURNITURE)) == 2


def test_what_comes_back_at_the_edge_of_pages_is_furniture() -> None:
    page = "Ondersteuningsplan SWV\nDe scholen werken samen in groep {}.\nVersie 3\n"
    text = "\f".join(page.format(letter) for letter in "abc")
    assert of_kind(text, BlockKind.FURNITURE) == ["Ondersteuningsplan SWV", "Versie 3"] * 3


def test_headings_that_count_up_are_no_running_heads() -> None:
    assert of_kind("Groep 3\n\nLezen.\n\nGroep 4\n\nRekenen.\n", BlockKind.FURNITURE) == []


@pytest.mark.parametrize("note", ["¹ Zie de website.", "[1] Zie de website."])
def test_a_footnote_is_furniture_to_its_end(note: str) -> None:
    text = f"De directies,\n\n{note}\nmet alle plannen.\n\nde besturen en de gemeenten doen mee.\n"
    assert of_kind(text, BlockKind.FURNITURE) == [note, "met alle plannen."]
    assert len(of_kind(text, BlockKind.PARAGRAPH)) == 1


def test_a_footnote_longer_than_a_page_is_text() -> None:
    text = "De scholen doen mee.\n\n¹ Zie de website.\n" + "Daar staat het plan van de scholen.\n" * 40
    assert len(of_kind(text, BlockKind.FURNITURE)) < 40
    assert len(of_kind(text, BlockKind.PARAGRAPH)) > 1


def test_a_footnote_ends_with_its_page() -> None:
    text = "De scholen doen mee.\n\n¹ Zie de website.\fDe ouders denken mee over het plan.\n"
    assert of_kind(text, BlockKind.FURNITURE) == ["¹ Zie de website."]


@pytest.mark.parametrize("rule", ["-----", "======", "____________", "* * *"])
def test_drawn_lines_are_furniture(rule: str) -> None:
    assert of_kind(f"Boven.\n\n{rule}\n\nOnder.\n", BlockKind.FURNITURE) == [rule]


def test_lines_with_dots_and_a_page_number_are_contents() -> None:
    text = "1 Inleiding ........ 3\n2.1 Doel . . . . 4\nBijlagen … 12\n"
    assert len(of_kind(text, BlockKind.CONTENTS)) == 3


def test_lines_with_rising_page_numbers_under_inhoud_are_contents() -> None:
    text = "Inhoud\n\nVoorwoord 2\n1. Inleiding\t3\n2 Visie 3\n2.1 Doel 12\n\n1. Inleiding\n\nEr zijn scholen.\n"
    assert of_kind(text, BlockKind.CONTENTS) == ["Voorwoord 2", "1. Inleiding 3", "2 Visie 3", "2.1 Doel 12"]


def test_a_table_that_counts_up_is_no_table_of_contents() -> None:
    assert of_kind("Leerlingen\n\nGroep drie\t20\nGroep vier\t25\n", BlockKind.CONTENTS) == []


@pytest.mark.timeout(20)
@pytest.mark.parametrize("sign", [".", " ", "…", ". ", "a "])
def test_a_very_long_line_takes_little_time(sign: str) -> None:
    line = f"Vooraf{sign * 40_000}dit is het einde"
    assert of_kind(f"Kop\n\n{line}\n", BlockKind.FURNITURE) == []
