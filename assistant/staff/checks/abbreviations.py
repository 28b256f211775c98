"""Abbreviations that a document uses and does not write out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from assistant.staff.checks.reading import Reading
from assistant.staff.concern import Concern, ConcernKind, Spot
from ingest.abbreviations import without_ending
from ingest.terms import words

# "DigiD" is a name; "2700 ML", "DGB 2014/31", "2000/84/EG", "(EEG) nr. 2454/93" and "Wet IB 2001" are codes.
_SHORT_FORM = re.compile(
    r"(?<![\w-])(?<!\d/)(?<!\d{4} )(?=\w{2,6}(?!\w))(?:[A-Z][a-z]?){2,}"
    r"(?![\w-]|/\d|\)?\s+(?:nr\.?\s+\d|\w*\d+/\d|\d{4}))"
)
_ROMAN = re.compile(r"[IVXLC]+[a-z]?")
# What everyone says by its letters, and what nobody writes out.
_EVERYDAY = frozenset(
    "adhd aed aids aow apk btw bv cao cd cv dna dvd ehbo eu gps havo hbo hiv ict id iq it mavo mbo nb nv pc pdf pin ps "
    "sms tv usb vmbo vn vs vwo wc wo".split()
)


def unexplained_abbreviations(corpus: Sequence[Reading]) -> Iterator[tuple[Reading, Concern]]:
    """Yield the abbreviations of each document that it does not write out, the most used first."""
    known = frozenset().union(*(other.explained for other in corpus))
    ordinary = {word for other in corpus for word in re.findall(r"(?<!\w)[a-zà-ÿ]+(?!\w)", other.document.text)}
    names = {word for other in corpus for word in words(other.document.source.owner)}
    left_out = ordinary | names | _EVERYDAY
    for one in corpus:
        yield from ((one, concern) for concern in _unexplained(one, known, left_out))


def _unexplained(one: Reading, known: Collection[str], left_out: Collection[str]) -> Iterator[Concern]:
    used: Counter[str] = Counter()
    first: dict[str, Spot] = {}
    for spot in one.running_text:
        for match in _SHORT_FORM.finditer(spot.words):
            short = without_ending(match[0])
            alone = words(spot.words) == [short.lower()] and spot.words.endswith((".", "!"))  # "WAAR." is stress.
            if not (short.lower() in one.explained or short.lower() in left_out or alone or _ROMAN.fullmatch(short)):
                used[short] += 1
                first.setdefault(short, spot)
    nowhere = [short for short, _ in used.most_common() if short.lower() not in known]
    elsewhere = [short for short, _ in used.most_common() if short.lower() in known]
    if nowhere:
        text = f"Afkortingen die nergens uitgelegd worden: {', '.join(nowhere)}."
        yield Concern(ConcernKind.ABBREVIATION, text, (first[nowhere[0]],))
    if elsewhere:
        text = f"Afkortingen die alleen een ander document uitlegt: {', '.join(elsewhere)}."
        yield Concern(ConcernKind.ABBREVIATION, text, (first[elsewhere[0]],))
