"""The numbers that lists and notes count with beside figures: "a", "iv", "²"; and figures that a file should hold."""

from __future__ import annotations

import re

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def whole(text: str | None, default: int) -> int:
    """Return a number that a file should hold, or the default where it holds something else."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else default


def letters(number: int) -> str:
    """Return a number as a list counts in letters: a to z, then aa, bb as word processors have it."""
    if number < 1:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * min(4, 1 + (number - 1) // 26)


def roman(number: int) -> str:
    """Return a number in small Roman numerals."""
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, numeral in _ROMAN:
        written += numeral * (number // value)
        number %= value
    return written


def superscript(number: str) -> str:
    """Return digits as a raised footnote mark."""
    return number.translate(_SUPERSCRIPT)
