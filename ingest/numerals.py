"""Dutch numerals up to twenty, in words or in figures."""

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
