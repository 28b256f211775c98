"""One page of a PDF: its letters as lines in reading order, with size and weight, and its ruled tables."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.formats.pdf_table import Grid, grids
from ingest.list_numbers import superscript

_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy", re.IGNORECASE)
_WORD_GAP = 0.17  # times the letter size: wider is a space
_CELL_GAP = 2.2  # wider is the next cell, or the next column
_EVEN = 0.85  # times the widest gap: what the narrowest in a stretched line is at least
_MARKER_CHARS = 6  # A list marker keeps its distance from the words after it.
_SUPERSCRIPT = 0.8  # A digit smaller than this, times the size of the line, refers to a footnote.
_GUTTER = 9.0  # points: the least that columns lie apart
_COLUMN_LINES = 5
_SYMBOL_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf06e\uf0fc", "•")


Style = tuple[float, bool, str]  # size, weight, font


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of text; coordinates are in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    base: float  # of the letters
    top: float
    bottom: float
    size: float  # of the letters, in half points
    bold: bool
    font: str
    first_word: float  # how wide it is
    page: int = 0  # the first is 0; the same words on two pages are two lines
    column: tuple[float, float] = (0.0, 0.0)  # its left and right edge
    pitch: float = 0.0  # the usual distance between the lines of this size on the page

    @property
    def style(self) -> Style:
        """What the line looks like; headings of one level look alike."""
        return (self.size, self.bold, self.font)


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: the lines in each cell."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]
    columns: tuple[float, ...]
    top: float
    left: float
    right: float
    headed: bool  # its first row is bold, the second not

    def before(self, line: PdfLine) -> bool:
        """Tell whether the table comes before a line, in reading order."""
        beside = self.right <= line.column[0] + 1
        return beside or (self.top > line.base and self.left < line.column[1] - 1)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page."""

    width: float
    height: float
    lines: tuple[PdfLine, ...]
    tables: tuple[Table, ...]

    @property
    def words(self) -> list[str]:
        """All lines, those in tables included."""
        celled = [words for table in self.tables for row in table.rows for cell in row for words in cell]
        return [*(line.text for line in self.lines), *celled]


@dataclass(frozen=True, slots=True)
class _Letter:
    char: str
    left: float
    right: float
    base: float
    top: float
    bottom: float
    size: float
    bold: bool
    font: str


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """Return the lines and tables of a page; the first page has number 0."""
    width, height = page.get_size()
    runs = list(_runs(_letters(page)))
    tables: list[Table] = []
    for grid in grids(page):
        inside = [run for run in runs if grid.holds(_middle(run))]
        if inside:
            tables.append(_table(grid, inside))
            runs = [run for run in runs if not grid.holds(_middle(run))]
    lines = [line for column in _columns(runs) for line in _lines(column)]
    pitches = _pitches(lines)
    return Page(
        width,
        height,
        tuple(replace(line, page=number, pitch=pitches.get(line.size, 0.0)) for line in lines),
        tuple(tables),
    )


def _letters(page: pdfium.PdfPage) -> Iterator[_Letter]:
    text = page.get_textpage()
    handle = text.raw
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code < 32 or code in {0x2028, 0xFFFE, 0xFFFF} or raw.FPDFText_IsGenerated(handle, index) == 1:
            if code != 0x02:  # PDFium's sign for a hyphen at the end of a line
                continue
            code = 0x2D
        char = chr(code)
        if char.isspace() or 0xD800 <= code < 0xE000:
            continue
        raw.FPDFText_GetMatrix(handle, index, matrix)
        if abs(matrix.b) > abs(matrix.a):  # Letters that stand upright are stamps in the margin.
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
        size = round(raw.FPDFText_GetFontSize(handle, index) * scale * 2) / 2
        font = _font(handle, index)
        bold = raw.FPDFText_GetFontWeight(handle, index) >= _BOLD_WEIGHT or bool(_BOLD_NAME.search(font))
        char = _SYMBOL_BULLETS.get(char, char)
        yield _Letter(char, box.left, box.right, y.value, box.top, box.bottom, size, bold, font)
    text.close()


_name = ctypes.create_string_buffer(256)
_flags = ctypes.c_int()


def _font(handle: object, index: int) -> str:
    """Return the name of a letter's font, without the mark of a subset ("ABCDEF+")."""
    length = raw.FPDFText_GetFontInfo(handle, index, _name, 256, _flags)
    name: str = _name.raw[: max(0, min(length, 256) - 1)].decode("utf-8", errors="replace")
    return name.rpartition("+")[2]


def _runs(letters: Iterable[_Letter]) -> Iterator[list[_Letter]]:
    """Yield letters that follow each other on one line without a wide gap."""
    run: list[_Letter] = []
    for letter in letters:
        if run:
            last = run[-1]
            size = max(last.size, letter.size)
            raised = abs(letter.base - last.base) > 0.25 * size
            footnote = raised and abs(letter.base - last.base) < 0.6 * size and letter.size != last.size
            gap = letter.left - last.right
            if (raised and not footnote) or gap > _CELL_GAP * size or gap < -size:
                yield run
                run = []
        if run and _same(run[-1], letter):
            continue  # Letters printed twice make them look bold.
        run.append(letter)
    if run:
        yield run


def _same(last: _Letter, letter: _Letter) -> bool:
    return last.char == letter.char and abs(last.left - letter.left) < 0.1 * letter.size and last.base == letter.base


def _middle(run: Sequence[_Letter]) -> tuple[float, float]:
    return (run[0].left + run[-1].right) / 2, _base(run)


def _base(run: Sequence[_Letter]) -> float:
    size = _size(run)
    return median(letter.base for letter in run if letter.size == size)


def _size(run: Sequence[_Letter]) -> float:
    return Counter(letter.size for letter in run).most_common(1)[0][0]


def _text(run: Sequence[_Letter]) -> str:
    """Return the words of a run: spaces where the gaps are wide, raised digits as such."""
    size, base = _size(run), _base(run)
    words, last = "", None
    for letter in run:
        if last is not None and letter.left - last.right > _WORD_GAP * min(size, letter.size or size):
            words += " "
        small = letter.size < _SUPERSCRIPT * size and letter.char.isdigit() and letter.base > base + 0.1 * size
        words += superscript(letter.char) if small else letter.char
        last = letter
    return words


def _lines(runs: Sequence[list[_Letter]]) -> list[PdfLine]:
    """Join the runs of one column that stand on one line; a tab stands where a wide gap is."""
    rows: list[list[list[_Letter]]] = []
    for run in sorted(runs, key=lambda run: (-_base(run), run[0].left)):
        if rows and abs(_base(rows[-1][0]) - _base(run)) < 0.3 * max(_size(rows[-1][0]), _size(run)):
            rows[-1].append(run)
        else:
            rows.append([run])
    column = (min((run[0].left for run in runs), default=0.0), max((run[-1].right for run in runs), default=0.0))
    return [_line(sorted(row, key=lambda run: run[0].left), column) for row in rows]


def _line(row: Sequence[list[_Letter]], column: tuple[float, float]) -> PdfLine:
    letters = [letter for run in row for letter in run]
    text, justified = "", _is_justified(row)
    for run in row:
        marker = len(text) <= _MARKER_CHARS and not text[-1:].isalpha()
        text += ("" if not text else " " if marker or justified else "\t") + _text(run)
    return PdfLine(
        text=text,
        left=letters[0].left,
        right=letters[-1].right,
        base=_base(letters),
        top=max(letter.top for letter in letters),
        bottom=min(letter.bottom for letter in letters),
        size=_size(letters),
        bold=2 * sum(letter.bold for letter in letters) > len(letters),
        font=Counter(letter.font for letter in letters).most_common(1)[0][0],
        first_word=_first_word(letters),
        column=column,
    )


def _first_word(letters: Sequence[_Letter]) -> float:
    """Return how wide the first word is."""
    ends = (a for a, b in pairwise(letters) if b.left - a.right > _WORD_GAP * a.size)
    return next(ends, letters[-1]).right - letters[0].left


def _is_justified(row: Sequence[list[_Letter]]) -> bool:
    """Tell whether the gaps of a line are wide because it was stretched: then one is as wide as the other."""
    letters = [letter for run in row for letter in run]
    gaps = [b.left - a.right for a, b in pairwise(letters) if b.left - a.right > _WORD_GAP * a.size]
    return len(gaps) > 1 and min(gaps) > _EVEN * max(gaps)


def _pitches(lines: Sequence[PdfLine]) -> dict[float, float]:
    """Return the usual distance between lines of each size."""
    gaps: dict[float, list[float]] = {}
    for last, line in pairwise(lines):
        gap = last.base - line.base
        if last.size == line.size and 0.8 * line.size < gap < 2.2 * line.size:
            gaps.setdefault(line.size, []).append(round(gap, 1))
    return {size: Counter(sorted(found)).most_common(1)[0][0] for size, found in gaps.items()}


# --- columns ---------------------------------------------------------------------------------------------------------


def _columns(runs: Sequence[list[_Letter]]) -> Iterator[list[list[_Letter]]]:
    """Yield the runs column by column; what goes over the whole width parts the columns above it from those below."""
    gutter = _gutter(runs)
    if gutter is None:
        if runs:
            yield list(runs)
        return
    band: list[list[_Letter]] = []
    for run in sorted(runs, key=lambda run: -_base(run)):
        if run[0].left < gutter - 1 and run[-1].right > gutter + 1:
            yield from _halves(band, gutter)
            band = []
            yield [run]
        else:
            band.append(run)
    yield from _halves(band, gutter)


def _halves(band: Sequence[list[_Letter]], gutter: float) -> Iterator[list[list[_Letter]]]:
    yield from _columns([run for run in band if run[-1].right <= gutter + 1])
    yield from _columns([run for run in band if run[-1].right > gutter + 1])


def _gutter(runs: Sequence[list[_Letter]]) -> float | None:
    """Return where a white strip parts two columns of running text, each of full lines, side by side."""
    if len(runs) < 2 * _COLUMN_LINES:
        return None
    found: list[tuple[int, float]] = []  # how many lines go over it, and where it is
    for edge in {round(run[-1].right) for run in runs}:
        left = [run for run in runs if run[-1].right <= edge + 1]
        right = [run for run in runs if run[0].left >= edge + _GUTTER - 1]
        crossing = len(runs) - len(left) - len(right)
        if min(len(left), len(right)) < _COLUMN_LINES or crossing > 0.3 * len(runs):
            continue
        if _is_full(left) and _is_full(right) and _overlap(left, right):
            found.append((crossing, (edge + min(run[0].left for run in right)) / 2))
    return min(found)[1] if found else None


def _is_full(runs: Sequence[list[_Letter]]) -> bool:
    """Tell whether most lines reach the right side, as running text does and the cells of a table do not."""
    lines: dict[int, list[list[_Letter]]] = {}
    for run in runs:
        lines.setdefault(round(_base(run)), []).append(run)
    sides = [(min(run[0].left for run in line), max(run[-1].right for run in line)) for line in lines.values()]
    start, end = min(left for left, _ in sides), max(right for _, right in sides)
    return len(sides) >= _COLUMN_LINES and median((right - left) / (end - start or 1) for left, right in sides) > 0.65


def _overlap(left: Sequence[list[_Letter]], right: Sequence[list[_Letter]]) -> bool:
    low = max(min(map(_base, left)), min(map(_base, right)))
    high = min(max(map(_base, left)), max(map(_base, right)))
    return high > low


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(grid: Grid, runs: Sequence[list[_Letter]]) -> Table:
    pieces = [
        piece for run in runs for piece in grid.cut(run, lambda letter: (letter.left + letter.right) / 2, _base(run))
    ]
    cells: dict[tuple[int, int], list[list[_Letter]]] = {}
    for piece in pieces:
        cells.setdefault(grid.cell(*_middle(piece)), []).append(piece)
    rows = [
        tuple(
            tuple(line.text.replace("\t", " ") for line in _lines(cells.get((row, column), [])))
            for column in range(grid.width)
        )
        for row in range(grid.height)
    ]
    bold = [
        [letter.bold for column in range(grid.width) for run in cells.get((row, column), []) for letter in run]
        for row in range(min(2, grid.height))
    ]
    headed = len(bold) > 1 and bool(bold[0]) and all(bold[0]) and not all(bold[1])
    return Table(tuple(rows), grid.columns, grid.top, grid.columns[0], grid.columns[-1], headed)
