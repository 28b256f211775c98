"""How an answer of each kind looks in Dutch: a duration names a time, a person is a role. Regular expressions only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.question import Kind, Question
from ingest.passages import Passage
from ingest.span import Span
from ingest.stated_dates import MONTHS
from ingest.terms import terms

_ONES = "één een twee drie vier vijf zes zeven acht negen"
_TEENS = "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien half anderhalf enkele meerdere"
_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig"
_ANY_OF_ONES, _ANY_OF_TENS = "|".join(_ONES.split()), "|".join(_TENS.split())
_NUMBER = (
    rf"(?:\d+(?:[.,]\d+)?|{_ANY_OF_ONES}|{'|'.join(_TEENS.split())}|(?:(?:{_ANY_OF_ONES})(?:en|ën))?(?:{_ANY_OF_TENS})|"
    r"honderd|duizend)"
)
_COUNT = _NUMBER.replace("|een|", "|", 1)  # "een" is an article more often than a number.
_PERIODS = "minuten minuut uren uur dagen dag weken week maanden maand kwartalen kwartaal jaren jaar dagdelen dagdeel"
_PERIOD = rf"(?:\w*(?:{'|'.join(_PERIODS.split())}))"  # "schooldagen", "lesuren"
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_WEEKDAY = r"(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:en|s|ochtend\w*|middag\w*|avond\w*)?"
_DATES = [rf"\d{{1,2}}[-/ ](?:\d{{1,2}}|{_MONTH})(?:[-/ ]\d{{4}})?", r"(?:19|20)\d\d", _MONTH, _WEEKDAY]
_PERSONS = (
    "voorzitters? secretaris adviseurs? orthopedagogen orthopedagoog psychologen psycholoog artsen arts "
    "begeleiders? coördinator(?:en)? leiders? ouders? directie directeur(?:en)? lera(?:ar|ren) leerkracht(?:en)? "
    "docent(?:en)? mentor(?:en)? specialist(?:en)? werkers? ambtenaar verpleegkundige deskundigen? consulent "
    "medewerkers? ib.er bpo.er"
)
_BODIES = "bestuur besturen commissie gemeente inspectie raad samenwerkingsverband"  # They decide.
_GROUPS = f"{_BODIES} begeleiding leiding school scholen team verband functionaris overheid auteur secretariaat"
_ROLE = rf"\w*(?:{'|'.join(f'{_PERSONS} {_GROUPS}'.split())})"
ROLE = rf"\w*(?:{'|'.join(_PERSONS.split())})"
_SHAPES = {
    Kind.FREQUENCY: [
        rf"{_NUMBER}\s+(?:keer|maal)",
        r"(?:half ?jaarlijks|jaarlijks|maandelijks|wekelijks|dagelijks|periodiek|regelmatig|continu|tussentijds)\w*",
        rf"per {_PERIOD}",
        rf"(?:elk|elke|ieder|iedere|om de) (?:{_NUMBER} |half )?{_PERIOD}",
        r"eens (?:per|in)",
        r"hoe vaak",
    ],
    Kind.DURATION: [
        rf"{_NUMBER}\s+(?:\w{{3,}}en?\s+)?{_PERIOD}",
        r"tot (?:en met )?(?:\d+|het einde|uiterlijk)",
        rf"binnen {_NUMBER}",
        r"gedurende|tijdelijk|langdurig|kortdurend|direct|onmiddellijk",
        r"\d{4}\s*[-–]\s*\d{4}",
    ],
    Kind.PRICE: [r"€\s*\d\S*", r"\d\S* (?:euro|procent)", r"\d+ ?%", "gratis|kosteloos|niets|geen kosten"],
    Kind.HOUR: [r"\d{1,2}[.:]\d{2}", r"\d{1,2} uur", r"(?:kwart|half) \w+"],
    Kind.CONTACT: [r"[\d+(][\d ()-]{7,}\d", r"\S+@\S+", r"(?:www\.|https?:)\S+", r"\d{4} ?[A-Z]{2}", "postbus"],
    Kind.QUANTITY: [_COUNT, r"\d\S*", "norm", "geen"],
    Kind.DATE: _DATES,
    Kind.TIME: [
        *_DATES,
        r"zodra|wanneer|voorafgaand|nadat|voordat|tijdens|uiterlijk|voorjaar|najaar|tijdig|schooljaar|jaarlijks",
    ],
    Kind.PERSON: [_ROLE],
    Kind.MEMBERS: [rf"{ROLE}(?!\w).*(?<!\w){ROLE}"],
    Kind.REASON: [
        r"omdat|zodat|daardoor|hierdoor|doel|gericht op|erop gericht|van belang|belangrijk|want|effect",
        r"om \w+(?: \w+){0,12} te",
        r"ter (?:bevordering|versterking|voorkoming)",
        r"op (?:basis|grond) van",
    ],
}
_PATTERNS = {
    kind: re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)", re.IGNORECASE) for kind, shapes in _SHAPES.items()
}


_SOMEBODY = re.compile(rf"(?<!\w)\w*(?:{'|'.join(f'{_PERSONS} {_BODIES}'.split())})(?!\w)", re.IGNORECASE)
_ROLES = re.compile(rf"(?<!\w){ROLE}(?!\w)", re.IGNORECASE)
_A_SUM = 3  # Roles.
_DIGITS = re.compile(r"(?<![\w.,])\d+(?![\w.,]*\d)")
_WHO_IS = re.compile(
    r"^\W*(?:en\s+)?(?:wie (?:is|zijn|was)|who (?:is|are|was))\s+(?:de|het|onze|uw|jullie|the|your|our)\b",
    re.IGNORECASE,
)
# "Noor Hartgers", "mevrouw De Wit"
_NAME = re.compile(
    r"(?:[A-Z]\.\s?)+[A-Z]\w+|(?:[Dd]e heer|[Mm]evrouw|[Dd]hr\.|[Mm]w\.|[Mm]evr\.)\s+\w+|"
    r"(?<![.!?]\s)(?<!^)[A-Z][a-zà-ÿ]+(?:\s(?:van|de|der|den|el|ten|ter))*\s[A-Z][a-zà-ÿ]+"
)

# Of things that are counted, in the plural: "hoeveel tijd" is told in weeks.
_HOW_MANY = re.compile(
    r"\b(?:hoe ?veel|how many)\s+(?:(?:[\w-]{3,}e|v?so|sbo|po|vo|en)\s+){0,4}(?P<noun>[^\W\d]{3,}(?:en|s))\b",
    re.IGNORECASE,
)
_AROUND_A_NUMBER = re.compile(
    rf"(?:\b\w+\W+){{0,2}}(?<!\w)\d+(?!\w)(?:\W+\w+){{0,4}}|(?<!\w){_COUNT}(?!\w)(?:\W+\w+){{0,4}}", re.IGNORECASE
)

# "schaal 10 van", "cluster 4)", "hoofdstuk 3.": a number behind what it names, and before nothing that it counts.
_NO_COUNT = re.compile(r"(?<!\w)(?P<before>[^\W\d]{3,})\s+\d+(?=\W*(?:$|[.,;:)]|\b(?:van|in|of|en|voor|bij|op|met)\b))")
_UP_TO = frozenset(
    "minimaal maximaal minstens hoogstens ongeveer circa totaal exact precies aantal norm dan tot".split()
)
# What a list is of, in the plural.
_LISTED = re.compile(
    r"\b(?:welke|volgende|deze|onderstaande)\s+(?:[\w-]+e\s+)?(\w{2,}(?:en|s))\b|\b(\w{2,}(?:en|s))\W*$"
)


def counts_another(question: str, text: str) -> bool:
    """Tell whether a text names what is asked how many of, and counts other things: "vijf scholen voor leerlingen"."""
    asked = _HOW_MANY.search(question)
    noun = set(terms(asked["noun"])) if asked else set()
    return bool(noun) and noun <= set(terms(text)) and not _counts(noun, text)


def _counts(noun: set[str], text: str) -> bool:
    """Tell whether a number stands at a noun in a text."""
    return any(noun <= set(terms(around[0])) for around in _AROUND_A_NUMBER.finditer(text))


def lists_what_is_counted(question: str, announced: str) -> bool:
    """Tell whether a list is of what a question asks how many of: "Welke niveaus hanteert ...?", "vijf scholen:"."""
    asked = _HOW_MANY.search(question)
    if not asked or not terms(asked["noun"]):
        return False
    return lists(asked["noun"], announced) or _counts(set(terms(asked["noun"])), announced)


def sort_listed(announced: str) -> frozenset[str]:
    """Return the terms of what an announced list is of: "de volgende protocollen"."""
    return frozenset(term for noun in _listed(announced) for term in terms(noun))


def lists(noun: str, announced: str) -> bool:
    """Tell whether what announces a list says that it is of these things: "ondersteuningsniveaus" and "niveaus"."""
    return any(one.endswith(noun.lower()) or noun.lower().endswith(one) for one in _listed(announced))


def _listed(announced: str) -> set[str]:
    """Return the nouns of what an announced list is of, in lower case."""
    return {one or other for one, other in _LISTED.findall(announced.lower())}


@lru_cache(maxsize=50_000)
def has_shape(kind: Kind, text: str) -> bool:
    """Tell whether a text holds words of the kind that is asked for; kinds without a shape of their own always fit."""
    pattern = _PATTERNS.get(kind)
    return pattern is None or pattern.search(text) is not None


def tells(kind: Kind, question: str, text: str) -> bool:
    """Tell whether a text holds words of the kind that is asked for, besides what the question says itself."""
    if kind is Kind.QUANTITY and counts_another(question, text):
        return False
    if asks_who_is(kind, question):
        return _names_somebody_else(question, text)
    if kind is Kind.QUANTITY:
        text = _NO_COUNT.sub(_unless_it_counts, text)
    said = set(_DIGITS.findall(question))
    return has_shape(kind, _DIGITS.sub(lambda number: "" if number[0] in said else number[0], text))


def _unless_it_counts(number: re.Match[str]) -> str:
    """Return a number with the word before it, without the number when that word is what it is the number of."""
    before = number["before"]
    return number[0] if before.lower() in _UP_TO or not terms(before) else before


def is_told(question: Question, passage: Passage, parts: Sequence[Span]) -> bool:
    """Tell whether parts of a passage hold words of the kind that a question asks for."""
    return tells(question.kind, question.text, " ".join(passage.document.readable(part) for part in parts))


def asks_who_is(kind: Kind, question: str) -> bool:
    """Tell whether a question asks who has a role: "Wie is de voorzitter van ...?"."""
    return kind is Kind.PERSON and _WHO_IS.match(question) is not None


def sums_up_persons(text: str) -> bool:
    """Tell whether a text names several persons by their roles, as the members of a group."""
    return len(_ROLES.findall(text)) >= _A_SUM


def names_somebody(text: str) -> bool:
    """Tell whether a text names a role that a person has, or a body that decides; a school is none."""
    return _SOMEBODY.search(text) is not None


def _names_somebody_else(question: str, text: str) -> bool:
    """Tell whether a text names a person, or another role than the one that is asked about; not if it sums up roles."""
    asked = set(terms(question))
    names, roles = (
        [one for one in pattern.findall(text) if not set(terms(one)) <= asked]
        for pattern in (_NAME, _PATTERNS[Kind.PERSON])
    )
    return bool(names) or 0 < len(roles) < _A_SUM


def is_shaped(kind: Kind) -> bool:
    """Tell whether answers of this kind can be told by their form."""
    return kind in _PATTERNS
