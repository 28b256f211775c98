"""What is wrong with one result, in words for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.answer import Status
from evals.metrics import citations_right, is_exact, missing_facts, notices, rank, status_right
from evals.run import Result


def faults(result: Result, texts: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a result, in plain Dutch; nothing when it is right."""
    return [*_of_search(result), *_of_answer(result, texts)]


def _of_search(result: Result) -> Iterator[str]:
    if not result.case.answerable:
        return
    match rank(result.found, result.expected):
        case 1:
            return
        case None:
            yield "De juiste passage staat niet bij de eerste drie."
        case position:
            yield f"De juiste passage staat op plaats {position}."


def _of_answer(result: Result, texts: Mapping[str, str]) -> Iterator[str]:
    answer, case = result.answer, result.case
    if answer.status not in case.statuses:
        yield "De status klopt niet."
    if (case.answerable or not status_right(result)) and (missing := missing_facts(result)):
        yield f"In het antwoord ontbreekt: {'; '.join(missing)}."
    if case.answerable and answer.status is Status.ANSWERED and citations_right(result)[:1] != [True]:
        yield "De eerste bron is niet de plaats die antwoord geeft."
    if absent := [notice for notice in case.notices if notice not in notices(answer)]:
        yield f"Deze melding ontbreekt: {', '.join(absent)}."
    if not is_exact(answer, texts):
        yield "Citaten en nummers kloppen niet precies."
