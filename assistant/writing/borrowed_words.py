"""Does a sentence put the words of a statement behind another beginning?

"Doeltreffend betekent dat de leerling zo vroeg mogelijk hulp krijgt" says of one thing what the document says of
another: "De inzet is erop gericht dat de leerling zo vroeg mogelijk hulp krijgt". All its words are the document's, and
most of them stand in the same order, so neither words nor vectors tell.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from assistant.writing.sentence_signals import SAME_CHARS, content_of
from ingest.terms import words

_FEWEST_WORDS = 6  # In a row, that are borrowed,
_MOST_OF_IT = 0.5  # and the part of the sentence that they must be.


def borrows(sentence: str, statement: str) -> bool:
    """Tell whether a sentence says how a statement goes on, but of something that the statement does not begin with."""
    said, told = words(sentence), words(statement)
    same = SequenceMatcher(None, said, told, autojunk=False).find_longest_match()
    if same.size < max(_FEWEST_WORDS, _MOST_OF_IT * len(said)):
        return False
    before = _beginnings(told[: same.b])
    return bool(before) and not _beginnings(said[: same.a]) <= before


def _beginnings(found: list[str]) -> set[str]:
    return {word[:SAME_CHARS] for word in content_of(" ".join(found))}
