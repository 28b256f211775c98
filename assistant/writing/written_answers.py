"""An answer that a language model writes, sentence by sentence; the documents' own words where nothing of it holds."""

from __future__ import annotations

import logging
from collections.abc import Generator
from dataclasses import replace

from assistant.answer import Answer, Notice, NoticeKind, Piece
from assistant.clock import Clock
from assistant.pieces import pieces_of
from assistant.source_notices import SourceNotices
from assistant.wording import WORDINGS
from assistant.writing.assignment import Assignment
from assistant.writing.writer import LanguageModelError, Spend, Writer
from assistant.writing.written_draft import WrittenDraft

logger = logging.getLogger(__name__)

_OF_THE_QUESTION = frozenset({NoticeKind.REDACTED, NoticeKind.OTHER_ORGANISATION})  # The others are of the sources.


class WrittenAnswers:
    """Has answers written, and tells what holds of them."""

    def __init__(self, writer: Writer, source_notices: SourceNotices) -> None:
        self._writer = writer
        self._source_notices = source_notices

    def tell(
        self, assignment: Assignment, extractive: Answer, spend: Spend, clock: Clock
    ) -> Generator[Piece | None, None, Answer]:
        """Yield the pieces of an answer, and None while the language model goes on; return the answer.

        Args:
            assignment: what to write.
            extractive: the answer in the documents' own words, which is told when nothing holds of what is written.
            spend: told what it took, when the server counts that.
            clock: takes the time.
        """
        wording = WORDINGS[assignment.language]
        draft = WrittenDraft(in_lines=assignment.in_steps)
        notices = [notice for notice in extractive.notices if notice.kind in _OF_THE_QUESTION]
        with clock.stage("write"):
            try:
                for sentence in self._writer.write(assignment, spend):
                    if sentence and not draft.citations:
                        clock.mark("first_sentence")
                    yield draft.add(sentence) if sentence else None
            except LanguageModelError as error:
                logger.warning("%s", error)
                notices.append(Notice(NoticeKind.FALLBACK, wording.unfinished))
        if not draft.citations:
            yield from pieces_of(extractive)
            return replace(extractive, notices=(*extractive.notices, Notice(NoticeKind.FALLBACK, wording.fallback)))
        if not draft.tells(extractive.citations[0]):  # The model left out, or got wrong, what was asked for.
            yield draft.add_quote(extractive.citations[0], wording.in_document)
        return replace(
            extractive,
            text=draft.text,
            citations=tuple(draft.citations),
            notices=(*notices, *self._source_notices.of(draft.citations, wording, assignment.asked_of)),
            mode="generative",
            model=self._writer.model.name,
        )
