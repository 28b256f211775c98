"""Two runs compared case by case: what changed, and whether that can be chance."""

from __future__ import annotations

import hashlib
import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from evals.cases import Case, CaseError
from evals.metrics import CASE_METRICS, bootstrap_interval, observations
from evals.run import Result
from ingest.mistakes import why_not_opened

Verdicts = Mapping[str, Mapping[str, float]]  # by fingerprint of the case, then by metric

LESS_IS_BETTER = frozenset({"related", "false_refusals", "false_answers", "false_answers_unanswerable"})


@dataclass(frozen=True, slots=True)
class Change:
    """How one metric changed on the cases that both runs hold."""

    metric: str
    n: int
    before: float
    after: float
    low: float  # the 95 % interval of after minus before
    high: float
    better: int  # cases
    worse: int
    p: float | None  # that so uneven a split is chance; None where cases are not just right or wrong

    @property
    def difference(self) -> float:
        """After minus before."""
        return self.after - self.before


def fingerprint(case: Case) -> str:
    """Return what tells whether two runs asked the same and expected the same; nothing can be read from it."""
    return hashlib.sha256(case.model_dump_json(exclude={"note"}).encode()).hexdigest()[:16]


def verdicts(results: Sequence[Result], texts: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Return what each case adds to each metric, by the fingerprint of the case."""
    return {fingerprint(result.case): observations(result, texts) for result in results}


class _Saved(BaseModel):
    verdicts: dict[str, dict[str, float]]


def load_verdicts(path: Path) -> Verdicts:
    """Read a run that `wegwijs eval --json` printed, or the JSON beside a report.

    Raises:
        CaseError: the file is not such a run.
    """
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        runs = TypeAdapter(list[_Saved]).validate_python(saved if isinstance(saved, list) else [saved])
    except OSError as exc:
        raise CaseError(
            f"{path}: kan niet geopend worden ({why_not_opened(exc)}); noem wat `wegwijs eval --json` gaf."
        ) from exc
    except (ValueError, ValidationError) as exc:
        raise CaseError(f"{path}: is geen bewaarde uitkomst; maak er een met `wegwijs eval --json > BESTAND`.") from exc
    return {case: found for run in runs for case, found in run.verdicts.items()}


def changes(before: Verdicts, after: Verdicts) -> list[Change]:
    """Return the change of each metric on the cases that both runs hold; metrics without any are left out."""
    found = []
    for metric in CASE_METRICS:
        pairs = [
            (before[c][metric], now[metric])
            for c, now in after.items()
            if metric in now and metric in before.get(c, {})
        ]
        if pairs:
            found.append(_change(metric, pairs))
    return found


def improved(metric: str, before: float, after: float) -> int:
    """Return 1 when a case does better, -1 when it does worse, 0 when nothing changed."""
    direction = -1 if metric in LESS_IS_BETTER else 1
    return direction * ((after > before) - (after < before))


def _change(metric: str, pairs: Sequence[tuple[float, float]]) -> Change:
    steps = [improved(metric, before, after) for before, after in pairs]
    better, worse = steps.count(1), steps.count(-1)
    low, high = bootstrap_interval([after - before for before, after in pairs])
    binary = all(value in {0.0, 1.0} for pair in pairs for value in pair)
    return Change(
        metric=metric,
        n=len(pairs),
        before=statistics.fmean(before for before, _ in pairs),
        after=statistics.fmean(after for _, after in pairs),
        low=low,
        high=high,
        better=better,
        worse=worse,
        p=mcnemar(better, worse) if binary else None,
    )


def mcnemar(better: int, worse: int) -> float:
    """Return the two-sided exact p of McNemar's test: how often a fair coin splits the changed cases so unevenly."""
    n, fewest = better + worse, min(better, worse)
    return min(1.0, sum(comb(n, k) for k in range(fewest + 1)) / 2.0 ** (n - 1))
