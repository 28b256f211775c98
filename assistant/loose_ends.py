"""What hangs loose in documents: documents named that are not there, pieces that stand there twice, two spellings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from assistant.concern import Concern, ConcernKind, Reading, Spot
from ingest.abbreviations import abbreviations
from ingest.passages import Passage
from ingest.span import Span
from ingest.terms import STOP_WORDS, terms, words

# --- documents that are not in the corpus ----------------------------------------------------------------------------

DOCUMENT_NOUN = (
    "plan|handreiking|protocol|reglement|statuut|convenant|nota|notitie|handboek|leidraad|gids|profiel|wijzer|kader|"
    "visiedocument|beleidsstuk|regeling|verordening|jaarverslag"
)
_YEARS = r"\d{4}(?:\s?[-–/]\s?(?:\d{4}|\d{2}))?"
_NAMED = re.compile(
    rf"\b(?:[A-Z][\w’'-]+ ){{0,3}}(?:[A-Z][\w’'-]*?(?i:{DOCUMENT_NOUN})|(?i:{DOCUMENT_NOUN})) {_YEARS}(?!\d)"
)


def missing_documents(one: Reading, corpus: Sequence[Reading]) -> Iterator[Concern]:
    """Yield the documents that one names with their years, and that are not in the corpus."""
    titles = [other.document.source.title for other in corpus]
    headings = {heading for section in one.document.sections for heading in section.path}  # its own name, its parts
    there = [frozenset(terms(name)) for name in (*titles, *headings)]
    times: Counter[str] = Counter()
    first: dict[str, Spot] = {}
    for spot in one.running_text():
        for match in _NAMED.finditer(spot.words):
            name = " ".join(dropwhile(lambda word: not terms(word), match[0].split()))  # "Dit plan" is "plan".
            if any(frozenset(terms(name)) <= title for title in there):
                continue
            times[name] += 1
            first.setdefault(name, spot)
    if times:
        names = ", ".join(name for name, _ in times.most_common())
        text = f"Dit document noemt documenten die er niet bij staan: {names}."
        yield Concern(ConcernKind.DOCUMENT, text, (first[times.most_common(1)[0][0]],))


# --- pieces that stand there twice -----------------------------------------------------------------------------------

_SHINGLE_WORDS = 5
_LEAST_WORDS = 25  # Shorter pieces come back for good reasons.
_ALIKE = 0.8


def twice(one: Reading, corpus: Sequence[Reading]) -> Iterator[Concern]:
    """Yield the passages that stand nearly the same in an earlier place of the corpus."""
    position = next(number for number, other in enumerate(corpus) if other is one)
    holders: dict[int, list[tuple[Passage, frozenset[int]]]] = defaultdict(list)
    alike: dict[str, dict[Span, tuple[Spot, Spot]]] = defaultdict(dict)  # by the other document, by section
    for other in corpus[: position + 1]:
        for passage in other.passages:
            pieces = _shingles(passage)
            if len(pieces) < _LEAST_WORDS - _SHINGLE_WORDS:
                continue
            if other is one and (before := _most_alike(pieces, holders)):
                alike[before.document.source.id].setdefault(passage.section.span, (_spot(before), _spot(passage)))
            for piece in pieces:
                holders[piece].append((passage, pieces))
    for pairs in alike.values():
        text = "Deze twee stukken zijn bijna gelijk. Is één genoeg?"
        if more := len(pairs) - 1:
            text = f"{text} In dezelfde documenten is dat nog {more} keer zo."
        yield Concern(ConcernKind.REPEATED, text, next(iter(pairs.values())))


def _shingles(passage: Passage) -> frozenset[int]:
    said = words(passage.body)
    return frozenset(hash(tuple(said[i : i + _SHINGLE_WORDS])) for i in range(len(said) - _SHINGLE_WORDS + 1))


def _most_alike(pieces: frozenset[int], holders: dict[int, list[tuple[Passage, frozenset[int]]]]) -> Passage | None:
    """Return an earlier passage that shares nearly all of these pieces, among those that share some."""
    met = {passage.id: (passage, others) for piece in pieces for passage, others in holders.get(piece, ())}
    return next((p for p, others in met.values() if len(pieces & others) >= _ALIKE * len(pieces | others)), None)


def _spot(passage: Passage) -> Spot:
    return Spot(passage.document, passage.content[0].span)


# --- two spellings ---------------------------------------------------------------------------------------------------

_WORD = re.compile(r"(?<![\w’'@./-])[^\W\d_]+(?:[-’'][^\W\d_]+)*(?![\w’'@/-]|\.\w)")  # no part of an address
_SPELT_CHARS = 7  # Shorter words that differ in a hyphen or an accent may be two words.


def spellings(one: Reading, corpus: Sequence[Reading]) -> Iterator[Concern]:
    """Yield the words that a document writes in two ways: with and without a hyphen, an accent or capitals."""
    shorts = {found.short.lower() for other in corpus for found in abbreviations(other.document)} - STOP_WORDS
    ways: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, Spot] = {}
    for spot in one.running_text():
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
