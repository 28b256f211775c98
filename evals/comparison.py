"""Our search beside other ones, on the same questions in the same run."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.metrics import Measure, retrieval_measures
from evals.places import Place
from evals.run import Result, Search


@dataclass(frozen=True, slots=True)
class Compared:
    """How one search did."""

    name: str
    measures: tuple[Measure, ...]
    passage_chars: float | None  # median length of what it found first: a long passage is easily the right one


def compare(results: Sequence[Result], rivals: Mapping[str, Search]) -> list[Compared]:
    """Return how our search and each rival did on the answerable cases, ours first."""
    answerable = [result for result in results if result.case.answerable]
    ours = _compared("wegwijs", answerable, [result.found for result in answerable])
    return [
        ours,
        *(_compared(name, answerable, [search(r.case) for r in answerable]) for name, search in rivals.items()),
    ]


def compare_follow_ups(results: Sequence[Result], search: Search) -> list[Compared]:
    """Return how our search did on follow-ups with a language model and without it; nothing when none was asked.

    Args:
        results: what came of the cases.
        search: ours, without a language model.
    """
    asked = [result for result in results if result.case.answerable and "rewrite" in result.answer.timings_ms]
    if not asked:
        return []
    return [
        _compared("follow-ups, with language model", asked, [result.found for result in asked]),
        _compared("follow-ups, without it", asked, [search(result.case) for result in asked]),
    ]


def _compared(name: str, results: Sequence[Result], found: Sequence[Sequence[Place]]) -> Compared:
    measures = retrieval_measures(zip(found, (result.expected for result in results), strict=True))
    lengths = [places[0].span.end - places[0].span.start for places in found if places]
    return Compared(name, tuple(measures), statistics.median(lengths) if lengths else None)
