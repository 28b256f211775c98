"""Names that are said short in a comparison, "basis en plus", whole as the documents write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.parts import Part
from ingest.index import Index
from ingest.terms import stem

_FEWEST_CHARS = 4  # Of each part of a compound.
_SHORT = re.compile(r"(?P<said>[^\W\d_]{4,})-?")
_DOUBLE_VOWEL = re.compile(r"([aeou])\1(?=[^aeiou]$)")  # "speciaal": "speciale"


class Compounds:
    """The words of the documents of an index that are made of a shorter one and another: "basisondersteuning"."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._frequencies = index.passage_frequencies

    def completed(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """Return the sides of a comparison by their whole names, "basis en plusondersteuning"; other parts as they are.

        What is left out is what the other name ends with, or else all that makes a word of the documents with both.

        Args:
            parts: of a question.
        """
        if len(parts) < 2 or not all(part.is_side for part in parts):
            return tuple(parts)
        said = [part.words for part in parts]
        whole = [
            self._whole(name, [end for other in said if other != name for end in _ends_of(other)]) for name in said
        ]
        if not any(whole):
            ends = set().union(*map(self._ends, said))
            found = [names for end in ends if all(names := [self._whole(name, [end]) for name in said])]
            whole = found[0] if len(found) == 1 else whole
        return tuple(_named(part, name) if name else part for part, name in zip(parts, whole, strict=True))

    def _ends(self, name: str) -> set[str]:
        """Return the stems with which a word makes a compound that the documents speak of as much as of the word."""
        short = _SHORT.fullmatch(name)
        said = short["said"].lower() if short else ""
        made = (term for term in self._frequencies if said and term.startswith(said))
        return {term.removeprefix(said) for term in made if self._is_made_of(said, term)}

    def _whole(self, name: str, ends: Sequence[str]) -> str | None:
        """Return a word with one of some ends, as the documents write it; None when they do not."""
        short = _SHORT.fullmatch(name)
        said = short["said"].lower() if short else ""
        for end in ends if said else ():
            if self._is_made_of(said, stem(f"{said}{end}")):
                return self._written(rf"{said}{end}")
            inflected = _DOUBLE_VOWEL.sub(r"\1", said) + "e"
            # A pattern is kept in memory for later: words of a visitor that no document holds are in none.
            known = stem(end) in self._frequencies and not {stem(said), stem(inflected)}.isdisjoint(self._frequencies)
            if known and (written := self._written(rf"(?:{said}|{inflected})\s+{end}")):
                return written
        return None

    def _is_made_of(self, said: str, term: str) -> bool:
        enough = len(term) - len(said) >= _FEWEST_CHARS
        return enough and self._frequencies.get(term, 0) >= max(1, self._frequencies.get(stem(said), 0))

    def _written(self, beginning: str) -> str | None:
        """Return the first words of the documents that begin so."""
        written = re.compile(rf"\b{beginning}\w{{0,4}}\b", re.IGNORECASE)
        found = (written.search(document.text) for document in self._index.documents())
        return next((" ".join(match[0].lower().split()) for match in found if match), None)


def _ends_of(name: str) -> list[str]:
    """Return what a name may end with that another one leaves out, the longest first: its last word, or part of it."""
    first, *others = re.findall(r"[^\W\d_]+", name.lower()) or [""]
    last = others[-1] if others else first
    places = range(0 if others else _FEWEST_CHARS, len(last) - _FEWEST_CHARS + 1)
    return [last[place:] for place in places]


def _named(part: Part, name: str) -> Part:
    return replace(part, words=name, question=part.question.replace(part.words, name))
