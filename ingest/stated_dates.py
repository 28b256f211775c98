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
_UPDATED = (
    r"(?:laatst (?:bijgewerkt|gewijzigd|aangepast|herzien)|laatste (?:wijziging|update)|gepubliceerd|publicatiedatum)"
)
_SAYS_WHEN = re.compile(_UPDATED, re.IGNORECASE)
# What a document calls itself: "Dit protocol", "Het ondersteuningsplan", "De notitie".
_DOCUMENT = (
    r"(?:document|\w*plan|\w*protocol|\w*profiel|\w*notitie|\w*regeling|\w*reglement|statuten|\w*handreiking|\w*procedure|"
    r"werkwijze|\w*convenant|\w*overeenkomst|\w*gids|\w*kader|\w*nota|\w*beleid|\w*afspraken|\w*begroting|versie|SOP|OPP)"
)
_LASTS = r"(?:geldig|geldt|gelden|loopt|lopen|van kracht)"
# The document holds, or a sentence of its own says no more than that something does: "Geldig van ...", "Looptijd: ...".
_HOLDS = (
    rf"(?:\b{_DOCUMENT}\b[^.;]{{0,40}}?\b{_LASTS}\b|\b(?:geldigheidsduur|looptijd)\b|"
    rf"(?:^|[.;:|(–-])\W*(?:geldig(?:heid\w*)?|looptijd|van kracht|(?:het|dit) {_LASTS})\b)"
)
_WEEKDAY = r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag,? )?"
_STATED = {
    "published": re.compile(
        rf"(?:\b(?:vastgesteld|goedgekeurd)\b[^.;]{{0,90}}?|\b{_UPDATED}\b\W{{1,3}}(?:op )?|"
        rf"^datum(?: (?:vergadering|vaststelling|document))?\W{{1,3}})(?:\b{_WEEKDAY})\b({_DATE})",
        re.IGNORECASE,
    ),
    "valid_from": re.compile(
        rf"(?:{_HOLDS}|\bin werking\b|\bingangsdatum\b)(?:(?!\btot\b|\bt/m)[^.;]){{0,40}}?\b({_DATE})", re.IGNORECASE
    ),
    "valid_until": re.compile(rf"{_HOLDS}[^.;]{{0,60}}?\b(?:tot en met|t/m) ({_DATE})", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date, and the words that state it."""

    day: date
    words: str


def stated_dates(document: Document) -> dict[str, StatedDate]:
    """Return what a document states of itself, by the catalogue's fields."""
    found: dict[str, StatedDate] = {}
    for words in _about_itself(document):
        for field, stated in _STATED.items():
            if field not in found and (match := stated.search(words)) and (day := _day(match[1])):
                found[field] = StatedDate(day, re.sub(r"^\W+", "", match[0]))
    return found


def _about_itself(document: Document) -> Iterator[str]:
    """Yield the words of the title page, of the colophon and its like, and of a line that says how old a page is."""
    for section in document.sections:
        own = any(map(_ITSELF.search, section.path))
        for block in section.blocks:
            words = document.readable(block.span)
            if block.kind is not BlockKind.FURNITURE and (
                own or block.span.start < OPENING_CHARS or _SAYS_WHEN.match(words)
            ):
                yield words


def _day(words: str) -> date | None:
    day, month, year = re.split(r"[-/ ]", words.lower())
    try:
        return date(int(year), MONTHS.index(month) + 1 if month in MONTHS else int(month), int(day))
    except ValueError:
        return None
