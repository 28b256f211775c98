from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import NoticeKind, Status
from evals.metrics import (
    Measure,
    bootstrap_interval,
    citations_right,
    facts_right,
    is_exact,
    measures,
    median,
    share,
    status_right,
)
from evals.run import Result
from tests.evals.doubles import (
    PLAN,
    TEXTS,
    make_answer,
    make_case,
    make_refusable,
    make_refusal,
    make_result,
)

ELSEWHERE = (47, 89)  # the second sentence of PLAN


def _measured(results: list[Result]) -> dict[str, tuple[float | None, int]]:
    return {measure.name: (measure.value, measure.n) for measure in measures(results, TEXTS)}


def test_wilsons_interval_is_the_one_worked_out_by_hand() -> None:
    measure = share("x", [True] * 8 + [False] * 2)

    # p = 0.8, n = 10: (0.8 + 0.19208) / 1.38416 = 0.7167, and 1.96 * sqrt(0.016 + 0.009604) / 1.38416 = 0.2266
    assert (measure.value, measure.n) == (0.8, 10)
    assert (measure.low, measure.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)


@pytest.mark.parametrize(("verdict", "low", "high"), [(True, 0.7225, 1.0), (False, 0.0, 0.2775)])
def test_wilsons_interval_stays_between_none_and_all(verdict: bool, low: float, high: float) -> None:
    measure = share("x", [verdict] * 10)

    assert (measure.low, measure.high) == pytest.approx((low, high), abs=1e-4)


def test_the_interval_of_a_median_lies_between_two_of_the_values() -> None:
    # n = 9: ranks 4.5 - 2.94 = 1.56, so the second; 1 + 4.5 + 2.94 = 8.44, so the eighth
    assert median("x", [9, 1, 2, 3, 4, 5, 6, 7, 8]) == Measure("x", 5, 9, 2, 8)


def test_the_interval_of_a_median_of_few_values_is_their_range() -> None:
    assert median("x", [3.0, 1.0]) == Measure("x", 2.0, 2, 1.0, 3.0)


def test_without_observations_there_is_no_number() -> None:
    assert all((m.value, m.n, m.low, m.high) == (None, 0, None, None) for m in measures([], TEXTS))


def test_the_right_passage_counts_up_to_its_position() -> None:
    case, answer = make_case(), make_answer()
    first = make_result(case, answer, [(0, 46)])
    third = make_result(case, answer, [ELSEWHERE, ELSEWHERE, (0, 46)])
    fourth = make_result(case, answer, [ELSEWHERE, ELSEWHERE, ELSEWHERE, (0, 46)])
    not_asked = make_result(make_refusable(), make_refusal(), [ELSEWHERE])

    measured = _measured([first, third, fourth, not_asked])

    assert measured["right_passage_at_1"] == pytest.approx((1 / 3, 3))
    assert measured["right_passage_at_3"] == pytest.approx((2 / 3, 3))


@pytest.mark.parametrize(
    ("holds", "text", "status", "right"),
    [
        (["TWEE keer"], "Twee  keer\nper jaar [1].", Status.ANSWERED, True),
        (["geëvalueerd"], "Wordt geevalueerd [1].", Status.ANSWERED, True),
        (["2 keer|twee keer"], "Twee keer [1].", Status.PARTIAL, True),
        (["twee keer", "ouders"], "Twee keer [1].", Status.ANSWERED, False),
        (["per jaar."], "Twee keer per jaar [1].", Status.ANSWERED, True),
        (["[x] ja"], r"\[x\] ja [1].", Status.ANSWERED, True),
        (["[3] jaar"], r"Om de \[3\] jaar [1].", Status.ANSWERED, True),
        (["1"], "Twee keer [1].", Status.ANSWERED, False),
        (["twee keer"], "Twee keer [1].", Status.RELATED, False),
    ],
    ids=["case", "accents", "alternatives", "one missing", "marker", "escapes", "escaped marker", "number", "related"],
)
def test_facts_are_right_when_a_stated_answer_holds_them_all(
    holds: list[str], text: str, status: Status, right: bool
) -> None:
    assert facts_right(make_result(make_case(holds=holds), make_answer(text, status))) is right


def test_statuses_are_counted_among_the_cases_that_they_concern() -> None:
    case = make_case()
    statuses = [Status.ANSWERED, Status.PARTIAL, Status.RELATED, Status.NOT_FOUND, Status.OUT_OF_SCOPE, Status.CLARIFY]
    answerable = [make_result(case, make_answer(status=status)) for status in statuses]
    unanswerable = [make_result(make_refusable(), make_answer(status=status)) for status in statuses[:4]]
    elsewhere = [make_result(make_refusable("wrong_organisation"), make_answer())]
    other = [make_result(make_refusable("out_of_scope"), make_answer())]

    measured = _measured(answerable + unanswerable + elsewhere + other)

    assert measured["answered"] == pytest.approx((1 / 6, 6))
    assert measured["related"] == pytest.approx((1 / 6, 6))
    assert measured["false_refusals"] == pytest.approx((3 / 6, 6))
    assert measured["false_answers"] == pytest.approx((3 / 5, 5))
    assert measured["false_answers_unanswerable"] == pytest.approx((2 / 4, 4))
    assert measured["status_right"] == pytest.approx((3 / 12, 12))
    assert measured["status_right_fact"] == pytest.approx((1 / 6, 6))
    assert measured["status_right_unanswerable"] == pytest.approx((2 / 4, 4))
    assert measured["status_right_out_of_scope"] == (0, 1)
    assert measured["status_right_hostile"] == (None, 0)


@pytest.mark.parametrize(("text", "right"), [("Twee keer [1].", True), ("Vaak [1].", False)])
def test_a_question_answered_by_half_must_hold_that_half(text: str, right: bool) -> None:
    case = make_case(kind="partial", statuses=[Status.PARTIAL, Status.RELATED])

    assert status_right(make_result(case, make_answer(text, Status.RELATED))) is right


def test_citations_are_right_where_they_touch_a_place_that_answers() -> None:
    case = make_case()
    first = make_result(case, make_answer("Twee keer [1]. Ouders [2].", cited=[(0, 46), ELSEWHERE]))
    second = make_result(case, make_answer("Ouders [1]. Twee keer [2].", cited=[ELSEWHERE, (0, 20)]))
    only_related = make_result(case, make_answer(status=Status.RELATED, cited=[ELSEWHERE]))

    measured = _measured([first, second, only_related])

    assert citations_right(second) == [False, True]
    assert measured["citation_precision"] == (0.5, 4)
    assert measured["first_citation_right"] == (0.5, 2)


@pytest.mark.parametrize(
    ("text", "cited", "status", "texts", "exact"),
    [
        ("Ja [1].", [(0, 5)], Status.ANSWERED, TEXTS, True),
        ("Ja [1]. Nee [1].", [(0, 5)], Status.ANSWERED, TEXTS, True),
        (r"Ja \[2\] [1].", [(0, 5)], Status.ANSWERED, TEXTS, True),
        ("Ja [1][2].", [(0, 5)], Status.ANSWERED, TEXTS, False),
        ("Ja [1].", [(0, 5), (6, 9)], Status.ANSWERED, TEXTS, False),
        ("Ja [1].", [(0, 5)], Status.ANSWERED, {"plan": PLAN.upper()}, False),
        ("Ja [1].", [(5, 5)], Status.ANSWERED, TEXTS, False),
        ("Ja.", [], Status.ANSWERED, TEXTS, False),
        ("Nee.", [], Status.NOT_FOUND, TEXTS, True),
        ("Nee [1].", [(0, 5)], Status.NOT_FOUND, TEXTS, False),
    ],
    ids=[
        "exact",
        "marker twice",
        "escaped words",
        "marker without citation",
        "citation without marker",
        "other words at the place",
        "empty quote",
        "answer without citation",
        "refusal",
        "refusal with citation",
    ],
)
def test_an_answer_is_exact_when_quotes_and_markers_are(
    text: str, cited: list[tuple[int, int]], status: Status, texts: dict[str, str], exact: bool
) -> None:
    assert is_exact(make_answer(text, status, cited), texts) is exact


def test_notices_are_recalled_one_by_one() -> None:
    expected = make_case(notices=[NoticeKind.CONFLICT, NoticeKind.OUTDATED])
    answer = make_answer(notices=[NoticeKind.OUTDATED, NoticeKind.REDACTED])

    measured = _measured([make_result(expected, answer), make_result(make_case(), answer)])

    assert measured["notice_recall"] == (0.5, 2)


def test_the_time_is_the_median_of_all_answers() -> None:
    results = [make_result(make_case(), make_answer(), ms=ms) for ms in (10, 20, 90)]

    assert _measured(results)["median_ms"] == (20, 3)


def test_recall_and_f2_weigh_the_places_found_against_what_else_was_found() -> None:
    case, answer = make_case(quotes=["twee keer per jaar", "nodigt de ouders uit"]), make_answer()
    one_of_two = make_result(case, answer, [(0, 46)])
    both_and_one_too_many = make_result(case, answer, [(0, 46), ELSEWHERE, (0, 5)])
    none = make_result(case, answer, [(0, 5)])

    measured = _measured([one_of_two, both_and_one_too_many, none])

    assert measured["passage_recall_at_3"] == pytest.approx(((0.5 + 1 + 0) / 3, 3))
    # F2 is 5PR / (4P + R): P = 1 and R = 1/2, then P = 2/3 and R = 1
    assert measured["passage_f2_at_3"] == pytest.approx(((2.5 / 4.5 + (10 / 3) / (11 / 3)) / 3, 3))


@pytest.mark.parametrize(
    ("quotes", "cited", "overlap"),
    [
        (["twee keer per jaar"], (15, 33), 1.0),
        (["twee keer per jaar"], (0, 46), 2 * 4 / (8 + 4)),
        (["Het plan wordt", "geëvalueerd"], (0, 46), 2 * 4 / (8 + 4)),
        (["ouders"], (15, 33), 0.0),
    ],
    ids=["the same", "the sentence around it", "two places together", "other words"],
)
def test_evidence_overlaps_in_its_words(quotes: list[str], cited: tuple[int, int], overlap: float) -> None:
    result = make_result(make_case(quotes=quotes), make_answer(cited=[cited]))

    assert _measured([result])["evidence_overlap"] == pytest.approx((overlap, 1))


def test_sureness_that_tells_all_apart_but_one_pair() -> None:
    answerable = [replace(make_result(make_case(), make_answer()), sureness=sure) for sure in (0.9, 0.4)]
    unanswerable = [replace(make_result(make_refusable(), make_refusal()), sureness=sure) for sure in (0.5, 0.1)]

    measured = _measured([*answerable, *unanswerable])

    assert measured["answerability_auc"] == (0.75, 4)
    assert measured["answered_at_6_false"] == (0.5, 4)


def test_the_bootstrap_interval_of_a_mean_is_near_the_normal_one_and_always_the_same() -> None:
    values = [0.0, 0.5, 1.0] * 30

    low, high = bootstrap_interval(values)

    # 1.96 standard errors: 0.408 / sqrt(90)
    assert (low, high) == pytest.approx((0.5 - 0.0843, 0.5 + 0.0843), abs=0.01)
    assert bootstrap_interval(values) == (low, high)
