"""Abbreviations with their full forms, found in the documents themselves, never from a list of our own.

Long form before short form ("Toelaatbaarheidsverklaring (TLV)") and the reverse, also as a sentence ("TLV staat voor
toelaatbaarheidsverklaring"); the letters of the short form must be found in the long one by the algorithm of Schwartz
and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text". What a document
lists itself, with its meaning, needs no such proof when it is written in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.definitions import Definition, definitions, in_capitals
from ingest.document import Document
from ingest.span import Span

_SHORT = r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ-]{1,8}(?:['’](?:s|er|ers))?"
_IN_BRACKETS = re.compile(rf"\(({_SHORT})\)")
_BEFORE_BRACKETS = re.compile(rf"\b({_SHORT})\s+\(([^()]{{6,90}})\)")
# "De TLV staat voor ..." says what somebody stands up for.
_IN_A_SENTENCE = re.compile(
    rf"(?<!\b[Dd]e )(?<!\b[Hh]et )(?<!\b[Ee]en )\b({_SHORT})['’\"”]?\s+"
    r"(?:staat\s+voor|is\s+(?:de|een)\s+afkorting\s+(?:van|voor)|betekent|stands\s+for):?\s+['‘\"“]?"
    r"((?:[^.,;:()?!\n]|\n(?!\s*\n)){6,90})"
)
# "HGW – handelingsgericht werken: ..." where a line or an item begins, "VVE  Voorschoolse ..." as two columns, and
# "(RNI, Registratie Niet-ingezetenen)".
_BEFORE_SIGN = re.compile(
    rf"(?:^[^\w\n]*|[(;]\s*)({_SHORT})(?:[+*]*[ \t]*[:=,–—]|[ \t]+-|[ \t])[ \t]+([^.,;:()\n]{{6,90}})", re.MULTILINE
)
_ENDING = re.compile(r"['’](?:s|er|ers)$")
_ARTICLE = re.compile(r"^(?:de|het|een)\s+")
_EDGE_WORDS = frozenset("de het een van in en voor met op te is zijn".split())


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form with its long form, and where a document says so."""

    short: str
    long: str
    document: str  # id
    span: Span  # long and short form together
    listed: bool = False  # by the document, among terms with their meanings


def abbreviations(document: Document) -> Iterator[Abbreviation]:
    """Yield the abbreviations that a document writes out."""
    text = document.text
    for match in _IN_BRACKETS.finditer(text):
        letters, line = _letters(match[1]), text[max(0, match.start() - 120) : match.start()]
        find_start = _long_form_start if _is_short_form(match[1]) else _initials_start
        if (start := find_start(letters, line.rstrip())) is not None:
            span = Span(match.start() - len(line) + start, match.end())
            yield _abbreviation(document, match[1], text[span.start : match.start()], span)
    for match in _BEFORE_BRACKETS.finditer(text):
        if _is_short_form(match[1]) and _long_form_start(_letters(match[1]), match[2]) == 0:
            yield _abbreviation(document, match[1], match[2], Span(match.start(), match.end()))
    for match in (*_BEFORE_SIGN.finditer(text), *_IN_A_SENTENCE.finditer(text)):
        long = _ARTICLE.sub("", match[2].rstrip("'’\"” \n"), count=1)
        if in_capitals(match[1]) and _long_form_start(_letters(match[1]), long) == 0:
            yield _abbreviation(document, match[1], long, Span(*match.span()).trimmed(text))
    for one in definitions(document):
        if is_abbreviation(one):
            yield Abbreviation(without_ending(one.names[0]), one.meaning, document.source.id, one.span, listed=True)


def is_abbreviation(definition: Definition) -> bool:
    """Tell whether a listed term is an abbreviation: by its capitals, or by the letters that its meaning has."""
    short, long = definition.names[0], re.split(r"[,;:.(]", definition.meaning)[0]
    if not re.fullmatch(_SHORT, short) or not _is_short_form(short):
        return False
    return in_capitals(short) or _long_form_start(_letters(short), long) == 0


def without_ending(word: str) -> str:
    """Return a short form as it is by itself: of "OPP's" that is "OPP", of "bpo'er" it is "bpo"."""
    return _ENDING.sub("", word)


def _abbreviation(document: Document, short: str, long: str, span: Span) -> Abbreviation:
    return Abbreviation(without_ending(short), " ".join(long.split()), document.source.id, span)


def _letters(short: str) -> str:
    return re.sub(r"[^a-zà-ÿ]", "", without_ending(short).lower())


def _is_short_form(word: str) -> bool:
    letters = without_ending(word)
    capitals = sum(letter.isupper() for letter in letters)
    return 2 <= len(letters) <= 8 and (capitals >= 2 or len(letters) <= 3 or _ENDING.search(word) is not None)


def _long_form_start(letters: str, before: str) -> int | None:
    """Return where in the text before the bracket the long form starts, or None when the letters are not there."""
    if (start := _initials_start(letters, before)) is not None:
        return start
    position = len(before)
    for index in reversed(range(len(letters))):
        position -= 1
        while position >= 0 and (
            before[position].lower() != letters[index] or (index == 0 and not _may_start(before, position))
        ):
            position -= 1
        if position < 0:
            return None
    long = before[position:]
    words = long.split()
    fits = len(words) <= min(len(letters) + 5, 2 * len(letters)) and len(long) > len(letters) + 2
    return position if fits and "." not in long and "(" not in long else None


def _initials_start(letters: str, before: str) -> int | None:
    """Return where the last words start when each gives one letter, small words such as "op" too."""
    words = list(re.finditer(r"[^\s.(]+(?=\s|$)", before))[-len(letters) :]
    return words[0].start() if words and [word[0][0].lower() for word in words] == list(letters) else None


def _may_start(text: str, position: int) -> bool:
    """Tell whether a long form may start here: at a word, and not at one such as "van"."""
    starts_word = position == 0 or not text[position - 1].isalnum()
    return starts_word and text[position:].split(maxsplit=1)[0].lower() not in _EDGE_WORDS
