"""Follow-ups and small talk."""

from __future__ import annotations

import pytest

from assistant.answer import Turn
from assistant.conversation import SmallTalk, small_talk, standalone

HISTORY = (Turn("user", "Wat is plusondersteuning?"), Turn("assistant", "Extra hulp [1]."))


def test_follow_up_is_put_behind_the_question_it_leans_on() -> None:
    assert standalone("En wie betaalt dat?", HISTORY) == "Wat is plusondersteuning? En wie betaalt dat?"


def test_question_that_stands_by_itself_is_left_alone() -> None:
    question = "Welke protocollen moet elke school actief toepassen?"
    assert standalone(question, HISTORY) == question


def test_without_history_a_question_is_left_alone() -> None:
    assert standalone("En wie betaalt dat?", ()) == "En wie betaalt dat?"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Hallo!", SmallTalk.GREETING),
        ("wie ben jij?", SmallTalk.GREETING),
        ("dank je wel", SmallTalk.THANKS),
        ("Hallo, wanneer moet het OPP klaar zijn voor mijn kind?", None),
        ("Wat is een OPP?", None),
    ],
)
def test_small_talk(words: str, expected: SmallTalk | None) -> None:
    assert small_talk(words) is expected
