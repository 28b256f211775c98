"""From sections to passages: the pieces that are found, whole enough to answer and small enough to point at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.announcing import announces
from ingest.document import SILENT, Block, BlockKind, Document, Section
from ingest.ids import passage_id
from ingest.outline import LIST_CHARS
from ingest.sentence_ends import ends_in_abbreviation
from ingest.span import Span

_PASSAGE_CHARS = 1200  # About 300 tokens: the model reads 512, and longer passages blur.
_SENTENCE_END = re.compile(r"(?<=[.!?])([\"'’”)⁰¹²³⁴⁵⁶⁷⁸⁹]*)\s+(?=[\"'‘“(*]*[A-ZÀ-Þ0-9])")
_NOTE_MARK = re.compile(r"[(\[]\d{1,2}[)\]]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a section, as it is indexed and found."""

    id: str
    document: Document
    section: Section
    span: Span
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The document's own words: `span.of(document.text)`."""
        return self.span.of(self.document.text)

    @property
    def content(self) -> tuple[Block, ...]:
        """The blocks that say something: no headings, no page furniture, unless there is nothing else."""
        return tuple(block for block in self.blocks if block.kind not in SILENT) or self.blocks

    @property
    def body(self) -> str:
        """The words without headings and page furniture, on one line per block."""
        return "\n".join(self.document.readable(block.span) for block in self.content)

    @property
    def heading_text(self) -> str:
        """The title and headings that the passage stands under, with its label."""
        return "\n".join(filter(None, [self.document.source.title, " > ".join(self.section.path), self.section.label]))

    @property
    def embedding_text(self) -> str:
        """What is embedded: headings, the lead-in and column headings when this piece is not the first, the words."""
        lead = self.section.lead
        repeated = lead is not None and lead not in self.blocks and is_lead_in(self.document.text, lead)
        lead_in = self.document.readable(lead.span) if lead is not None and repeated else None
        return "\n".join(filter(None, [self.heading_text, lead_in, self._column_headings, self.body]))

    @property
    def _column_headings(self) -> str | None:
        """The headings of the columns, when the first row stands in an earlier piece of its table."""
        head = next((block.head for block in self.content), None)
        return self.document.readable(head) if head and head.start < self.span.start else None


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Cut a document into passages that never cross a section; every non-space character is in one."""
    passages: list[Passage] = []
    for section in document.sections:
        for blocks in _grouped(document.text, section.blocks):
            # A block that goes on behind a running head ends after it.
            span = Span(blocks[0].span.start, max(block.span.end for block in blocks))
            own_id = passage_id(document.source.id, span.start)
            passages.append(Passage(own_id, document, section, span, tuple(blocks)))
    return tuple(passages)


def is_lead_in(text: str, block: Block) -> bool:
    """Tell whether a block announces what comes after it: a numbered line, a question, or words that do."""
    words = block.span.of(text).rstrip()
    return block.kind is BlockKind.NUMBERED or words.endswith("?") or announces(words)


def sentences(text: str, span: Span) -> list[Span]:
    """Cut a span into its sentences; white space at their ends and loose marks of footnotes, "(2)", are left out."""
    found, start = [], span.start
    words = span.of(text)
    for gap in _SENTENCE_END.finditer(words):
        end = span.start + gap.end(1)
        if ends_in_abbreviation(text[start:end]):
            continue
        found.append(Span(start, end).trimmed(text))
        start = span.start + gap.end()
    found.append(Span(start, span.end).trimmed(text))
    if not _is_enumeration(words):
        found = [Span(one.start + _mark_chars(one.of(text)), one.end) for one in found]
    return [one for one in found if one.start < one.end and not _NOTE_MARK.fullmatch(one.of(text))]


def _is_enumeration(words: str) -> bool:
    """Tell whether the numbers between brackets count what the words tell: "(1) ... (2) ..."."""
    return "(1)" in words and "(2)" in words


def _mark_chars(sentence: str) -> int:
    """Return the length of a footnote's mark before a sentence: it belongs to the sentence before."""
    mark = _NOTE_MARK.match(sentence)
    return len(sentence) - len(sentence[mark.end() :].lstrip()) if mark and sentence[mark.end() :][:1] == " " else 0


def _grouped(text: str, blocks: Sequence[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    end = 0
    # Page furniture stands inside the block that it interrupts, so cutting that block up may put it out of order.
    for block in sorted(_pieces(text, blocks), key=lambda block: block.span.start):
        start = group[0].span.start if group else block.span.start
        limit = LIST_CHARS if _continues_list(block) else _PASSAGE_CHARS
        too_long = block.span.start >= end and block.span.end - start > limit
        if group and too_long and not _must_follow(text, group[-1]):
            yield group
            group = []
        group.append(block)
        end = max(end, block.span.end)
    if group:
        yield group


def _continues_list(block: Block) -> bool:
    return block.kind in {BlockKind.ITEM, BlockKind.ROW, BlockKind.REMARK, BlockKind.CONTENTS}


def _must_follow(text: str, block: Block) -> bool:
    return block.kind is BlockKind.HEADING or (
        block.kind is not BlockKind.ITEM and is_lead_in(text, block) and block.span.end - block.span.start < 600
    )


def _pieces(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Cut blocks that are too long by themselves at the ends of sentences, or of words where there are none."""
    furniture = [block.span for block in blocks if block.kind is BlockKind.FURNITURE]
    for block in blocks:
        if block.span.end - block.span.start <= LIST_CHARS:
            yield block
        else:
            first, *others = _cuts(text, block.span, furniture)
            yield replace(block, span=first, cells=())
            yield from (replace(block, span=span, cells=(), marker="") for span in others)


def _cuts(text: str, span: Span, furniture: Sequence[Span]) -> Iterator[Span]:
    start = span.start
    while start < span.end:
        window = text[start : min(start + _PASSAGE_CHARS, span.end)]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)] or [window.rfind(" ") + 1]
        whole = start + len(window) == span.end or ends[-1] == 0
        cut = start + (len(window) if whole else ends[-1])
        cut = max([cut, *(gap.end for gap in furniture if gap != span and gap.start < cut < gap.end)])
        if (piece := Span(start, cut).trimmed(text)).start < piece.end:
            yield piece
        start = cut
