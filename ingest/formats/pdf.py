"""PDF: what stands on a page, put back into paragraphs, headings, list items and table rows.

PDFium gives the letters with their places; what belongs together is judged from the places (`pdf_page.py` makes lines,
`pdf_table.py` finds ruled tables). Here lines become text: running heads go, lines are joined into paragraphs, words
broken at the end of a line are made whole, and font sizes and the outline say which lines are headings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pypdfium2 as pdfium

from ingest.document import BROKEN, WORD, keeps_hyphen
from ingest.errors import UnreadableError
from ingest.formats.column_headings import has_column_headings
from ingest.formats.pdf_page import Page, PdfLine, Style, Table, read_page
from ingest.list_numbers import superscript
from ingest.manuscript import PAGE, Manuscript, ManuscriptWriter, clean
from ingest.sentence_ends import ends_sentence

_MAX_PAGES = 2000
_MARGIN = 0.13  # Heads and feet stand in this part of the page, at the top and at the bottom.
_TEXTLESS_CHARS = 20  # per page; a scan has a stamp or a page number at most
_HEADING_WORDS = 20
_LARGER = 1.08  # times the size of the running text
_SMALLER = 0.92
_SPACE = 0.5  # times the letter size: at most what a space takes
_ALIGNED = 3.0  # points: columns that begin so near each other begin at the same place
_RAGGED = 0.1  # times the width of a column: what its longest line may leave open
_MARKER = re.compile(r"(?:[•▪●◦·‣➢►■□☐☒✓✔→–*-]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\d{1,3}(?:\.\d{1,3})+\.?)\s+(?=\S)")
_BULLET = re.compile(r"[•▪●◦·‣➢►■→–*-]\s")
_NOTE = re.compile(r"(\d{1,2}|[⁰¹²³⁴-⁹]+)\s*(?=\S)")
_HYPHEN = re.compile(r"[^\W_][-\u00ad\u2010]$")
_SMALL = re.compile(r"[a-zà-ÿ]{2}.$")  # before a hyphen
_Column = tuple[float, float]


def read_pdf(content: bytes) -> Manuscript:
    """Return the manuscript of a PDF.

    Raises:
        UnreadableError: it is protected, damaged, too long, or a scan without text.
    """
    try:
        pdf = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as exc:
        if exc.err_code == pdfium.raw.FPDF_ERR_PASSWORD:
            raise UnreadableError("is beveiligd met een wachtwoord; sla het op zonder wachtwoord") from exc
        raise UnreadableError("is beschadigd of niet volledig; maak of download de PDF opnieuw") from exc
    try:
        return _manuscript(pdf)
    finally:
        pdf.close()


def _manuscript(pdf: pdfium.PdfDocument) -> Manuscript:
    if len(pdf) > _MAX_PAGES:
        raise UnreadableError(f"heeft {len(pdf)} bladzijden en dat zijn er meer dan {_MAX_PAGES}; splits het document")
    opened = [_page(pdf, number) for number in range(len(pdf))]
    unread = tuple(number for number, page in enumerate(opened, start=1) if page is None)
    pages = [page or Page(0, 0, (), ()) for page in opened]  # One broken page does not take the others down.
    letters = sum(len(words) for page in pages for words in page.words)
    if letters < _TEXTLESS_CHARS * min(len(pages), 3):
        raise UnreadableError("is een scan zonder tekst; maak er met tekstherkenning (OCR) een PDF met tekst van")
    manuscript = _Composer(_without_furniture(pages), _outline(pdf)).manuscript()
    return replace(manuscript, title=_title(pdf), unread=unread)


def _title(pdf: pdfium.PdfDocument) -> str:
    try:
        return clean(pdf.get_metadata_value("Title"))
    except UnicodeDecodeError:
        return ""


def _page(pdf: pdfium.PdfDocument, number: int) -> Page | None:
    try:
        page = pdf[number]
        try:
            return read_page(page, number)
        finally:
            page.close()
    except pdfium.PdfiumError:
        return None


def _outline(pdf: pdfium.PdfDocument) -> dict[tuple[int, str], int]:
    """Return the levels of the bookmarks, from 1, by their pages, from 0, and titles."""
    found: dict[tuple[int, str], int] = {}
    for bookmark in pdf.get_toc(max_depth=6):
        place = bookmark.get_dest()
        page = place.get_index() if place is not None else None
        try:
            title = _bare(bookmark.get_title())
        except UnicodeDecodeError:
            continue
        if page is not None and title:
            found.setdefault((page, title), bookmark.level + 1)
    return found


def _bare(words: str) -> str:
    """Return what is left of a heading without its number, spaces and signs, to compare it."""
    return re.sub(r"^[\W\d_]+|[\W_]+", "", words).lower()


# --- heads, feet and page numbers ------------------------------------------------------------------------------------


def _without_furniture(pages: Sequence[Page]) -> list[Page]:
    """Leave out what comes back at the same place at the edge of pages, but for its numbers."""
    times = Counter(key for page in pages for key in {_place(line) for line in page.lines if _at_edge(page, line)})
    least = 2 if len(pages) < 6 else 3

    def stays(page: Page, line: PdfLine) -> bool:
        if not _at_edge(page, line):
            return True
        number = re.fullmatch(
            r"[-–\s]*(?:(?:pagina|blz\.?|page)\s*)?\d{1,4}(?:\s*(?:van|/|of)\s*\d{1,4})?[-–\s]*",
            line.text,
            re.IGNORECASE,
        )
        return times[_place(line)] < least and not number

    texts = [_within_columns([line for line in page.lines if stays(page, line)]) for page in pages]
    columns = {line.column for text in texts for line in text}
    return [
        replace(page, lines=tuple(replace(line, column=_set(line.column, columns)) for line in text))
        for page, text in zip(pages, texts, strict=True)
    ]


def _within_columns(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return lines with the columns that they themselves fill: heads and feet may be wider than the text."""
    columns: dict[_Column, list[PdfLine]] = {}
    for line in lines:
        columns.setdefault(line.column, []).append(line)
    filled = {
        column: (min(line.left for line in inside), max(line.right for line in inside))
        for column, inside in columns.items()
    }
    return [replace(line, column=filled[line.column]) for line in lines]


def _set(column: _Column, columns: Iterable[_Column]) -> _Column:
    """Return a column as wide as it was set: where no line of a page reached its edge, others on other pages did."""
    left, right = column
    alike = (
        edge for start, edge in columns if abs(start - left) < _ALIGNED and right >= edge - _RAGGED * (edge - left)
    )
    return left, max(alike)


def _at_edge(page: Page, line: PdfLine) -> bool:
    return line.bottom > page.height * (1 - _MARGIN) or line.top < page.height * _MARGIN


def _place(line: PdfLine) -> tuple[str, int]:
    """Return what a line says without its numbers, and where; left and right pages may mirror it."""
    words = re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower())
    parts = sorted(part.strip() for part in re.split(r"\t|\s[|·–-]\s", words))
    return " ".join(parts), round(line.base / 6)


# --- from lines to text ----------------------------------------------------------------------------------------------


class _Composer:
    def __init__(self, pages: Sequence[Page], outline: dict[tuple[int, str], int]) -> None:
        self._pages = pages
        self._writer = ManuscriptWriter()
        sizes = Counter[tuple[float, bool]]()
        for page in pages:
            for line in page.lines:
                sizes[line.size, line.bold] += len(line.text)
        (self._body, self._body_bold), _ = sizes.most_common(1)[0] if sizes else ((10.0, False), 0)
        self._bookmarked = {
            line: outline[number, _bare(line.text)]
            for number, page in enumerate(pages)
            for line in page.lines
            if (number, _bare(line.text)) in outline and not _BULLET.match(line.text)
        }
        text = _unbroken_text(pages).lower()
        self._vocabulary = Counter(_words(BROKEN.sub("\n", text)))
        self._breaks_words = any(self._hyphens(first, second) < 0 for first, second in BROKEN.findall(text))
        self._short_forms = frozenset(re.findall(r"\(([a-z]{2,5})\)", text))
        self._levels = self._style_levels()
        self._paragraph: list[PdfLine] = []
        self._breaks: list[int] = []  # before which lines of the paragraph a page begins
        self._notes: list[str] = []
        self._columns: tuple[float, ...] = ()  # of the table that may go on over the page
        self._head: tuple[str, ...] = ()
        self._indents: list[float] = []  # of the list items that are open, outermost first

    def manuscript(self) -> Manuscript:
        for number, page in enumerate(self._pages):
            self._begin_page(first=number == 0)
            pending = list(page.tables)
            for line in page.lines:
                for table in [table for table in pending if table.before(line)]:
                    pending.remove(table)
                    self._table(table)
                self._line(line, page)
            for table in pending:
                self._table(table)
        self._end_paragraph()
        return self._writer.manuscript()

    def _begin_page(self, *, first: bool) -> None:
        if first or not self._paragraph:
            self._writer.page()
        else:
            self._breaks.append(len(self._paragraph))

    def _line(self, line: PdfLine, page: Page) -> None:
        if self._is_note(line, page):
            self._notes.append(line.text)
            return
        self._columns = ()
        if self._paragraph and self._goes_on(self._paragraph[-1], line):
            self._paragraph.append(line)
            return
        self._end_paragraph()
        self._paragraph = [line]

    def _is_note(self, line: PdfLine, page: Page) -> bool:
        """Tell whether a line is (part of) a footnote: small, in the lower half, below the running text."""
        small = line.size <= self._body * _SMALLER and line.top < page.height / 2
        if not small or any(other.base < line.base and other.size > line.size for other in page.lines):
            return False
        return bool(self._notes) or bool(_NOTE.match(line.text))

    def _goes_on(self, last: PdfLine, line: PdfLine) -> bool:
        """Tell whether a line goes on where the line before it stopped."""
        if line.size != last.size or self._level(last) != self._level(line) or "\t" in line.text or "\t" in last.text:
            return False
        if _MARKER.match(line.text) and not (line.left > self._paragraph[0].left + 2 and not _BULLET.match(line.text)):
            return False
        if self._level(line):
            return 0 < last.base - line.base < 1.7 * line.size and line.column == last.column
        full = last.column[1] - last.right < line.first_word + _SPACE * line.size
        lower = line.text[:1].islower()
        same_flow = line.column == last.column and last.base > line.base
        if not same_flow:  # The next column or page.
            return (lower or full) and not ends_sentence(last.text)
        close = last.base - line.base <= 1.25 * (self._pitch(last) or 1.35 * line.size)
        if line.bold != last.bold and self._all_bold(last):
            return False
        return close and (full or (lower and not ends_sentence(last.text)))

    def _pitch(self, last: PdfLine) -> float:
        """Return the distance between the lines of the paragraph so far, 0 while it has one line."""
        gaps = [a.base - b.base for a, b in pairwise(self._paragraph) if a.base > b.base]
        return min(gaps) if gaps else last.pitch

    def _all_bold(self, line: PdfLine) -> bool:
        return line.bold and not self._body_bold

    def _end_paragraph(self) -> None:
        lines, self._paragraph = self._paragraph, []
        breaks, self._breaks = self._breaks, []
        if lines:
            self._write(lines, self._joined([line.text for line in lines], breaks))
        for note in _notes(self._notes):
            self._writer.remark(self._joined(note))
        self._notes = []
        for _ in range(sum(place == len(lines) for place in breaks)):
            self._writer.page()

    def _write(self, lines: Sequence[PdfLine], words: str) -> None:
        level = self._level(lines[0])
        if "\t" in words:
            self._writer.row(words.split("\t"))
        elif level and len(words.split()) <= _HEADING_WORDS and not re.search(r"[.,;]$|\.{4}", words):
            self._writer.heading(words, level)
            self._indents.clear()
        elif _BULLET.match(words) and re.match(r".\s", words):
            self._writer.item(words, self._depth(lines[0].left))
            return
        else:
            self._writer.paragraph(words, bold=all(map(self._all_bold, lines)))
        if not _MARKER.match(words):
            self._indents.clear()

    def _depth(self, left: float) -> int:
        while self._indents and self._indents[-1] > left + 3:
            self._indents.pop()
        if not self._indents or left > self._indents[-1] + 3:
            self._indents.append(left)
        return len(self._indents) - 1

    def _table(self, table: Table) -> None:
        self._end_paragraph()
        goes_on = len(self._columns) == len(table.columns) and all(
            abs(a - b) < 3 for a, b in zip(self._columns, table.columns, strict=True)
        )
        rows = [[self._joined(self._mended(cell)) for cell in row] for row in table.rows]
        headed = table.headed or has_column_headings(rows)
        if goes_on and rows and tuple(rows[0]) == self._head:
            rows = rows[1:]  # The headings of the columns come back on each page.
        elif not goes_on:
            self._head = tuple(rows[0]) if rows and headed else ()
        for number, row in enumerate(rows):
            if any(row):
                first = number == 0 and not goes_on
                self._writer.row(row, head=first and headed, first=first)
        self._columns = table.columns

    def _joined(self, lines: Sequence[str], breaks: Sequence[int] = ()) -> str:
        """Join the lines of a paragraph; a word that was broken at the end of a line is made whole."""
        words = lines[0] if lines else ""
        for number, line in enumerate(lines[1:], start=1):
            page = PAGE * sum(place == number for place in breaks)
            if not _HYPHEN.search(words) or not line[:1].isalnum() or self._goes_on_later(words, line):
                words = f"{words} {page}{line}"
            elif self._has_hyphen(words, line):
                words = f"{words}{page}{line}"
            else:
                words = f"{words[:-1]}{page}{line}"
        return words

    def _goes_on_later(self, before: str, after: str) -> bool:
        """Tell whether the hyphen before a line stands for what comes later: "onderwijs- en zorgteam"."""
        first, second = _words(before)[-1:], _words(after)[:1]
        return bool(first and second) and keeps_hyphen(first[0], second[0], lambda: self._vocabulary)

    def _has_hyphen(self, before: str, after: str) -> bool:
        """Tell whether a word at the end of a line has a hyphen of its own: "TLV-aanvraag", "vso-school".

        Without small letters around it, it has. Else it has when the word stands elsewhere with a hyphen, more than
        without. When it stands nowhere else, what comes behind the hyphen must be a word, and what stands before it an
        abbreviation, unless no word that the document breaks is known to have none.
        """
        if not (_SMALL.search(before) and after[0].islower()):
            return True
        first, second = _words(before)[-1].lower(), _words(after)[0].lower()
        hyphens = self._hyphens(first, second)
        new = not hyphens and second in self._vocabulary
        return hyphens > 0 or (new and (first in self._short_forms or not self._breaks_words))

    def _hyphens(self, first: str, second: str) -> int:
        """Return how many times more a word stands elsewhere with a hyphen than without."""
        return self._vocabulary[f"{first}-{second}"] - self._vocabulary[f"{first}{second}"]

    def _mended(self, cell: Sequence[str]) -> list[str]:
        """Return the lines of a cell, a word whole that was too long for the cell and is broken without a hyphen."""
        lines = list(cell[:1])
        for line in cell[1:]:
            first, second = re.search(rf"{WORD}$", lines[-1].lower()), re.match(WORD, line)
            known = self._vocabulary.keys()
            if first and second and first[0] not in known and f"{first[0]}{second[0]}" in known:
                lines[-1] += line
            else:
                lines.append(line)
        return lines

    # --- headings ---

    def _level(self, line: PdfLine) -> int:
        """Return the level of a heading, 0 for other lines."""
        return self._bookmarked.get(line) or self._levels.get(line.style, 0)

    def _style_levels(self) -> dict[Style, int]:
        """Return the level of each style of heading: as the outline has it, else the largest first."""
        styles: dict[Style, list[int]] = {}
        for page in self._pages:
            for line in page.lines:
                if line.size > self._body * _LARGER and len(line.text.split()) <= _HEADING_WORDS:
                    styles.setdefault(line.style, [])
                    if level := self._bookmarked.get(line):
                        styles[line.style].append(level)
        known = {style: Counter(levels).most_common(1)[0][0] for style, levels in styles.items() if levels}
        levels: dict[Style, int] = {}
        for style in sorted(styles, reverse=True):
            above = max([level for other, level in levels.items() if other > style], default=0)
            levels[style] = min(known.get(style, above + 1), 6)
        return levels


def _unbroken_text(pages: Sequence[Page]) -> str:
    """Return the lines of a document and its cells of one line: in longer ones words are broken without a hyphen."""
    cells = (cell[0] for page in pages for table in page.tables for row in table.rows for cell in row if len(cell) == 1)
    return "\n".join([*(line.text for page in pages for line in page.lines), *cells])


def _words(line: str) -> list[str]:
    return re.findall(WORD, line)


def _notes(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines of each footnote, with a raised number."""
    notes: list[list[str]] = []
    for line in lines:
        number = _NOTE.match(line)
        if number:
            notes.append([f"{superscript(number[1])} {line[number.end() :]}"])
        elif notes:
            notes[-1].append(line)
        else:
            notes.append([line])
    yield from notes
