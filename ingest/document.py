"""The types in the order in which data meets them: document, block, section."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice, takewhile

from ingest.catalogue import Source
from ingest.span import Span


class BlockKind(StrEnum):
    """What a block of lines is, judged by its form."""

    HEADING = "heading"
    NUMBERED = "numbered"  # an agreement, statement, article or step with a number of its own
    PARAGRAPH = "paragraph"
    ITEM = "item"  # a member of a list: bullet, letter, "1)"
    ROW = "row"  # a row of a table, its cells in `cells`
    REMARK = "remark"  # an aside to what stands before it: "(I-tje: ...)", "NB"
    CONTENTS = "contents"  # a line of a table of contents
    FURNITURE = "furniture"  # page numbers, running heads, footnotes: not part of the running text


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: a heading, a paragraph, a list item, a table row."""

    kind: BlockKind
    span: Span  # without surrounding white space
    marker: str = ""  # "22.", "•", "a." as written
    depth: int = 0  # of a list item: 0 is the outermost list
    cells: tuple[Span, ...] = ()
    sequence: int | None = None  # of a numbered block: which run of consecutive numbers it belongs to
    level: int = 0  # of a heading whose format gives it one: 1 stands highest
    head: Span | None = None  # of a row: the row with the headings of its columns
    columns: tuple[int, ...] = ()  # of each cell of a row, when a column has none of them or more than one


_NUMBER_FIRST = re.compile(r"^\W*\d+(?:\.\d+)*[.):]?\s+")  # Of a heading.
SILENT = frozenset({BlockKind.HEADING, BlockKind.FURNITURE})  # They say nothing by themselves.


@dataclass(frozen=True)
class Section:
    """A unit of the document's own structure. The sections tile the text: joined, they are the text."""

    path: tuple[str, ...]  # headings above it, outermost first
    label: str | None  # "afspraak 22"
    span: Span
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> str:
        """The heading that it stands under; empty when there is none."""
        return self.path[-1] if self.path else ""

    @property
    def unnumbered_heading(self) -> str:
        """The heading that it stands under, without the number before it."""
        return _NUMBER_FIRST.sub("", self.heading)

    @cached_property
    def content(self) -> tuple[Block, ...]:
        """The blocks that say something: no headings, no page furniture."""
        return tuple(block for block in self.blocks if block.kind not in SILENT)

    @cached_property
    def heads(self) -> frozenset[Span]:
        """The rows that hold nothing but the headings of columns."""
        return frozenset(block.head for block in self.blocks if block.head)

    def column_headings(self, row: Block) -> tuple[Span, ...]:
        """The heading of each cell of a row; none when the table has no headings."""
        if row.head is None:  # Most blocks: no need to look through a long section for each.
            return ()
        headings = next((block.cells for block in self.blocks if block.span == row.head), ())
        return tuple(headings[column] for column in row.columns) if headings and row.columns else headings

    @cached_property
    def lead(self) -> Block | None:
        """The first block that says something."""
        return next((block for block in self.blocks if block.kind not in SILENT), None)


@dataclass(frozen=True)
class Document:
    """A document's final text and its structure. No offset exists before the text is final."""

    source: Source
    text: str
    sections: tuple[Section, ...]
    pages: tuple[Span, ...] = ()  # none when the format has no pages
    file_title: str = ""  # in the file's properties, which people seldom look at
    unread: tuple[int, ...] = ()  # pages, counted from 1, that cannot be opened: the text goes on without them

    @cached_property
    def _furniture(self) -> list[Span]:
        return sorted(b.span for s in self.sections for b in s.blocks if b.kind is BlockKind.FURNITURE)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(re.findall(WORD, BROKEN.sub("\n", self.text.lower())))

    def page_at(self, offset: int) -> int | None:
        """Return the page, counted from 1, on which this position lies."""
        number = bisect_right(self.pages, offset, key=lambda page: page.start)
        return number if number and offset < self.pages[number - 1].end else None

    def readable(self, span: Span) -> str:
        """Return the words of a span on one line, without page furniture and without mark-up characters."""
        return plain(self.running_text(span), lambda: self._words)

    def running_text(self, span: Span) -> str:
        """Return the text of a span without the page furniture in it."""
        pieces, start = [], span.start
        inside = bisect_left(self._furniture, Span(span.start + 1, 0))
        for gap in takewhile(lambda gap: gap.end < span.end, islice(self._furniture, inside, None)):
            pieces.append(self.text[start : gap.start])
            start = gap.end
        pieces.append(self.text[start : span.end])
        return " ".join(pieces)


WORD = r"[^\W\d_]+(?:-[^\W\d_]+)*"
BROKEN = re.compile(rf"({WORD})[-\u00ad\u2010]\n\s*({WORD})")
# A hyphen at the end of a line, between small letters.
_HYPHENATED = re.compile(r"(?<![^\W\d_])([^\W\d_]*[a-zà-ÿ]{2})-[ \t]*\n\s*(?=([a-zà-ÿ]{2,}))")
_AFTER_OWN_HYPHEN = frozenset({"en", "of", "dan", "als", "tot", "naar", "respectievelijk"})
_ALSO_AN_ENDING = frozenset({"naar"})  # "ambtenaar", "eigenaar"


def keeps_hyphen(before: str, after: str, known: Callable[[], Container[str]] | None = None) -> bool:
    """Tell whether a hyphen at the end of a line says that a word goes on later: "onderwijs- en zorgteam".

    It only breaks a word when both parts are one elsewhere, or when the second may end a word ("ambte-naar") and the
    first is none.

    Args:
        before: the letters before the hyphen.
        after: those after it, on the next line.
        known: gives the words of the document, in lower case; None when they are not at hand.
    """
    first, second = before.lower(), after.lower()
    if second not in _AFTER_OWN_HYPHEN:
        return False
    broken = known and (first + second in known() or (second in _ALSO_AN_ENDING and first not in known()))
    return not broken


def plain(text: str, known: Callable[[], Container[str]] | None = None) -> str:
    """Return text on one line: broken words joined, form fields as ☐ and ☒, Markdown emphasis and links taken off.

    Args:
        text: what a document says.
        known: gives the words of that document, which tell whether a hyphen at the end of a line breaks one of them.
    """
    text = re.sub(r"<input\b[^<>]*>", lambda m: "☒" if "checked" in m[0] else "☐", text)
    text = re.sub(r"(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])", "", text)
    text = re.sub(r"\[([^\[\]\n]+)\]\((?:[^\s()]|\([^\s()]*\))+\)", r"\1", text)
    text = _HYPHENATED.sub(lambda m: m[0] if keeps_hyphen(m[1], m[2], known) else m[1], text)
    return " ".join(text.split())
