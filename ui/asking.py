"""What `wegwijs add` asks a person at a terminal: what will not do is said, and asked again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TypeVar

from ingest.additions import Candidate, Fact, free_id
from ingest.catalogue import Catalogue, Organisation, is_contact
from ingest.stated_dates import StatedDate
from ui.days import day_of

DAYS = {"published": "Datum van het document", "valid_from": "Geldig vanaf", "valid_until": "Geldig tot en met"}
_UNKNOWN = {"n", "nee", "onbekend"}
_Read = TypeVar("_Read")


def ask_facts(found: Candidate, facts: Mapping[str, Fact], stated: Mapping[str, StatedDate]) -> dict[str, Fact]:
    """Ask for the title and the dates that were not given; an empty answer takes what is proposed, or leaves it out."""
    asked = dict(facts)
    if "title" not in asked:
        asked["title"] = input(f"Titel [{found.title}]: ").strip() or found.title
    for field, name in DAYS.items():
        if field not in asked and (field in stated or field != "valid_from"):
            since = asked.get("valid_from") if field == "valid_until" else None
            day = _ask_day(name, stated.get(field), since)
            asked.update({field: day} if day else {})
    return asked


def ask_organisation(known: Catalogue, proposed: Organisation | None) -> Organisation | None:
    """Ask whose a document is; the answer may be an organisation that the catalogue does not know yet.

    Args:
        known: the catalogue.
        proposed: what an empty answer takes; None: no organisation.
    """
    ids = ", ".join(one.id for one in known.organisations)
    choice = "; ".join(filter(None, [ids, "een streepje is geen" if proposed else "leeg is geen"]))
    prompt = f"Samenwerkingsverband ({choice}){f' [{proposed.id}]' if proposed else ''}: "
    while words := input(prompt).strip() or (proposed.id if proposed else ""):
        if words.lower() in _UNKNOWN or not words.strip("-"):
            return None
        if organisation := known.organisation(words) or ask_new_organisation(known, words):
            return organisation
    return None


def ask_new_organisation(known: Catalogue, words: str) -> Organisation | None:
    """Ask whether the catalogue is to have an organisation that it does not know, and what is to be told of it."""
    new = _ask(f"{words!r} staat niet in de catalogus. Is het een nieuw samenwerkingsverband? (j/n) ", _yes)
    if not new:
        return None
    return Organisation(
        id=free_id(words, {one.id for one in known.organisations}),
        name=input(f"Naam [{words}]: ").strip() or words,
        full_name=input("Volledige naam (leeg is geen): ").strip() or None,
        sector=None,
        website=_ask("Website (leeg is geen): ", _website),
        contact=_ask("Loket: e-mailadres, telefoonnummer of webpagina (leeg is geen): ", _contact),
    )


def _ask(prompt: str, read: Callable[[str], _Read]) -> _Read:
    while True:
        try:
            return read(input(prompt).strip())
        except ValueError as error:
            print(f"{error}.")


def _ask_day(name: str, stated: StatedDate | None, since: Fact | None) -> date | None:
    """Ask for a date; what the document states is proposed with its words, so that a person can judge it."""
    if stated is None:
        return _ask(f"{name} (dd-mm-jjjj; leeg is onbekend): ", partial(_day, since=since))
    prompt = f"Het document zegt: “{stated.words}”.\n{name} [{stated.day:%d-%m-%Y}; een streepje is onbekend]: "
    return _ask(prompt, lambda words: _day(words or str(stated.day), since))


def _day(words: str, since: Fact | None) -> date | None:
    day = None if words.lower() in _UNKNOWN or not words.strip("-") else day_of(words)
    if day and isinstance(since, date) and day < since:
        raise ValueError(f"{day:%d-%m-%Y} ligt voor de dag vanaf wanneer het geldt, {since:%d-%m-%Y}")
    return day


def _yes(words: str) -> bool:
    if words.lower()[:1] not in {"j", "n"}:
        raise ValueError("Typ j (ja) of n (nee)")
    return words.lower().startswith("j")


def _website(words: str) -> str | None:
    if not words:
        return None
    if not re.fullmatch(r"\S+\.\S+", words):
        raise ValueError(f"{words!r} is geen website; schrijf bijvoorbeeld https://verband.example")
    return words if re.match("https?://", words) else f"https://{words}"


def _contact(words: str) -> str | None:
    if words and not is_contact(words):
        raise ValueError(f"{words!r} is geen e-mailadres, telefoonnummer of webpagina die met https:// begint")
    return words or None
