"""Where sentences end: at a full stop, but not at that of an abbreviation."""

from __future__ import annotations

import re

_TERMINAL = re.compile(r"[.!?:;…][\"'’”)\]]*$")
# In capitals they are something else: the MR of a school.
_TITLES = r"[Dd]hr|[Mm]w|[Mm]evr|[Mm]ej|[Dd]rs|[Dd]r|[Mm]r|[Ii]ng|[Ii]r|[Pp]rof|[Dd]s"
# They stand before what they are about, so no sentence ends with them.
_BEFORE = r"o\.a|bijv|bv|blz|nr|nrs|art|par|hfst|resp|t\.o\.v|v\.w\.b|m\.b\.t|i\.v\.m"
_ALSO_AT_AN_END = r"d\.d|evt|incl|excl|etc|w\.o|kon|St|[A-Z]"
_ABBREVIATION = re.compile(rf"(?:\b(?:{_TITLES}|(?i:{_BEFORE}|{_ALSO_AT_AN_END}))\.|^\W*\d+\.)$")
_GOES_ON = re.compile(rf"\b(?:(?:{_TITLES})(?:\.\s+[A-Z])*|(?i:{_BEFORE}))\.$")  # "dhr. P."
_ABBREVIATION_CHARS = 40  # Far more than the longest.


def ends_sentence(words: str) -> bool:
    """Tell whether words end as a sentence does, quotation marks and brackets behind it left out."""
    return bool(_TERMINAL.search(words)) and not _GOES_ON.search(words[-_ABBREVIATION_CHARS:])


def ends_in_abbreviation(words: str) -> bool:
    """Tell whether the full stop that words end with is that of an abbreviation, or of a number before them."""
    return bool(_ABBREVIATION.search(words[-_ABBREVIATION_CHARS:]))
