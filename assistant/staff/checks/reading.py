"""What all checks read of a document, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.staff.concern import Spot
from ingest.abbreviations import abbreviations
from ingest.document import BlockKind, Document
from ingest.passages import Passage, passages_of, sentences
from ingest.question_bank import BankQuestion
from ingest.statements import unnumbered


@dataclass(frozen=True)
class Reading:
    """A document of the corpus with its question bank."""

    document: Document
    bank: Sequence[BankQuestion]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Its passages, in order."""
        return passages_of(self.document)

    @cached_property
    def running_text(self) -> tuple[Spot, ...]:
        """The sentences, items and cells of the document, headings and page furniture left out."""
        text = self.document.text
        blocks = (block for section in self.document.sections for block in section.content)
        return tuple(
            Spot(self.document, span)
            for block in blocks
            if block.kind is not BlockKind.CONTENTS
            for span in sentences(text, unnumbered(text, block))
        )

    @cached_property
    def explained(self) -> frozenset[str]:
        """The abbreviations that it writes out, in small letters."""
        return frozenset(found.short.lower() for found in abbreviations(self.document))
