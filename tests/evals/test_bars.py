from __future__ import annotations

from pathlib import Path

import pytest

from evals.bars import Bar, bars_of, missed
from evals.cases import CaseError, CaseFile
from evals.metrics import Measure
from tests.evals.doubles import make_case


def _file(**bars: float) -> CaseFile:
    return CaseFile(Path("work.toml"), None, unseen=False, bars=bars, cases=(make_case(),))


def test_a_bar_is_a_minimum_unless_its_name_says_maximum() -> None:
    assert bars_of(_file(facts_right=0.9, max_median_ms=40)) == (
        Bar("facts_right", 0.9, at_most=False),
        Bar("median_ms", 40, at_most=True),
    )


def test_the_status_of_each_kind_may_have_a_bar() -> None:
    assert bars_of(_file(status_right_out_of_scope=1)) == (Bar("status_right_out_of_scope", 1, at_most=False),)


def test_a_bar_for_an_unknown_metric_is_refused_with_those_that_exist() -> None:
    with pytest.raises(CaseError, match=r"work\.toml: de maat 'feiten' bestaat niet; kies uit: .*facts_right"):
        bars_of(_file(feiten=0.9))


@pytest.mark.parametrize(
    ("at_most", "value", "is_missed"),
    [(False, 0.9, False), (False, 0.89, True), (True, 0.9, False), (True, 0.91, True), (True, None, True)],
)
def test_a_bar_is_missed_below_a_minimum_above_a_maximum_or_without_a_number(
    at_most: bool, value: float | None, is_missed: bool
) -> None:
    bar = Bar("x", 0.9, at_most)

    assert missed([bar], [Measure("x", value, 10)]) == ([bar] if is_missed else [])
