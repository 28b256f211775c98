"""Statements: the smallest pieces that can answer."""

from __future__ import annotations

import pytest

from ingest.manuscript import ManuscriptWriter
from ingest.passages import passages_of
from ingest.statements import statement_at, statements_of
from tests.ingest.formats.making import document_of
from tests.ingest.making import make_document

_TEXT = """Hulpmiddelen

De school leent hulpmiddelen uit. Ouders vragen ze aan bij de mentor.

De mentor let op:

1) de duur
2) de kosten
"""


def test_each_sentence_and_each_item_without_its_number_is_a_statement() -> None:
    (passage,) = passages_of(make_document(_TEXT))
    assert [one.span.of(passage.document.text) for one in statements_of(passage)] == [
        "De school leent hulpmiddelen uit.",
        "Ouders vragen ze aan bij de mentor.",
        "De mentor let op:",
        "de duur",
        "de kosten",
    ]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2) de kosten", "de kosten"),
        ("de kosten", "de kosten"),
        ("Ouders vragen", "Ouders vragen ze aan bij de mentor."),
    ],
)
def test_the_number_before_an_item_is_a_place_of_that_item(at: str, expected: str) -> None:
    (passage,) = passages_of(make_document(_TEXT))
    statement = statement_at(statements_of(passage), passage.document.text.index(at))
    assert statement is not None
    assert statement.span.of(passage.document.text) == expected


def test_a_place_before_all_statements_is_of_none() -> None:
    (passage,) = passages_of(make_document(_TEXT))
    assert statement_at(statements_of(passage), 0) is None


def test_a_statement_is_embedded_under_its_heading() -> None:
    (passage,) = passages_of(make_document(_TEXT))
    assert statements_of(passage)[0].embedding_text == "Hulpmiddelen: De school leent hulpmiddelen uit."


def _said(text: str) -> list[str]:
    document = make_document(text)
    return [one.span.of(text) for passage in passages_of(document) for one in statements_of(passage)]


def test_heading_on_the_line_of_its_text_is_one_statement_with_the_first_sentence() -> None:
    assert _said("Toezicht\n\nAdvies van deskundigen. Twee deskundigen brengen advies uit. Dat duurt even.\n") == [
        "Advies van deskundigen. Twee deskundigen brengen advies uit.",
        "Dat duurt even.",
    ]


def test_step_is_told_without_its_number_and_the_sign_behind_it() -> None:
    assert _said("Aanvragen\n\nStap 1 – Overleg met ouders.\n\nStap 2: Indienen.\n\nStap 3 - Besluit.\n") == [
        "Overleg met ouders.",
        "Indienen.",
        "Besluit.",
    ]


def test_verdict_is_a_statement_of_its_own() -> None:
    assert _said("Kosten\n\nNee. Alle hulp is gratis.\n") == ["Nee.", "Alle hulp is gratis."]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Zij zijn er. (2)", ["Zij zijn er."]),
        ("Zij zijn er altijd bij. (2) De ouders ook.", ["Zij zijn er altijd bij.", "De ouders ook."]),
        ("Zij zijn er altijd bij.² De ouders ook.", ["Zij zijn er altijd bij.²", "De ouders ook."]),
        (
            "De school doet dit. (1) Zij belt. (2) Zij schrijft.",
            ["De school doet dit.", "(1) Zij belt.", "(2) Zij schrijft."],
        ),
    ],
    ids=["behind the last sentence", "between sentences", "raised", "no footnotes but numbers"],
)
def test_mark_of_a_footnote_is_no_statement(words: str, expected: list[str]) -> None:
    assert _said(f"Overleg\n\nWij overleggen elke week met elkaar. {words}\n")[1:] == expected


def test_item_that_a_format_marks_needs_no_bullet_of_its_own() -> None:
    writer = ManuscriptWriter()
    writer.paragraph("Zichtbaar maken we het met:")
    for words in ("o Ouder poster", "Leraren poster"):
        writer.item(words, 0)
    document = document_of(writer.manuscript())

    said = [one.span.of(document.text) for passage in passages_of(document) for one in statements_of(passage)]
    assert said == ["Zichtbaar maken we het met:", "Ouder poster", "Leraren poster"]


def test_the_later_pieces_of_an_overlong_item_or_number_keep_all_their_words() -> None:
    words = "Binnen 6 weken spreken - en schrijven - school en ouders samen iets af. " * 40
    for marker in ("- ", "1. "):
        text = f"Overleg\n\n{marker}{words}\n\n{marker.replace('1', '2')}Klaar.\n"
        found = [one for passage in passages_of(make_document(text)) for one in statements_of(passage)]
        said = [one.span.of(text) for one in found]
        assert " ".join(said).split() == f"{words} Klaar.".split()
