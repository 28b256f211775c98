"""Statements: the smallest pieces of a passage that can answer, a sentence, a list item or a table row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.document import Block, BlockKind
from ingest.ids import statement_id
from ingest.passages import Passage, sentences
from ingest.span import Span

_WHOLE = frozenset({BlockKind.ITEM, BlockKind.ROW, BlockKind.CONTENTS})
_NUMBER = re.compile(r"^(?:[-–]\s+)?(?:[A-Za-z]+\s+)?\d{1,3}[a-z]?(?:\.\d{1,3})*\s*[.:)–-]?\s+")
_RUN_IN_HEADING = re.compile(r"[^\W\d_a-zà-ÿ][^\s\d:]*(?:\s+[^\s\d:]+){0,3}\.")  # One to four words, no number.
_VERDICT = re.compile(r"(?:ja|nee)\b", re.IGNORECASE)  # Answers by itself.


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of a passage, in the block that it stands in."""

    id: str
    passage: Passage
    block: Block
    span: Span

    @property
    def embedding_text(self) -> str:
        """What is embedded: the heading that it stands under, those of its columns, and its words."""
        document, section = self.passage.document, self.passage.section
        headings = dict.fromkeys(section.column_headings(self.block)[1:])
        columns = "".join(f" {document.readable(heading)}" for heading in headings)
        return f"{section.heading or document.source.title}:{columns} {document.readable(self.span)}"


def statements_of(passage: Passage) -> tuple[Statement, ...]:
    """Cut a passage into its statements, in order; the headings of columns state nothing."""
    heads = passage.section.heads
    blocks = [block for block in passage.content if block.span not in heads] or passage.content
    pieces = ((block, span) for block in blocks for span in _spans(passage.document.text, block))
    return tuple(Statement(statement_id(passage.id, n), passage, block, span) for n, (block, span) in enumerate(pieces))


def statement_at(statements: Iterable[Statement], place: int) -> Statement | None:
    """Return the statement of a passage that a place in its document is in, also at the number before it; or None.

    Args:
        statements: all of a passage, in order.
        place: an offset in the text of the document.
    """
    return next((one for one in statements if one.block.span.start <= place < one.span.end), None)


def unnumbered(text: str, block: Block) -> Span:
    """Return a block's span without its number or bullet."""
    if block.kind not in {BlockKind.ITEM, BlockKind.NUMBERED} or not block.marker:
        return block.span
    numbered = block.kind is BlockKind.NUMBERED or re.search(r"\d", block.marker)
    if numbered and (number := _NUMBER.match(block.span.of(text))):
        return Span(block.span.start + number.end(), block.span.end)
    if block.kind is BlockKind.NUMBERED:
        return block.span
    return Span(text.index(block.marker[-1], block.span.start) + 1, block.span.end).trimmed(text)


def _spans(text: str, block: Block) -> Iterator[Span]:
    words = unnumbered(text, block)
    if block.kind in _WHOLE:
        yield words
    else:
        yield from with_run_in_heading(text, sentences(text, words))


def with_run_in_heading(text: str, said: list[Span]) -> list[Span]:
    """Return sentences; a heading on the line of its text, "Dossier. De school ...", is one with the first of them."""
    runs_in = len(said) > 1 and _RUN_IN_HEADING.fullmatch(said[0].of(text)) and not _VERDICT.match(said[0].of(text))
    return [Span(said[0].start, said[1].end), *said[2:]] if runs_in else said
