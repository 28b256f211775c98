"""Tables that people set with spaces: columns under ruled headings, and cells that go on on the next line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.lines import Line
from ingest.span import Span

_RULER = re.compile(r"[-=]{2,}(?: +[-=]{2,})+")  # A line under each heading.
_GAP = re.compile(r" {3,}")


@dataclass(frozen=True, slots=True)
class SpacedLine:
    """A line of such a table."""

    cells: tuple[Span, ...]
    columns: tuple[int, ...]  # of each cell
    head: Span | None = None  # the line with the headings of the columns
    goes_on: bool = False  # in the cells of the line before


def spaced_lines(text: str, lines: Sequence[Line], skipped: frozenset[int]) -> dict[int, SpacedLine]:
    """Return the lines under a ruler, the one above it, and those that go on in the cells of the line before.

    Args:
        text: the document's.
        lines: of the text.
        skipped: contents, which are set with spaces too.
    """
    found = dict(_ruled(text, lines))
    starts: list[int] = []  # of the cells of the row that may go on
    for index, line in enumerate(lines):
        if index in found or index in skipped:
            starts = []
        elif not line.after_blank and (going_on := _going_on(text, line, starts)):
            found[index] = going_on
        else:
            starts = [_place(text, cell) for cell in _cells(line)]
    return found


def _ruled(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, SpacedLine]]:
    for index, ruler in enumerate(lines):
        if not index or ruler.after_blank or not _RULER.fullmatch(ruler.text):
            continue
        starts = [_place(text, ruler.span) + group.start() for group in re.finditer(r"\S+", ruler.text)]
        head = _under(text, lines[index - 1], starts)
        if head is None or len(head.cells) != len(starts):
            continue
        yield index - 1, head
        yield from _body(text, lines, index + 1, starts, lines[index - 1].span)


def _body(
    text: str, lines: Sequence[Line], first: int, starts: Sequence[int], head: Span
) -> Iterator[tuple[int, SpacedLine]]:
    for index in range(first, len(lines)):
        line = _under(text, lines[index], starts)
        if lines[index].after_blank or line is None:
            return
        goes_on = index > first and line.columns[0] > 0
        yield index, SpacedLine(line.cells, line.columns, head, goes_on)


def _under(text: str, line: Line, starts: Sequence[int]) -> SpacedLine | None:
    """Return a line by its columns; None when a word stands over the border of two."""
    place = _place(text, line.span)
    words = " " * place + line.text
    offset = line.span.start - place
    cells, columns = [], []
    for column, (start, end) in enumerate(zip(starts, [*starts[1:], len(words)], strict=True)):
        if start and words[start - 1 : start].strip():
            return None
        if words[start:end].strip():
            cell = Span(offset + max(start, place), offset + min(end, len(words)))
            cells.append(cell.trimmed(text))
            columns.append(column)
    return SpacedLine(tuple(cells), tuple(columns)) if cells and "\t" not in words else None


def _going_on(text: str, line: Line, starts: Sequence[int]) -> SpacedLine | None:
    """Return a line of which each piece stands under a cell of the line before, but none under the first."""
    cells = _cells(line)
    places = [_place(text, cell) for cell in cells]
    if not cells or not set(places) <= set(starts[1:]):
        return None
    return SpacedLine(cells, tuple(map(starts.index, places)), goes_on=True)


def _cells(line: Line) -> tuple[Span, ...]:
    """Return what stands on a line between wide gaps."""
    if "\t" in line.text:
        return ()
    gaps = [(gap.start(), gap.end()) for gap in _GAP.finditer(line.text)]
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(line.text)]
    return tuple(Span(line.span.start + start, line.span.start + end) for start, end in zip(starts, ends, strict=True))


def _place(text: str, span: Span) -> int:
    """Return how far from the left a span starts."""
    return span.start - (text.rfind("\n", 0, span.start) + 1)
