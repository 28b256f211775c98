"""What may be asked next: questions of the bank near the one that was asked, which the documents answer elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from assistant.answer import Citation, Turn
from assistant.finding import Finding
from assistant.language import Language, language_of
from assistant.question import Question
from assistant.retrieval import BANK_CANDIDATES
from assistant.scope import Scope
from ingest.index import Index
from ingest.passages import Passage
from ingest.question_bank import BankQuestion
from ingest.statements import statement_at, statements_of, unnumbered
from ingest.terms import terms

_MOST = 3
_NEAR = 0.5  # Cosine, and what is added to it, from which a question is about what was asked.
_THE_SAME = 0.85  # Cosine from which it is what was asked, in other words.
_SURELY_NEAR = 0.7  # Cosine from which it is near also without a word in common.
_SAME_WORDS = 0.75  # Part of the terms of two questions that both have.
_FEWEST_CHARS = 25  # Of words that tell a place.
_MARKER = re.compile(r"\s*(?<!\\)\[\d+\]|[\\*]")
_BESIDE = 0.08  # For a question about the document that was quoted, and again for one about that section of it.


@dataclass(frozen=True, slots=True)
class _Said:
    """What was asked and told in a conversation."""

    asked: tuple[frozenset[str], ...]  # the terms of each question
    told: str  # on one line, without markers

    @classmethod
    def of(cls, history: Sequence[Turn], text: str) -> _Said:
        """Return what was said in the turns of a conversation, and what is said now."""
        asked = tuple(frozenset(terms(turn.content)) for turn in history if turn.role == "user")
        told = [turn.content for turn in history if turn.role == "assistant"]
        return cls(asked, _plain(" ".join([*told, text])))

    def holds(self, question: str, passage: Passage, place: int) -> bool:
        """Tell whether a question was asked in nearly the same words, or the words at its place were told."""
        asking = frozenset(terms(question))
        if any(len(asking & one) >= _SAME_WORDS * len(asking | one) for one in self.asked if asking):
            return True
        there = statement_at(statements_of(passage), place)
        words = _plain(passage.document.readable(there.span)) if there else ""
        lead = passage.section.lead
        above = _plain(passage.document.readable(unnumbered(passage.document.text, lead))) if lead else ""
        is_short = len(words) < _FEWEST_CHARS  # Then it may stand in anything, but for what it stands under.
        return bool(words) and words in self.told and (not is_short or above in self.told)


_NUMBERING = " \t\n0123456789.:)–-•"


class Suggestions:
    """Chooses questions to offer from one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._questions = lru_cache(maxsize=1000)(self._questions_of)
        self._offered = lru_cache(maxsize=20_000)(self._first_wording)

    def near(self, finding: Finding, scope: Scope, shown: Sequence[Citation], text: str = "") -> tuple[str, ...]:
        """Return the questions nearest to one that was asked, each about another place, in its language if there are.

        None was asked in the conversation, or is answered by words that were told in it.

        Args:
            finding: of the question that was asked.
            scope: whose documents may answer.
            shown: the places that the answer already quotes.
            text: the answer.
        """
        said = _Said.of(finding.said, text)
        sections = {citation.passage.section.path for citation in shown}
        documents = {citation.document.source.id for citation in shown}
        asked = finding.hits[0].bank_question if shown and finding.hits else None  # In the words of the bank.
        told = {(asked.passage_id, asked.place)} if asked else set()
        scores: dict[str, float] = {}
        offers: dict[str, tuple[BankQuestion, float]] = {}
        near = self._index.nearest_questions(finding.vector, BANK_CANDIDATES, finding.scope.organisations)
        for one, cosine in near:
            if cosine + 2 * _BESIDE < _NEAR:  # So are all behind it.
                break
            passage, place = self._index.passage(one.passage_id), (one.passage_id, one.place)
            source = passage.document.source
            if _is_told(passage, one.place, shown) or (shown and cosine >= _THE_SAME):
                told.add(place)
            offered = self._offered(*place, finding.question.language)
            # Beside an answer what is offered must be near itself; where there is none, any wording may help.
            is_near = one.question == offered or not shown
            if offered and offered not in scores and is_near and place not in told and scope.includes(source):
                beside = (source.id in documents) + (passage.section.path in sections)
                scores[offered] = cosine + _BESIDE * beside
                offers[offered] = one, cosine
        best = (
            offered for offered in sorted(scores, key=lambda question: -scores[question]) if scores[offered] >= _NEAR
        )
        fitting = (offered for offered in best if self._fits(offered, *offers[offered], finding.question, said))
        return tuple(islice(fitting, _MOST))

    def _fits(self, offered: str, nearest: BankQuestion, cosine: float, asked: Question, said: _Said) -> bool:
        """Tell whether a question is about what was asked, and was not asked or told before."""
        if not _is_of_the_subject(f"{offered} {nearest.question}", cosine, asked):
            return False
        return not said.holds(offered, self._index.passage(nearest.passage_id), nearest.place)

    def _first_wording(self, passage_id: str, place: int, language: Language) -> str | None:
        """Return the first wording of a place's question, as a bank begins with the plainest one."""
        asked = self._questions(self._index.passage(passage_id).document.source.id)[passage_id, place]
        wordings = [question for question in asked if question.endswith("?") and question[:1].isupper()]
        by_language = {language_of(question): question for question in reversed(wordings)}
        return by_language.get(language) or by_language.get(Language.DUTCH)

    def _questions_of(self, document_id: str) -> dict[tuple[str, int], list[str]]:
        found: dict[tuple[str, int], list[str]] = {}
        for one in self._index.bank(document_id):
            found.setdefault((one.passage_id, one.place), []).append(one.question)
        return found


def _is_of_the_subject(offered: str, cosine: float, asked: Question) -> bool:
    """Tell whether a question is about what was asked, and not alike in its form only: "wie", "hoe vaak"."""
    shares_word = not set(asked.terms).isdisjoint(terms(offered))
    return shares_word or asked.language is not Language.DUTCH or cosine >= _SURELY_NEAR


def _plain(text: str) -> str:
    """Return a text on one line, without markers and end signs."""
    return " ".join(_MARKER.sub("", text).split()).rstrip(" .:;,")


def _holds(shown: Citation, place: int) -> bool:
    """Tell whether a place is in what is quoted, or at the number before it."""
    between = shown.document.text[place : shown.span.start]
    return place < shown.span.end and not between.strip(_NUMBERING)


def _is_told(passage: Passage, place: int, shown: Sequence[Citation]) -> bool:
    """Tell whether a place is quoted, or is a heading of which several places are."""
    if any(one.document is passage.document and _holds(one, place) for one in shown):
        return True
    under = [
        one for one in shown if one.document is passage.document and one.passage.section.path == passage.section.path
    ]
    return place < passage.content[0].span.start and len(under) > 1
