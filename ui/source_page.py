"""A document as a readable page: its structure as parts to draw, its words as runs, the cited ones marked.

Every word of the document is in a run, but for the mark-up characters that the page shows as form:
the hashes of a heading, the asterisks of emphasis, the separators between the cells of a table.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

from ingest.document import Block, BlockKind, Document, Section, plain
from ingest.span import Span

_CHECKBOX = re.compile(r"<input\b[^>]*>")
_HASHES = re.compile(r"#{1,6}\s+")
_OPENING = re.compile(r"(?<![\w*])\*{1,3}(?=[^\s*])")
_CLOSING = re.compile(r"(?<=[^\s*])\*{1,3}(?![a-zA-ZÀ-ÿ*])")
_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look the same."""

    text: str
    strength: int = 0  # asterisks around it: 1 is emphasis, 2 is strong, 3 is both
    marked: bool = False
    first: bool = False  # of the marked runs of the page


Runs = tuple[Run, ...]


@dataclass(slots=True)
class Part:
    """A piece of the page; its kind says which fields it uses."""

    kind: str  # a BlockKind, "list", "table" or "page"
    runs: Runs = ()
    marker: Runs = ()
    level: int = 0  # of a heading: 2 to 6
    anchor: str = ""  # of a heading
    page: int = 0  # that begins here, counted from 1
    parts: list[Part] = field(default_factory=list)  # the items of a list, or what stands inside an item
    rows: list[list[Runs]] = field(default_factory=list)
    headed: bool = False  # the first row of a table holds the headings of its columns

    @property
    def words(self) -> str:
        """The words of a heading, for the outline."""
        return " ".join("".join(run.text for run in self.runs).split())


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What the template of a source page draws."""

    document: Document
    sections: tuple[tuple[Part, ...], ...]
    marked: bool

    @property
    def outline(self) -> tuple[Part, ...]:
        """The headings."""
        return tuple(part for parts in self.sections for part in parts if part.kind == BlockKind.HEADING)


def source_page(document: Document, cited: Span | None) -> SourcePage:
    """Return the page of a document, with the cited words marked."""
    page = _Page(document, cited)
    sections = tuple(tuple(page.section(section)) for section in document.sections)
    return SourcePage(document, sections, page.marked)


class _Page:
    def __init__(self, document: Document, cited: Span | None) -> None:
        self._document = document
        self._cited = cited or Span(0, 0)
        self._page = 0  # the last that was drawn
        self._furniture: Sequence[Span] = ()  # of the section that is being drawn, in order
        self.marked = False

    def section(self, section: Section) -> list[Part]:
        parts: list[Part] = []
        open_items: list[Part] = []  # the item that is open at each depth
        self._furniture = sorted(block.span for block in section.blocks if block.kind is BlockKind.FURNITURE)
        for block in section.blocks:
            self._begin_page(parts, open_items, block)
            if block.kind is BlockKind.ITEM:
                item = self._line(block)
                del open_items[block.depth :]
                _add_item(open_items[-1].parts if open_items else parts, item)
                open_items.append(item)
            elif block.kind in {BlockKind.FURNITURE, BlockKind.REMARK} and open_items:
                open_items[-1].parts.append(self._line(block))
            else:
                open_items.clear()
                self._add(parts, block, section)
        return parts

    def _begin_page(self, parts: list[Part], open_items: list[Part], block: Block) -> None:
        """Draw the number of the page on which a block starts, when it is another than that of the block before."""
        page = self._document.page_at(block.span.start)
        if page is not None and page > self._page:
            self._page = page
            open_items.clear()
            parts.append(Part("page", page=page))

    def _add(self, parts: list[Part], block: Block, section: Section) -> None:
        if block.kind is BlockKind.HEADING:
            parts.append(self._heading(block, section))
        elif block.kind is BlockKind.ROW:
            if not parts or parts[-1].kind != "table":
                parts.append(Part("table", headed=_is_head(block, section)))
            parts[-1].rows.append(self._row(block))
        else:
            parts.append(self._line(block))

    def _row(self, block: Block) -> list[Runs]:
        """Return what stands in each column; a cell that goes on on the next line is one with its beginning."""
        columns = block.columns or range(len(block.cells))
        row: list[Runs] = [()] * (max(columns) + 1)
        for column, cell in zip(columns, block.cells, strict=True):
            row[column] += ((Run(" "),) if row[column] else ()) + self._runs(cell)
        return row

    def _heading(self, block: Block, section: Section) -> Part:
        words = plain(block.span.of(self._document.text)).lstrip("# ")
        depth = section.path.index(words) if words in section.path else 0
        runs = self._runs(block.span)
        return Part(block.kind, runs, level=min(2 + depth, _DEEPEST_HEADING), anchor=f"plaats-{block.span.start}")

    def _line(self, block: Block) -> Part:
        text, span = self._document.text, block.span
        if not block.marker or not text.startswith(block.marker, span.start):
            return Part(block.kind, self._runs(span))
        marker = Span(span.start, span.start + len(block.marker))
        words = Span(marker.end, span.end).trimmed(text)
        return Part(block.kind, marker=self._runs(marker), runs=self._runs(words))

    def _runs(self, span: Span) -> Runs:
        runs = []
        for piece in _without_furniture(span, self._furniture):
            for shown, words, strength in _styled(self._document.text, piece):
                for cut in _cut(shown, self._cited) if words is None else [shown]:
                    text = cut.of(self._document.text) if words is None else words
                    inside = cut.overlap(self._cited) > 0 and not text.isspace()
                    runs.append(Run(text, strength, inside, first=inside and not self.marked))
                    self.marked = self.marked or inside
        return tuple(runs)


def _is_head(block: Block, section: Section) -> bool:
    """Tell whether a row holds the headings of the columns: later rows point at it."""
    return block.span in section.heads


def _add_item(parts: list[Part], item: Part) -> None:
    if not parts or parts[-1].kind != "list":
        parts.append(Part("list"))
    parts[-1].parts.append(item)


def _without_furniture(span: Span, furniture: Sequence[Span]) -> Iterator[Span]:
    """Leave out the running heads inside a paragraph that goes on behind them; they are drawn after it."""
    start = span.start
    behind = islice(furniture, bisect_left(furniture, Span(span.start, 0)), None)
    for gap in takewhile(lambda gap: gap.start < span.end, behind):
        if gap != span and span.contains(gap):
            yield Span(start, gap.start)
            start = gap.end
    yield Span(start, span.end)


def _cut(span: Span, cited: Span) -> list[Span]:
    """Cut a span where the citation begins and ends."""
    borders = [border for border in (cited.start, cited.end) if span.start < border < span.end]
    return [Span(start, end) for start, end in pairwise([span.start, *borders, span.end])]


def _styled(text: str, span: Span) -> Iterator[tuple[Span, str | None, int]]:
    """Yield the pieces of a span with the words to show instead, if any, and their strength."""
    strength, start = 0, span.start
    for place, words, change in sorted(_markup(text, span), key=lambda markup: markup[0]):
        if start < place.start:
            yield Span(start, place.start), None, strength
        if words:
            yield place, words, strength
        strength, start = strength + change, place.end
    if start < span.end:
        yield Span(start, span.end), None, strength


def _markup(text: str, span: Span) -> Iterator[tuple[Span, str, int]]:
    """Yield the mark-up in a span: what to show instead, and by how much the strength changes after it."""
    words = span.of(text)
    if hashes := _HASHES.match(words):
        yield Span(span.start, span.start + hashes.end()), "", 0
    for box in _CHECKBOX.finditer(words):
        yield Span(span.start + box.start(), span.start + box.end()), "☒" if "checked" in box[0] else "☐", 0
    for opening, closing in _emphasis(words):
        for asterisks, change in ((opening, 1), (closing, -1)):
            place = Span(span.start + asterisks.start, span.start + asterisks.end)
            yield place, "", change * (opening.end - opening.start)


def _emphasis(words: str) -> Sequence[tuple[Span, Span]]:
    """Return the pairs of asterisks around emphasised words; asterisks without a partner are not mark-up."""
    pairs: list[tuple[Span, Span]] = []
    waiting: list[Span] = []
    closing = {match.span() for match in _CLOSING.finditer(words)}
    opening = {match.span() for match in _OPENING.finditer(words)}
    for start, end in sorted(opening | closing):
        here = Span(start, end)
        partner = next((o for o in reversed(waiting) if o.end - o.start == end - start), None)
        if (start, end) in closing and partner:
            del waiting[waiting.index(partner) :]
            pairs.append((partner, here))
        elif (start, end) in opening:
            waiting.append(here)
    return pairs
