"""Run cases against an assistant."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Answer, Turn
from assistant.retrieval import Hit
from evals.cases import Case
from evals.places import Place, evidence_places

SEARCH_LIMIT = 3  # No metric looks further.
Search = Callable[[Case], Sequence[Place]]  # a case's question to the places found, best first

Sureness = Callable[[Case], float | None]


class Answering(Protocol):
    """What an evaluation asks of an assistant."""

    def search(
        self, question: str, history: Sequence[Turn] = (), organisation: str | None = None, limit: int = 10
    ) -> list[Hit]:
        """Return the passages that may answer, best first."""

    def ask(self, question: str, history: Sequence[Turn] = (), organisation: str | None = None) -> Answer:
        """Return the answer."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case."""

    case: Case
    expected: tuple[Place, ...]  # each place that answers
    found: tuple[Place, ...]  # the passages found, best first
    answer: Answer
    ms: float  # that the answer took
    sureness: float | None = None  # how sure it is that the documents answer, from 0 to 1


def run_cases(
    cases: Sequence[Case],
    assistant: Answering,
    texts: Mapping[str, str],
    sureness: Sureness = lambda _: None,
) -> list[Result]:
    """Ask every case's question.

    Args:
        cases: the cases.
        assistant: who is asked.
        texts: the text of each document, by its id.
        sureness: tells how sure the assistant is that the documents answer a case's question.

    Raises:
        CaseError: the evidence of a case is not in the documents; nothing has been asked yet.
    """
    expected = [evidence_places(case, texts) for case in cases]
    search = search_of(assistant)
    return [_run(case, places, assistant, search, sureness) for case, places in zip(cases, expected, strict=True)]


def search_of(assistant: Answering) -> Search:
    """Return the assistant's search, as it is compared with other ones."""

    def search(case: Case) -> Sequence[Place]:
        hits = assistant.search(case.question, case.history, case.organisation, SEARCH_LIMIT)
        return [Place.of(hit.passage) for hit in hits]

    return search


def _run(case: Case, expected: tuple[Place, ...], assistant: Answering, search: Search, sureness: Sureness) -> Result:
    start = time.perf_counter()
    answer = assistant.ask(case.question, case.history, case.organisation)
    ms = 1000 * (time.perf_counter() - start)
    # What the answer was made from; an answer without that, as to a greeting, was not searched for.
    found = [Place.of(passage) for passage in answer.nearest[:SEARCH_LIMIT]] or search(case)
    return Result(case, expected, tuple(found), answer, ms, sureness(case))
