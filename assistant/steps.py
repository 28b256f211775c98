"""The steps of a procedure, told together in the document's order."""

from __future__ import annotations

import re

from assistant.evidence import Evidence, Form
from assistant.question import Question
from assistant.sentence_window import STEPS_CHARS
from assistant.shapes import is_told
from ingest.document import Block, BlockKind, Section
from ingest.passages import Passage
from ingest.span import Span
from ingest.statements import unnumbered

_IS_STEP = re.compile(r"(?:stap|fase) \d+$")


def all_steps(question: Question, passage: Passage, block: Block) -> Evidence | None:
    """Return all that a section says, in order, when it is no more than a procedure's worth; else None.

    Steps that are numbered sections of their own are told together.
    """
    sections = steps_beside(passage) or [passage.section]
    content = [one for section in sections for one in section.content]
    span = Span(content[0].span.start, content[-1].span.end) if content else passage.span
    if len(content) < 2 or span.end - span.start > STEPS_CHARS or block not in content:
        return None
    text = passage.document.text
    parts = tuple(unnumbered(text, one) for one in content)
    return Evidence(passage, Form.STEPS, span, None, parts, is_told(question, passage, parts))


def steps_beside(passage: Passage) -> list[Section]:
    """Return the numbered sections under one heading that a step is one of, in order; none when it is no step."""
    section = passage.section
    if not section.content or not _IS_STEP.match(section.label or ""):
        return []
    run = section.content[0].sequence
    beside = [one for one in passage.document.sections if one.path == section.path and one.content]
    return [one for one in beside if one.content[0].kind is BlockKind.NUMBERED and one.content[0].sequence == run]
