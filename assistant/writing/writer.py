"""Answers that a language model writes: each sentence is shown only when the passages it cites say what it says."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.answer import Tokens
from assistant.instructions import is_instruction
from assistant.language import Language
from assistant.writing.assignment import Assignment
from assistant.writing.prompts import instructions, request
from assistant.writing.verification import Verifier
from assistant.writing.written_sentences import MOST_SENTENCES, WrittenSentence, read_sentences, schema
from ingest.errors import WegwijsError
from ingest.passages import Passage
from ingest.span import Span

logger = logging.getLogger(__name__)

_YES_OR_NO = re.compile(r"^(?:ja|nee|yes|no)[,.:;!]\s+(?=\S)", re.IGNORECASE)


class LanguageModelError(WegwijsError):
    """The language model gave no answer, or not in time."""


_STATES_NOTHING = ("?", ":")  # A copy of a heading that asks, or of what announces a list, answers nothing.

Spend = Callable[[Tokens], None]  # is told what was spent


class WritingModel(Protocol):
    """A language model, as `assistant.writing.language_model` has it: that is only imported when there is one."""

    name: str

    def stream(self, instructions: str, message: str, schema: Mapping[str, Any], spend: Spend) -> Generator[str]:
        """Yield what the model writes, piece by piece, or raise `LanguageModelError`."""


@dataclass(frozen=True, slots=True)
class VerifiedSentence:
    """A sentence that may be shown, with the words that it rests on."""

    text: str
    basis: tuple[tuple[Passage, Span], ...]


class Writer:
    """Has a language model write, and lets through what holds."""

    def __init__(self, model: WritingModel, verifier: Verifier) -> None:
        self.model = model
        self._verifier = verifier

    def write(self, assignment: Assignment, spend: Spend) -> Iterator[VerifiedSentence | None]:
        """Yield each sentence as soon as it is written and verified, and None while the model goes on.

        Args:
            assignment: what to write.
            spend: told what it took, when the server counts that.

        Raises:
            LanguageModelError: the model gave nothing more.
        """
        language = assignment.language
        sources = {f"B{number}": passage for number, passage in enumerate(assignment.passages, start=1)}
        told = instructions(language, simpler=assignment.simpler)
        pieces = self.model.stream(told, request(assignment.question, sources), schema(sources), spend)
        written = kept = 0
        try:
            for sentence in read_sentences(pieces):
                if sentence is None:
                    yield None
                    continue
                if written == MOST_SENTENCES:  # The model must know that it failed: the breaker counts that.
                    pieces.throw(LanguageModelError(f"The language model goes on after {MOST_SENTENCES} sentences."))
                written += 1
                if verified := self._verified(sentence, language, sources):
                    kept += 1
                    yield verified
        finally:
            pieces.close()
            logger.info("The language model wrote %d sentences, of which %d hold", written, kept)

    def _verified(
        self, sentence: WrittenSentence, language: Language, sources: dict[str, Passage]
    ) -> VerifiedSentence | None:
        # Whether it is yes or no depends on how the question was put; what the document says stands behind it.
        text = _YES_OR_NO.sub("", sentence.text)
        text = text[:1].upper() + text[1:]
        cited = [sources[name] for name in sentence.sources if name in sources]
        if not cited or text.endswith(_STATES_NOTHING) or is_instruction(text):
            return None
        basis = self._verifier.basis(text, language, cited)
        return VerifiedSentence(text, basis) if basis else None
