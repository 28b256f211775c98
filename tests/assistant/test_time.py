"""Reading what visitors send takes little time, however it was made: long, repeating, one follow-up upon another."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.answer import Turn
from assistant.conversation import standalone
from assistant.definitions import whose_meaning
from assistant.parts import parts_of
from assistant.question import kind_of, topic_of
from assistant.readings import named_anew
from assistant.redaction import redact
from assistant.remarks import remark_in
from assistant.service.contract import HISTORY_TURNS, TurnObject
from assistant.whereabouts import asks_where_told
from ingest.question_bank import QUESTION_CHARS

_MOST_SECONDS = 2  # Of the processor. The slowest takes 0.3; what grows with the square of a message takes over 10.
_BODY_CHARS = 64 * 1024

_PIECES = st.sampled_from(
    [
        *" \n.,?!-'(1aA",
        *"de en wie wat hoe dat die ik is of als bij voor aub bedankt weet leg ijkpunt volgende".split(),
        *(
            "wat is ",
            "verschil tussen ",
            "en het volgende",
            "mijn kind ",
            "zal ik ",
            "- a\n",
            "NL00 ",
            "geboren ",
            "06-",
        ),
    ]
) | st.text(max_size=3)


def made_of(pieces: tuple[str, str, str], chars: int) -> str:
    """Return a text of at most so many characters: a beginning, then one piece again and again, and an end."""
    begin, again, end = pieces
    return (begin + (f"{again} " * chars))[: chars - len(end)] + end


def seconds_of(work: Callable[[], object]) -> float:
    start = time.thread_time()
    work()
    return time.thread_time() - start


def as_question_before(text: str) -> str:
    return standalone("En wie betaalt dat?", [TurnObject(role="user", content=text).turn])


def as_offer(text: str) -> str:
    return standalone("Ja graag", [Turn("user", "Wat is een OPP?"), Turn("assistant", text)])


def as_list(text: str) -> str:
    return standalone("En de tweede?", [Turn("user", "Wat is een OPP?"), Turn("assistant", text)])


@pytest.mark.parametrize(
    "read", [asks_where_told, kind_of, named_anew, parts_of, redact, remark_in, topic_of, whose_meaning]
)
@given(pieces=st.tuples(_PIECES, _PIECES, _PIECES))
@settings(deadline=None, max_examples=40)
def test_question_is_read_at_once(read: Callable[[str], object], pieces: tuple[str, str, str]) -> None:
    question = made_of(pieces, QUESTION_CHARS)

    assert seconds_of(lambda: read(question)) < _MOST_SECONDS


@pytest.mark.parametrize("read", [as_list, as_offer, as_question_before, redact])
@given(pieces=st.tuples(_PIECES, _PIECES, _PIECES))
@example(pieces=("", ".", "x"))
@example(pieces=("- a", "\n", "x"))
@example(pieces=("", "NL00", ""))
@settings(deadline=None, max_examples=20)
def test_message_as_long_as_a_request_is_read_at_once(
    read: Callable[[str], object], pieces: tuple[str, str, str]
) -> None:
    message = made_of(pieces, _BODY_CHARS)

    assert seconds_of(lambda: read(message)) < _MOST_SECONDS


@pytest.mark.parametrize("follow_up", ["en het volgende?", "En de tweede?", "Leg dat makkelijker uit", "en dat dan?"])
def test_follow_up_after_as_many_others_as_may_be_is_read_at_once(follow_up: str) -> None:
    history = [Turn("user", follow_up)] * HISTORY_TURNS

    assert seconds_of(lambda: standalone(follow_up, history)) < _MOST_SECONDS
