from __future__ import annotations

import pytest

from assistant.answer import Answer, NoticeKind, Status
from evals.cases import Case
from evals.faults import faults
from tests.evals.doubles import TEXTS, make_answer, make_case, make_refusable, make_refusal, make_result


@pytest.mark.parametrize(
    ("case", "answer", "found", "told"),
    [
        (make_case(), make_answer(), [(0, 46)], []),
        (make_refusable(), make_refusal(), [(47, 89)], []),
        (make_case(), make_answer(), [(47, 89), (0, 46)], ["De juiste passage staat op plaats 2."]),
        (make_case(), make_answer(), [(47, 89)], ["De juiste passage staat niet bij de eerste drie."]),
        (make_refusable(), make_answer(), [], ["De status klopt niet."]),
        (make_case(holds=["ouders"]), make_answer(), [(0, 46)], ["In het antwoord ontbreekt: ouders."]),
        (
            make_case(),
            make_answer(cited=[(47, 89)]),
            [(0, 46)],
            ["De eerste bron is niet de plaats die antwoord geeft."],
        ),
        (make_case(notices=[NoticeKind.CONFLICT]), make_answer(), [(0, 46)], ["Deze melding ontbreekt: conflict."]),
        (make_case(), make_answer("Twee keer."), [(0, 46)], ["Citaten en nummers kloppen niet precies."]),
        (
            make_case(kind="partial", statuses=[Status.RELATED], holds=["ouders"]),
            make_answer(status=Status.RELATED),
            [],
            ["In het antwoord ontbreekt: ouders."],
        ),
    ],
)
def test_what_is_wrong_is_told(case: Case, answer: Answer, found: list[tuple[int, int]], told: list[str]) -> None:
    assert faults(make_result(case, answer, found), TEXTS) == told
