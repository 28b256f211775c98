"""Follow-ups that name a place in the list that was told."""

from __future__ import annotations

import pytest

from assistant.ordinals import by_place

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
