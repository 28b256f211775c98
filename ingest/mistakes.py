"""What is wrong with a file that people write, in Dutch: words to stand after its name, or what stands in it."""

from __future__ import annotations

import re
import reprlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tomllib import TOMLDecodeError

    from pydantic import ValidationError

_REASONS = {
    FileNotFoundError: "het staat er niet",
    PermissionError: "Wegwijs mag het niet lezen",
    IsADirectoryError: "het is een map",
    NotADirectoryError: "de map erboven is geen map",
}
_TEXT, _TABLE, _LIST = "moet tekst tussen aanhalingstekens zijn", "moet een tabel zijn", "moet een lijst zijn"
_INTEGER, _NUMBER, _SWITCH = "moet een heel getal zijn", "moet een getal zijn", "moet true of false zijn"
_DATE, _ADDRESS = "moet een datum zijn, zoals 2026-07-31", "moet een adres zijn, zoals http://localhost:11434/v1"
_MISTAKES = {
    "missing": "ontbreekt; vul het in",
    "extra_forbidden": "is onbekend; haal het weg of schrijf het goed",
    "unexpected_keyword_argument": "is onbekend; haal het weg of schrijf het goed",
    "too_short": "is leeg",
    "string_too_short": "is leeg",
    "string_too_long": "is te lang; gebruik hooguit {max_length} tekens",
    "greater_than_equal": "moet minstens {ge} zijn",
    "less_than_equal": "mag hooguit {le} zijn",
    "literal_error": "moet {expected} zijn",
    "enum": "moet {expected} zijn",
    **dict.fromkeys(("string_type", "path_type"), _TEXT),
    **dict.fromkeys(("model_type", "dict_type", "dataclass_type"), _TABLE),
    **dict.fromkeys(("list_type", "tuple_type"), _LIST),
    **dict.fromkeys(("date_type", "date_from_datetime_inexact"), _DATE),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _INTEGER),
    **dict.fromkeys(("float_type", "float_parsing"), _NUMBER),
    **dict.fromkeys(("bool_type", "bool_parsing"), _SWITCH),
    **dict.fromkeys(("url_type", "url_parsing", "url_scheme"), _ADDRESS),
}


def why_not_opened(exc: OSError | RuntimeError) -> str:
    """Return why a file cannot be opened, to stand between brackets."""
    return next((reason for kind, reason in _REASONS.items() if isinstance(exc, kind)), "het lukt niet om het te lezen")


def why_not_toml(exc: TOMLDecodeError | UnicodeDecodeError) -> str:
    """Return on which line TOML stumbles; its own words for why are English, and mean little to most people."""
    if isinstance(exc, UnicodeDecodeError):
        return "is geen tekst in UTF-8; sla het opnieuw op als UTF-8"
    line = re.search(r"at line (\d+)", str(exc))
    where = f"op regel {line[1]}" if line else "aan het eind"
    return f"is geen geldige TOML; kijk {where} of er iets ontbreekt, dubbel staat of geen goede datum is"


def what_is_wrong(exc: ValidationError, named: int = 0) -> str:
    """Return which field is wrong, why, and what stands there.

    Args:
        exc: what pydantic found; only its first mistake is told.
        named: how many parts of the field's place the caller names itself, since it can do so better.
    """
    error = exc.errors()[0]
    parts = error["loc"][named:]
    place = ", ".join(f"nummer {part + 1}" if isinstance(part, int) else repr(part) for part in parts)
    if error["type"] == "value_error":  # Of our own validators, which name the value where that helps.
        return f"{place} klopt niet: {error['ctx']['error']}".lstrip()
    mistake = _MISTAKES.get(error["type"], "klopt niet").format(**error.get("ctx", {})).replace(" or ", " of ")
    shown = error["type"] != "missing" and not isinstance(error["input"], dict)
    found = f" (er staat {reprlib.repr(error['input'])})" if shown else ""
    return f"{place} {mistake}{found}".lstrip()
