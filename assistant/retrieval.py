"""From a question to the passages that may answer it: meaning, the question bank, and words, fused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.language import Language, language_of
from assistant.question import Question, QuestionReader
from ingest.index import Index
from ingest.passages import Passage
from ingest.question_bank import BankQuestion
from ingest.terms import terms

_CANDIDATES = 40  # Passages that each way of searching may bring in.
_BANK_CANDIDATES = 80  # Questions of the bank: several lie on one passage.
_BANK_WEIGHT = 1.5
_BANK_COVERAGE_WEIGHT = 0.03
_COVERAGE_WEIGHT = 0.10  # Cosines of E5 lie within about 0.15 of each other; coverage goes from 0 to 1.
_UNASKED = 0.04  # A question's cosine with the bank tends to exceed that with the passage by so much.


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question."""

    passage: Passage
    score: float  # higher is better
    dense: float  # cosine of question and passage
    bank: float  # cosine of the question and the nearest question of the bank on this passage
    bank_question: BankQuestion | None
    bank_coverage: float  # part of the question's terms, by weight, that this question of the bank holds
    coverage: float  # part of the question's terms, by weight, that the passage holds


class Retriever:
    """Finds passages in one index."""

    def __init__(self, index: Index, reader: QuestionReader) -> None:
        self._index = index
        self._reader = reader
        self._terms_of = lru_cache(maxsize=20_000)(self._passage_terms)
        self._with_questions = lru_cache(maxsize=1000)(self._passages_with_questions)

    def search(
        self, question: Question, vector: Sequence[float], organisations: Sequence[str], limit: int
    ) -> list[Hit]:
        """Return the best passages, best first.

        Args:
            question: what is asked.
            vector: its embedding.
            organisations: ids of the organisations whose passages may be found; none means all.
            limit: how many passages at most.
        """
        dense = self._index.nearest_passages(vector, _CANDIDATES, organisations)
        bank: dict[str, tuple[BankQuestion, float]] = {}
        for found, cosine in self._index.nearest_questions(vector, _BANK_CANDIDATES, organisations):
            bank.setdefault(found.passage_id, (found, cosine))
        lexical = self._index.lexical_search(question.terms, _CANDIDATES)
        unlike = min((cosine for _, cosine in bank.values()), default=0.0)
        ids = {*dense, *bank, *(i for i in lexical if self._allowed(i, organisations))}
        floor = min(dense.values(), default=0.0)
        hits = [self._hit(question, i, dense.get(i, floor), bank.get(i) or self._unasked(i, unlike)) for i in ids]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:limit]

    def neighbouring_questions(self, question: Question, passage: Passage, limit: int) -> tuple[str, ...]:
        """Return questions of the bank about what stands around a passage, one for each place."""
        asked = frozenset(question.terms)
        near = sorted(
            self._index.bank(passage.document.source.id),
            key=lambda one: abs(one.place - passage.span.start),
        )
        places: dict[int, str] = {}
        for one in near:
            is_sentence = (
                one.question.endswith("?")
                and one.question[:1].isupper()
                and language_of(one.question) is Language.DUTCH
            )
            if (
                is_sentence
                and one.place not in places
                and frozenset(terms(one.question)) - asked
                and one.passage_id != passage.id
            ):
                places[one.place] = one.question
            if len(places) == limit:
                break
        return tuple(places.values())

    def _allowed(self, passage_id: str, organisations: Sequence[str]) -> bool:
        return not organisations or self._index.passage(passage_id).document.source.organisation_id in organisations

    def _unasked(self, passage_id: str, unlike: float) -> tuple[None, float | None]:
        """Return what stands in for the nearest question: as unlike as the last one found, or nothing is known."""
        has_questions = passage_id in self._with_questions(passage_id.rsplit(":", maxsplit=1)[0])
        return None, unlike if has_questions else None

    def _hit(
        self, question: Question, passage_id: str, dense: float, nearest: tuple[BankQuestion | None, float | None]
    ) -> Hit:
        coverage = self._reader.coverage(question, self._terms_of(passage_id))
        bank_question, known = nearest
        # A passage that the bank has no questions for must not lose from one that it has.
        cosine = dense + _UNASKED if known is None else known
        asked = frozenset(terms(bank_question.question)) if bank_question else frozenset()
        bank_coverage = self._reader.coverage(question, asked)
        score = dense + _BANK_WEIGHT * cosine + _BANK_COVERAGE_WEIGHT * bank_coverage + _COVERAGE_WEIGHT * coverage
        return Hit(
            passage=self._index.passage(passage_id),
            score=score,
            dense=dense,
            bank=cosine,
            bank_question=bank_question,
            bank_coverage=bank_coverage,
            coverage=coverage,
        )

    def _passages_with_questions(self, document_id: str) -> frozenset[str]:
        return frozenset(question.passage_id for question in self._index.bank(document_id))

    def _passage_terms(self, passage_id: str) -> frozenset[str]:
        return frozenset(terms(self._index.passage(passage_id).embedding_text))
