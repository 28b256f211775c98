"""Words that are written in two ways."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from assistant.staff.checks.reading import Reading
from assistant.staff.concern import Concern, ConcernKind, Spot
from ingest.terms import STOP_WORDS

_WORD = re.compile(r"(?<![\w’'@./-])[^\W\d_]+(?:[-’'][^\W\d_]+)*(?![\w’'@/-]|\.\w)")  # no part of an address
_SPELT_CHARS = 7  # Shorter words that differ in a hyphen or an accent may be two words.


def spellings(corpus: Sequence[Reading]) -> Iterator[tuple[Reading, Concern]]:
    """Yield the words that a document writes in two ways: with and without a hyphen, an accent or capitals."""
    shorts = frozenset().union(*(other.explained for other in corpus)) - STOP_WORDS
    for one in corpus:
        yield from ((one, concern) for concern in _spelt_in_two_ways(one, shorts))


def _spelt_in_two_ways(one: Reading, shorts: Collection[str]) -> Iterator[Concern]:
    ways: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, Spot] = {}
    for spot in one.running_text:
        for match in _WORD.finditer(_unstressed(spot.words)):
            as_name = match[0].lower() in shorts and not match[0].istitle()  # "Bsn" may start a sentence.
            word = match[0] if as_name else match[0].lower()
            if len(word) >= _SPELT_CHARS or word.lower() in shorts:
                ways[_letters(word)][word] += 1
                first.setdefault(word, spot)
    pairs = [written.most_common(2) for written in ways.values() if len(written) > 1]
    if pairs:
        told = ", ".join(f"{often} en {rare}" for (often, _), (rare, _) in pairs)
        spots = tuple(first[word] for word, _ in pairs[0])
        yield Concern(ConcernKind.SPELLING, f"Woorden die op twee manieren geschreven zijn: {told}.", spots)


def _letters(word: str) -> str:
    flat = unicodedata.normalize("NFKD", word.lower())
    return "".join(sign for sign in flat if sign.isalpha())


def _unstressed(text: str) -> str:
    """Return words without the accents that stress them ("vóórdat" is "voordat") and with one kind of apostrophe."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace("\u0301", "")).replace("’", "'")
