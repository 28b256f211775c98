"""The dates that a document states of itself: when it was adopted, and from when until when it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.document import BlockKind, Document

OPENING_CHARS = 1500  # Title page and colophon.
_ITSELF = re.compile(
    r"\b(?:colofon|vaststelling|looptijd|duur|geldigheid\w*|inwerkingtreding|slotbepaling\w*)\b", re.IGNORECASE
)
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
_DATE = rf"\d{{1,2}}(?:[-/]\d{{1,2}}[-/]| (?:{'|'.join(MONTHS)}) )\d{{4}}"
_HOLDS = r"\b(?:geldig(?:heid\w*)?|geldt|looptijd|loopt|van kracht"
_STATED = {
    "published": re.compile(rf"\b(?:vastgesteld|goedgekeurd)\b[^.;]{{0,90}}?\b({_DATE})", re.IGNORECASE),
    "valid_from": re.compile(
        rf"{_HOLDS}|in werking|ingangsdatum)\b(?:(?!\btot\b|\bt/m)[^.;]){{0,40}}?\b({_DATE})", re.IGNORECASE
    ),
    "valid_until": re.compile(rf"{_HOLDS})\b[^.;]{{0,60}}?\b(?:tot en met|t/m) ({_DATE})", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date, and the words that state it."""

    day: date
    words: str


def stated_dates(document: Document) -> dict[str, StatedDate]:
    """Return what a document states on its title page, in its colophon or at its end, by the catalogue's fields."""
    found: dict[str, StatedDate] = {}
    for words in _about_itself(document):
        for field, stated in _STATED.items():
            if field not in found and (match := stated.search(words)) and (day := _day(match[1])):
                found[field] = StatedDate(day, match[0])
    return found


def _about_itself(document: Document) -> Iterator[str]:
    for section in document.sections:
        for block in section.blocks:
            if block.kind is not BlockKind.FURNITURE and (
                block.span.start < OPENING_CHARS or any(map(_ITSELF.search, section.path))
            ):
                yield document.readable(block.span)


def _day(words: str) -> date | None:
    day, month, year = re.split(r"[-/ ]", words.lower())
    try:
        return date(int(year), MONTHS.index(month) + 1 if month in MONTHS else int(month), int(day))
    except ValueError:
        return None
