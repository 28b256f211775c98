"""Questions where it stands what was told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answer import Answer, Status, Turn
from assistant.assistant import Assistant
from assistant.whereabouts import asks_where_told, without_where_told
from assistant.wording import DUTCH
from tests.assistant.conversing import answers


def asked(assistant: Assistant, *questions: str) -> Answer:
    """Return the answer to the last of the questions of one conversation."""
    return answers(assistant, *questions)[-1]


@pytest.mark.parametrize(
    "message",
    [
        "Waar staat dit?",
        "en waar kan ik dat nalezen?",
        "Waar vind ik dat terug?",
        "In welke notitie staat het?",
        "op welke pagina",
        "Waar haal je dat vandaan?",
        "Uit welk document komt dit?",
        "Wat is de bron daarvan?",
        "Where does it say that?",
    ],
)
def test_where_it_stands_is_asked(message: str) -> None:
    assert asks_where_told(message)


@pytest.mark.parametrize(
    "message",
    [
        "Waar staat dat voor?",
        "Waar staat OPP voor?",
        "Waar staat de school?",
        "In welk document staat het beleid over pesten?",
        "Op welke pagina staat de procedure?",
        "Waar komt het geld vandaan?",
        "In welke groep zit hij?",
    ],
)
def test_something_else_is_asked(message: str) -> None:
    assert not asks_where_told(message)


def test_document_headings_and_label_of_what_was_told_are_told(assistant: Assistant) -> None:
    before = assistant.ask("Moet het SOP met het team besproken worden?")
    answer = asked(assistant, "Moet het SOP met het team besproken worden?", "Waar kan ik dat nalezen?")
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("Dat staat in “Basisondersteuning SO & SBO”, onder “De afspraken basisondersteuning")
    assert ", bij afspraak " in answer.text
    assert answer.citations == before.citations
    assert answer.question == "Waar kan ik dat nalezen?"


def test_each_place_has_its_own_line(assistant: Assistant) -> None:
    answer = asked(
        assistant, "Wat is het verschil tussen plusondersteuning en een bpo'er?", "In welk stuk vind ik dat?"
    )
    first, *others = answer.text.splitlines()
    assert first.startswith("- Dat staat in “Ondersteuningsniveaus BePO”, onder “")
    assert others[-1].startswith("- Dat staat in “Werkwijze Begeleiding Passend Onderwijs 2021-2022”")


def test_page_that_is_not_known_is_said_to_be_so(assistant: Assistant) -> None:
    answer = asked(assistant, "Wat is plusondersteuning?", "Waar staat dat?", "En op welke bladzijde?")
    assert answer.text.startswith("Dat staat in “Ondersteuningsniveaus BePO”")
    assert answer.text.endswith(DUTCH.no_pages)


def test_conversation_goes_on_about_what_was_told(assistant: Assistant) -> None:
    answer = asked(assistant, "Wat is plusondersteuning?", "In welk document staat dit?", "En wie betaalt dat?")
    assert answer.understood == "En wie betaalt plusondersteuning?"


@pytest.mark.parametrize("before", [(), ("Hoe laat begint de gymles?",)], ids=["nothing", "refusal"])
def test_where_nothing_was_told_there_is_no_place(assistant: Assistant, before: Sequence[str]) -> None:
    assert asked(assistant, *before, "Waar staat dat?").status is Status.CLARIFY


def test_first_question_stays_in_the_conversation() -> None:
    history = [Turn("user", "Waar staat dat?"), Turn("assistant", "?"), Turn("user", "Wat is een OPP?")]
    assert without_where_told(history) == history
