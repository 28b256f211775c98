"""What the documents hold on one question: the passages, the words in them, and how sure it is that they answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from assistant.answer import Turn
from assistant.choosing import EvidenceFinder
from assistant.confidence import Verdict, judge
from assistant.evidence import Evidence, Form
from assistant.question import Kind, Question, QuestionReader
from assistant.redaction import PLACEHOLDER
from assistant.retrieval import Hit, Retriever
from assistant.scope import Scope
from assistant.shapes import lists, sums_up_persons
from ingest.catalogue import NO_ORGANISATION
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.passages import Passage
from ingest.terms import terms

_NEAREST = 3
_ALL_HITS = 200  # All that search brings in.
_HITS = 12  # Enough to see whether another passage says something else.
_AS_NEAR = 0.15  # Another organisation answers the same question only with a passage that scores nearly as high,
_ASKED_AS_MUCH = 0.07  # and about which nearly the same is asked.
_LISTS_IT = 0.25  # Difference in score within which a list goes before the best passage.
_HARDLY_LOWER = 0.05  # Difference in score from which the order of two passages tells something.


class Progress(StrEnum):
    """How what was found goes on from what was told before it."""

    NEXT = "next"  # it stands behind that
    NONE = "none"  # it says nothing that was not told


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one question."""

    question: Question
    vector: Sequence[float]
    hits: tuple[Hit, ...]  # best first
    evidence: Evidence | None  # the words of the best hit, if there is one
    verdict: Verdict
    scope: Scope  # whose documents were searched
    outright: bool = False  # the evidence was found by the form of the question, and not by search
    progress: Progress | None = None  # None: it was found by itself
    said: tuple[Turn, ...] = ()  # before the question was asked
    several: tuple[Evidence, ...] = ()  # what answers only together, the evidence first: numbered units

    @property
    def answers(self) -> Evidence | None:
        """The evidence, when it is sure to answer."""
        return self.evidence if self.verdict is Verdict.ANSWERS else None

    @property
    def is_shown(self) -> bool:
        """Tell whether what was found is shown: it answers, or comes nearest."""
        return self.verdict in {Verdict.ANSWERS, Verdict.RELATED}

    @property
    def answered_by(self) -> str:
        """The id of whose document answers; empty when none does, or one of nobody."""
        return self.answers.passage.document.source.organisation_id if self.answers else NO_ORGANISATION

    @property
    def nearest(self) -> tuple[Passage, ...]:
        """The passages that came nearest."""
        return tuple(hit.passage for hit in self.hits[:_NEAREST])


class Finder:
    """Searches one index and judges what it finds."""

    def __init__(self, index: Index, reader: QuestionReader, embedder: Embedder) -> None:
        self._index = index
        self._embedder = embedder
        self._retriever = Retriever(index, reader)
        self._evidence = EvidenceFinder(index, reader)

    def embed(self, question: Question) -> Sequence[float]:
        """Return a question's vector."""
        return self._embedder.question(question.text.replace(PLACEHOLDER, " "))

    def find(self, question: Question, vector: Sequence[float], scope: Scope) -> Finding:
        """Return what the documents hold on a question.

        Args:
            question: it stands by itself.
            vector: its embedding.
            scope: whose documents are searched.
        """
        hits = tuple(self.search(question, vector, scope, _HITS))
        if not hits:
            return Finding(question, vector, (), None, Verdict.SILENT, scope)
        return self._judged(question, vector, self._list_first(question, vector, hits), scope)

    def _list_first(self, question: Question, vector: Sequence[float], hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Return the hits, with one in front that scores not much lower than the best and lists what is asked for.

        Who asks which specialists there are, and nothing else, is not answered by a sentence that says that there are,
        nor who asks who is in a team by what that team is for.
        """
        if not _asks_for_list(question):
            return hits
        near = (hit for hit in hits if hit.score >= hits[0].score - _LISTS_IT)
        listing = (hit for hit in near if _lists_what_is_asked(question, self.evidence(question, vector, hit)))
        first = next(listing, hits[0])
        return (first, *(hit for hit in hits if hit is not first))

    def find_own(self, question: Question, vector: Sequence[float], scope: Scope) -> Finding | None:
        """Return what an organisation's own documents answer, before those that name none; None when they do not."""
        hits = self.search(question, vector, scope, _HITS)
        own_first = tuple(sorted(hits, key=lambda hit: _organisation(hit) != scope.organisation))
        finding = self._judged(question, vector, own_first, scope) if hits else None
        return finding if finding and finding.answers and _organisation(own_first[0]) == scope.organisation else None

    def search(self, question: Question, vector: Sequence[float], scope: Scope, limit: int) -> list[Hit]:
        """Return the best passages, best first."""
        return self._retriever.search(question, vector, scope.organisations, limit)

    def evidence(self, question: Question, vector: Sequence[float], hit: Hit) -> Evidence:
        """Return the words of a passage that answer a question."""
        return self._evidence.gather(question, vector, hit)

    def within(self, finding: Finding, passages: Collection[str]) -> Evidence | None:
        """Return what the first of these passages, by id, says that is among the nearest; None when none is."""
        hit = next((hit for hit in finding.hits[:_NEAREST] if hit.passage.id in passages), None)
        return self.evidence(finding.question, finding.vector, hit) if hit else None

    def beside(self, finding: Finding, passage: Passage) -> list[Evidence]:
        """Return the words that come nearest in the passages behind and before one, the nearest first."""
        passages = self._index.passages(passage.document.source.id)
        place = next(place for place, one in enumerate(passages) if one.id == passage.id)
        near = {one.id for one in passages[max(place - 1, 0) : place + 2]} - {passage.id}
        hits = self.search(finding.question, finding.vector, finding.scope, _ALL_HITS)
        return [self.evidence(finding.question, finding.vector, hit) for hit in hits if hit.passage.id in near]

    def behind(self, passage: Passage) -> Passage | None:
        """Return the passage behind one; None when it is the last of its document."""
        passages = self._index.passages(passage.document.source.id)
        return next((after for one, after in pairwise(passages) if one.id == passage.id), None)

    def of_another_organisation(self, finding: Finding) -> Evidence | None:
        """Return what another organisation's documents answer to the same question; None when one was asked for."""
        best = finding.hits[0]
        own = _organisation(best)
        if finding.scope.organisation or own == NO_ORGANISATION or own != finding.answered_by:
            return None
        others = tuple(hit for hit in finding.hits if _organisation(hit) not in {NO_ORGANISATION, own})
        if not others or others[0].score < best.score - _AS_NEAR or others[0].bank < best.bank - _ASKED_AS_MUCH:
            return None
        return self._judged(finding.question, finding.vector, others, finding.scope).answers

    def everywhere(self, finding: Finding) -> Finding:
        """Return what the documents of all hold on a question that was looked up in those of one organisation."""
        return replace(self.find(finding.question, finding.vector, Scope()), said=finding.said)

    def nearest(self, finding: Finding) -> list[Evidence]:
        """Return the words that come nearest: of the best passage, and of the second when that scores hardly lower."""
        near = [finding.evidence] if finding.evidence else []
        if second := _close_second(finding.hits):
            near.append(self.evidence(finding.question, finding.vector, second))
        return near

    def runner_up(self, finding: Finding) -> Evidence | None:
        """Return what the second passage answers, when it might as well have come first; else None.

        It is one of the same organisation, or one of the two names none.
        """
        first, second = finding.hits[0], _close_second(finding.hits)
        if finding.outright or not second or second.bank < first.bank - _ASKED_AS_MUCH:
            return None
        organisations = {_organisation(first), _organisation(second)} - {NO_ORGANISATION}
        if len(organisations) == 2:
            return None
        return self._judged(finding.question, finding.vector, finding.hits[1:], finding.scope).answers

    def _judged(self, question: Question, vector: Sequence[float], hits: tuple[Hit, ...], scope: Scope) -> Finding:
        evidence = self.evidence(question, vector, hits[0])
        return Finding(question, vector, hits, evidence, judge(question, hits, evidence), scope)


def _close_second(hits: Sequence[Hit]) -> Hit | None:
    """Return the second passage, when it scores hardly lower than the first."""
    return next((hit for hit in hits[1:2] if hit.score >= hits[0].score - _HARDLY_LOWER), None)


def _organisation(hit: Hit) -> str:
    return hit.passage.document.source.organisation_id


def _asks_for_list(question: Question) -> bool:
    """Tell whether only a list answers: of the members of a group, or of all that there is of what it names."""
    asked = {term for noun in question.which for term in terms(noun)}
    return question.kind is Kind.MEMBERS or (question.kind is Kind.LIST and asked.issuperset(question.terms))


def _lists_what_is_asked(question: Question, evidence: Evidence) -> bool:
    """Tell whether evidence names persons when these are asked for, or is a list that is announced as what is asked."""
    if question.kind is Kind.MEMBERS:
        return sums_up_persons(evidence.said)
    named = any(lists(noun, one) for noun in question.which for one in evidence.announcing)
    return evidence.form is Form.LIST and named
