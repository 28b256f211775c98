"""Where documents disagree."""

from __future__ import annotations

import pytest

from assistant.disagreement import Value, broken_promise, conflicting, values_in
from assistant.evidence import Evidence, Form
from ingest.passages import Passage
from ingest.statements import unnumbered
from tests.assistant.making import make_passages

RULES = """De afspraken

1. Moet evaluatie van het groepsplan jaarlijks plaatsvinden, als afspraak?

Ja, drie keer minimaal

2. Onze scholen evalueren minimaal jaarlijks het groepsplan van de school.

3. Onze scholen betalen jaarlijks een bijdrage aan het zwembad van de gemeente.
"""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Ja, twee keer minimaal", {("keer per jaar", 2)}),
        ("minimaal jaarlijks", {("keer per jaar", 1)}),
        ("jaarlijks, en wel drie keer", {("keer per jaar", 3)}),
        ("twee keer per maand", {("keer per jaar", 24)}),
        ("eenmaal in de vier jaar", {("keer per vier jaar", 1)}),
        ("twee keer zo lang als jaarlijkse hulp", {("keer per jaar", 1)}),
        ("binnen zes weken", {("week", 6)}),
        ("zonder getal", set()),
    ],
)
def test_values_in_text(text: str, values: set[Value]) -> None:
    assert values_in(text) == values


def decision(passage: Passage) -> Evidence:
    lead, *rest = passage.content
    text = passage.document.text
    return Evidence(
        passage, Form.DECISION, passage.span, unnumbered(text, lead), tuple(b.span for b in rest), shaped=True
    )


def test_other_value_for_the_same_thing_is_a_conflict() -> None:
    passages = make_passages(RULES)
    found = conflicting(decision(passages[0]), passages)
    assert found is not None
    passage, span = found
    assert passage.section.label == "afspraak 2"
    assert span.of(passage.document.text).startswith("Onze scholen evalueren minimaal jaarlijks")


def test_value_for_another_thing_is_no_conflict() -> None:
    passages = make_passages(RULES)
    assert conflicting(decision(passages[0]), [passages[2]]) is None


def test_same_value_is_no_conflict() -> None:
    passages = make_passages(RULES.replace("drie keer", "een keer"))
    assert conflicting(decision(passages[0]), passages) is None


def list_evidence(text: str) -> Evidence:
    (passage,) = make_passages(text)
    lead, *items = passage.content
    return Evidence(passage, Form.LIST, passage.span, lead.span, tuple(item.span for item in items), shaped=True)


def test_list_shorter_than_its_lead_in_promises() -> None:
    text = "Locaties\n\nEr zijn vijf vestigingen:\n\n • Noord\n • Zuid\n • West\n"
    assert broken_promise(list_evidence(text)) == (5, 3)


def test_list_that_keeps_its_promise() -> None:
    text = "Locaties\n\nEr zijn drie vestigingen:\n\n • Noord\n • Zuid\n • West\n"
    assert broken_promise(list_evidence(text)) is None


@pytest.mark.parametrize(
    "lead_in",
    [
        "Binnen zes weken levert de school in",
        "Wie vier achtereenvolgende schooljaren meedoet, levert in",
        "Wie ten minste 2 aaneengesloten schooljaren meedoet, levert in",
        "Artikel 132 is ook van toepassing op",
    ],
)
def test_term_of_time_or_article_in_the_lead_in_promises_nothing(lead_in: str) -> None:
    text = f"Stukken\n\n{lead_in}:\n\n • het verslag\n • het plan\n"
    assert broken_promise(list_evidence(text)) is None
