"""OpenDocument text (.odt): headings, numbered lists, tables and footnotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from xml.etree.ElementTree import Element  # The type only; parsing is defusedxml's.

from ingest.errors import UnreadableError
from ingest.formats.flow import carried, cell_words, write_table
from ingest.formats.office_package import OfficePackage
from ingest.list_numbers import letters, roman, superscript, whole
from ingest.manuscript import Manuscript, ManuscriptWriter

_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SILENT = {f"{_T}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_T}sequence-decls"}
_MAX_REPEATED = 1000
_FORMATS: dict[str, Callable[[int], str]] = {
    "a": letters,
    "A": lambda number: letters(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
}


def read_odt(content: bytes) -> Manuscript:
    """Return the manuscript of an OpenDocument text.

    Raises:
        UnreadableError: the file is damaged, too large, protected with a password or no text.
    """
    package = OfficePackage(content)
    if "META-INF/manifest.xml" in package and any(
        element.tag.endswith("}encryption-data") for element in package.xml("META-INF/manifest.xml").iter()
    ):
        raise UnreadableError("is beveiligd met een wachtwoord; sla het op zonder wachtwoord")
    if "content.xml" not in package:
        raise UnreadableError("is geen OpenDocument-tekst; open het en sla het op als .odt")
    return _Reader(package).read()


@dataclass(frozen=True, slots=True)
class _Level:
    form: str | None  # "1", "a"; None is a bullet
    prefix: str
    suffix: str
    start: int
    shown: int  # how many levels the number shows


class _Reader:
    def __init__(self, package: OfficePackage) -> None:
        content = package.xml("content.xml")
        styles = package.xml("styles.xml") if "styles.xml" in package else None
        self._text = content.find(f"{_OFFICE}body/{_OFFICE}text")
        self._levels: dict[str, dict[int, _Level]] = {}
        self._styles: dict[str, Element] = {}
        for root in (styles, content):
            for element in root.iter() if root is not None else ():
                name = element.get(f"{_STYLE}name", "")
                if element.tag in {f"{_T}list-style", f"{_T}outline-style"}:
                    self._levels[name if element.tag.endswith("list-style") else "outline"] = dict(map(_level, element))
                elif element.tag == f"{_STYLE}style":
                    self._styles[name] = element
        self._counters: dict[str, dict[int, int]] = {}
        self._notes = 0
        self._title = package.title("meta.xml")
        self._writer = ManuscriptWriter()

    def read(self) -> Manuscript:
        if self._text is None:
            raise UnreadableError("is geen tekstdocument; sla het op als .odt of .xlsx")
        self._blocks(self._text)
        return replace(self._writer.manuscript(), title=self._title)

    def _blocks(self, parent: Iterable[Element]) -> None:
        for child in parent:
            if child.tag == f"{_T}h":
                self._heading(child)
            elif child.tag == f"{_T}p":
                self._paragraph(child, "", 0)
            elif child.tag == f"{_T}list":
                self._list(child, "", 0)
            elif child.tag == f"{_TABLE}table":
                self._table(child)
            elif child.tag == f"{_T}table-of-content":
                for line in child.iter(f"{_T}p"):
                    self._writer.contents("".join(self._words(line, [])))
            elif child.tag not in _SILENT:
                self._blocks(child)

    def _heading(self, heading: Element) -> None:
        notes: list[str] = []
        level = max(1, whole(heading.get(f"{_T}outline-level"), 1))
        words = "".join(self._words(heading, notes))
        if words.strip():
            unnumbered = heading.get(f"{_T}is-list-header") == "true"
            marker = "" if unnumbered else self._marker("outline", "outline", level - 1)
            self._writer.heading(f"{marker} {words}", level)
        self._after(heading, notes)

    def _paragraph(self, paragraph: Element, marker: str, depth: int) -> None:
        notes: list[str] = []
        words = "".join(self._words(paragraph, notes)).strip()
        style = self._style_name(paragraph)
        if not words:
            pass
        elif style == "Title":
            self._writer.heading(words, 1)
        elif style == "Subtitle":
            self._writer.subtitle(words)
        elif marker and (depth or not marker[0].isdigit()):
            self._writer.item(f"{marker} {words}", depth)
        elif marker:
            self._writer.paragraph(f"{marker} {words}")
        else:
            self._writer.paragraph(words, bold=self._is_bold(paragraph))
        self._after(paragraph, notes)

    def _after(self, paragraph: Element, notes: list[str]) -> None:
        for note in notes:
            self._writer.remark(note)
        for box in paragraph.iter(f"{_DRAW}text-box"):
            self._blocks(box)

    def _list(self, element: Element, style: str, depth: int) -> None:
        style = element.get(f"{_T}style-name") or style
        continued = element.get(f"{_T}continue-numbering") == "true" or element.get(f"{_T}continue-list")
        if not depth and not continued:
            self._counters.pop(style, None)
        for item in element:
            marker = ""
            start = whole(item.get(f"{_T}start-value"), -1)
            if item.tag == f"{_T}list-item" and any(child.tag in {f"{_T}p", f"{_T}h"} for child in item):
                marker = self._marker(style, style, depth, start if start >= 0 else None)
            for child in item:
                if child.tag == f"{_T}list":
                    self._list(child, style, depth + 1)
                elif child.tag == f"{_T}h":
                    self._heading(child)
                elif child.tag == f"{_T}p":
                    self._paragraph(child, marker, depth)
                    marker = ""
                else:
                    self._blocks([child])

    def _marker(self, style: str, counter: str, depth: int, start: int | None = None) -> str:
        levels = self._levels.get(style, {})
        level = levels.get(depth)
        if level is None:
            return ""
        if level.form is None:
            return "•"
        counters = self._counters.setdefault(counter, {})
        counters[depth] = start if start is not None else counters.get(depth, level.start - 1) + 1
        for deeper in [one for one in counters if one > depth]:
            del counters[deeper]
        if not level.form:
            return ""
        first = max(0, depth + 1 - level.shown)
        shown = [one for one in range(first, depth + 1) if one in levels]
        numbers = [_FORMATS.get(levels[one].form or "", str)(counters.get(one, levels[one].start)) for one in shown]
        return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()

    def _words(self, parent: Element, notes: list[str]) -> Iterator[str]:
        yield parent.text or ""
        for child in parent:
            if child.tag == f"{_T}s":
                yield " "
            elif child.tag == f"{_T}tab":
                yield "\t"
            elif child.tag == f"{_T}line-break":
                yield "\n"
            elif child.tag == f"{_T}note":
                self._notes += 1
                mark = superscript(str(self._notes))
                body = child.find(f"{_T}note-body")
                said = "".join(" ".join(self._words(p, [])) for p in (body.iter(f"{_T}p") if body is not None else ()))
                notes.append(f"{mark} {said}")
                yield mark
            elif child.tag not in _SILENT and child.tag != f"{_DRAW}frame":
                yield from self._words(child, notes)
            yield child.tail or ""

    def _table(self, table: Element) -> None:
        rows: list[list[Element | None]] = []
        headed = next(table.iter(f"{_TABLE}table-header-rows"), None)
        for row in _rows(table):
            cells: list[Element | None] = []
            for cell in row:
                if cell.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                    times = min(whole(cell.get(f"{_TABLE}number-columns-repeated"), 1), _MAX_REPEATED)
                    cells += [cell if cell.tag == f"{_TABLE}table-cell" else None] * times
            rows.append(cells)
        bold = [self._bold_row(cells) for cells in rows[:2]]
        write_table(
            self._writer,
            self._cells(rows),
            head=headed is not None or (len(bold) > 1 and bold[0] and not bold[1]),
            flow=lambda row, column: self._flow(rows[row][column]),
            nested=lambda row, column: self._tables(rows[row][column]),
        )

    def _tables(self, cell: Element | None) -> None:
        for table in _tables(cell):
            self._table(table)

    def _flow(self, cell: Element | None) -> None:
        if cell is not None:
            self._blocks(cell)

    def _cells(self, rows: Sequence[Sequence[Element | None]]) -> list[list[str]]:
        """Return the words of the cells of each row; those of a cell that goes on below come back in each row."""
        written: list[list[str]] = []
        below: dict[int, tuple[str, int]] = {}  # by column: the words of the cell, and the rows that it goes on in
        for cells in rows:
            line: list[str] = []
            for column, cell in enumerate(cells):
                words, left = below.get(column, ("", 0)) if cell is None else (self._cell(cell), 0)
                if cell is not None:
                    below[column] = (carried(words), whole(cell.get(f"{_TABLE}number-rows-spanned"), 1) - 1)
                elif left:
                    below[column] = (words, left - 1)
                line.append(words if cell is not None or left else "")
            written.append(line)
        return written

    def _cell(self, cell: Element | None) -> str:
        if cell is None:
            return ""
        return cell_words(chain.from_iterable("".join(self._words(line, [])).split("\n") for line in _lines(cell)))

    def _bold_row(self, cells: list[Element | None]) -> bool:
        return all(self._is_bold(line) for cell in cells if cell is not None for line in _lines(cell))

    def _is_bold(self, paragraph: Element) -> bool:
        spans = [span for span in paragraph.iter(f"{_T}span") if "".join(span.itertext()).strip()]
        whole = bool(spans) and "".join(map("".join, (s.itertext() for s in spans))) == "".join(paragraph.itertext())
        if whole:
            return all(self._bold_style(span.get(f"{_T}style-name", "")) for span in spans)
        return bool("".join(paragraph.itertext()).strip()) and self._bold_style(paragraph.get(f"{_T}style-name", ""))

    def _bold_style(self, name: str, depth: int = 0) -> bool:
        style = self._styles.get(name)
        if style is None or depth > 10:  # Styles may be based on each other in a circle.
            return False
        properties = style.find(f"{_STYLE}text-properties")
        weight = properties.get(f"{_FO}font-weight") if properties is not None else None
        return weight == "bold" if weight else self._bold_style(style.get(f"{_STYLE}parent-style-name", ""), depth + 1)

    def _style_name(self, paragraph: Element) -> str:
        """Return the name of the style that people know: an automatic one is made for each change of it."""
        name = paragraph.get(f"{_T}style-name", "")
        style = self._styles.get(name)
        parent = style.get(f"{_STYLE}parent-style-name", "") if style is not None else ""
        return parent if name.startswith("P") and name[1:].isdigit() and parent else name


def _level(element: Element) -> tuple[int, _Level]:
    form = element.get(f"{_STYLE}num-format")
    bullet = element.tag == f"{_T}list-level-style-bullet"
    return whole(element.get(f"{_T}level"), 1) - 1, _Level(
        None if bullet else form or "",
        element.get(f"{_STYLE}num-prefix", ""),
        element.get(f"{_STYLE}num-suffix", ""),
        whole(element.get(f"{_T}start-value"), 1),
        whole(element.get(f"{_T}display-levels"), 1),
    )


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in {f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"}:
            yield from _rows(child)


def _lines(cell: Element) -> Iterator[Element]:
    for child in cell:
        if child.tag in {f"{_T}p", f"{_T}h"}:
            yield child
        elif child.tag != f"{_TABLE}table":
            yield from _lines(child)


def _tables(cell: Element | None) -> Iterator[Element]:
    for child in cell if cell is not None else ():
        if child.tag == f"{_TABLE}table":
            yield child
        else:
            yield from _tables(child)
