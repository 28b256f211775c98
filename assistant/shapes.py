"""How an answer of each kind looks in Dutch: a duration names a time, a person is a role. Regular expressions only."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.question import Kind
from ingest.stated_dates import MONTHS
from ingest.terms import terms

_NUMBERS = (
    "één een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien twintig half "
    "anderhalf enkele meerdere"
)
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(_NUMBERS.split())})"
_COUNT = _NUMBER.replace("|een|", "|")  # "een" is an article more often than a number.
_PERIODS = (
    "minuten minuut uren uur dagen dag werkdagen schooldagen weken week maanden maand kwartaal jaren jaar "
    "schooljaren schooljaar lesuren lesuur dagdelen dagdeel"
)
_PERIOD = rf"(?:{'|'.join(_PERIODS.split())})"
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DATES = [rf"\d{{1,2}}[-/ ](?:\d{{1,2}}|{_MONTH})(?:[-/ ]\d{{4}})?", r"(?:19|20)\d\d", _MONTH]
_PERSONS = (
    "begeleiders? coördinator(?:en)? leiders? ouders? directie directeur(?:en)? lera(?:ar|ren) leerkracht(?:en)? "
    "docent(?:en)? mentor(?:en)? specialist(?:en)? werkers? ambtenaar verpleegkundige deskundigen? consulent "
    "medewerkers? ib.er bpo.er"
)
_GROUPS = (
    "begeleiding leiding bestuur besturen school scholen team verband functionaris commissie gemeente inspectie "
    "overheid auteur raad secretariaat"
)
_ROLE = rf"\w*(?:{'|'.join(f'{_PERSONS} {_GROUPS}'.split())})"
_MEMBER = rf"\w*(?:{'|'.join(f'{_PERSONS} orthopedagoog psycholoog arts'.split())})"
_SHAPES = {
    Kind.FREQUENCY: [
        rf"{_NUMBER}\s+(?:keer|maal)",
        r"(?:half ?jaarlijks|jaarlijks|maandelijks|wekelijks|dagelijks|periodiek|regelmatig|continu|tussentijds)\w*",
        rf"per {_PERIOD}",
        r"(?:elk|elke|ieder|iedere) (?:half )?(?:jaar|schooljaar|kwartaal|maand|week)",
        r"hoe vaak",
    ],
    Kind.DURATION: [
        rf"{_NUMBER}\s+{_PERIOD}",
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
    Kind.MEMBERS: [rf"{_MEMBER}(?!\w).*(?<!\w){_MEMBER}"],
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


# Of things that are counted, in the plural: "hoeveel tijd" is told in weeks.
_HOW_MANY = re.compile(r"\b(?:hoe ?veel|how many)\s+(?P<noun>[^\W\d]{3,}(?:en|s))\b", re.IGNORECASE)
_AROUND_A_NUMBER = re.compile(
    rf"(?:\b\w+\W+){{0,2}}(?<!\w)\d+(?!\w)(?:\W+\w+){{0,4}}|(?<!\w){_COUNT}(?!\w)(?:\W+\w+){{0,4}}", re.IGNORECASE
)

# What a list is of, in the plural.
_LISTED = re.compile(
    r"\b(?:welke|volgende|deze|onderstaande)\s+(?:[\w-]+e\s+)?(\w{2,}(?:en|s))\b|\b(\w{2,}(?:en|s))\W*$"
)


def counts_another(question: str, text: str) -> bool:
    """Tell whether a text names what is asked how many of, and counts other things: "vijf scholen voor leerlingen"."""
    asked = _HOW_MANY.search(question)
    noun = set(terms(asked["noun"])) if asked else set()
    if not noun or not noun <= set(terms(text)):
        return False
    return not any(noun <= set(terms(around[0])) for around in _AROUND_A_NUMBER.finditer(text))


def lists_what_is_counted(question: str, announced: str) -> bool:
    """Tell whether a list is of what a question asks how many of: "Welke niveaus hanteert ...?", "... in de fasen:"."""
    asked = _HOW_MANY.search(question)
    return asked is not None and lists(asked["noun"], announced)


def lists(noun: str, announced: str) -> bool:
    """Tell whether what announces a list says that it is of these things: "ondersteuningsniveaus" and "niveaus"."""
    listed = {one or other for one, other in _LISTED.findall(announced.lower())}
    return any(one.endswith(noun.lower()) or noun.lower().endswith(one) for one in listed)


@lru_cache(maxsize=50_000)
def has_shape(kind: Kind, text: str) -> bool:
    """Tell whether a text holds words of the kind that is asked for; kinds without a shape of their own always fit."""
    pattern = _PATTERNS.get(kind)
    return pattern is None or pattern.search(text) is not None


def is_shaped(kind: Kind) -> bool:
    """Tell whether answers of this kind can be told by their form."""
    return kind in _PATTERNS
