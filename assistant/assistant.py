"""The assistant: a question in, a cited answer out."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

from assistant.abbreviation import Abbreviations
from assistant.answer import Answer, Citation, Notice, NoticeKind, Status, Turn
from assistant.composition import fact
from assistant.confidence import Verdict, judge
from assistant.conversation import SmallTalk, small_talk, standalone
from assistant.disagreement import broken_promise, conflicting
from assistant.evidence import Evidence, EvidenceFinder, Form
from assistant.question import Question, QuestionReader
from assistant.retrieval import Hit, Retriever
from assistant.wording import DUTCH, ENGLISH, Wording
from ingest.catalogue import NO_ORGANISATION, Organisation
from ingest.embedding import Embedder
from ingest.index import Index

logger = logging.getLogger(__name__)

_HITS = 12  # Enough to see whether another passage says something else.
_RELATED_SHOWN = 2
_FOLLOW_UPS = 3


class Assistant:
    """Answers questions from one index. It holds no state between questions and may be used from several threads."""

    def __init__(self, index: Index, embedder: Embedder, today: date | None = None) -> None:
        self.index = index
        self._embedder = embedder
        self._today = today  # None: the day of the question
        self._reader = QuestionReader(index.passage_frequencies, index.manifest.passages, index.organisations)
        self._retriever = Retriever(index, self._reader)
        self._finder = EvidenceFinder(index, self._reader, embedder)
        self._abbreviations = Abbreviations(index)

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """The organisations that a question may be limited to."""
        return self.index.organisations

    def search(
        self, question: str, history: Sequence[Turn] = (), organisation: str | None = None, limit: int = 10
    ) -> list[Hit]:
        """Return the passages that may answer a question, best first."""
        return self.look_up(standalone(question, history), organisation, limit)[2]

    def look_up(
        self, question: str, organisation: str | None = None, limit: int = _HITS
    ) -> tuple[Question, Sequence[float], list[Hit]]:
        """Return a question that stands alone as it is understood, its vector, and the passages found for it."""
        read = self._reader.read(question)
        vector = self._embedder.question(question)
        return read, vector, self._hits(read, vector, read.organisation or organisation, limit)

    def evidence(self, question: Question, vector: Sequence[float], hit: Hit) -> Evidence:
        """Return the words of a passage that answer a question."""
        return self._finder.gather(question, vector, hit)

    def ask(self, question: str, history: Sequence[Turn] = (), organisation: str | None = None) -> Answer:
        """Answer from the documents, with citations, or say that they do not tell.

        Args:
            question: 1 to 500 characters.
            history: earlier turns, the oldest first.
            organisation: an organisation's id, or None for all.
        """
        clock = _Clock()
        answer = self._answer(question, history, organisation, clock)
        timings = clock.timings_ms()
        logger.info("%s, %d citations, %.0f ms", answer.status, len(answer.citations), timings["total"])
        return replace(answer, id=str(uuid.uuid4()), question=question, timings_ms=timings)

    def _answer(self, question: str, history: Sequence[Turn], chosen: str | None, clock: _Clock) -> Answer:
        read = self._reader.read(standalone(question, history))
        wording = ENGLISH if read.english else DUTCH
        if talk := small_talk(question):
            return _refusal(Status.CLARIFY, wording.thanks if talk is SmallTalk.THANKS else wording.greeting)
        with clock.stage("embed"):
            vector = self._embedder.question(read.text)
        with clock.stage("retrieve"):
            hits = self._hits(read, vector, read.organisation or chosen, _HITS)
        with clock.stage("compose"):
            if meaning := self._abbreviations.meaning(question, _allowed(read.organisation or chosen)):
                return self._answered(read, hits, meaning, chosen, wording)
            return self._judged(read, vector, hits, chosen, wording)

    def _hits(self, question: Question, vector: Sequence[float], organisation: str | None, limit: int) -> list[Hit]:
        return self._retriever.search(question, vector, _allowed(organisation), limit)

    def _judged(
        self, question: Question, vector: Sequence[float], hits: Sequence[Hit], chosen: str | None, wording: Wording
    ) -> Answer:
        scope = question.organisation or chosen
        verdict, evidence = self._weighed(question, vector, hits)
        if scope and verdict is not Verdict.ANSWERS and (elsewhere := self._elsewhere(question, vector, scope)):
            return self._of_another(question, elsewhere, scope, wording)
        if verdict is Verdict.ANSWERS:
            return self._answered(question, hits, evidence[0], chosen, wording)
        if verdict is Verdict.RELATED:
            others = [self.evidence(question, vector, hit) for hit in hits[1:_RELATED_SHOWN]]
            return self._related(question, [*evidence, *others], wording)
        if verdict is Verdict.SILENT:
            return _refusal(Status.NOT_FOUND, f"{wording.not_found} {self._ask_whom(scope, wording)}")
        return _refusal(Status.OUT_OF_SCOPE, wording.out_of_scope)

    def _answered(
        self, question: Question, hits: Sequence[Hit], evidence: Evidence, chosen: str | None, wording: Wording
    ) -> Answer:
        notices = []
        citations = [_citation(1, evidence)]
        text = fact(evidence, 1, wording)
        if wording.dutch_quote:
            text = f"{wording.dutch_quote}\n\n{text}"
        if other := conflicting(evidence, [hit.passage for hit in hits]):
            passage, span = other
            against = Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True)
            citations.append(_citation(2, against))
            text += "\n\n" + fact(against, 2, wording)
            notices.append(Notice(NoticeKind.CONFLICT, wording.conflict))
        elif broken := broken_promise(evidence):
            promised, listed = broken
            notices.append(Notice(NoticeKind.CONFLICT, wording.promise.format(promised=promised, listed=listed)))
        notices.extend(self._notices(citations, wording))
        if chosen and question.organisation and question.organisation != chosen:
            names = {"found": self._name(question.organisation), "chosen": self._name(chosen)}
            notices.append(Notice(NoticeKind.OTHER_ORGANISATION, wording.named_organisation.format(**names)))
        follow_ups = self._follow_ups(question, evidence)
        return Answer("", "", Status.ANSWERED, text, tuple(citations), tuple(notices), follow_ups)

    def _related(self, question: Question, evidence: Sequence[Evidence], wording: Wording) -> Answer:
        citations = tuple(_citation(number, one) for number, one in enumerate(evidence, start=1))
        quotes = [fact(one, number, wording) for number, one in enumerate(evidence, start=1)]
        text = "\n\n".join([wording.related, *quotes])
        notices = tuple(self._notices(citations, wording))
        return Answer("", "", Status.RELATED, text, citations, notices, self._follow_ups(question, evidence[0]))

    def _elsewhere(self, question: Question, vector: Sequence[float], scope: str) -> Evidence | None:
        """Return evidence that answers, from the documents of an organisation that was not asked for."""
        hits = self._retriever.search(question, vector, (), _HITS)
        organisation = hits[0].passage.document.source.organisation if hits else None
        if organisation is None or organisation.id == scope:
            return None
        verdict, evidence = self._weighed(question, vector, hits)
        return evidence[0] if verdict is Verdict.ANSWERS else None

    def _weighed(
        self, question: Question, vector: Sequence[float], hits: Sequence[Hit]
    ) -> tuple[Verdict, tuple[Evidence, ...]]:
        """Return what the documents do with a question, and the words of the best hit, if there is one."""
        if not hits:
            return Verdict.SILENT, ()
        evidence = self.evidence(question, vector, hits[0])
        return judge(question, hits, evidence), (evidence,)

    def _of_another(self, question: Question, evidence: Evidence, scope: str, wording: Wording) -> Answer:
        answer = self._related(question, [evidence], wording)
        organisation = evidence.passage.document.source.organisation
        found = organisation.name if organisation else ""
        text = wording.other_organisation.format(found=found, chosen=self._name(scope))
        return replace(answer, notices=(Notice(NoticeKind.OTHER_ORGANISATION, text), *answer.notices))

    def _notices(self, citations: Sequence[Citation], wording: Wording) -> Iterator[Notice]:
        today = self._today or datetime.now(UTC).date()
        for source in dict.fromkeys(citation.document.source for citation in citations):
            if source.valid_until and source.valid_until < today:
                text = wording.outdated.format(title=source.title, until=f"{source.valid_until:%d-%m-%Y}")
                yield Notice(NoticeKind.OUTDATED, text)
            if source.organisation is None:
                yield Notice(NoticeKind.ORGANISATION_UNKNOWN, wording.organisation_unknown.format(title=source.title))

    def _follow_ups(self, question: Question, evidence: Evidence) -> tuple[str, ...]:
        """Return questions of the bank that lie near the evidence: the documents answer each of them."""
        return self._retriever.neighbouring_questions(question, evidence.passage, _FOLLOW_UPS)

    def _ask_whom(self, scope: str | None, wording: Wording) -> str:
        website = next((o.website for o in self.organisations if o.id == scope), None)
        return wording.ask.format(contact=f": {website}" if website else "")

    def _name(self, organisation_id: str) -> str:
        return next((o.name for o in self.organisations if o.id == organisation_id), organisation_id)


def _allowed(organisation: str | None) -> list[str]:
    """Return whose documents may answer: the organisation's own, and those that name none."""
    return [organisation, NO_ORGANISATION] if organisation else []


class _Clock:
    """Takes the time of each stage of one question."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self._stages[name] = time.perf_counter() - start

    def timings_ms(self) -> dict[str, float]:
        stages = {**self._stages, "total": time.perf_counter() - self._start}
        return {name: round(seconds * 1000, 2) for name, seconds in stages.items()}


def _citation(number: int, evidence: Evidence) -> Citation:
    return Citation(number, evidence.passage, evidence.span)


def _refusal(status: Status, text: str) -> Answer:
    return Answer("", "", status, text)
