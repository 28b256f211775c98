"""The HTML templates. Whatever comes from documents and questions is escaped: only `Markup` is not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.language import language_of
from assistant.staff.asked import today
from assistant.wording import language_said
from ingest.catalogue import Source
from ingest.stated_dates import MONTHS


def _dutch_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"  # A server's locale need not be Dutch.


def _owner(source: Source) -> str:
    return source.organisation.name if source.organisation else "Samenwerkingsverband niet genoemd"


def _version(source: Source) -> str:
    return f"Versie van {_dutch_date(source.published)}" if source.published else "Zonder datum"


def _validity(source: Source) -> str | None:
    since, until = source.valid_from, source.valid_until
    if until is None:
        return f"Geldig vanaf {_dutch_date(since)}" if since else None
    began = f"van {_dutch_date(since)} " if since else ""
    period = f"{began}tot en met {_dutch_date(until)}"
    return f"Gold {period} (verlopen)" if until < today() else f"Geldig {period}"


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} en {last}" if most else last


def _itemised(quote: str) -> str:
    """Return a quote on one line with each item of a list on a line of its own."""
    return re.sub(r" (?=[•▪◦●] )", "\n", quote)


templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.filters.update(
    dutch_date=_dutch_date,
    itemised=_itemised,
    owner=_owner,
    version=_version,
    validity=_validity,
    listed=_listed,
    language=language_of,
    language_said=language_said,
)
