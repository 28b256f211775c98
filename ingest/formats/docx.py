"""Word (.docx): headings by style, the numbers that Word generates, lists, tables and footnotes.

Written on the parts of ECMA-376 that say how a paragraph is numbered, since no library gives the number
as a reader sees it ("Artikel 3", "2.1").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from xml.etree.ElementTree import Element  # The type only; parsing is defusedxml's.

from ingest.errors import UnreadableError
from ingest.formats.flow import carried, cell_words, write_table
from ingest.formats.office_package import OfficePackage
from ingest.list_numbers import letters, roman, superscript, whole
from ingest.manuscript import Manuscript, ManuscriptWriter

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same, for old programs
_HEADING_NAME = re.compile(r"(?:heading|kop)\s*(\d)", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"(?:toc|inhopg)\s*\d|toc heading|kopvaninhoudsopgave|kop van inhoudsopgave", re.IGNORECASE)
_SILENT = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "rPr")} | {_FALLBACK}
_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "none": lambda _: "",
}
_DEEPEST_STYLE = 10  # Styles may be based on each other in a circle.


def read_docx(content: bytes) -> Manuscript:
    """Return the manuscript of a Word document.

    Raises:
        UnreadableError: the file is damaged, too large or no Word document.
    """
    package = OfficePackage(content)
    if "word/document.xml" not in package:
        raise UnreadableError("is geen Word-document; open het in Word en sla het op als .docx")
    return _Reader(package).read()


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    level: int | None  # of a heading, from 0
    list_id: str
    list_level: int
    bold: bool | None


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str  # "%1.%2."


@dataclass(slots=True)
class _Numbering:
    """Counts as Word does: one counter for each list and level, the deeper ones starting anew under each number."""

    levels: dict[str, dict[int, _Level]]  # by list
    owner: dict[str, str]  # lists with the same owner count on
    restarts: frozenset[str]
    _counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _seen: set[str] = field(default_factory=set)

    def next(self, list_id: str, depth: int) -> str:
        """Return the marker of the next paragraph in a list."""
        levels = self.levels.get(list_id, {})
        if depth not in levels:
            return ""
        counters = self._counters[self.owner[list_id]]
        if list_id in self.restarts and list_id not in self._seen:
            counters.clear()
        self._seen.add(list_id)
        counters[depth] = counters.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counters if level > depth]:
            del counters[deeper]
        if levels[depth].form == "bullet":
            return "•"

        def number(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            if level not in levels:
                return ""
            count = counters.get(level, levels[level].start)
            return _FORMATS.get(levels[level].form, str)(count)

        return re.sub(r"%(\d)", number, levels[depth].text).strip()


class _Reader:
    def __init__(self, package: OfficePackage) -> None:
        self._body = package.xml("word/document.xml").find(f"{_W}body")
        self._styles = dict(_styles(package))
        self._numbering = _numbering(package)
        self._notes = {**_notes(package, "footnote"), **_notes(package, "endnote")}
        self._title = package.title("docProps/core.xml")
        self._writer = ManuscriptWriter()

    def read(self) -> Manuscript:
        if self._body is not None:
            self._blocks(self._body)
        return replace(self._writer.manuscript(), title=self._title)

    def _blocks(self, parent: Element) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag not in _SILENT:  # content controls, custom XML, insertions
                self._blocks(child)

    def _paragraph(self, paragraph: Element) -> None:
        notes: list[str] = []
        words = "".join(self._words(paragraph, notes))
        style = self._style(paragraph)
        if words.strip() and _CONTENTS_NAME.match(style.name):
            self._writer.contents(words)
        elif words.strip():
            marker, depth = self._marker(paragraph, style)
            numbered = f"{marker} {words.strip()}" if marker else words
            if style.level is not None:
                self._writer.heading(numbered, style.level + 1)
            elif style.name.lower() in {"title", "titel"}:
                self._writer.heading(words, 1)
            elif style.name.lower() in {"subtitle", "ondertitel"}:
                self._writer.subtitle(words)
            elif marker and (depth or not re.match(r"\d|[A-Z][a-z]", marker)):
                self._writer.item(numbered, depth)
            else:
                self._writer.paragraph(numbered, bold=not marker and _is_bold(paragraph, bold=bool(style.bold)))
        for note in notes:
            self._writer.remark(note)
        for box in _outermost(paragraph, f"{_W}txbxContent"):
            self._blocks(box)

    def _marker(self, paragraph: Element, style: _Style) -> tuple[str, int]:
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        list_id = _value(own, "numId") or style.list_id
        depth = whole(_value(own, "ilvl"), style.list_level)
        return (self._numbering.next(list_id, depth), depth) if list_id not in {"", "0"} else ("", 0)

    def _style(self, paragraph: Element) -> _Style:
        """Return the style of a paragraph, with what it takes over from the styles that it is based on."""
        properties = paragraph.find(f"{_W}pPr")
        chain: list[_Style] = []
        name = _value(properties, "pStyle")
        while name in self._styles and len(chain) < _DEEPEST_STYLE:
            chain.append(self._styles[name])
            name = chain[-1].based_on
        own = whole(_value(properties, "outlineLvl"), -1)
        levels = [own] if own >= 0 else [style.level for style in chain if style.level is not None]
        return _Style(
            name=chain[0].name if chain else "",
            based_on="",
            level=levels[0] if levels and levels[0] < 9 else None,
            list_id=next((style.list_id for style in chain if style.list_id), ""),
            list_level=next((style.list_level for style in chain if style.list_id), 0),
            bold=next((style.bold for style in chain if style.bold is not None), None),
        )

    def _words(self, parent: Element, notes: list[str]) -> Iterator[str]:
        for child in parent:
            name = child.tag.removeprefix(_W)
            if name == "t":
                yield child.text or ""
            elif name in {"tab", "ptab"}:
                yield "\t"
            elif name in {"br", "cr"}:
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name in {"footnoteReference", "endnoteReference"}:
                yield from self._reference(child, name.removesuffix("Reference"), notes)
            elif child.tag not in _SILENT and name != "txbxContent":
                yield from self._words(child, notes)

    def _reference(self, reference: Element, kind: str, notes: list[str]) -> Iterator[str]:
        note = self._notes.get((kind, reference.get(f"{_W}id", "")))
        if note is not None:
            number = superscript(str(list(self._notes.values()).index(note) + 1))
            notes.append(f"{number} {' '.join(''.join(self._words(note, [])).split())}")
            yield number

    def _table(self, table: Element) -> None:
        rows = [list(_outermost(row, f"{_W}tc")) for row in _outermost(table, f"{_W}tr")]
        bold = [all(map(_is_bold, _outermost(cell, f"{_W}p"))) for cells in rows[:2] for cell in cells]
        width = len(rows[0]) if rows else 0
        head = table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") is not None or (all(bold[:width]) and not all(bold))
        write_table(
            self._writer,
            [list(words) for words in self._cells(rows)],
            head=head,
            flow=lambda row, column: self._blocks(rows[row][column]),
            nested=lambda row, column: self._tables(rows[row][column]),
        )

    def _tables(self, cell: Element) -> None:
        for table in _outermost(cell, f"{_W}tbl"):
            self._table(table)

    def _cells(self, rows: Sequence[Sequence[Element]]) -> Iterator[Iterator[str]]:
        """Yield the words of the cells of each row; those of a cell that goes on below come back in each row."""
        above: dict[int, str] = {}  # by column

        def words(cells: Sequence[Element]) -> Iterator[str]:
            column = 0
            for cell in cells:
                properties = cell.find(f"{_W}tcPr")
                merged = properties.find(f"{_W}vMerge") if properties is not None else None
                goes_on = merged is not None and merged.get(f"{_W}val") != "restart"
                above[column] = carried(above.get(column, "")) if goes_on else self._cell(cell)
                yield above[column]
                column += whole(_value(properties, "gridSpan"), 1)

        return (words(cells) for cells in rows)

    def _cell(self, cell: Element) -> str:
        lines = ("".join(self._words(p, [])).split("\n") for p in _outermost(cell, f"{_W}p", stop=f"{_W}tbl"))
        return cell_words(chain.from_iterable(lines))


def _outermost(parent: Element, tag: str, stop: str = "") -> Iterator[Element]:
    """Yield the elements of a kind that do not stand inside another of that kind."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in {_FALLBACK, stop}:
            yield from _outermost(child, tag, stop)


def _value(parent: Element | None, name: str) -> str:
    element = parent.find(f"{_W}{name}") if parent is not None else None
    return element.get(f"{_W}val", "") if element is not None else ""


def _switch(parent: Element | None, name: str) -> bool | None:
    element = parent.find(f"{_W}{name}") if parent is not None else None
    return None if element is None else element.get(f"{_W}val", "true") not in {"0", "false", "off"}


def _is_bold(paragraph: Element, *, bold: bool = False) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if "".join(text.text or "" for text in run.iter(f"{_W}t")).strip()]
    own = [_switch(run.find(f"{_W}rPr"), "b") for run in runs]
    return bool(runs) and all(bold if one is None else one for one in own)


def _styles(package: OfficePackage) -> Iterator[tuple[str, _Style]]:
    if "word/styles.xml" not in package:
        return
    for style in package.xml("word/styles.xml").findall(f"{_W}style"):
        properties = style.find(f"{_W}pPr")
        name = _value(style, "name")
        outline = whole(_value(properties, "outlineLvl"), -1)
        named = _HEADING_NAME.fullmatch(name)
        level = outline if outline >= 0 else int(named[1]) - 1 if named else None
        numbering = properties.find(f"{_W}numPr") if properties is not None else None
        yield (
            style.get(f"{_W}styleId", ""),
            _Style(
                name,
                _value(style, "basedOn"),
                level,
                _value(numbering, "numId"),
                whole(_value(numbering, "ilvl"), 0),
                _switch(style.find(f"{_W}rPr"), "b"),
            ),
        )


def _numbering(package: OfficePackage) -> _Numbering:
    if "word/numbering.xml" not in package:
        return _Numbering({}, {}, frozenset())
    root = package.xml("word/numbering.xml")
    abstract = {
        one.get(f"{_W}abstractNumId", ""): dict(map(_level, one.findall(f"{_W}lvl")))
        for one in root.findall(f"{_W}abstractNum")
    }
    levels: dict[str, dict[int, _Level]] = {}
    owner: dict[str, str] = {}
    restarts = set()
    for one in root.findall(f"{_W}num"):
        list_id, owned_by = one.get(f"{_W}numId", ""), _value(one, "abstractNumId")
        levels[list_id], owner[list_id] = dict(abstract.get(owned_by, {})), owned_by
        for override in one.findall(f"{_W}lvlOverride"):
            depth = whole(override.get(f"{_W}ilvl"), 0)
            levels[list_id].update(map(_level, override.findall(f"{_W}lvl")))
            start = whole(_value(override, "startOverride"), -1)
            if start >= 0 and depth in levels[list_id]:
                level = levels[list_id][depth]
                levels[list_id][depth] = _Level(start, level.form, level.text)
                restarts.add(list_id)
    return _Numbering(levels, owner, frozenset(restarts))


def _level(level: Element) -> tuple[int, _Level]:
    start = _value(level, "start")
    form = _value(level, "numFmt") or "decimal"
    return whole(level.get(f"{_W}ilvl"), 0), _Level(whole(start, 1), form, _value(level, "lvlText"))


def _notes(package: OfficePackage, kind: str) -> dict[tuple[str, str], Element]:
    name = f"word/{kind}s.xml"
    if name not in package:
        return {}
    notes = package.xml(name).findall(f"{_W}{kind}")
    return {(kind, note.get(f"{_W}id", "")): note for note in notes if note.get(f"{_W}type") is None}
