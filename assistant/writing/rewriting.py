"""Follow-ups that a language model makes to stand alone: used only when all that they name was said before."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.writing.claims import quantities_in
from assistant.writing.prompts import REWRITING, conversation
from assistant.writing.writer import LanguageModelError, Spend, WritingModel
from assistant.writing.written_sentences import without_thoughts
from ingest.terms import terms, words

logger = logging.getLogger(__name__)

_LONGEST = 300  # Characters
# One in so many words was said before; others may be the same ones in another form: "tekent", "ondertekend".
_ONE_IN = 3
_SCHEMA = {
    "type": "object",
    "properties": {"vraag": {"type": "string"}},
    "required": ["vraag"],
    "additionalProperties": False,
}
_QUESTION = re.compile(r'"vraag"\s*:\s*("(?:[^"\\]|\\.)*")')
_NAME = re.compile(r"(?<=\s)\W*[A-Z][\w'’-]*|\b\w+[A-Z]\w*|\b\w*\d\w*")  # The first word has a capital anyhow.


class Rewriter:
    """Has a language model rewrite follow-ups, and lets through what is safe."""

    def __init__(self, model: WritingModel) -> None:
        self._model = model

    def rewritten(self, question: str, history: Sequence[Turn], spend: Spend) -> str | None:
        """Return a follow-up as a question that stands by itself; None when the model gives none that is safe.

        Args:
            question: what is asked now.
            history: what was said before, the oldest first.
            spend: told what it took, when the server counts that.
        """
        try:
            written = _read("".join(self._model.stream(REWRITING, conversation(question, history), _SCHEMA, spend)))
        except LanguageModelError as error:
            logger.warning("%s", error)
            return None
        return written if is_safe(written, "\n".join([*(turn.content for turn in history), question])) else None


def is_safe(written: str, said: str) -> bool:
    """Tell whether a text is one short question, and names and counts nothing that was not said before.

    Of its other words a third must have been said, as they stand or nearly so: else it asks something else.
    """
    known, asked = set(terms(said)), set(terms(written))
    named = {word for name in _NAME.findall(written) for word in words(name)}
    numbers = {value for value, _ in quantities_in(said)}
    return (
        len(written) <= _LONGEST
        and re.fullmatch(r"[^?\n]+\?", written) is not None
        and named <= set(words(said))
        and all(value in numbers for value, _ in quantities_in(written) if value != 1)
        and _ONE_IN * len(asked & known) >= len(asked)
    )


def _read(written: str) -> str:
    """Return the question in what a model wrote: in the form that was asked for, or else all of it."""
    text = without_thoughts(written).strip()
    found = _QUESTION.search(text)
    try:
        return str(json.loads(found[1])).strip() if found else text
    except ValueError:
        return ""
