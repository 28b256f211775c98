"""What a question means in its conversation: follow-ups made to stand alone, and words that ask nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.answer import Turn
from ingest.terms import terms

_OPENERS = "en maar ook dus and but"
_POINTERS = "dat dit die deze daar\\w* hier\\w* hij zij ze hetzelfde that this it they"
_FOLLOW_UP = re.compile(rf"^\W*(?:{'|'.join(_OPENERS.split())})\b|\b(?:{'|'.join(_POINTERS.split())})\b", re.IGNORECASE)
_FEW_TERMS = 4  # A follow-up leans on what went before; a question of more terms stands by itself.
_SHORT_WORDS = 6  # A greeting is short; "Hallo, wanneer ...?" is a question.


class SmallTalk(StrEnum):
    """What is said without asking anything."""

    GREETING = "greeting"
    THANKS = "thanks"


_THANKS = "dank bedankt thank thanks top super prima oke ok"
_GREETINGS = "hallo hoi hey hi hello goedemorgen goedemiddag goedenavond goedendag dag"
_ABOUT_ITSELF = "wie ben (?:je|jij|u)|who are you|wat kun je|ben je een (?:mens|robot|computer)"
_SMALL_TALK = {
    SmallTalk.THANKS: re.compile(rf"^\W*(?:{'|'.join(_THANKS.split())})\b", re.IGNORECASE),
    SmallTalk.GREETING: re.compile(rf"^\W*(?:{'|'.join(_GREETINGS.split())})\b|\b(?:{_ABOUT_ITSELF})\b", re.IGNORECASE),
}


def small_talk(question: str) -> SmallTalk | None:
    """Return what kind of small talk this is, or None for a question."""
    if len(question.split()) > _SHORT_WORDS:
        return None
    return next((kind for kind, pattern in _SMALL_TALK.items() if pattern.search(question)), None)


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return a question that can be understood without its history.

    A follow-up ("En wie betaalt dat?") is put behind the last question that stood by itself.
    """
    earlier = [turn.content for turn in history if turn.role == "user"]
    if not earlier or not _leans(question):
        return question
    anchor = next((q for q in reversed(earlier) if not _leans(q)), earlier[-1])
    return f"{anchor} {question}"


def _leans(question: str) -> bool:
    return _FOLLOW_UP.search(question) is not None and len(set(terms(question))) < _FEW_TERMS
