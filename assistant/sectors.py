"""Which kind of school a question is about, by the words for it: a document about another kind comes later."""

from __future__ import annotations

import re

# The codes are those of the catalogue, in which "so-sbo" is two.
_PRIMARY = frozenset({"po", "so", "sbo"})
_SECONDARY = frozenset({"vo", "vso"})
_WORDS = {
    _PRIMARY: (
        r"basisscho(?:ol|len)|basisonderwijs|s\(?b\)?o|groep [1-8]|kleuter\w*|peuter\w*|juf|"
        r"primary (?:school|education)|elementary school|kindergarten"
    ),
    _SECONDARY: (
        r"middelbare (?:school|scholen)|voortgezet onderwijs|brugklas\w*|[vh]avo|vwo|vmbo|mavo|gymnasium|vo|"
        r"praktijkonderwijs|secondary (?:school|education)|high school"
    ),
}
_PATTERNS = {sectors: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for sectors, words in _WORDS.items()}


def sectors_asked_about(question: str) -> frozenset[str]:
    """Return the sectors that a question is about; none when it tells nothing, or names both kinds."""
    named = [sectors for sectors, pattern in _PATTERNS.items() if pattern.search(question)]
    return named[0] if len(named) == 1 else frozenset()


def is_of_another(sector: str | None, asked: frozenset[str]) -> bool:
    """Tell whether a document's sector, as the catalogue gives it, is none of those that are asked about."""
    return sector is not None and bool(asked) and asked.isdisjoint(sector.lower().split("-"))
