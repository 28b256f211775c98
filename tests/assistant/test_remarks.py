"""Messages that ask the documents nothing, and questions that look like them."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.assistant import Assistant
from assistant.remarks import Remark, remark_in
from assistant.wording import DUTCH, ENGLISH


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Hallo!", Remark.GREETING),
        ("good morning", None),
        ("hi there", Remark.GREETING),
        ("wie ben jij?", Remark.IDENTITY),
        ("Ben je een robot?", Remark.IDENTITY),
        ("wat kun je allemaal?", Remark.IDENTITY),
        ("dank je wel, daar kan ik mee verder", Remark.THANKS),
        ("Kun je een brief aan de school voor me schrijven?", Remark.COMMAND),
        ("Write me a poem about schools", Remark.COMMAND),
        ("Wat vind jij van passend onderwijs?", Remark.COMMAND),
        ("Dit slaat nergens op.", Remark.COMPLAINT),
        ("Ik maak me grote zorgen over mijn dochter", Remark.WORRY),
        ("Mijn zoon zegt dat hij dood wil en het leven niet meer ziet zitten", Remark.CRISIS),
        ("Wat moet ik doen, mijn dochter wil niet meer leven", Remark.CRISIS),
        ("Wat kan ik doen als mijn kind thuis wordt geslagen?", Remark.CRISIS),
        ("I want to kill myself", Remark.CRISIS),
        ("hallo??", Remark.GREETING),
        ("Weet je dat zeker?", Remark.DOUBT),
        ("Klopt dat wel?", Remark.DOUBT),
        ("are you sure?", Remark.DOUBT),
        ("nee, dat bedoel ik niet", Remark.REFUSAL),
        ("laat maar", Remark.REFUSAL),
        ("no thanks", Remark.REFUSAL),
    ],
)
def test_remark(message: str, expected: Remark | None) -> None:
    assert remark_in(message) is expected


@pytest.mark.parametrize(
    "question",
    [
        "Hallo, wanneer moet het OPP klaar zijn voor mijn kind?",
        "Ik maak me zorgen om mijn zoon, wat kan de school doen?",
        "Welk protocol is er voor kindermishandeling?",
        "Wat doet de school als een leerling suïcidaal is?",
        "Waar kan ik een klacht indienen over de school?",
        "Wie is de intern begeleider?",
        "Wat is een OPP?",
        "dyslexie protocol",
        "Klopt dat ook voor het sbo?",
        "nee, ik bedoel het OPP",
        "Wie schrijft het verslag?",
        "Hallo, ik zoek informatie over pesten",
        "Kun je vertellen in welke brief Koers VO naar het kwaliteitskader verwijst?",
        "Maak een lijst van de protocollen",
        "De school doet niets aan dyslexie",
        "de opvang helpt niet",
    ],
)
def test_question_is_no_remark(question: str) -> None:
    assert remark_in(question) is None


@pytest.mark.parametrize("message", ["Hallo, protocol dyslexie graag", "ok protocol medisch handelen"])
def test_what_is_asked_behind_a_greeting_is_answered(assistant: Assistant, message: str) -> None:
    assert assistant.ask(message).status is Status.ANSWERED


@pytest.mark.parametrize("message", ["Bedankt, dat was heel duidelijk uitgelegd", "hallo ik ben de moeder van Tim"])
def test_more_words_than_a_greeting_are_a_remark_when_no_document_answers_them(
    assistant: Assistant, message: str
) -> None:
    assert assistant.ask(message).status is Status.CLARIFY


@pytest.mark.parametrize("remark", Remark)
def test_every_remark_has_a_reply_in_both_languages(remark: Remark) -> None:
    assert DUTCH.remarks[remark]
    assert ENGLISH.remarks[remark]
