"""Statements: the smallest pieces that can answer."""

from __future__ import annotations

from ingest.passages import passages_of
from ingest.statements import statements_of
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


def test_a_statement_is_embedded_under_its_heading() -> None:
    (passage,) = passages_of(make_document(_TEXT))
    assert statements_of(passage)[0].embedding_text == "Hulpmiddelen: De school leent hulpmiddelen uit."
