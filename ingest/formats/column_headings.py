"""Whether a table begins with the headings of its columns, when its format does not say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FEWEST_ROWS = 3
_HEADING_CHARS = 40
_TELLING = 2  # Cells with words of a heading.
_MOSTLY = 2 / 3
# What columns are called in tables of agreements, budgets and timetables.
_WORDS = re.compile(
    r"(?:(?:voor|door|met|bij|aan) )?(?:wie|wat|waar(?:voor)?|wanneer|hoe(?: vaak| lang)?)|(?:wat|wie) .*|"
    r"bedrag\b.*|kosten\b.*|aantal\b.*|duur|termijn|periode|datum|tijd|frequentie|omschrijving|toelichting|betekenis|"
    r"begrip|afkorting|naam|functie|rol|onderdeel|onderwerp|gegevens|situatie|status|actie|stap|taak|post|nr\.?|nummer|"
    r"contact\w*|telefoon\w*|e-?mail\w*|opmerking\w*|voorziening|afspraak|verantwoordelijke",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:20)?\d\d)?")
_VALUE = re.compile(r"[€<>≤≥±]?\s*\d")


def has_column_headings(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row looks like headings: short, without values, above values or called as columns are."""
    if len(rows) < _FEWEST_ROWS or len(rows[0]) < _TELLING:
        return False
    first, *others = rows
    if not all(cell.strip() for cell in first[1:]) or any(
        len(cell) > _HEADING_CHARS or _is_value(cell) for cell in first
    ):
        return False
    called = sum(_WORDS.fullmatch(cell.strip()) is not None for cell in first)
    enough = 1 if len(first) == _TELLING else _MOSTLY  # Of two columns one may hold values under a label as well.
    columns = ([row[i].strip() for row in others if i < len(row)] for i in range(1, len(first)))
    return called >= _TELLING or any(_share_of_values(column) >= enough for column in columns)


def _is_value(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell) and not _YEAR.fullmatch(cell.strip())


def _share_of_values(column: Sequence[str]) -> float:
    return sum(_VALUE.match(cell) is not None for cell in column) / len(column) if column else 0.0
