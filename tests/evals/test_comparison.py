from __future__ import annotations

from collections.abc import Sequence

from evals.cases import Case
from evals.comparison import compare
from evals.places import Place
from ingest.span import Span
from tests.evals.doubles import make_answer, make_case, make_refusable, make_refusal, make_result


def test_searches_are_compared_on_the_answerable_cases() -> None:
    right, wrong = Place("plan", Span(0, 46)), Place("plan", Span(47, 89))
    asked: list[Case] = []

    def rival(case: Case) -> Sequence[Place]:
        asked.append(case)
        return [wrong, right]

    case = make_case()
    results = [make_result(case, make_answer(), [(0, 46)]), make_result(make_refusable(), make_refusal())]

    ours, other = compare(results, {"rival": rival})

    assert [(m.value, m.n) for m in ours.measures] == [(1, 1), (1, 1)]
    assert [(m.value, m.n) for m in other.measures] == [(0, 1), (1, 1)]
    assert (ours.name, ours.passage_chars, other.name, other.passage_chars) == ("wegwijs", 46, "rival", 42)
    assert asked == [case]
