"""A text as a format hands it over: its words in order, with what the format itself says of them.

A plain text says nothing but its words, so the parser judges each line by its form. Other formats know which lines are
headings, list items and table rows; their readers write that down here, as hints beside the text, and the same parser
takes a hint instead of its own judgement. What a format does not say is still judged by form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.document import BlockKind
from ingest.span import Span

PAGE = "\f"  # In words that are given to a writer: here the next page begins.
# They would keep words from being found: NUL, soft hyphen, zero-width characters, marks of writing direction.
_INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\x00\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    )
)
_LINE_BREAK = re.compile(r"[\n\v\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]|[\ud800-\udfff]")
_BULLET_BEFORE_MARKER = re.compile(r"^•\s+(?=(?:\(?(?:\d{1,3}|[a-z])[.)]|[o*–-])\s)")
_BOLD_HEADING_WORDS = 12
_TRUSTED_HEADINGS = 2  # A document with so many headings of its own has no others.


@dataclass(frozen=True, slots=True)
class Hint:
    """What a format says of one line. PARAGRAPH means no heading and no row; a number or bullet still counts."""

    kind: BlockKind
    level: int = 0  # of a heading from 1, 0 when only its form tells; of a list item its depth from 0
    cells: tuple[Span, ...] = ()
    head: Span | None = None  # of a row: the row that holds the headings of its columns


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A final text, what its format says of its lines, and its pages."""

    text: str
    hints: Mapping[int, Hint] | None = None  # by where a line starts; None when lines may be broken inside sentences
    pages: tuple[Span, ...] = ()
    title: str = ""  # in the file's properties, which people seldom look at
    unread: tuple[int, ...] = ()  # pages, counted from 1, that cannot be opened: the text goes on without them


def clean(text: str) -> str:
    """Return text in one Unicode form (NFC), with one kind of line end and without characters that nobody sees."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE))


@dataclass(slots=True)
class ManuscriptWriter:
    """Puts a manuscript together, piece by piece; the offsets are those of the final text."""

    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _hints: dict[int, Hint] = field(default_factory=dict)
    _paragraphs: list[int] = field(default_factory=list)  # starts of lines without a hint
    _bold: dict[int, int] = field(default_factory=dict)  # start of a line that is bold as a whole: its words
    _subtitles: set[int] = field(default_factory=set)
    _pages: list[int] = field(default_factory=list)
    _last: BlockKind | None = None
    _head: Span | None = None

    def page(self) -> None:
        """Begin the next page; inside the words of a paragraph, `PAGE` does so."""
        self._pages.append(self._length)

    def heading(self, words: str, level: int) -> None:
        """Add a heading; level 1 stands highest."""
        for start, _ in self._lines(" ".join(words.split()), BlockKind.HEADING):
            self._hints[start] = Hint(BlockKind.HEADING, level)

    def subtitle(self, words: str) -> None:
        """Add what stands with the title: a heading, though it does not tell that the format marks all of them."""
        for start, _ in self._lines(" ".join(words.split()), BlockKind.HEADING):
            self._hints[start] = Hint(BlockKind.HEADING)
            self._subtitles.add(start)

    def paragraph(self, words: str, *, bold: bool = False) -> None:
        """Add a paragraph of which the format says no more; its line breaks stay."""
        for start, line in self._lines(words, BlockKind.PARAGRAPH):
            self._paragraphs.append(start)
            if bold:
                self._bold[start] = len(line.split())

    def item(self, words: str, depth: int) -> None:
        """Add a list item, its marker included; depth 0 is the outermost list.

        A bullet that the format puts before a marker that somebody typed, as in "• 2) de leraar", is left out.
        """
        for start, _ in self._lines(_BULLET_BEFORE_MARKER.sub("", words), BlockKind.ITEM):
            self._hints[start] = Hint(BlockKind.ITEM, depth)

    def remark(self, words: str) -> None:
        """Add a footnote or another aside to what stands before it."""
        for start, _ in self._lines(" ".join(words.split()), BlockKind.REMARK):
            self._hints[start] = Hint(BlockKind.REMARK)

    def contents(self, words: str) -> None:
        """Add a line of a table of contents, or the heading above it."""
        for start, _ in self._lines(words, BlockKind.CONTENTS):
            self._hints[start] = Hint(BlockKind.CONTENTS)

    def row(self, cells: Sequence[str], *, head: bool = False, first: bool = False) -> None:
        """Add a row of a table; an empty cell keeps its place.

        Args:
            cells: the words of each cell.
            head: the cells are the headings of the columns.
            first: a table begins here.
        """
        shown = [" ".join(_one_form(cell).split()) for cell in cells]
        while shown and not shown[-1]:
            shown.pop()
        if first:
            self._head, self._last = None, None
        for start, line in self._lines("\t".join(shown), BlockKind.ROW):
            first_word = start + len(line) - len(line.lstrip("\t"))
            spans, position = [], start
            for cell in line.split("\t"):
                place = max(position, first_word)  # Empty cells before it stand where the row begins.
                spans.append(Span(place, max(place, position + len(cell))))
                position += len(cell) + 1
            if head:
                self._head = Span(first_word, start + len(line))
            self._hints[first_word] = Hint(BlockKind.ROW, cells=tuple(spans), head=None if head else self._head)

    def manuscript(self) -> Manuscript:
        """Return what was written."""
        hints = dict(self._hints)
        levels = [hint.level for hint in hints.values() if hint.kind is BlockKind.HEADING]
        for start in self._bold_headings():
            hints[start] = Hint(BlockKind.HEADING, max(levels) + 1 if levels else 0)
        own = [start for start, hint in hints.items() if hint.kind is BlockKind.HEADING]
        if len(set(own) - self._subtitles) >= _TRUSTED_HEADINGS:
            hints.update({start: Hint(BlockKind.PARAGRAPH) for start in self._paragraphs if start not in hints})
        borders = [0, *self._pages[1:], self._length]
        pages = tuple(Span(start, end) for start, end in pairwise(borders)) if self._pages else ()
        return Manuscript("".join(self._pieces), hints, pages)

    def _lines(self, words: str, kind: BlockKind) -> list[tuple[int, str]]:
        """Write lines; return where each starts and what it says."""
        written: list[tuple[int, str]] = []
        for raw in _LINE_BREAK.split(_one_form(words)):
            line = raw if kind is BlockKind.ROW else _spaced(raw)  # In a row, two tabs are an empty cell.
            bare = line.replace(PAGE, "")
            if not bare.strip():
                self._pages.extend([self._length] * line.count(PAGE))
                continue
            close = bool(written) or (kind is self._last and kind in _CLOSE)
            gap = "" if not self._length else "\n" if close else "\n\n"
            start = self._length + len(gap)
            before = 0
            for words_before in line.split(PAGE)[:-1]:
                before += len(words_before)
                self._pages.append(start + before if before else self._length)
            self._pieces += [gap, bare]
            self._length = start + len(bare)
            self._last = kind
            written.append((start, bare))
        return written

    def _bold_headings(self) -> list[int]:
        starts = sorted([*self._hints, *self._paragraphs])
        following = dict(pairwise(starts))
        text = "".join(self._pieces)
        found = []
        for start, words in self._bold.items():
            below = following.get(start)
            line = text[start : text.find("\n", start) if "\n" in text[start:] else None]
            title = words <= _BOLD_HEADING_WORDS and not line.endswith((".", ",", ";", ":", "!"))
            if title and below is not None and line[:1].isalnum():
                found.append(start)
        return found


_CLOSE = frozenset({BlockKind.ITEM, BlockKind.ROW, BlockKind.CONTENTS})


def _one_form(words: str) -> str:
    return _CONTROL.sub("", clean(words))


def _spaced(line: str) -> str:
    """Return a line with single spaces; tabs, which part cells, stay."""
    line = re.sub(r"[^\S\t\f]+", " ", line)
    return re.sub(r" ?\t[ \t]*", "\t", line).strip(" \t")
