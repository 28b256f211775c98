from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from evals.bars import bars_of
from evals.cases import Case, CaseFile
from evals.comparison import compare
from evals.paired import verdicts
from evals.report import Evaluation, write_report
from evals.run import Result
from ingest.index import Manifest
from tests.evals.doubles import TEXTS, make_answer, make_case, make_refusable, make_refusal, make_result

MADE = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def _evaluation(results: Sequence[Result], **bars: float) -> Evaluation:
    cases: tuple[Case, ...] = tuple(result.case for result in results)
    file = CaseFile(Path("evals/cases/work.toml"), None, unseen=False, bars=bars, cases=cases)
    manifest = Manifest(format=1, parser=1, embedding_model="e5", built=MADE, organisations=[], documents={}, files={})
    return Evaluation(file, MADE, manifest, bars_of(file), tuple(results), TEXTS, tuple(compare(results, {})))


def test_the_report_is_named_by_case_file_and_time(tmp_path: Path) -> None:
    path = write_report(_evaluation([make_result(make_case(), make_answer())]), tmp_path / "reports", True)

    assert path == tmp_path / "reports" / "work-20261124T170000.html"
    assert sorted(p.suffix for p in path.parent.iterdir()) == [".html", ".json"]


def test_the_json_holds_measures_bars_groups_and_every_case(tmp_path: Path) -> None:
    results = [make_result(make_case(), make_answer()), make_result(make_refusable(), make_refusal())]
    path = write_report(_evaluation(results, facts_right=0.9, max_related=0.1), tmp_path, True)

    report = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))

    facts = next(m for m in report["measures"] if m["name"] == "facts_right")
    assert (facts["value"], facts["n"]) == (1.0, 1)
    assert report["bars"] == [
        {"metric": "facts_right", "bound": 0.9, "at_most": False, "met": True},
        {"metric": "related", "bound": 0.1, "at_most": True, "met": True},
    ]
    assert [(row["name"], row["count"]) for row in report["by_kind"]] == [("fact", 1), ("unanswerable", 1)]
    assert [(row["name"], row["count"]) for row in report["by_style"]] == [("plain", 2)]
    assert [r["faults"] for r in report["results"]] == [[], []]
    assert report["results"][0]["citations"][0]["text"] == TEXTS["plan"][:46]


def test_a_failure_is_shown_with_what_was_expected_and_what_came(tmp_path: Path) -> None:
    result = make_result(make_case(), make_answer("De ouders komen [1].", cited=[(47, 89)]))

    page = write_report(_evaluation([result], facts_right=0.9), tmp_path, True).read_text(encoding="utf-8")

    for words in ("Hoe vaak?", "twee keer per jaar", "De ouders komen [1].", "1 van de 1 grenzen niet gehaald"):
        assert words in page


def test_words_of_documents_and_questions_stay_words(tmp_path: Path) -> None:
    result = make_result(make_case("<script>alert(1)</script>"), make_answer("<b>nee</b> & [1]."))

    page = write_report(_evaluation([result]), tmp_path, True).read_text(encoding="utf-8")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;nee&lt;/b&gt; &amp; [1]." in page
    assert "<script" not in page


def test_the_page_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = write_report(_evaluation([make_result(make_case(), make_answer())]), tmp_path, True).read_text("utf-8")

    assert re.findall(r"(?:src|href)\s*=\s*\"(?!#|data:)[^\"]*|https?://|url\(|@import", page) == []


def test_without_details_no_case_is_in_either_file(tmp_path: Path) -> None:
    result = make_result(make_case("Geheime vraag?"), make_answer("Geheim antwoord [1].", cited=[(47, 89)]))

    path = write_report(_evaluation([result]), tmp_path, False)

    for file in (path, path.with_suffix(".json")):
        text = file.read_text(encoding="utf-8")
        assert "Geheim" not in text
        assert "facts_right" in text


def test_a_report_against_an_earlier_run_names_the_cases_that_changed(tmp_path: Path) -> None:
    case = make_case()
    earlier = make_result(case, make_refusal())
    evaluation = replace(_evaluation([make_result(case, make_answer())]), before=verdicts([earlier], TEXTS))

    path = write_report(evaluation, tmp_path, True)

    page = path.read_text(encoding="utf-8")
    assert "Nu beter: 1 vragen" in page
    assert "Nu slechter" not in page
    report = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    facts = next(change for change in report["changes"] if change["metric"] == "facts_right")
    assert (facts["before"], facts["after"], facts["better"], facts["worse"]) == (0, 1, 1, 0)
    assert {"facts_right", "false_refusals"} <= set(report["results"][0]["better"])
