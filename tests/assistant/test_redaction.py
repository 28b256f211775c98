"""Personal data is left out by its form; what only looks like it stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import NoticeKind, Turn
from assistant.assistant import Assistant
from assistant.redaction import PLACEHOLDER, PersonalData, redact, without_personal_data


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Mijn BSN is 123456782, wat nu?", "bsn", f"Mijn BSN is {PLACEHOLDER}, wat nu?"),
        ("Voor 1234.56.782 geldt dat.", "bsn", f"Voor {PLACEHOLDER} geldt dat."),
        ("kind 123 456 782", "bsn", f"kind {PLACEHOLDER}"),
        ("nummer 012345672", "bsn", f"nummer {PLACEHOLDER}"),
        ("bsn: 123456789", "bsn", f"bsn: {PLACEHOLDER}"),
        ("burgerservicenummer is 12345678.", "bsn", f"burgerservicenummer is {PLACEHOLDER}."),
        ("Mail jan.de-vries+school@voorbeeld.nl.", "email", f"Mail {PLACEHOLDER}."),
        ("J.JANSEN@MAIL.SCHOOL.CO.UK?", "email", f"{PLACEHOLDER}?"),
        ("Bel 0612345678", "phone", f"Bel {PLACEHOLDER}"),
        ("Bel 06-12345678.", "phone", f"Bel {PLACEHOLDER}."),
        ("Bel 06 12 34 56 78!", "phone", f"Bel {PLACEHOLDER}!"),
        ("Bel (020) 123 45 67", "phone", f"Bel {PLACEHOLDER}"),
        ("Bel 0488-123456", "phone", f"Bel {PLACEHOLDER}"),
        ("Bel +31 (0)6 1234 5678 nu", "phone", f"Bel {PLACEHOLDER} nu"),
        ("Bel 0031612345678", "phone", f"Bel {PLACEHOLDER}"),
        ("Call +44 20 7946 0958 now", "phone", f"Call {PLACEHOLDER} now"),
        ("Rekening NL91 ABNA 0417 1643 00 van mij", "iban", f"Rekening {PLACEHOLDER} van mij"),
        ("NL91ABNA0417164300", "iban", PLACEHOLDER),
        ("nl91abna0417164300,", "iban", f"{PLACEHOLDER},"),
        ("BE68 5390 0754 7034 en", "iban", f"{PLACEHOLDER} en"),
        ("Hij is geboren op 3 mei 2012.", "birth_date", f"Hij is geboren op {PLACEHOLDER}."),
        ("geboortedatum: 03-05-2012", "birth_date", f"geboortedatum: {PLACEHOLDER}"),
        ("Zij is geb. 3/5/12", "birth_date", f"Zij is geb. {PLACEHOLDER}"),
        ("op 2012-05-03 geboren", "birth_date", f"op {PLACEHOLDER} geboren"),
        ("She was born on May 3rd, 2012", "birth_date", f"She was born on {PLACEHOLDER}"),
        ("is op 12 januari jarig", "birth_date", f"is op {PLACEHOLDER} jarig"),
    ],
)
def test_personal_data_is_left_out(text: str, kind: str, expected: str) -> None:
    redacted = redact(text)

    assert redacted.text == expected
    assert redacted.left_out == {PersonalData(kind)}


@pytest.mark.parametrize(
    "text",
    [
        "Hoe vaak moet een OPP minimaal geëvalueerd worden?",
        "Geldt dit vanaf 1 augustus 2022 tot en met 31-07-2023?",
        "Wat staat in het Ondersteuningsplan 2018-2022, bladzijde 12 tot 14?",
        "Is 123456789 een nummer uit het document?",
        "Wat kost € 1.234.567,00?",
        "Wat zijn afspraak 22, stelling 18 en ijkpunt 10?",
        "Is een kind dat in het najaar geboren is een najaarskind, zoals in 2012?",
        "Staat @school in artikel 40a lid 3?",
        "Leerlingen van 4 tot 12 jaar, groep 1-2 en 3-8, 06",
        "NL12 is geen rekening, en GB00 0000 ook niet",
        "000000000",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert redact(text).text == text
    assert not redact(text).left_out


def test_several_kinds_are_left_out_at_once() -> None:
    text = "Jan, geboren 3 mei 2012, bsn 123456782, tel. 06-12345678, a@b.nl en c@d.nl, NL91ABNA0417164300: OPP?"

    redacted = redact(text)

    assert redacted.text == (
        f"Jan, geboren {PLACEHOLDER}, bsn {PLACEHOLDER}, tel. {PLACEHOLDER}, {PLACEHOLDER} en {PLACEHOLDER}, "
        f"{PLACEHOLDER}: OPP?"
    )
    assert redacted.left_out == set(PersonalData)


@given(st.integers(min_value=1, max_value=99_999_999))
def test_every_bsn_is_left_out_and_its_neighbour_is_not(eight_digits: int) -> None:
    digits = f"{eight_digits:08}"
    check = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11

    for last in range(10):
        assert (redact(f"x {digits}{last} x").text == f"x {PLACEHOLDER} x") is (last == check)


@given(st.text(st.sampled_from("0123456789 -.+()@abNLgeboren\n²٣"), max_size=80))
def test_what_is_left_holds_none_any_more(text: str) -> None:
    once = redact(text).text

    assert redact(once).text == once


def test_time_does_not_grow_with_the_square_of_the_length() -> None:
    def seconds(length: int) -> float:
        start = time.thread_time()
        for again in ("0 ", "a1", "NL91 ", "a.", "geboren ", "1-"):
            redact(again * (length // len(again)))
        return time.thread_time() - start

    assert seconds(60_000) < 8 * seconds(15_000)  # Four times as long; its square is sixteen times.


def test_history_is_cleaned_too() -> None:
    question, history, left_out = without_personal_data(
        "En dan?", [Turn("user", "Mail a@b.nl"), Turn("assistant", "Ja")]
    )

    assert (question, left_out) == ("En dan?", False)
    assert history == (Turn("user", f"Mail {PLACEHOLDER}"), Turn("assistant", "Ja"))


def test_answer_tells_that_something_was_left_out_and_does_not_repeat_it(assistant: Assistant) -> None:
    answer = assistant.ask("Mijn zoon (bsn 123456782) heeft een OPP. Hoe vaak wordt dat minimaal geëvalueerd?")

    assert answer.question == f"Mijn zoon (bsn {PLACEHOLDER}) heeft een OPP. Hoe vaak wordt dat minimaal geëvalueerd?"
    assert answer.notices[0].kind is NoticeKind.REDACTED
    assert "persoonsgegevens" in answer.notices[0].text


def test_answer_to_an_ordinary_question_does_not_speak_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("Hoe vaak wordt een OPP minimaal geëvalueerd?")

    assert NoticeKind.REDACTED not in {notice.kind for notice in answer.notices}
