from __future__ import annotations

import pytest

from assistant.answer import Turn
from evals.cases import CaseError
from evals.places import Place
from evals.run import run_cases
from ingest.span import Span
from tests.evals.doubles import TEXTS, ScriptedAssistant, make_answer, make_case, make_passage


def test_each_case_is_asked_and_searched_with_its_history_and_organisation() -> None:
    answer = make_answer()
    assistant = ScriptedAssistant(answer, make_passage(0, 46))
    turn = Turn("user", "Hoi")
    case = make_case().model_copy(update={"history": (turn,), "organisation": "bepo"})

    (result,) = run_cases([case], assistant, TEXTS)

    assert assistant.asked == [("Hoe vaak?", (turn,), "bepo")] * 2
    assert result.answer is answer
    assert result.found == (Place("plan", Span(0, 46)),)
    assert result.expected == (Place("plan", Span(15, 33)),)
    assert result.ms > 0


def test_nothing_is_asked_when_a_quote_is_in_no_document() -> None:
    assistant = ScriptedAssistant(make_answer(), make_passage(0, 46))

    with pytest.raises(CaseError):
        run_cases([make_case(), make_case(quotes=["elke week"])], assistant, TEXTS)

    assert assistant.asked == []
