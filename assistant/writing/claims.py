"""What a sentence claims beside its subject, in Dutch and English: numbers, negation, force, bounds, order.

Two sentences with the same words for things may still say opposite things; they differ in the words told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ingest.stated_dates import MONTHS

TEXTS_KEPT = 8  # Long texts: what an answer may rest on is looked at with each of its sentences, and then no more.
Quantity = tuple[
    float, str
]  # the value and what is counted: "week", "times", "percent"; empty when it is none of these


class Mark(StrEnum):
    """One way in which a sentence limits or turns what it says."""

    NOT = "not"
    ONLY = "only"
    EXCEPT = "except"
    MUST = "must"
    MAY = "may"
    NEED_NOT = "need not"
    MAY_NOT = "may not"
    ALL = "all"
    SOME = "some"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    IF = "if"
    BEFORE = "before"
    AFTER = "after"
    MORE = "more"
    LESS = "less"
    BECAUSE = "because"
    EVEN = "even"


_WORDS = {
    # The first that fits counts, so that "hoeft niet" is not read as "niet".
    Mark.NEED_NOT: (
        r"(?:hoef(?:t|de|den)?|hoeven)\b[^.;:,]{0,60}?\b(?:niet|geen|niets|niemand|nooit)|"
        r"(?:niet|geen) (?:\w+ ){0,2}?(?:verplicht\w*|nodig|noodzakelijk)|"
        r"(?:need|needs) not|(?:do|does|is|are) ?n[o']t (?:have to|need\w*|required|obliged|necessary)|not (?:required|"
        r"obliged|mandatory|compulsory|necessary)|need no|no need|vrijgesteld|exempt\w*|vrijwillig|voluntary"
    ),
    Mark.MAY_NOT: (
        r"(?:mag|mogen|kan|kunnen|kunt|mocht|konden|kon)\b[^.;:,]{0,60}?\b(?:niet|geen|niets|niemand|nooit)|"
        r"(?:niet|geen|nooit)\b[^.;:,]{0,40}?\b(?:mag|mogen|kan|kunnen|kunt|toegestaan)|"
        r"(?:may|must|can|shall|could) ?n[o']t|cannot|(?:may|can) (?:never|no)\b|not (?:allowed|permitted|possible)|"
        r"verboden|verbod|onmogelijk|prohibited|forbidden|impossible|ban(?:ned)?"
    ),
    Mark.EXCEPT: r"tenzij|behalve|uitgezonderd|uitzondering(?:en)?|met uitzondering van|unless|except\w*|apart from",
    Mark.EVEN: r"ook (?:als|wanneer|zonder|niet)|zelfs|even (?:if|when|without)|ongeacht|regardless",
    Mark.AT_LEAST: (
        r"ten ?minste|minimaal|minimum|minstens|niet (?:minder|lager|korter|eerder) dan|op zijn minst|vanaf|"
        r"at least|(?:no|not) (?:less|fewer|lower|earlier) than|or more|of (?:meer|ouder|later)|or (?:older|later)"
    ),
    Mark.AT_MOST: (
        r"ten ?hoogste|maximaal|maximum|hooguit|hoogstens|niet (?:meer|hoger|langer|later) dan|uiterlijk|binnen|tot en "
        r"met|at most|at the latest|(?:no|not) (?:more|higher|longer|later) than|within|up to|no later|"
        r"niet (?:meer|hoger|langer) \w+ dan|van tevoren|deadline"
    ),
    Mark.NOT: (
        r"niet|geen|nooit|niets|niemand|nergens|noch|zonder|evenmin|not|no|never|nothing|nobody|neither|nor|without|"
        r"\w+n['’]t|nee"
    ),
    Mark.ONLY: r"alleen|slechts|enkel|uitsluitend|only|just|solely|exclusively|pas",
    Mark.MUST: (
        r"moet(?:en)?|moest(?:en)?|dien(?:t|en)|verplicht\w*|must|ha(?:s|ve) to|shall|required|obliged|obligation|"
        r"mandatory|compulsory|noodzakelijk|nodig|needs? to|vereist|requires?"
    ),
    Mark.MAY: (
        r"mag|mogen|kan|kunt|kunnen|may|can|could|might|allowed|permitted|toegestaan|bevoegd|mogelijk\w*|possible|"
        r"recht (?:op|om)|rechten|right to|entitled"
    ),
    Mark.ALL: r"alle|allemaal|elke?|ieder(?:e|een)?|altijd|steeds|all|every|everyone|each|always|any|volledig|geheel",
    Mark.SOME: (
        r"sommige|enkele|soms|meestal|vaak|meeste|deel|enige|some|sometimes|most|mostly|usually|often|partly|"
        r"gedeeltelijk|in de regel|doorgaans|regelmatig|eventueel"
    ),
    Mark.IF: (
        r"als|indien|wanneer|mits|zodra|in (?:het )?geval|voor ?zover|if|when|provided|in case|as soon as|where|once|"
        r"afhankelijk|bij|heeft|is het|wil(?:t|len)?|blijkt|komt"
    ),
    Mark.BEFORE: r"voor(?:dat)?|vóór|voorafgaand\w*|eerder|eerst|before|prior|first|earlier|until|tot",
    Mark.AFTER: r"na|nadat|daarna|vervolgens|later|achteraf|pas|after\w*|then|next|following|sinds|since",
    Mark.MORE: r"meer|hoger|groter|langer|ouder|more|higher|larger|longer|older|boven|above|over",
    Mark.LESS: r"minder|lager|kleiner|korter|jonger|less|fewer|lower|smaller|shorter|younger|onder|below|under",
    Mark.BECAUSE: r"omdat|doordat|want|daarom|daardoor|because|therefore|so that|zodat|wegens|vanwege|due to",
}
_MARKS = [(mark, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for mark, words in _WORDS.items()]

_UNITS = {
    "minute": "minuut minuten minute minutes",
    "hour": "uur uren hour hours",
    "day": "dag dagen day days kalenderdagen",
    "working day": "werkdag werkdagen schooldag schooldagen lesdag lesdagen",
    "week": "week weken lesweek lesweken schoolweken week weeks wekelijkse",
    "month": "maand maanden month months",
    "year": "jaar jaren year years schooljaar schooljaren",
    "times": "keer maal times keren time",
    "percent": "procent percent % procentpunt",
    "euro": "euro euro's euros €",
    "group": "groep groepen group groups grade grades",
    "article": "artikel lid article section",
}  # fmt: skip
_UNIT_OF = {word: unit for unit, found in _UNITS.items() for word in found.split()}
_NUMERALS = {
    **dict.fromkeys(("één", "one", "eerste", "first", "eenmaal", "once", "eenmalig"), 1.0),
    **dict.fromkeys(("twee", "two", "tweede", "second", "tweemaal", "twice", "beide", "both", "allebei"), 2.0),
    **dict.fromkeys(("drie", "three", "derde", "third", "driemaal"), 3.0),
    **dict.fromkeys(("vier", "four", "vierde", "fourth"), 4.0),
    **dict.fromkeys(("vijf", "five", "vijfde", "fifth"), 5.0),
    **dict.fromkeys(("zes", "six", "zesde", "sixth"), 6.0),
    **dict.fromkeys(("zeven", "seven", "zevende"), 7.0),
    **dict.fromkeys(("acht", "eight", "achtste", "eighth"), 8.0),
    **dict.fromkeys(("negen", "nine", "negende", "ninth"), 9.0),
    **dict.fromkeys(("tien", "ten", "tiende", "tenth"), 10.0),
    **dict.fromkeys(("elf", "eleven"), 11.0), **dict.fromkeys(("twaalf", "twelve"), 12.0),
    **dict.fromkeys(("dertien", "thirteen"), 13.0), **dict.fromkeys(("veertien", "fourteen"), 14.0),
    **dict.fromkeys(("vijftien", "fifteen"), 15.0), **dict.fromkeys(("zestien", "sixteen"), 16.0),
    **dict.fromkeys(("zeventien", "seventeen"), 17.0), **dict.fromkeys(("achttien", "eighteen"), 18.0),
    **dict.fromkeys(("negentien", "nineteen"), 19.0), **dict.fromkeys(("twintig", "twenty"), 20.0),
    **dict.fromkeys(("dertig", "thirty"), 30.0), **dict.fromkeys(("veertig", "forty"), 40.0),
    **dict.fromkeys(("vijftig", "fifty"), 50.0), **dict.fromkeys(("zestig", "sixty"), 60.0),
    **dict.fromkeys(("zeventig", "seventy"), 70.0), **dict.fromkeys(("tachtig", "eighty"), 80.0),
    **dict.fromkeys(("negentig", "ninety"), 90.0), **dict.fromkeys(("honderd", "hundred"), 100.0),
    **dict.fromkeys(("duizend", "thousand"), 1000.0), **dict.fromkeys(("half", "halve", "helft"), 0.5),
    "anderhalf": 1.5, "anderhalve": 1.5, "honderdduizend": 100_000.0, "dubbele": 2.0, "double": 2.0,
}  # fmt: skip
_ADVERBS = {
    "year": "jaarlijks jaarlijkse yearly annually annual",
    "half year": "halfjaarlijks halfjaarlijkse",
    "month": "maandelijks maandelijkse monthly",
    "week": "wekelijks wekelijkse weekly",
    "day": "dagelijks dagelijkse daily",
}
_ADVERB_OF = {word: period for period, found in _ADVERBS.items() for word in found.split()}
_MONTHS = {
    name: month
    for names in (
        MONTHS,
        "january february march april may june july august september october november december".split(),
    )
    for month, name in enumerate(names, start=1)
}
_DATE = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({'|'.join(_MONTHS)})\b|\b({'|'.join(_MONTHS)}) (\d{{1,2}})\b",
    re.IGNORECASE,
)
_NUMBER = r"\d+(?:[  ]\d{3})+(?!\d)|\d+(?:[.,]\d+)*"
_COUNTED = re.compile(
    rf"(€\s*)?(?<![\w.])({_NUMBER}|{'|'.join(sorted(_NUMERALS, key=len, reverse=True))})(?:st|nd|rd|th|e|ste|de)?(?!\w)"
    r"(?:\s*(%)|[\s-]+(?:volledige |opeenvolgende |hele |school|full |consecutive |working |teaching )*([a-z']+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claims:
    """What one text claims."""

    marks: frozenset[Mark]
    quantities: frozenset[Quantity]


@lru_cache(maxsize=10_000)
def claims_of(sentence: str) -> Claims:
    """Return the claims of one sentence, and keep them: a statement of the documents is looked at often."""
    return claims_in(sentence)


def claims_in(written: str) -> Claims:
    """Return the claims of a sentence that is written for one visitor, of which nothing is kept."""
    return Claims(frozenset(_marks(written)), frozenset(_quantities(written)))


@lru_cache(maxsize=TEXTS_KEPT)
def claims_of_all(text: str) -> Claims:
    """Return the claims of a text of many sentences."""
    return Claims(frozenset(_marks(text)), frozenset(_quantities(text)))


def quantities_in(said: str) -> frozenset[Quantity]:
    """Return the quantities in what a visitor said, of which nothing is kept."""
    return frozenset(_quantities(said))


def _marks(text: str) -> Iterator[Mark]:
    for mark, pattern in _MARKS:
        if pattern.search(text):
            yield mark
            text = pattern.sub(" ", text)


def _quantities(text: str) -> Iterator[Quantity]:
    for found in _DATE.finditer(text):
        day, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        yield float(day), f"date {_MONTHS[month.lower()]}"
    text = _DATE.sub(" ", text)
    for found in _COUNTED.finditer(text):
        unit = "euro" if found[1] else "percent" if found[3] else _UNIT_OF.get((found[4] or "").lower(), "")
        yield _value(found[2]), unit
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _ADVERB_OF:
            yield 1.0, f"per {_ADVERB_OF[word]}"
        elif word in _MONTHS and word not in {"mei", "may", "maart", "march"}:
            yield float(_MONTHS[word]), "in month"


def _value(numeral: str) -> float:
    if numeral.lower() in _NUMERALS:
        return _NUMERALS[numeral.lower()]
    plain = re.sub(r"[  ]", "", numeral)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain):
        return float(re.sub(r"[.,]", "", plain))
    if re.fullmatch(r"\d+[.,]\d+", plain):
        return float(plain.replace(",", "."))
    return float(re.sub(r"\D.*", "", plain))
