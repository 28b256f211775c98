"""What follow-ups may mean, and which of it the documents answer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answer import Status, Turn
from assistant.assistant import Assistant
from assistant.conversation import standalone
from assistant.readings import named_anew, readings
from tests.assistant.conversing import answers


def asked(*questions: str) -> tuple[Turn, ...]:
    return tuple(
        turn for question in questions for turn in (Turn("user", question), Turn("assistant", "Dat staat er [1]."))
    )


def meant(question: str, before: Sequence[Turn]) -> str:
    return standalone(question, before)


@pytest.mark.parametrize(
    ("follow_up", "named"),
    [
        ("en bij speciale ondersteuning?", "speciale ondersteuning"),
        ("En voor het OPP dan?", "OPP"),
        ("Geldt dat ook voor dyslexie?", "dyslexie"),
        ("en geldt dat ook voor gescheiden ouders, moeten ze allebei tekenen?", "gescheiden ouders"),
        ("does that also apply to special support?", "special support"),
        ("En bij Koers VO?", "Koers VO"),
        ("Geldt hetzelfde voor het SOP?", "SOP"),
        ("En als het om extra ondersteuning gaat?", "extra ondersteuning"),
        ("and if it is about special support?", "special support"),
        ("En wie betaalt dat?", None),
        ("En wat is speciale ondersteuning?", None),
        ("en ijkpunt 13?", None),
        ("en de tweede?", None),
        ("Bij wie meld ik mijn kind aan?", None),
    ],
)
def test_follow_up_may_do_no_more_than_name_something_else(follow_up: str, named: str | None) -> None:
    assert named_anew(follow_up) == named


@pytest.mark.parametrize(
    ("earlier", "follow_up", "among"),
    [
        (("Wat is basisondersteuning?", "en wie betaalt dat?"), "en bij het SBO?", "en wie betaalt SBO?"),
        (("Is het protocol pesten verplicht?",), "Geldt dat ook voor rouw?", "Is het protocol rouw verplicht?"),
        (("Wat is een OPP?",), "En het SOP?", "Wat is een SOP?"),
        (
            ("Wie is verantwoordelijk voor het actualiseren van het SOP?",),
            "Hoe vaak moet dat?",
            "Hoe vaak moet actualiseren SOP?",
        ),
        (("Wat is plusondersteuning?",), "En wat is dan een ib'er?", "Wat is dan een ib'er?"),
    ],
)
def test_what_was_asked_before_is_asked_of_what_is_named(earlier: Sequence[str], follow_up: str, among: str) -> None:
    assert among in readings(follow_up, asked(*earlier), meant)


def test_question_that_stands_by_itself_has_one_reading() -> None:
    question = "Hoe lang is een toelaatbaarheidsverklaring geldig?"
    assert readings(question, asked("Wat is een OPP?"), meant) == (question,)


@pytest.mark.parametrize(
    ("earlier", "follow_up", "says"),
    [
        (
            ("Wat is basisondersteuning bij BePO?", "en wie betaalt dat?"),
            "en bij speciale ondersteuning?",
            "middelen vanuit het samenwerkingsverband",
        ),
        (
            ("Wat is plusondersteuning?", "Leg dat eens makkelijker uit"),
            "En wat is dan speciale ondersteuning?",
            "Speciale ondersteuning",
        ),
        (("Is er een protocol dyslexie?",), "en voor dyscalculie?", "Protocol dyscalculie"),
    ],
)
def test_follow_up_is_answered_about_what_it_names(
    assistant: Assistant, earlier: Sequence[str], follow_up: str, says: str
) -> None:
    answer = assistant.ask(follow_up, asked(*earlier))
    assert answer.status is Status.ANSWERED
    assert says in answer.text


def test_answer_about_something_else_is_not_sure_to_hold_for_what_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("geldt dat ook voor gescheiden ouders?", asked("Moeten ouders het OPP ondertekenen?"))
    assert answer.status is not Status.ANSWERED


def test_what_was_asked_of_one_organisation_is_asked_of_the_other_by_name(assistant: Assistant) -> None:
    question = "Hoe krijgen scholen bij Koers VO geld voor ondersteuning?"
    answer = assistant.ask("Hoe gaat dat bij BePO?", asked(question))
    assert answer.understood == "Hoe krijgen scholen bij BePO geld voor ondersteuning?"
    assert {citation.document.source.organisation_id for citation in answer.citations} == {"bepo"}


def test_words_of_nobody_that_were_told_are_not_told_again_as_an_organisation_s(assistant: Assistant) -> None:
    told, again = answers(assistant, "Wie is verantwoordelijk voor het OPP in het SO?", "en bij Koers VO?")
    assert told.status is Status.ANSWERED
    assert again.status is Status.NOT_FOUND


def test_offer_that_is_accepted_is_kept_in_its_own_words() -> None:
    history = (
        Turn("user", "Wie keurt een TLV goed?"),
        Turn("assistant", "Het samenwerkingsverband [1]. Zal ik vertellen wat er gebeurt als de TLV is afgegeven?"),
    )
    assert standalone("Ja, doe maar", history) == "wat er gebeurt als de TLV is afgegeven?"
