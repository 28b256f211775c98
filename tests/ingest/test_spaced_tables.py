from __future__ import annotations

import pytest

from ingest.blocks import split_blocks
from ingest.document import Block, BlockKind, Document
from ingest.passages import passages_of
from ingest.statements import statements_of
from tests.ingest.making import kinds_and_words, make_document

_ACTIONS = """ACTIELIJST

Nr   Actie                      Wie        Gereed
---  -------------------------  ---------  ----------
41   Begroting voorleggen aan   Louwers    30-10-2025
     De Kade
42   Brief voor ouders van een  el Amrani  15-01-2026
     leerling maken             en Bos
"""
_PRESENT = """Verslag

Datum:      donderdag 25 september 2025
Aanwezig:   mw. H. Terpstra (voorzitter), dhr.
            P. van Wieringen, mw. I. Jonkhout
            (De Werf)
Afwezig:    dhr. R. Spaan

Het verslag wordt vastgesteld.
"""


def _rows(document: Document) -> list[Block]:
    return [block for section in document.sections for block in section.blocks if block.kind is BlockKind.ROW]


def _by_heading(document: Document, row: Block) -> list[tuple[str, str]]:
    headings = document.sections[0].column_headings(row)
    return [(document.readable(a), document.readable(b)) for a, b in zip(headings, row.cells, strict=True)]


def test_the_line_above_a_ruler_holds_the_headings_and_a_cell_goes_on_under_its_own() -> None:
    document = make_document(_ACTIONS)
    head, first, second = _rows(document)
    assert [document.readable(cell) for cell in head.cells] == ["Nr", "Actie", "Wie", "Gereed"]
    assert _by_heading(document, first) == [
        ("Nr", "41"),
        ("Actie", "Begroting voorleggen aan"),
        ("Wie", "Louwers"),
        ("Gereed", "30-10-2025"),
        ("Actie", "De Kade"),
    ]
    assert _by_heading(document, second)[1:] == [
        ("Actie", "Brief voor ouders van een"),
        ("Wie", "el Amrani"),
        ("Gereed", "15-01-2026"),
        ("Actie", "leerling maken"),
        ("Wie", "en Bos"),
    ]


def test_a_line_that_goes_on_is_no_heading_and_the_headings_state_nothing() -> None:
    document = make_document(_ACTIONS)
    assert [section.path for section in document.sections] == [("ACTIELIJST",)]
    (passage,) = passages_of(document)
    assert [statement.span.of(document.text)[:2] for statement in statements_of(passage)] == ["41", "42"]


def test_lines_under_the_words_behind_a_label_are_of_one_row() -> None:
    assert kinds_and_words(_PRESENT)[1:4] == [
        ("row", "Datum: donderdag 25 september 2025"),
        ("row", "Aanwezig: mw. H. Terpstra (voorzitter), dhr. P. van Wieringen, mw. I. Jonkhout (De Werf)"),
        ("row", "Afwezig: dhr. R. Spaan"),
    ]
    text = split_blocks(_PRESENT)[2].cells[1].of(_PRESENT)
    assert " ".join(text.split()).endswith("P. van Wieringen, mw. I. Jonkhout (De Werf)")


@pytest.mark.parametrize(
    "below",
    ["Een andere regel", "      Een regel ergens", "\n            Een alinea apart"],
    ids=["at the margin", "under nothing", "after a blank line"],
)
def test_another_line_under_a_row_is_not_of_it(below: str) -> None:
    blocks = split_blocks(f"Verslag\n\nAanwezig:   mw. H. Terpstra\n{below} staat hier.\n")
    assert [block.kind for block in blocks[1:]] == [BlockKind.ROW, BlockKind.PARAGRAPH]
