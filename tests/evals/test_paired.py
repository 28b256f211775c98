from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answer import Status
from evals.cases import CaseError
from evals.paired import changes, fingerprint, improved, load_verdicts, mcnemar, verdicts
from tests.evals.doubles import TEXTS, make_answer, make_case, make_result


def test_a_change_counts_the_cases_that_both_runs_hold() -> None:
    before = {
        "a": {"facts_right": 0.0},
        "b": {"facts_right": 1.0},
        "c": {"facts_right": 0.0},
        "gone": {"facts_right": 1.0},
    }
    after = {
        "a": {"facts_right": 1.0},
        "b": {"facts_right": 1.0},
        "c": {"facts_right": 1.0},
        "new": {"facts_right": 0.0},
    }

    (change,) = changes(before, after)

    assert (change.metric, change.n, change.better, change.worse) == ("facts_right", 3, 2, 0)
    assert (change.before, change.after) == pytest.approx((1 / 3, 1))
    assert change.difference == pytest.approx(2 / 3)
    assert change.low <= change.difference <= change.high
    assert change.p == 0.5


def test_where_less_is_better_a_case_that_loses_it_is_better() -> None:
    assert improved("false_answers", 1.0, 0.0) == 1
    assert improved("facts_right", 1.0, 0.0) == -1
    assert improved("facts_right", 1.0, 1.0) == 0


def test_graded_metrics_have_an_interval_but_no_exact_test() -> None:
    (change,) = changes({"a": {"evidence_overlap": 0.25}}, {"a": {"evidence_overlap": 0.5}})

    assert (change.difference, change.low, change.high, change.better, change.p) == (0.25, 0.25, 0.25, 1, None)


@pytest.mark.parametrize(
    ("better", "worse", "p"), [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 0.0625), (8, 2, 0.109375), (3, 3, 1.0)]
)
def test_mcnemars_exact_p_is_the_one_worked_out_by_hand(better: int, worse: int, p: float) -> None:
    assert mcnemar(better, worse) == mcnemar(worse, better) == p


def test_a_case_keeps_its_fingerprint_until_what_it_asks_or_expects_changes() -> None:
    assert fingerprint(make_case()) == fingerprint(make_case().model_copy(update={"note": "Ander woord"}))
    assert fingerprint(make_case()) != fingerprint(make_case("Wanneer?"))
    assert fingerprint(make_case()) != fingerprint(make_case(holds=["drie keer"]))


@pytest.mark.parametrize("many", [True, False], ids=["printed", "beside a report"])
def test_a_saved_run_is_read_back(tmp_path: Path, many: bool) -> None:
    result = make_result(make_case(), make_answer(status=Status.RELATED))
    run = {"cases": "work.toml", "verdicts": verdicts([result], TEXTS)}
    path = tmp_path / "run.json"
    path.write_text(json.dumps([run] if many else run), encoding="utf-8")

    assert load_verdicts(path) == verdicts([result], TEXTS)


@pytest.mark.parametrize("text", ["", "[{}]", '{"verdicts": 3}', "report"])
def test_a_file_that_is_no_run_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(
        CaseError, match=r"run\.json: is geen bewaarde uitkomst; maak er een met `wegwijs eval --json > BESTAND`\.$"
    ):
        load_verdicts(path)


def test_a_run_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="kan niet geopend worden"):
        load_verdicts(tmp_path / "nergens.json")
