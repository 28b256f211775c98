"""The metrics: pure functions from results to numbers, each with its count and its 95 % interval."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from assistant.answer import Answer, Status
from evals.cases import Kind
from evals.places import Place
from evals.run import Result

_Z = 1.96  # Standard deviations on either side that hold 95 % of a normal distribution.
_STATED = frozenset({Status.ANSWERED, Status.PARTIAL})  # The answer says that it answers.
_REFUSED = frozenset({Status.NOT_FOUND, Status.OUT_OF_SCOPE, Status.CLARIFY})
_NOT_TO_STATE = frozenset({Kind.UNANSWERABLE, Kind.WRONG_ORGANISATION})
_MARKER = re.compile(r"\s*(?<!\\)\[(\d+)\]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Measure:
    """One number, out of `n` observations; without any there is none."""

    name: str
    value: float | None
    n: int
    low: float | None = None  # the 95 % interval
    high: float | None = None


def measures(results: Sequence[Result], texts: Mapping[str, str]) -> list[Measure]:
    """Return all metrics of a run.

    Args:
        results: what came of the cases.
        texts: the text of each document, by its id.
    """
    answerable = [r for r in results if r.case.answerable]
    answered = [r for r in answerable if r.answer.status is Status.ANSWERED]
    not_to_state = [r for r in results if r.case.kind in _NOT_TO_STATE]
    unanswerable = [r for r in not_to_state if r.case.kind is Kind.UNANSWERABLE]
    return [
        *retrieval_measures([(r.found, r.expected) for r in answerable]),
        share("facts_right", map(facts_right, answerable)),
        share("answered", (r.answer.status is Status.ANSWERED for r in answerable)),
        share("related", (r.answer.status is Status.RELATED for r in answerable)),
        share("false_refusals", (r.answer.status in _REFUSED for r in answerable)),
        share("false_answers", (r.answer.status in _STATED for r in not_to_state)),
        share("false_answers_unanswerable", (r.answer.status in _STATED for r in unanswerable)),
        share("citation_precision", (right for r in answered for right in citations_right(r))),
        share("first_citation_right", (citations_right(r)[:1] == [True] for r in answered)),
        share("exact_quotes", (is_exact(r.answer, texts) for r in results)),
        share("notice_recall", (notice in notices(r.answer) for r in results for notice in r.case.notices)),
        median("median_ms", [r.ms for r in results]),
        share("status_right", map(status_right, results)),
        *(share(f"status_right_{kind}", (status_right(r) for r in results if r.case.kind is kind)) for kind in Kind),
    ]


def retrieval_measures(searches: Iterable[tuple[Sequence[Place], Sequence[Place]]]) -> list[Measure]:
    """Return the metrics of a search alone.

    Args:
        searches: for each question the places found, best first, and the places that answer.
    """
    ranks = [rank(found, expected) for found, expected in searches]
    return [
        share(f"right_passage_at_{limit}", (position is not None and position <= limit for position in ranks))
        for limit in (1, 3)
    ]


def rank(found: Sequence[Place], expected: Sequence[Place]) -> int | None:
    """Return the position, counted from 1, of the first place found that holds most of a place that answers."""
    return next((n for n, f in enumerate(found, start=1) if any(f.holds_most_of(e) for e in expected)), None)


def facts_right(result: Result) -> bool:
    """Tell whether the answer says that it answers, and holds every fact."""
    return result.answer.status in _STATED and not missing_facts(result)


def missing_facts(result: Result) -> list[str]:
    """Return the facts that the answer's text does not hold."""
    text = _flat(_ESCAPE.sub(r"\1", _MARKER.sub("", result.answer.text)))
    return [hold for hold in result.case.holds if not any(_flat(words) in text for words in hold.split("|"))]


def status_right(result: Result) -> bool:
    """Tell whether the status is an acceptable one; where half can be answered, the answer must hold that half."""
    acceptable = result.answer.status in result.case.statuses
    return acceptable and not (result.case.kind is Kind.PARTIAL and missing_facts(result))


def citations_right(result: Result) -> list[bool]:
    """Tell of each citation whether it covers words of a place that answers."""
    cited = [Place(c.document.source.id, c.span) for c in result.answer.citations]
    return [any(place.overlap(expected) for expected in result.expected) for place in cited]


def is_exact(answer: Answer, texts: Mapping[str, str]) -> bool:
    """Tell whether the quotes are the documents' words at their place, and markers and citations are the same ones."""
    quotes = all(c.quote and c.quote == c.span.of(texts[c.document.source.id]) for c in answer.citations)
    numbers = [c.number for c in answer.citations]
    markers = {int(number) for number in _MARKER.findall(answer.text)}
    supported = bool(numbers) is (answer.status not in _REFUSED)
    return quotes and supported and sorted(markers) == sorted(numbers)


def notices(answer: Answer) -> frozenset[str]:
    """Return the kinds of the answer's notices."""
    return frozenset(notice.kind for notice in answer.notices)


def share(name: str, verdicts: Iterable[bool]) -> Measure:
    """Return the share of true verdicts, with Wilson's interval."""
    counted = list(verdicts)
    n = len(counted)
    if not n:
        return Measure(name, None, 0)
    p = sum(counted) / n
    centre = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return Measure(name, p, n, max(0.0, centre - half), min(1.0, centre + half))


def median(name: str, values: Sequence[float]) -> Measure:
    """Return the median, with an interval between two of the values that assumes no distribution."""
    n = len(values)
    if not n:
        return Measure(name, None, 0)
    ordered = sorted(values)
    half = _Z * sqrt(n) / 2
    low, high = max(1, round(n / 2 - half)), min(n, round(1 + n / 2 + half))
    return Measure(name, statistics.median(ordered), n, ordered[low - 1], ordered[high - 1])


def _flat(text: str) -> str:
    """Return text in lower case, without accents, its white space collapsed."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
