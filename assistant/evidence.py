"""The words of a passage that answer a question, and how they are built."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.instructions import is_asking
from ingest.document import BlockKind
from ingest.passages import Passage
from ingest.span import Span
from ingest.statements import unnumbered

WHOLE_CHARS = 1600  # What is announced is told whole when it is no longer.
AGREED = re.compile(r"ja\W*", re.IGNORECASE)


class Form(StrEnum):
    """How the evidence is built, and so how it is shown."""

    SENTENCES = "sentences"
    DECISION = "decision"  # a question, instruction or thesis, and what was decided
    LIST = "list"
    ITEM = "item"  # one member of a list or one row of a table; `lead` announces that list
    SELECTION = "selection"  # the members of a list that the question names; `lead` announces that list
    ROW = "row"  # cells of a row whose columns have headings: the first, and those that are asked for
    STEPS = "steps"  # what is done, in the document's order


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that answer, inside one passage."""

    passage: Passage
    form: Form
    span: Span  # what is quoted; the lead is in it, but for an ITEM
    lead: Span | None  # what announces the list or was decided upon
    parts: tuple[Span, ...]  # the sentences, the items, or the decision
    shaped: bool  # holds words of the kind that is asked for
    leaned_on: tuple[Span, ...] = ()  # the sentences before a fact that it points back at: "In dat geval ..."

    @property
    def undecided(self) -> Evidence:
        """The same words in the document's order, so that a "Ja" is not read as the answer.

        A thesis that was agreed to says it all.
        """
        if self.form is not Form.DECISION or self.lead is None:
            return self
        agreed = all(AGREED.fullmatch(self.readable(part)) for part in self.parts)
        asks = is_asking(self.readable(self.lead))
        parts = (self.lead,) if agreed and not asks else (self.lead, *self.parts)
        return replace(self, form=Form.SENTENCES, lead=None, parts=parts)

    @property
    def said(self) -> str:
        """What the parts say, on one line."""
        return " ".join(map(self.readable, self.parts))

    @property
    def in_place(self) -> str:
        """What it says, behind the title, the headings, and the words that announce it."""
        said = [self.lead, *self.parts] if self.lead else self.parts
        return " ".join([self.passage.document.source.title, *self.passage.section.path, *map(self.readable, said)])

    @property
    def is_from_a_list(self) -> bool:
        """Tell whether it is one member of a list, or some of them."""
        return self.form in {Form.ITEM, Form.SELECTION}

    @property
    def announcing(self) -> tuple[str, ...]:
        """What may say what a list is of: the heading over it, and the words that announce it."""
        return (self.passage.section.heading, *([self.readable(self.lead)] if self.lead else []))

    @property
    def members(self) -> list[list[Span]]:
        """The parts of a list, each with what stands under it: items of a deeper list, and remarks."""
        text, content = self.passage.document.text, self.passage.section.content
        under = {unnumbered(text, block) for block in content if block.kind is BlockKind.REMARK or block.depth > 0}
        members: list[list[Span]] = []
        for part in self.parts:
            if part in under and members:
                members[-1].append(part)
            else:
                members.append([part])
        return members

    def joined(self, other: Evidence) -> Evidence | None:
        """Return the sentences of both in the document's order, when both are sentences of one passage."""
        if self.passage.id != other.passage.id or {self.form, other.form} != {Form.SENTENCES}:
            return None
        parts = tuple(sorted({*self.parts, *other.parts}, key=lambda part: part.start))
        span = Span(min(self.span.start, other.span.start), max(self.span.end, other.span.end))
        leaned_on = tuple(part for part in (self.leaned_on or other.leaned_on) if part not in parts)
        return replace(self, span=span, parts=parts, shaped=self.shaped and other.shaped, leaned_on=leaned_on)

    def overlaps(self, other: Evidence) -> bool:
        """Tell whether both have words of the document in common."""
        return self.passage.id == other.passage.id and self.span.overlap(other.span) > 0

    def readable(self, span: Span) -> str:
        """Return the words of a part on one line, to show."""
        return self.passage.document.readable(span)
