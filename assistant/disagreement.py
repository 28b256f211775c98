"""Where documents disagree: two values for the same thing, or a promise that the list under it does not keep."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.evidence import Evidence, Form
from ingest.document import BlockKind
from ingest.numerals import NUMERAL, value_of
from ingest.passages import Passage, sentences
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import terms

_TIMES_SAID = {"eenmaal": 1, "tweemaal": 2}
_NUMBER = "|".join([*_TIMES_SAID, NUMERAL])
_ADVERBS = {"jaarlijks": 1, "halfjaarlijks": 2, "maandelijks": 12, "wekelijks": 52}
_PER_YEAR = re.compile(r"\b(half ?jaarlijks|jaarlijks|maandelijks|wekelijks)e?\b", re.IGNORECASE)
_IN_A_YEAR = {"jaar": 1, "maand": 12, "week": 52}
_PERIOD = {"dag": "dag", "dagen": "dag", "week": "week", "weken": "week", "maand": "maand", "maanden": "maand",
           "werkdagen": "werkdag", "schooldagen": "schooldag", "jaar": "jaar", "schooljaar": "jaar"}  # fmt: skip
_TIMES = re.compile(
    rf"\b(?:(?P<number>{_NUMBER})\s+(?:keer|maal)|(?P<adverb>{'|'.join(_TIMES_SAID)}))\b(?!\s+zo)"
    rf"(?:\s+(?:per|in\s+(?:de|een)|elke|iedere|om\s+de)\s+(?:(?P<of>{_NUMBER})\s+)?(?P<period>{'|'.join(_PERIOD)})\b)?",
    re.IGNORECASE,
)
_LENGTH = re.compile(rf"\b({_NUMBER})\s+({'|'.join(_PERIOD)})\b", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:ten ?minste|minstens|minima(?:al|le)|ten hoogste|hoogstens|maxima(?:al|le))\b", re.IGNORECASE
)
_COUNTED = re.compile(
    rf"(?<!\bartikel )(?<!\blid )\b({_NUMBER})\s+"
    rf"(?!(?:[\w-]+\s+)?(?:keer|maal|\w*(?:{'|'.join(_PERIOD)}|jaren|uren))\b)(?:[a-zë-]+e\s+)?[a-zë-]{{2,}}(?:en|s)\b",
    re.IGNORECASE,
)
_SAME_SUBJECT = 0.6  # Part of a sentence's terms that must come back for it to be about the same thing.
_STEM_CHARS = 6  # "evaluatie" and "evalueren" share these; their stems differ.

_EACH = "keer per "
_A_YEAR = f"{_EACH}jaar"

Value = tuple[str, int]


def conflicting(evidence: Evidence, others: Iterable[Passage]) -> tuple[Passage, Span] | None:
    """Find the words of another passage, of the same organisation, that give another value for the same thing."""
    values = _values_of(evidence)
    if not values:
        return None
    organisation = evidence.passage.document.source.organisation
    subject = _subject(evidence.readable(evidence.span))
    for passage in others:
        if passage.id == evidence.passage.id or passage.document.source.organisation != organisation:
            continue
        for span in _statements(passage):
            words = passage.document.readable(span)
            others_values, about = values_in(words), _subject(words)
            same_unit = {unit for unit, _ in values} & {unit for unit, _ in others_values}
            if same_unit and not values & others_values and _shared(about, subject) >= _SAME_SUBJECT:
                return passage, span
    return None


def broken_promise(evidence: Evidence) -> tuple[int, int] | None:
    """Return how many a list's lead-in promises, and how many the list holds, when these differ."""
    if evidence.form is not Form.LIST or evidence.lead is None:
        return None
    text = evidence.passage.document.text
    content = evidence.passage.section.content
    outer = [b for b in content if b.kind is BlockKind.ITEM and b.depth == 0 and evidence.span.contains(b.span)]
    announcement = sentences(text, evidence.lead)[-1:]  # What stands before it counts other things.
    promised = [_number(match[1]) for span in announcement for match in _COUNTED.finditer(span.of(text))]
    if not outer or not promised or promised[0] < 2 or len(outer) in promised:
        return None
    return promised[0], len(outer)


def values_in(text: str) -> frozenset[Value]:
    """Return the frequencies, in times a year where that is the period, and lengths of time in a text."""
    # "jaarlijks ... twee keer" is twice a year: the number is the value, the adverb its unit.
    frequencies = [_times(match) for match in _TIMES.finditer(text)] or [
        (_A_YEAR, _ADVERBS[match[1].lower().replace(" ", "")]) for match in _PER_YEAR.finditer(text)
    ]
    lengths = [(_PERIOD[match[2].lower()], _number(match[1])) for match in _LENGTH.finditer(_TIMES.sub(" ", text))]
    return frozenset(frequencies + lengths)


def is_frequency(value: Value) -> bool:
    """Tell whether a value says how often something happens."""
    return value[0].startswith(_EACH)


def _times(match: re.Match[str]) -> Value:
    """Return "twee keer per maand" as times a year, and "eenmaal in de vier jaar" with a unit of its own."""
    number = _number(match["number"] or match["adverb"])
    period = _PERIOD[(match["period"] or "jaar").lower()]
    if match["of"] or period not in _IN_A_YEAR:
        return f"{_EACH}{match['of'] or ''} {period}", number
    return _A_YEAR, number * _IN_A_YEAR[period]


def _values_of(evidence: Evidence) -> frozenset[Value]:
    said = values_in(evidence.said)
    return said or (values_in(evidence.readable(evidence.lead)) if evidence.lead else frozenset())


def _statements(passage: Passage) -> Iterable[Span]:
    for block in passage.content:
        yield from sentences(passage.document.text, unnumbered(passage.document.text, block))


def _subject(text: str) -> frozenset[str]:
    """Return what a text is about: its terms without those of its values."""
    for value in (_TIMES, _PER_YEAR, _LENGTH, _BOUND):
        text = value.sub(" ", text)
    return frozenset(term[:_STEM_CHARS] for term in terms(text) if not term.isdigit())


def _shared(about: frozenset[str], subject: frozenset[str]) -> float:
    return len(about & subject) / len(about) if len(about) > 1 else 0.0


def _number(word: str) -> int:
    return _TIMES_SAID.get(word.lower()) or value_of(word)
