"""Ruled tables in a PDF: the grids that its drawn lines make."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pypdfium2 as pdfium
from pypdfium2 import raw

_NEAR = 3.0  # points: lines that lie closer are one
_SHORTEST = 6.0
_MAX_LINES = 20_000  # A page with more is a drawing.
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lines; where a line is missing, cells are merged."""

    columns: tuple[float, ...]  # the vertical lines from left to right
    lines: tuple[float, ...]  # the horizontal lines from top to bottom
    vertical: tuple[_Rule, ...]
    horizontal: tuple[_Rule, ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.columns) - 1

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.lines) - 1

    @property
    def top(self) -> float:
        """The uppermost line."""
        return self.lines[0]

    def holds(self, place: tuple[float, float]) -> bool:
        """Tell whether a place lies inside."""
        x, y = place
        return self.columns[0] < x < self.columns[-1] and self.lines[-1] - 1 < y < self.lines[0]

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Return the row and column of a place; of merged cells those of the first."""
        column = max(0, sum(x > border for border in self.columns[:-1]) - 1)
        row = max(0, sum(y < border for border in self.lines[:-1]) - 1)
        while column and not self._parted(self.columns[column], y):
            column -= 1
        while row and not any(rule.at(self.lines[row]) and rule.covers(x) for rule in self.horizontal):
            row -= 1
        return row, column

    def cut(self, run: Sequence[_Item], middle: Callable[[_Item], float], y: float) -> Iterator[list[_Item]]:
        """Cut what stands on one line where a vertical line goes through it."""
        borders = [x for x in self.columns if self._parted(x, y)]
        piece: list[_Item] = []
        for item in run:
            if piece and any(middle(piece[-1]) < border < middle(item) for border in borders):
                yield piece
                piece = []
            piece.append(item)
        if piece:
            yield piece

    def _parted(self, x: float, y: float) -> bool:
        return any(rule.at(x) and rule.covers(y) for rule in self.vertical)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A drawn line: its place across, and where it starts and ends along."""

    place: float
    start: float
    end: float

    def at(self, place: float) -> bool:
        return abs(self.place - place) <= _NEAR

    def covers(self, along: float) -> bool:
        return self.start - _NEAR <= along <= self.end + _NEAR


def grids(page: pdfium.PdfPage) -> list[Grid]:
    """Return the tables of a page of at least two rows and two columns, from top to bottom."""
    horizontal, vertical = _rules(page)
    if len(horizontal) + len(vertical) > _MAX_LINES:
        return []
    found = []
    for across, down in _connected(horizontal, vertical):
        columns, lines = _places(down), _places(across)[::-1]
        if len(columns) > 2 and len(lines) > 2:
            found.append(Grid(tuple(columns), tuple(lines), tuple(down), tuple(across)))
    return sorted(found, key=lambda grid: -grid.top)


def _connected(across: Sequence[_Rule], down: Sequence[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Yield the lines that hang together by crossing or touching."""
    left_across, left_down = list(across), list(down)
    while left_down:
        group: tuple[list[_Rule], list[_Rule]] = ([], [left_down.pop()])
        fresh_down, fresh_across = list(group[1]), list[_Rule]()
        while fresh_down or fresh_across:
            fresh_across = [h for h in left_across if any(h.covers(v.place) and v.covers(h.place) for v in fresh_down)]
            left_across = [h for h in left_across if h not in fresh_across]
            fresh_down = [v for v in left_down if any(h.covers(v.place) and v.covers(h.place) for h in fresh_across)]
            left_down = [v for v in left_down if v not in fresh_down]
            group[0].extend(fresh_across)
            group[1].extend(fresh_down)
        yield group


def _places(rules: Sequence[_Rule]) -> list[float]:
    places: list[float] = []
    for place in sorted(rule.place for rule in rules):
        if not places or place - places[-1] > _NEAR:
            places.append(place)
    return places


def _rules(page: pdfium.PdfPage) -> tuple[list[_Rule], list[_Rule]]:
    horizontal: set[_Rule] = set()
    vertical: set[_Rule] = set()
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        for x0, y0, x1, y1 in _strokes(drawn):
            if abs(y0 - y1) <= 1 and abs(x0 - x1) >= _SHORTEST:
                horizontal.add(_Rule(round((y0 + y1) / 2, 1), round(min(x0, x1), 1), round(max(x0, x1), 1)))
            elif abs(x0 - x1) <= 1 and abs(y0 - y1) >= _SHORTEST:
                vertical.add(_Rule(round((x0 + x1) / 2, 1), round(min(y0, y1), 1), round(max(y0, y1), 1)))
        if len(horizontal) + len(vertical) > _MAX_LINES:
            break
    return _merged(horizontal), _merged(vertical)


def _merged(rules: set[_Rule]) -> list[_Rule]:
    """Join pieces of one line: many programs draw the border of each cell by itself."""
    merged: list[_Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.place / _NEAR), rule.start)):
        last = merged[-1] if merged else None
        if last and last.at(rule.place) and last.covers(rule.start):
            merged[-1] = _Rule(last.place, last.start, max(last.end, rule.end))
        else:
            merged.append(rule)
    return merged


def _strokes(drawn: pdfium.PdfObject) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight lines of a drawing: what is stroked, and filled strips as thin as a line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn.raw, fill, stroke)
    corners = list(_corners(drawn))
    if stroke.value:
        yield from corners
    if fill.value and not stroke.value and corners:
        xs, ys = [v for line in corners for v in line[::2]], [v for line in corners for v in line[1::2]]
        left, right, low, high = min(xs), max(xs), min(ys), max(ys)
        if high - low <= _NEAR or right - left <= _NEAR:
            x, y = (left + right) / 2, (low + high) / 2
            yield (left, y, right, y) if high - low <= right - left else (x, low, x, high)


def _corners(drawn: pdfium.PdfObject) -> Iterator[tuple[float, float, float, float]]:
    matrix = drawn.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for index in range(min(raw.FPDFPath_CountSegments(drawn.raw), _MAX_LINES)):
        segment = raw.FPDFPath_GetPathSegment(drawn.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield (*last, *point)
        if raw.FPDFPathSegment_GetClose(segment) and start is not None:
            yield (*point, *start)
        last = point
