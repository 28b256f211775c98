"""The text of an answer."""

from __future__ import annotations

import pytest

from assistant.composition import fact
from assistant.evidence import Evidence, Form, unnumbered
from assistant.wording import DUTCH
from tests.assistant.making import make_passages


def sentence_evidence(text: str) -> Evidence:
    (passage,) = make_passages("Kop\n\n" + text)
    span = passage.content[0].span
    return Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True)


def test_marker_stands_before_the_full_stop() -> None:
    assert fact(sentence_evidence("De school maakt een plan."), 3, DUTCH) == "De school maakt een plan [3]."


def test_marker_stands_behind_a_question_mark() -> None:
    assert (
        fact(sentence_evidence("Maakt de school altijd een plan?"), 1, DUTCH) == "Maakt de school altijd een plan? [1]"
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Zie <script>alert(1)</script> voor de regels.", r"Zie \<script\>alert(1)\</script\> voor de regels [1]."),
        ("Zie noot [2] in het plan van de school.", r"Zie noot \[2\] in het plan van de school [1]."),
    ],
    ids=["html", "marker"],
)
def test_words_of_a_document_are_never_mark_up(words: str, shown: str) -> None:
    assert fact(sentence_evidence(words), 1, DUTCH) == shown


def test_decision_comes_first_and_then_what_was_decided_on() -> None:
    (passage,) = make_passages("De afspraken\n\n1. Moet elke school een plan hebben?\n\nJa, altijd\n")
    lead, answer = passage.content
    evidence = Evidence(
        passage, Form.DECISION, passage.span, unnumbered(passage.document.text, lead), (answer.span,), shaped=True
    )
    assert fact(evidence, 1, DUTCH) == (
        "Ja, altijd [1].\n\nDit hoort bij afspraak 1: “Moet elke school een plan hebben?” [1]."
    )


def test_list_is_shown_whole_with_its_lead_in() -> None:
    (passage,) = make_passages("Kop\n\nDe school levert:\n\n • het verslag\n • het plan\n")
    lead, *items = passage.content
    parts = tuple(unnumbered(passage.document.text, item) for item in items)
    evidence = Evidence(passage, Form.LIST, passage.span, lead.span, parts, shaped=True)
    assert fact(evidence, 1, DUTCH) == "De school levert [1]:\n\n- het verslag\n- het plan [1]."
