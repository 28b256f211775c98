"""Leaving personal data out of a question, before anything is done with it.

What is left out has a form by which it can be known: citizen service numbers (BSN), e-mail addresses, telephone
numbers, bank accounts (IBAN) and dates of birth. Names and street addresses have none, and stay.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answer import Turn

PLACEHOLDER = "[weggelaten]"


class PersonalData(StrEnum):
    """A kind of personal data that is recognised."""

    EMAIL = "email"
    IBAN = "iban"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    BSN = "bsn"


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without personal data, and which kinds were left out of it."""

    text: str
    left_out: frozenset[PersonalData]


_MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|maart|mrt|march|mar|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|"
    r"aug(?:ustus|ust)?|sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:e|st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+['’]?\d{{2,4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    r"|\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|\d{8})"
)
_BIRTH = r"(?:geboren|geboorte\w*|geb\.?|birth\w*|born|jarig|verjaardag|d\.?o\.?b\.?)"
_EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?=[ .-]?[A-Za-z0-9])")
_BIRTH_DATE = re.compile(
    rf"(?P<before>\b{_BIRTH}\W{{1,3}}(?:(?:\w+\W{{1,3}}){{0,3}}?))(?P<date>{_DATE})(?!\d)"
    rf"|(?<!\d)(?P<first>{_DATE})(?P<after>\s*\(?{_BIRTH}\b)",
    re.IGNORECASE,
)
_GAP = r"[ .\-/]{0,2}"
_PHONE = re.compile(
    rf"(?<![\w+])(?:(?:\+|00)31{_GAP}(?:\(0\){_GAP})?|\(?0)[1-9](?:{_GAP}\)?{_GAP}\d){{8}}(?![\d])"
    rf"|(?<![\w+])\+[1-9](?:{_GAP}\d){{7,14}}(?!\d)"
)
_NINE_DIGITS = re.compile(r"(?<![\w.,-])\d(?:[ .-]?\d){8}(?![\w]|[.,-]\d)")
_CALLED_BSN = re.compile(
    r"(?P<before>\b(?:bsn|burgerservicenummer|sofi-?nummer)\W{1,3}(?:\w+\W{1,3}){0,2}?)\d(?:[ .-]?\d){7,8}(?!\d)",
    re.IGNORECASE,
)
_IBAN_CHARS = (15, 34)  # ISO 13616
_IBAN_VALUES = {ord(letter): str(value) for value, letter in enumerate(string.ascii_uppercase, start=10)}


def redact(text: str) -> Redacted:
    """Return the text with personal data replaced by `PLACEHOLDER`. What is returned holds none any more."""
    left_out = set()
    for kind, leave_out in _STEPS.items():
        cleaned = leave_out(text)
        if cleaned != text:
            left_out.add(kind)
        text = cleaned
    return Redacted(text, frozenset(left_out))


def without_personal_data(question: str, history: Sequence[Turn]) -> tuple[str, tuple[Turn, ...], bool]:
    """Return a question and what was said before it without personal data, and whether the question held any."""
    asked = redact(question)
    said = tuple(replace(turn, content=redact(turn.content).text) for turn in history)
    return asked.text, said, bool(asked.left_out)


def _without_emails(text: str) -> str:
    return _EMAIL.sub(PLACEHOLDER, text)


def _without_ibans(text: str) -> str:
    pieces, start = [], 0
    for match in _IBAN_START.finditer(text):
        end = _iban_end(text, match.start())
        if end is not None and match.start() >= start:
            pieces += [text[start : match.start()], PLACEHOLDER]
            start = end
    return "".join([*pieces, text[start:]])


def _iban_end(text: str, start: int) -> int | None:
    """Return where the longest IBAN from this position ends: one whose check digits are right (ISO 7064, mod 97)."""
    shortest, longest = _IBAN_CHARS
    iban, found = "", None
    for position, char in _iban_characters(text, start):
        iban += char
        ends = not text[position + 1 : position + 2].isalnum()
        if len(iban) >= shortest and ends and _has_right_check_digits(iban):
            found = position + 1
        if len(iban) == longest:
            break
    return found


def _iban_characters(text: str, start: int) -> Iterator[tuple[int, str]]:
    for position in range(start, len(text)):
        char = text[position]
        if char.isascii() and char.isalnum():
            yield position, char
        elif char not in " .-":
            return


def _has_right_check_digits(iban: str) -> bool:
    return int((iban[4:] + iban[:4]).upper().translate(_IBAN_VALUES)) % 97 == 1


def _without_birth_dates(text: str) -> str:
    return _BIRTH_DATE.sub(lambda match: f"{match['before'] or ''}{PLACEHOLDER}{match['after'] or ''}", text)


def _without_phones(text: str) -> str:
    return _PHONE.sub(PLACEHOLDER, text)


def _without_bsns(text: str) -> str:
    text = _CALLED_BSN.sub(lambda match: f"{match['before']}{PLACEHOLDER}", text)
    return _NINE_DIGITS.sub(lambda match: PLACEHOLDER if _passes_eleven_test(match[0]) else match[0], text)


def _passes_eleven_test(number: str) -> bool:
    """Tell whether nine digits are a BSN: 9a + 8b + ... + 2h - i is a multiple of 11."""
    digits = [int(char) for char in number if char.isdigit()]
    weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    return any(digits) and sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 0


_STEPS: dict[PersonalData, Callable[[str], str]] = {
    PersonalData.EMAIL: _without_emails,
    PersonalData.IBAN: _without_ibans,
    PersonalData.BIRTH_DATE: _without_birth_dates,
    PersonalData.BSN: _without_bsns,
    PersonalData.PHONE: _without_phones,
}
