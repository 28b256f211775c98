"""The bars: what a measure must at least or at most be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.cases import CaseError, CaseFile
from evals.metrics import Measure, measures

_AT_MOST = "max_"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bound that one metric must keep."""

    metric: str
    bound: float
    at_most: bool

    def met_by(self, measure: Measure) -> bool:
        """Tell whether the measure keeps the bound; what could not be measured does not."""
        if measure.value is None:
            return False
        return measure.value <= self.bound if self.at_most else measure.value >= self.bound


def bars_of(case_file: CaseFile) -> tuple[Bar, ...]:
    """Return the bars in the header of a case file.

    Raises:
        CaseError: there is no such metric.
    """
    bars = [
        Bar(name.removeprefix(_AT_MOST), bound, name.startswith(_AT_MOST)) for name, bound in case_file.bars.items()
    ]
    names = [measure.name for measure in measures((), {})]
    for bar in bars:
        if bar.metric not in names:
            raise CaseError(f"{case_file.path}: de maat {bar.metric!r} bestaat niet; kies uit: {', '.join(names)}.")
    return tuple(bars)


def missed(bars: Sequence[Bar], found: Sequence[Measure]) -> list[Bar]:
    """Return the bars that are not met."""
    by_name = {measure.name: measure for measure in found}
    return [bar for bar in bars if not bar.met_by(by_name[bar.metric])]
