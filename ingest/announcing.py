"""Which words announce what comes after them: a colon, or a number of things that are then told."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.numerals import VALUES, value_of

_NUMBERS = [word for word, value in VALUES.items() if value > 1]  # "Een" is an article more often than a number.
_NUMBER = re.compile(rf"\b({'|'.join(_NUMBERS)}|\d{{1,2}})\s+[^\W\d]{{2}}", re.IGNORECASE)
_LAST_SENTENCE = re.compile(r"(?:.*[.!?:]\s+)?(\S.*)", re.DOTALL)
# Nouns that policy texts count by, plural to singular. Compounds ("kwaliteitsaspecten") end in them.
_COUNTED = {
    "afspraken": "afspraak", "artikelen": "artikel", "aspecten": "aspect", "beloften": "belofte",
    "criteria": "criterium", "doelen": "doel", "doelstellingen": "doelstelling", "eisen": "eis", "fasen": "fase",
    "indicatoren": "indicator", "ijkpunten": "ijkpunt", "kenmerken": "kenmerk", "maatregelen": "maatregel",
    "normen": "norm", "punten": "punt", "principes": "principe", "regels": "regel", "richtlijnen": "richtlijn",
    "spelregels": "spelregel", "standaarden": "standaard", "stappen": "stap", "stellingen": "stelling",
    "taken": "taak", "uitgangspunten": "uitgangspunt", "uitspraken": "uitspraak", "voorwaarden": "voorwaarde",
    "vragen": "vraag", "vereisten": "vereiste", "bepalingen": "bepaling", "bouwstenen": "bouwsteen",
    "besluiten": "besluit", "actiepunten": "actiepunt", "verplichtingen": "verplichting", "beginselen": "beginsel",
    "thema's": "thema",
}  # fmt: skip
_DETERMINERS = frozenset("de het een onze alle deze volgende woordelijke in over van en".split())
_POINTING = frozenset({"volgende", "onderstaande"})


def announces(words: str) -> bool:
    """Tell whether words announce what comes after them: "als volgt:", "De procedure kent vijf stappen."."""
    return words.rstrip().endswith(":") or _counts_things(_last_sentence(words))


def announced_number(words: str) -> int | None:
    """Return of how many things the last sentence speaks, when of one number of them only: "doet drie dingen"."""
    sentence = _last_sentence(words)
    found = [value_of(match[1]) for match in _NUMBER.finditer(sentence)]
    return found[0] if sentence.endswith(".") and len(found) == 1 else None


def counted_noun(heading: str, *, opening: bool = True, anywhere: bool = False) -> str | None:
    """Return the singular of the counted noun that opens a heading, or that follows a number in it."""
    words = _bare_words(heading)
    start = 0
    while start < len(words) and words[start] in _DETERMINERS:
        start += 1
    for position, word in enumerate(words):
        opens = opening and position <= start
        counted = position > 0 and (words[position - 1].isdigit() or words[position - 1] in _NUMBERS)
        if (opens or counted or anywhere) and (noun := _singular(word)):
            return noun
    return None


def _counts_things(sentence: str) -> bool:
    """Tell whether a whole sentence speaks of a number of things that policy texts count, or of "de volgende"."""
    words = _bare_words(sentence)
    pointing = any(one in _POINTING and _singular(noun) for one, noun in pairwise(words))
    return sentence.endswith(".") and (pointing or counted_noun(sentence, opening=False) is not None)


def _last_sentence(words: str) -> str:
    match = _LAST_SENTENCE.match(words.rstrip())
    return match[1] if match else ""


def _bare_words(words: str) -> list[str]:
    return [word.strip("()[],.:;/").lower() for word in words.split()]


def _singular(word: str) -> str | None:
    plural = max((p for p in _COUNTED if word.endswith(p)), key=len, default=None)
    return None if plural is None else word[: -len(plural)] + _COUNTED[plural]
