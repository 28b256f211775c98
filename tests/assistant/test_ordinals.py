"""Places that are told in words."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.assistant import Assistant
from assistant.ordinals import by_place, ordered_units
from tests.assistant.conversing import answers

TOLD = "Dit is de lijst [1]:\n\n- Leraar / mentor (in de klas)\n- Intern begeleider\n- Directie [1]."


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("en de tweede?", "Wie helpt ouders: Intern begeleider?"),
        ("de eerste", "Wie helpt ouders: Leraar / mentor?"),
        ("wat doet de laatste precies?", "wat doet Directie precies?"),
        ("en het vierde punt?", None),
        ("wat gebeurt er op de eerste dag?", None),
        ("en de directie?", None),
    ],
)
def test_place_in_a_list_stands_for_its_member(asked: str, expected: str | None) -> None:
    assert by_place(asked, "Wie helpt ouders?", TOLD) == expected


def test_place_takes_that_of_the_question_before_it() -> None:
    asked = by_place("En de tweede?", "Wat is de eerste voorwaarde?", "Dat de school helder heeft wat nodig is [1].")
    assert asked == "Wat is de tweede voorwaarde?"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wat houdt het vierde ijkpunt in?", ["ijkpunt 4"]),
        ("Wat zegt de laatste stelling?", ["stelling -1"]),
        ("What is the twelfth agreement?", ["agreement 12"]),
        ("Wie neemt het eerst contact op?", []),
    ],
)
def test_unit_may_be_named_by_its_place(question: str, expected: list[str]) -> None:
    assert ordered_units(question) == expected


@pytest.mark.parametrize("before", [(), ("Wat is een TLV?",)], ids=["nothing told", "no list told"])
def test_place_in_no_list_is_asked_back(assistant: Assistant, before: tuple[str, ...]) -> None:
    assert answers(assistant, *before, "de tweede")[-1].status is Status.CLARIFY
