"""The assistant: a question in, a cited answer out."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.abbreviation import Abbreviations
from assistant.answer import Answer, Notice, NoticeKind, Status, Tokens, Told, Turn
from assistant.answering import Answering
from assistant.clock import Clock
from assistant.conversation import asks_simpler, lacks_subject, only_accepts, previous
from assistant.explanations import Explanations
from assistant.finding import Finder, Finding
from assistant.glossary import Entry, glossary
from assistant.language import language_of
from assistant.lookup import Lookup
from assistant.ordinals import is_only_a_place
from assistant.parts import parts_of
from assistant.pieces import pieces_of
from assistant.question import Question, QuestionReader
from assistant.redaction import without_personal_data
from assistant.refusals import refusal
from assistant.remarks import may_ask_more, remark_in
from assistant.retrieval import Hit
from assistant.scope import Scope
from assistant.source_notices import SourceNotices
from assistant.understanding import Understanding
from assistant.whereabouts import asks_where_told, located, without_where_told
from assistant.wording import WORDINGS, Wording
from assistant.writing.assignment import assignment_of
from assistant.writing.rewriting import Rewriter
from assistant.writing.writer import Spend, Writer
from assistant.writing.written_answers import WrittenAnswers
from ingest.catalogue import Organisation
from ingest.embedding import Embedder
from ingest.index import Index

logger = logging.getLogger(__name__)


class Assistant:
    """Answers questions from one index. It holds no state between questions and may be used from several threads.

    Args:
        index: of the documents that answer.
        embedder: the one that the index was made with.
        today: None: the day of the question.
        writer: None: answers are the documents' own words.
        rewriter: None: follow-ups are made to stand alone without a language model.

    Attributes:
        glossary: the abbreviations and terms that the documents explain.
    """

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        today: date | None = None,
        writer: Writer | None = None,
        rewriter: Rewriter | None = None,
    ) -> None:
        self.index = index
        self._embedder = embedder
        self._today = today
        self._writer = writer
        self._rewriter = rewriter
        abbreviations = Abbreviations(index)
        reader = QuestionReader(
            index.passage_frequencies, index.manifest.passages, index.organisations, abbreviations.forms
        )
        notices = SourceNotices(index, today)
        self._reader = reader
        self._finder = Finder(index, reader, embedder)
        self._lookup = Lookup(index, reader, self._finder, abbreviations)
        self._answering = Answering(index, self._finder, self._lookup, notices)
        self._written_answers = WrittenAnswers(writer, notices) if writer else None
        # Now, and not at the first answer: all who asked meanwhile would make it too.
        self.glossary: tuple[Entry, ...] = glossary(index)
        self._explanations = Explanations(self.glossary)

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """The organisations that a question may be limited to."""
        return self.index.organisations

    def on(self, index: Index) -> Assistant:
        """Return the same assistant on another index."""
        return Assistant(index, self._embedder, self._today, self._writer, self._rewriter)

    def search(
        self, question: str, history: Sequence[Turn] = (), organisation: str | None = None, limit: int = 10
    ) -> list[Hit]:
        """Return the passages that may answer a question, best first."""
        read = self._likeliest(question, history, organisation)
        return self._finder.search(read, self._finder.embed(read), Scope(read.organisation or organisation), limit)

    def find(self, question: str, history: Sequence[Turn] = (), organisation: str | None = None) -> Finding:
        """Return what the documents hold on a question taken as one, before it becomes an answer."""
        read = self._likeliest(question, history, organisation)
        return self._finder.find(read, self._finder.embed(read), Scope(read.organisation or organisation))

    def ask(self, question: str, history: Sequence[Turn] = (), organisation: str | None = None) -> Answer:
        """Answer from the documents, with citations, or say that they do not tell.

        Args:
            question: 1 to 500 characters.
            history: earlier turns, the oldest first.
            organisation: an organisation's id, or None for all.
        """
        return next(told for told in self.tell(question, history, organisation) if isinstance(told, Answer))

    def tell(
        self, question: str, history: Sequence[Turn] = (), organisation: str | None = None
    ) -> Generator[Told | None]:
        """Answer as `ask` does, but bit by bit: the status, the pieces as soon as they are there, last the answer.

        None comes in between while a language model writes: who asked may have left. Closing the iterator stops it.
        """
        clock = Clock()
        question, history, left_out = without_personal_data(question, history)
        history = without_where_told(history)
        spent: list[Tokens] = []
        understanding = self._understanding(organisation, clock)
        answer, finding = self._located(question, history, understanding), None
        if answer is None:
            rewritten = self._rewritten(question, history, spent.append, clock)
            read = understanding.read(question, rewritten or understanding.likeliest(question, history))
            answer, finding = self._answer(question, read, history, understanding)
        if left_out:
            redacted = Notice(NoticeKind.REDACTED, WORDINGS[language_of(question)].redacted)
            answer = replace(answer, notices=(redacted, *answer.notices))
        yield answer.status
        simpler = bool(history) and asks_simpler(question)
        if self._written_answers and finding and (assignment := assignment_of(finding, answer, simpler=simpler)):
            answer = yield from self._written_answers.tell(assignment, answer, spent.append, clock)
        else:
            yield from pieces_of(answer)
        timings = clock.timings_ms()
        _log(answer, timings)
        yield replace(
            answer,
            id=str(uuid.uuid4()),
            question=question,
            explanations=self._explanations.of(answer),
            timings_ms=timings,
            tokens=sum(spent, start=Tokens(0, 0)) if spent else None,
        )

    def _understanding(self, chosen: str | None, clock: Clock) -> Understanding:
        return Understanding(self._reader, self._finder, self._lookup, chosen, clock)

    def _likeliest(self, question: str, history: Sequence[Turn], chosen: str | None) -> Question:
        """Return a question as it is understood without a language model."""
        understanding = self._understanding(chosen, Clock())
        return understanding.read(question, understanding.likeliest(question, history))

    def _rewritten(self, question: str, history: Sequence[Turn], spend: Spend, clock: Clock) -> str | None:
        """Return a follow-up as a language model makes it stand by itself, when there is one and that is safe."""
        if not self._rewriter or not history or remark_in(question) or asks_simpler(question):
            return None
        with clock.stage("rewrite"):
            return self._rewriter.rewritten(question, history, spend)

    def _located(self, question: str, history: Sequence[Turn], understanding: Understanding) -> Answer | None:
        """Return where it stands what was told, when that is all that is asked; else None."""
        latest = previous(history) if asks_where_told(question) else None
        if latest is None:
            return None
        read = understanding.read(latest[0], understanding.likeliest(*latest))
        told, _ = self._answer(latest[0], read, latest[1], understanding)
        wording = WORDINGS[language_of(question)]
        return located(told, question, wording) or refusal(Status.CLARIFY, wording.told_nothing)

    def _answer(
        self, question: str, read: Question, history: Sequence[Turn], understanding: Understanding
    ) -> tuple[Answer, Finding | None]:
        """Return the answer in the documents' own words, and what was found for it; None when nothing was searched."""
        wording = WORDINGS[read.language]
        reply = _reply(question, read, history, wording)
        if reply and not may_ask_more(question):
            return refusal(Status.CLARIFY, reply), None
        doubted = understanding.doubted(understanding.find(read), question, history)
        finding = replace(doubted, said=tuple(history))
        with understanding.clock.stage("compose"):
            again = bool(history) and asks_simpler(question)
            told = self._answering.simpler if again else self._answering.answer
            answer = told(read, finding, understanding.chosen, wording)
        if reply and answer.status is not Status.ANSWERED:
            return refusal(Status.CLARIFY, reply), None
        return replace(answer, understood=read.text, nearest=finding.nearest), finding


def _reply(question: str, read: Question, history: Sequence[Turn], wording: Wording) -> str | None:
    """Return what is said to a message that asks the documents nothing, or not enough; None to a question."""
    if remark := remark_in(question):
        return wording.remarks[remark]
    if only_accepts(question, history):
        return wording.more
    lacking = not history and lacks_subject(read.text) and not parts_of(question)
    return wording.unclear if lacking or is_only_a_place(read.text) else None  # No list was told.


def _log(answer: Answer, timings_ms: Mapping[str, float]) -> None:
    told = {"status": answer.status, "mode": answer.mode, "citations": len(answer.citations), "timings_ms": timings_ms}
    text = "%s, %s, %d citations, %.0f ms"
    logger.info(text, answer.status, answer.mode, len(answer.citations), timings_ms["total"], extra={"fields": told})
