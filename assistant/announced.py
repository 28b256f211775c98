"""What the last words of an answer announce, where that stands elsewhere: in paragraphs, or in sections behind."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.evidence import WHOLE_CHARS, Evidence, Form
from ingest.announcing import announces
from ingest.document import Block, BlockKind, Section
from ingest.passages import Passage, sentences
from ingest.span import Span
from ingest.statements import unnumbered

_MAY_END_OPEN = frozenset({Form.SENTENCES, Form.STEPS, Form.LIST, Form.ITEM})


def with_announced(evidence: Evidence) -> Evidence:
    """Return evidence with what its last words announce, when that stands elsewhere: never a lead-in by itself."""
    last = evidence.parts[-1]
    told = _told_behind(evidence.passage, last) if evidence.form in _MAY_END_OPEN else ()
    if not told:
        return evidence
    span = Span(evidence.span.start, max(evidence.span.end, told[-1].end))
    if evidence.form is Form.SENTENCES:
        return replace(evidence, form=Form.LIST, span=span, lead=Span(evidence.parts[0].start, last.end), parts=told)
    return replace(evidence, span=span, parts=(*evidence.parts, *told))


def _told_behind(passage: Passage, last: Span) -> tuple[Span, ...]:
    """Return what words announce that end with a colon, or that are a number with numbers of its own under it."""
    text, content = passage.document.text, passage.section.content
    behind = [block for block in content if block.span.start >= last.end]
    if behind:
        return _paragraphs_told(text, last, behind)
    if not content or last.end < content[-1].span.end:
        return ()
    units = _units_under(passage) or (_units_behind(passage) if announces(last.of(text)) else [])
    blocks = [block for section in units for block in section.content]
    if blocks and blocks[-1].span.end - blocks[0].span.start > WHOLE_CHARS:
        return tuple(sentences(text, unnumbered(text, section.content[0]))[0] for section in units)
    return tuple(unnumbered(text, block) for block in blocks)


def _paragraphs_told(text: str, last: Span, behind: Sequence[Block]) -> tuple[Span, ...]:
    """Return the paragraphs that words with a colon announce: one, and more while they end like members of a list."""
    told: list[Span] = []
    while (
        len(told) < len(behind)
        and behind[len(told)].kind is BlockKind.PARAGRAPH
        and text[(told[-1] if told else last).end - 1] in (":;," if told else ":")
    ):
        told.append(behind[len(told)].span)
    return tuple(told)


def _units_under(passage: Passage) -> list[Section]:
    """Return the numbers under a number: "17.1" and "17.2" under "17. Coachen"."""
    document, section = passage.document, passage.section
    first = section.content[0] if section.content else None
    if first is None or first.kind is not BlockKind.NUMBERED:
        return []
    path = (*section.path, document.readable(first.span))
    return list(takewhile(lambda other: other.path == path, _sections_behind(passage)))


def _units_behind(passage: Passage) -> list[Section]:
    """Return the numbered units of one run that come directly after a section."""
    units: list[Section] = []
    for section in _sections_behind(passage):
        first = section.content[0] if section.content else None
        if first is None or first.kind is not BlockKind.NUMBERED or section.path != passage.section.path:
            break
        if units and first.sequence != units[0].content[0].sequence:
            break
        units.append(section)
    return units


def _sections_behind(passage: Passage) -> Sequence[Section]:
    sections = passage.document.sections
    return sections[bisect_right(sections, passage.section.span.start, key=lambda one: one.span.start) :]
