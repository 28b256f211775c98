"""Dutch numerals up to twenty, in words or in figures, and a number with what it counts."""

from __future__ import annotations

_WORDS = (
    "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien "
    "achttien negentien twintig"
)
VALUES = {word: value for value, word in enumerate(_WORDS.split(), start=1)} | {"één": 1}
NUMERAL = "|".join([*VALUES, r"\d{1,3}"])  # a regular expression


def value_of(numeral: str) -> int:
    """Return the value of a numeral that `NUMERAL` matches."""
    return int(numeral) if numeral.isdigit() else VALUES[numeral.lower()]


def counted(number: int, one: str, several: str) -> str:
    """Return a number with the noun that it counts: "1 passage", "2 passages"."""
    return f"{number} {one if number == 1 else several}"
