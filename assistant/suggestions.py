"""What may be asked next: questions of the bank near the one that was asked, which the documents answer elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.answer import Citation
from assistant.finding import Finding
from assistant.language import Language, language_of
from assistant.retrieval import BANK_CANDIDATES
from assistant.scope import Scope
from ingest.index import Index
from ingest.passages import Passage

_MOST = 3
_NEAR = 0.5  # Cosine, and what is added to it, from which a question is about what was asked.
_THE_SAME = 0.85  # Cosine from which it is what was asked, in other words.
_BESIDE = 0.08  # For a question about the document that was quoted, and again for one about that section of it.


class Suggestions:
    """Chooses questions to offer from one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._questions = lru_cache(maxsize=1000)(self._questions_of)
        self._offered = lru_cache(maxsize=20_000)(self._first_wording)

    def near(self, finding: Finding, scope: Scope, shown: Sequence[Citation]) -> tuple[str, ...]:
        """Return the questions nearest to one that was asked, each about another place, in its language if there are.

        Args:
            finding: of the question that was asked.
            scope: whose documents may answer.
            shown: the places that the answer already quotes.
        """
        sections = {citation.passage.section.path for citation in shown}
        documents = {citation.document.source.id for citation in shown}
        asked = finding.hits[0].bank_question if shown and finding.hits else None  # In the words of the bank.
        told = {(asked.passage_id, asked.place)} if asked else set()
        scores: dict[str, float] = {}
        near = self._index.nearest_questions(finding.vector, BANK_CANDIDATES, finding.scope.organisations)
        for one, cosine in near:
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
        best = sorted(scores, key=lambda question: -scores[question])
        return tuple(question for question in best if scores[question] >= _NEAR)[:_MOST]

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


def _is_told(passage: Passage, place: int, shown: Sequence[Citation]) -> bool:
    """Tell whether a place is quoted, or is a heading of which several places are."""
    if any(one.document is passage.document and one.span.start <= place < one.span.end for one in shown):
        return True
    under = [
        one for one in shown if one.document is passage.document and one.passage.section.path == passage.section.path
    ]
    return place < passage.content[0].span.start and len(under) > 1
