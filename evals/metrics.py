"""The metrics: pure functions from results to numbers, each with its count and its 95 % interval."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Answer, Status
from assistant.conversation import standalone
from evals.cases import Kind
from evals.places import Place
from evals.readability import PLAIN, reading_ease
from evals.run import SEARCH_LIMIT, Result
from ingest.terms import words

_Z = 1.96  # Standard deviations on either side that hold 95 % of a normal distribution.
_STATED = frozenset({Status.ANSWERED, Status.PARTIAL})  # The answer says that it answers.
_REFUSED = frozenset({Status.NOT_FOUND, Status.OUT_OF_SCOPE, Status.CLARIFY})
_NOT_TO_STATE = frozenset({Kind.UNANSWERABLE, Kind.WRONG_ORGANISATION})
_RESAMPLES = 2000
_FALSE_ANSWERS = 0.06  # The share of the unanswerable that may be called answered.
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
    observed = [observations(result, texts) for result in results]
    answered = [r for r in results if r.case.answerable and r.answer.status is Status.ANSWERED]
    return [
        *(_summarised(name, [o[name] for o in observed if name in o]) for name in CASE_METRICS),
        *answerability_measures(results),
        share("citation_precision", (right for r in answered for right in citations_right(r))),
        share("notice_recall", (notice in notices(r.answer) for r in results for notice in r.case.notices)),
        share("plain_language", (ease >= PLAIN for r in answered if (ease := reading_ease(_said(r))) is not None)),
        median("median_ms", [r.ms for r in results]),
        *_writing_measures(results),
        *(share(f"status_right_{kind}", (status_right(r) for r in results if r.case.kind is kind)) for kind in Kind),
    ]


def _writing_measures(results: Sequence[Result]) -> Iterator[Measure]:
    """Yield how often a language model wrote what is shown, how soon, and what it took; nothing when none was asked."""
    asked = [r for r in results if "write" in r.answer.timings_ms]
    if asked:
        yield share("written", (r.answer.mode == "generative" for r in asked))
        first = [r.answer.timings_ms["first_sentence"] for r in asked if "first_sentence" in r.answer.timings_ms]
        yield median("first_sentence_ms", first)
        told = [r.answer.tokens for r in asked if r.answer.tokens]
        yield share("tokens_told", (r.answer.tokens is not None for r in asked))
        yield mean("prompt_tokens", [tokens.prompt for tokens in told])
        yield mean("completion_tokens", [tokens.completion for tokens in told])
    if follow_ups := [r for r in results if "rewrite" in r.answer.timings_ms]:
        alone = ((r.answer.understood, standalone(r.case.question, r.case.history)) for r in follow_ups)
        yield share("rewritten", (understood != otherwise for understood, otherwise in alone))


CASE_METRICS = (
    "right_passage_at_1",
    "right_passage_at_3",
    "passage_recall_at_3",
    "passage_f2_at_3",
    "facts_right",
    "answered",
    "related",
    "false_refusals",
    "false_answers",
    "false_answers_unanswerable",
    "first_citation_right",
    "evidence_overlap",
    "exact_quotes",
    "status_right",
)
_GRADED = frozenset({"passage_recall_at_3", "passage_f2_at_3", "evidence_overlap"})  # The others are right or wrong.


def observations(result: Result, texts: Mapping[str, str]) -> dict[str, float]:
    """Return what one case adds to each metric that it counts for; right is 1, wrong is 0."""
    case, answer = result.case, result.answer
    seen: dict[str, float] = {"exact_quotes": is_exact(answer, texts), "status_right": status_right(result)}
    if case.answerable:
        position = rank(result.found, result.expected)
        recall, precision = _recall_and_precision(result)
        seen |= {
            "right_passage_at_1": position == 1,
            "right_passage_at_3": position is not None and position <= SEARCH_LIMIT,
            "passage_recall_at_3": recall,
            "passage_f2_at_3": 5 * precision * recall / (4 * precision + recall) if recall else 0.0,
            "facts_right": facts_right(result),
            "answered": answer.status is Status.ANSWERED,
            "related": answer.status is Status.RELATED,
            "false_refusals": answer.status in _REFUSED,
        }
        if answer.status is Status.ANSWERED:
            seen["first_citation_right"] = citations_right(result)[:1] == [True]
            seen["evidence_overlap"] = evidence_overlap(result, texts)
    if case.kind in _NOT_TO_STATE:
        seen["false_answers"] = answer.status in _STATED
    if case.kind is Kind.UNANSWERABLE:
        seen["false_answers_unanswerable"] = answer.status in _STATED
    return {name: float(value) for name, value in seen.items()}


def _summarised(name: str, values: Sequence[float]) -> Measure:
    return mean(name, values) if name in _GRADED else share(name, (value > 0 for value in values))


def _recall_and_precision(result: Result) -> tuple[float, float]:
    """Return the part of the places that answer that was found, and the part of what was found that holds one."""
    shown = result.found[:SEARCH_LIMIT]
    held = [any(found.holds_most_of(place) for found in shown) for place in result.expected]
    right = [any(found.holds_most_of(place) for place in result.expected) for found in shown]
    return sum(held) / len(held), sum(right) / len(right) if right else 0.0


def evidence_overlap(result: Result, texts: Mapping[str, str]) -> float:
    """Return the F1 of the words of the first quote against those of the place that answers and is most like it.

    As for SQuAD (Rajpurkar et al., 2016): the words are counted, their order does not matter. A list may be spread over
    several expected quotes of one document, so all of these together count as a place too.
    """
    if not result.answer.citations:
        return 0.0
    quoted = Counter(words(result.answer.citations[0].quote))
    singles = [Counter(words(place.span.of(texts[place.document]))) for place in result.expected]
    together: dict[str, Counter[str]] = {}
    for place, single in zip(result.expected, singles, strict=True):
        together[place.document] = together.get(place.document, Counter()) + single
    return max((_f1(quoted, expected) for expected in [*singles, *together.values()]), default=0.0)


def _f1(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def answerability_measures(results: Sequence[Result]) -> list[Measure]:
    """Return how well the assistant's sureness tells the answerable from the plausible but unanswerable questions.

    `answerability_auc` is the chance that it is surer of an answerable one; `answered_at_6_false` is the share of the
    answerable ones of which it is surer than of all but 6 % of the unanswerable ones.
    """
    sure = np.array([r.sureness for r in results if r.case.answerable and r.sureness is not None])
    unsure = np.array([r.sureness for r in results if r.case.kind is Kind.UNANSWERABLE and r.sureness is not None])
    n = len(sure) + len(unsure)
    if not (len(sure) and len(unsure)):
        return [Measure(name, None, 0) for name in ("answerability_auc", "answered_at_6_false")]
    chance = np.random.default_rng(0)
    wins = (sure[:, None] > unsure) + 0.5 * (sure[:, None] == unsure)
    some = chance.multinomial(len(sure), [1 / len(sure)] * len(sure), size=_RESAMPLES) / len(sure)
    others = chance.multinomial(len(unsure), [1 / len(unsure)] * len(unsure), size=_RESAMPLES) / len(unsure)
    aucs = ((some @ wins) * others).sum(axis=1)
    drawn = sure[chance.integers(len(sure), size=(_RESAMPLES, len(sure)))]
    against = unsure[chance.integers(len(unsure), size=(_RESAMPLES, len(unsure)))]
    return [
        Measure("answerability_auc", float(wins.mean()), n, *_middle(aucs)),
        Measure("answered_at_6_false", float(_surer(sure, unsure)), n, *_middle(_surer(drawn, against))),
    ]


def _surer(sure: NDArray[np.float64], unsure: NDArray[np.float64]) -> NDArray[np.float64]:
    allowed = int(_FALSE_ANSWERS * unsure.shape[-1])
    threshold = -np.partition(-unsure, allowed, axis=-1)[..., allowed, None]
    return np.asarray((sure > threshold).mean(axis=-1))


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
    text = _flat(_said(result))
    return [hold for hold in result.case.holds if not any(_flat(words) in text for words in hold.split("|"))]


def _said(result: Result) -> str:
    """Return the words of an answer, without markers and marks of Markdown."""
    return _ESCAPE.sub(r"\1", _MARKER.sub("", result.answer.text))


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


def mean(name: str, values: Sequence[float]) -> Measure:
    """Return the mean, with a percentile bootstrap interval (Efron, 1979)."""
    if not values:
        return Measure(name, None, 0)
    return Measure(name, statistics.fmean(values), len(values), *bootstrap_interval(values))


def bootstrap_interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % interval of the mean; the draws are the same each time."""
    drawn = np.random.default_rng(0).integers(len(values), size=(_RESAMPLES, len(values)))
    return _middle(np.asarray(values, dtype=np.float64)[drawn].mean(axis=1))


def _middle(resampled: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(resampled, [0.025, 0.975])
    return float(low), float(high)


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
