"""From a question to the passages that may answer it: meaning, the question bank, and words, fused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.question import Question, QuestionReader
from assistant.sectors import is_of_another
from assistant.title_block import is_title_block
from ingest.document import BlockKind
from ingest.ids import owner_of
from ingest.index import Index
from ingest.passages import Passage
from ingest.question_bank import BankQuestion
from ingest.statements import statement_at, statements_of
from ingest.terms import terms

_CANDIDATES = 40  # Passages that each way of searching may bring in.
_STATEMENT_CANDIDATES = 80  # Several lie in one passage.
BANK_CANDIDATES = 200  # Questions of the bank: many are about one place.
_UNANSWERED_CANDIDATES = 20  # Only the nearest of each document counts.
_VOTES = 3  # Questions about one place whose mean counts: one that happens to be near tells less.
# Found on the cases one works with (`evals/cases/work.toml`, `variations.toml`); round numbers near the best.
_DENSE_WEIGHT = 0.2
_STATEMENT_WEIGHT = 0.1
_BANK_WEIGHT = 1.0
_KNOWN_WEIGHT = 0.15
_COVERAGE_WEIGHT = 0.2
# Without a bank, found on 2,400 questions of the bank that were asked without it.
_DENSE_WITHOUT_BANK = 0.45
_STATEMENT_WITHOUT_BANK = 0.55
_COVERAGE_WITHOUT_BANK = 0.2
_HEADING_WITHOUT_BANK = 0.3
_OFF_SUBJECT = 0.3  # For a passage that does not speak of the abbreviation that is asked about.
_OFF_SECTOR = 0.15  # For a passage about another kind of school than the question.
_TELLS_OF_ITSELF = 0.3  # For the lines under a title: their headings are about the subject, and they are not.
_OF_NOBODY = 0.1  # For a passage of no organisation, when one was chosen.
_UNIT_BONUS = 0.3  # For a passage of a numbered unit that the question names.
_FEW_PLACES = 12  # Of those that a document's questions are about.
_HEADING_BONUS = 0.3  # For a passage under a heading that is what is asked, in the same words.


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How near a question is to those that a document is known not to answer."""

    cosine: float  # of the nearest
    coverage: float  # part of the question's terms, by weight, that it holds


@dataclass(frozen=True, slots=True)
class Known:
    """How a place is known by the terms of a question: these stand there, or in a question that the bank has for it."""

    rare: frozenset[str]  # those that few places of its document are known by, and at least one
    here: frozenset[str]  # those that it is known by
    coverage: float  # part of the question's terms, by weight, that it is known by

    @property
    def telling(self) -> frozenset[str]:
        """The terms that it is known by, and few other places."""
        return self.rare & self.here


UNKNOWN = Known(frozenset(), frozenset(), 0.0)
_Place = tuple[str, int]  # The id of a passage, and where in the document.


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question."""

    passage: Passage
    score: float  # higher is better
    dense: float  # cosine of question and passage
    statement: float  # cosine of the question and the nearest statement of this passage
    bank: float  # mean cosine of the question and the nearest ones of the bank at one place, or what stands in for it
    bank_question: BankQuestion | None  # the nearest of these
    coverage: float  # part of the question's terms, by weight, that the passage holds
    on_subject: bool  # speaks of the abbreviations that the question names
    asked_above: bool  # stands under a heading that is what is asked, in the same words
    known: Known  # how the place that this question of the bank is about is known
    known_at_best: float  # part of the question's terms, by weight, that one of its places is known by
    unanswered: Unanswered | None  # None: the bank knows no question that this document leaves unanswered

    @property
    def asked(self) -> str:
        """The nearest question of the bank; empty when there is none."""
        return self.bank_question.question if self.bank_question else ""

    @property
    def known_by(self) -> frozenset[str]:
        """The terms of the passage and of the nearest question that the bank knows it to answer."""
        return frozenset(terms(f"{self.passage.embedding_text} {self.asked}"))


@dataclass(frozen=True, slots=True)
class _Nearness:
    dense: float  # cosine
    statement: float  # cosine
    bank: float  # cosine
    known: float  # part of the question's terms, by weight, that one of its places is known by


class Retriever:
    """Finds passages in one index."""

    def __init__(self, index: Index, reader: QuestionReader) -> None:
        self._index = index
        self._reader = reader
        self._terms_of = lru_cache(maxsize=20_000)(self._passage_terms)
        self._heading_terms = lru_cache(maxsize=20_000)(self._terms_of_headings)
        self._lower = lru_cache(maxsize=20_000)(self._lower_case)
        self._question_terms = lru_cache(maxsize=20_000)(lambda question: frozenset(terms(question)))
        self._is_title_block = lru_cache(maxsize=20_000)(self._tells_of_itself)
        self._questions_at = lru_cache(maxsize=1000)(self._count_questions)
        self._places_by_term = lru_cache(maxsize=1000)(self._count_places)
        self._asked_about = lru_cache(maxsize=1000)(self._passages_asked_about)

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
        statements = self._index.nearest_statements(vector, _STATEMENT_CANDIDATES, organisations)
        bank = self._asked(vector, organisations)
        lexical = self._index.lexical_search(question.terms, _CANDIDATES)
        found_ids = {*dense, *statements, *bank, *(i for i in lexical if self._allowed(i, organisations))}
        ids = [i for i in found_ids if not self._only_announces(i)]
        # What a way of searching did not bring in is at most as near as the last that it did.
        least_dense, least_statement = _last(dense.values()), _last(statements.values())
        least_bank = _last(cosine for _, cosine in bank.values())
        documents = {owner_of(i) for i in ids}
        unanswered = self._unanswered(question, vector, organisations, documents)
        known = self._known_passages(question, documents)
        hits = [
            self._hit(
                question,
                i,
                _Nearness(dense.get(i, least_dense), statements.get(i, least_statement), least_bank, known.get(i, 0.0)),
                bank.get(i),
                unanswered,
            )
            for i in ids
        ]
        if organisations:
            hits = [hit if hit.passage.document.source.organisation else _of_nobody(hit) for hit in hits]
        best = sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:limit]
        return [replace(hit, known=self._known(question, hit.bank_question)) for hit in best]

    def _only_announces(self, passage_id: str) -> bool:
        """Tell whether a passage is a table of contents: it names what the document says elsewhere."""
        return all(block.kind is BlockKind.CONTENTS for block in self._index.passage(passage_id).content)

    def _allowed(self, passage_id: str, organisations: Sequence[str]) -> bool:
        return not organisations or self._index.passage(passage_id).document.source.organisation_id in organisations

    def _asked(self, vector: Sequence[float], organisations: Sequence[str]) -> Mapping[str, tuple[BankQuestion, float]]:
        """Return the nearest question of the bank by passage id, with the mean cosine of those about the same place."""
        nearest = self._index.nearest_questions(vector, BANK_CANDIDATES, organisations)
        farthest = _last(cosine for _, cosine in nearest)
        places: dict[_Place, list[tuple[BankQuestion, float]]] = {}
        for question, cosine in nearest:
            places.setdefault((question.passage_id, question.place), []).append((question, cosine))
        best: dict[str, tuple[BankQuestion, float]] = {}
        for (passage_id, place), found in places.items():
            votes = min(_VOTES, self._questions_at(owner_of(passage_id))[passage_id, place])
            cosines = [cosine for _, cosine in found[:votes]]
            mean = (sum(cosines) + (votes - len(cosines)) * farthest) / votes
            if passage_id not in best or mean > best[passage_id][1]:
                best[passage_id] = found[0][0], mean
        return best

    def _unanswered(
        self, question: Question, vector: Sequence[float], organisations: Sequence[str], documents: Iterable[str]
    ) -> Mapping[str, Unanswered]:
        """Return how near the question is to what each of these documents is known not to answer, by document id."""
        nearest = self._index.nearest_unanswered(vector, _UNANSWERED_CANDIDATES, organisations)
        found: dict[str, Unanswered] = {}
        for one, cosine in nearest:
            coverage = self._reader.coverage(question, self._question_terms(one.question))
            found.setdefault(owner_of(one.passage_id), Unanswered(cosine, coverage))
        far = Unanswered(_last(cosine for _, cosine in nearest), 0.0)
        return {i: found.get(i, far) for i in documents if self._index.has_unanswered(i)}

    def _hit(
        self,
        question: Question,
        passage_id: str,
        near: _Nearness,
        nearest: tuple[BankQuestion, float] | None,
        unanswered: Mapping[str, Unanswered],
    ) -> Hit:
        coverage = self._reader.coverage(question, self._terms_of(passage_id))
        passage = self._index.passage(passage_id)
        bank_question, bank = nearest or (None, self._unasked(question, passage, near, coverage))
        asked_above = self._is_under_it(question, passage)
        on_subject = not question.abbreviations or self._speaks_of(question, passage_id, bank_question)
        unscored = Hit(
            passage=passage,
            score=0.0,
            dense=near.dense,
            statement=near.statement,
            bank=bank,
            bank_question=bank_question,
            coverage=coverage,
            on_subject=on_subject,
            asked_above=asked_above,
            known=UNKNOWN,  # It is found out of the best only.
            known_at_best=near.known,
            unanswered=unanswered.get(owner_of(passage_id)),
        )
        return replace(unscored, score=self._score(question, unscored))

    def _score(self, question: Question, hit: Hit) -> float:
        """Return how well a passage may answer, from all that is known of it."""
        passage = hit.passage
        return (
            _DENSE_WEIGHT * hit.dense
            + _STATEMENT_WEIGHT * hit.statement
            + _BANK_WEIGHT * hit.bank
            + _KNOWN_WEIGHT * hit.known_at_best
            + _COVERAGE_WEIGHT * hit.coverage
            + _HEADING_BONUS * hit.asked_above
            + _UNIT_BONUS * (passage.section.label in question.units)
            - _OFF_SUBJECT * (not hit.on_subject)
            - _OFF_SECTOR * is_of_another(passage.document.source.sector, question.sectors)
            - _TELLS_OF_ITSELF * (not self._is_asked_about(passage) and self._is_title_block(passage.id))
        )

    def _is_under_it(self, question: Question, passage: Passage) -> bool:
        """Tell whether a passage stands under a heading that is the question, or that is all the question is about."""
        heading = passage.section.unnumbered_heading
        told = self._question_terms(heading)
        if heading.endswith("?"):
            return told in {frozenset(question.terms), frozenset(terms(question.text))}  # Not kept: a visitor's.
        return bool(told) and told == question.topic

    def _speaks_of(self, question: Question, passage_id: str, near: BankQuestion | None) -> bool:
        """Tell whether a passage, or a question that it is known to answer, holds what the question abbreviates."""
        words = f"{self._lower(passage_id)} {near.question.lower() if near else ''}"
        return self._reader.speaks_of(question, words)

    def _unasked(self, question: Question, passage: Passage, near: _Nearness, coverage: float) -> float:
        """Return what stands in for the nearest question of the bank.

        A passage that the bank has no questions for must not lose from one with: it gets about the cosine that it would
        have with some.
        """
        if self._is_asked_about(passage):
            return near.bank
        return (
            _DENSE_WITHOUT_BANK * near.dense
            + _STATEMENT_WITHOUT_BANK * near.statement
            + _COVERAGE_WITHOUT_BANK * coverage
            + _HEADING_WITHOUT_BANK * self._reader.coverage(question, self._heading_terms(passage.id))
        )

    def _is_asked_about(self, passage: Passage) -> bool:
        """Tell whether the bank has questions that a passage answers."""
        return passage.id in self._asked_about(passage.document.source.id)

    def _passages_asked_about(self, document_id: str) -> frozenset[str]:
        return frozenset(passage_id for passage_id, _ in self._questions_at(document_id))

    def _count_questions(self, document_id: str) -> Mapping[_Place, int]:
        """Return how many questions of the bank there are by passage id and place."""
        return Counter((question.passage_id, question.place) for question in self._index.bank(document_id))

    def _known(self, question: Question, near: BankQuestion | None) -> Known:
        """Return how the place of a question of the bank is known by the terms of another one."""
        if near is None:
            return UNKNOWN
        places = self._places_by_term(owner_of(near.passage_id))
        place = near.passage_id, near.place
        rare = frozenset(term for term in question.terms if 0 < len(places.get(term, ())) <= _FEW_PLACES)
        here = frozenset(term for term in question.terms if place in places.get(term, ()))
        return Known(rare, here, self._reader.coverage(question, here))

    def _known_passages(self, question: Question, documents: Iterable[str]) -> Mapping[str, float]:
        """Return by passage id which part of a question's terms, by weight, one of its places is known by, at most."""
        known: dict[_Place, float] = {}
        for places in map(self._places_by_term, documents):
            for term, share in question.shares.items():
                for place in places.get(term, ()):
                    known[place] = known.get(place, 0.0) + share
        best: dict[str, float] = {}
        for (passage_id, _), share in known.items():
            best[passage_id] = max(best.get(passage_id, 0.0), share)
        return best

    def _count_places(self, document_id: str) -> Mapping[str, frozenset[_Place]]:
        """Return the places that are known by each term: it stands there, or in a question that is answered there."""
        found: dict[str, set[_Place]] = {}
        for question in self._index.bank(document_id):
            for term in self._question_terms(question.question):
                found.setdefault(term, set()).add((question.passage_id, question.place))
        asked_about = {passage_id for passage_id, _ in self._questions_at(document_id)}
        statements = {passage_id: statements_of(self._index.passage(passage_id)) for passage_id in asked_about}
        for passage_id, start in self._questions_at(document_id):
            statement = statement_at(statements[passage_id], start)
            for term in terms(statement.span.of(statement.passage.document.text)) if statement else ():
                found.setdefault(term, set()).add((passage_id, start))
        return {term: frozenset(places) for term, places in found.items()}

    def _passage_terms(self, passage_id: str) -> frozenset[str]:
        return frozenset(terms(self._index.passage(passage_id).embedding_text))

    def _tells_of_itself(self, passage_id: str) -> bool:
        return is_title_block(self._index.passage(passage_id))

    def _lower_case(self, passage_id: str) -> str:
        return self._index.passage(passage_id).embedding_text.lower()

    def _terms_of_headings(self, passage_id: str) -> frozenset[str]:
        return frozenset(terms(self._index.passage(passage_id).heading_text))


def _of_nobody(hit: Hit) -> Hit:
    """Return a hit behind those of the organisation that was chosen."""
    return replace(hit, score=hit.score - _OF_NOBODY)


def _last(cosines: Iterable[float]) -> float:
    return min(cosines, default=0.0)
