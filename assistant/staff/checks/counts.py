"""Numbers of things that are announced, and lists that hold another number of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median

from assistant.disagreement import broken_promise
from assistant.evidence import Evidence, Form
from assistant.staff.checks.reading import Reading
from assistant.staff.concern import Concern, ConcernKind, Spot
from ingest.document import Block, BlockKind, Section
from ingest.numerals import NUMERAL, value_of
from ingest.passages import is_lead_in
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import terms, words

_LISTED = frozenset({BlockKind.ITEM, BlockKind.ROW})
_COUNTED_ABOUT = re.compile(
    rf"\b({NUMERAL})\s+([a-zë-]+(?:en|s))\s+(?:over|van|voor|bij)\s+([a-zà-ÿ-]+)", re.IGNORECASE
)
_STATED = ("stellingen", "uitspraken", "beweringen")
_SENTENCE_WORDS = 6
_TAIL_CHARS = 8  # Shorter ends of a compound, such as "plan", say too little of what it is about.


def counts(one: Reading) -> Iterator[Concern]:
    """Yield announcements of a number that the list does not hold: right above it, or elsewhere in the document."""
    lists = [found for section in one.document.sections for found in _lists(one, section)]
    for evidence in lists:
        if evidence.lead and (broken := broken_promise(evidence)):
            promised, listed = broken
            text = f"Hier worden er {promised} aangekondigd, maar er staan er {listed}."
            yield Concern(ConcernKind.COUNT, text, (Spot(one.document, evidence.lead),))
    for spot in one.running_text:  # A number that differs very much counts other things.
        for numeral, noun, topic in _COUNTED_ABOUT.findall(spot.words):
            about = _lists_about(lists, noun, topic)
            own = any(found.lead and found.lead.overlap(spot.span) for found in about)
            number, size = value_of(numeral), len(_outer(about[0])) if about else 0
            if len(about) == 1 and not own and number != size and 1 < number <= 2 * size <= 4 * number:
                text = f"Hier gaat het over {numeral} {noun}, maar op de andere plaats staan er {size}."
                yield Concern(ConcernKind.COUNT, text, (spot, Spot(one.document, about[0].lead or about[0].span)))


def _lists_about(lists: Sequence[Evidence], noun: str, topic: str) -> list[Evidence]:
    """Return the lists that are announced with a topic; of what people state, else those whose sentences hold it."""
    announced = [found for found in lists if set(terms(topic)) & set(terms(_announcement(found)))]
    if announced or not noun.lower().endswith(_STATED):
        return announced
    return [found for found in lists if _are_statements(found) and _holds_end_of(topic, found)]


def _are_statements(found: Evidence) -> bool:
    """Tell whether the members of a list are sentences that begin alike, as statements to agree with do."""
    said = [words(found.readable(part)) for part in found.parts]
    first = Counter(sentence[0] for sentence in said if sentence)
    return median(map(len, said)) >= _SENTENCE_WORDS and 2 * max(first.values(), default=0) > len(said)


def _holds_end_of(topic: str, found: Evidence) -> bool:
    """Tell whether a list has the last part of a compound: "vaardigheden" of "leerkrachtvaardigheden"."""
    said = {word for part in found.parts for word in words(found.readable(part)) if len(word) >= _TAIL_CHARS}
    return any(topic.lower().endswith(word) for word in said)


def _lists(one: Reading, section: Section) -> Iterator[Evidence]:
    """Yield the lists of a section with what announces them."""
    text = one.document.text
    passage = next((p for p in one.passages if p.section is section), None)
    blocks = [block for block in section.content if block.kind is not BlockKind.REMARK]
    position = 0
    for listed, group in groupby(blocks, key=lambda block: block.kind in _LISTED):
        members = list(group)
        lead = blocks[position - 1] if position else None
        position += len(members)
        if listed and passage and lead and is_lead_in(text, lead):
            span = Span(lead.span.start, members[-1].span.end)
            parts = tuple(block.span for block in members)
            yield Evidence(passage, Form.LIST, span, unnumbered(text, lead), parts, shaped=True)


def _announcement(found: Evidence) -> str:
    return found.readable(found.lead) if found.lead else ""


def _outer(found: Evidence) -> list[Block]:
    return [b for b in found.passage.section.content if b.kind in _LISTED and b.depth == 0 and b.span in found.parts]
