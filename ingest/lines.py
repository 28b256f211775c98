"""From text to lines: which of them are running text, and which are page furniture or a table of contents."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.sentence_ends import ends_sentence
from ingest.span import Span

DECIMAL = re.compile(r"(?:-\s+)?(\d{1,3})\.\s+(?=\S)")  # the number that a line begins with: "22. ", "- 3. "
_GLUED = re.compile(r"(?<=\S)[ \t]{2,}(\d{1,3})\.\s+(?=[A-ZÀ-Þ])")
_CONTENTS = re.compile(r".*(?:\.{3,}|…|\. \. \.)\s*\d{1,3}")
_CONTENTS_HEADING = re.compile(r"(?:#+\s*)?inhoud(?:sopgave)?\s*:?", re.IGNORECASE)
_CONTENTS_ENTRY = re.compile(r".*\D(\d{1,3})")
_PAGE_NUMBER = re.compile(
    r"(?:(?:pagina|blz\.?|page)\s*)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:van|/|of)\s*\d{1,3})?", re.IGNORECASE
)
_RUNNING_HEAD = re.compile(
    r"(?P<head>\S.{4,}?)(?:\s{2,}|\s*\|\s*|\s+(?:pagina|blz\.?|p\.)\s*)\d{1,3}(?:\s*(?:van|/)\s*\d{1,3})?"
    r"|\d{1,3}(?:\s{2,}|\s*\|\s*)(?P<tail>\S.{4,})",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-=_*|:+\s]{3,}")  # drawn lines, and the line under the head of a Markdown table
_FOOTNOTE = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹]\s*\S|\[\d{1,2}\]\s+\S")
# What a line break hardly parts: a word, with a sign ("€"), an initial ("P.") or a figure before it.
_UNBROKEN = re.compile(r"(?:(?:[^\w\s]{1,2}|[A-Z]\.|\d(?:[\d.,]*\d)?)\s+)*\S+")
# A longer line or footnote holds more than one can leave out; to look for a form in it would take very long.
_FURNITURE_CHARS = 1000
# A text whose long lines are longer than the first has a paragraph on each line; shorter than the second, only lists.
_UNWRAPPED = 160
_NARROWEST = 55


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it."""

    span: Span
    text: str
    after_blank: bool

    @property
    def ends_sentence(self) -> bool:
        """Tell whether the line ends as a sentence does."""
        return ends_sentence(self.text)

    @property
    def opens_bracket(self) -> bool:
        """Tell whether a bracket is still open at the end of the line."""
        return self.text.count("(") > self.text.count(")")

    @property
    def starts_low(self) -> bool:
        """Tell whether the line starts with a small letter."""
        return self.text.lstrip("(‘“\"'*")[:1].islower()


def split_lines(text: str) -> list[Line]:
    """Return the lines that are not blank; a number glued to the end of the line before starts a line of its own."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    after_blank, expected, position = True, 0, 0
    for raw in text.splitlines(keepends=True):
        starts, floor = [position], position
        for match in _GLUED.finditer(raw):
            if int(match[1]) == expected + 1 and not _is_contents(raw.strip()):
                starts.append(floor + match.start(1))
                expected += 1
        position += len(raw)
        for start, end in pairwise([*starts, position]):
            span = Span(start, end).trimmed(text)
            if span.start == span.end:
                after_blank = True
                continue
            words = span.of(text)
            yield Line(span, words, after_blank)
            after_blank = False
            if number := DECIMAL.match(words):
                expected = int(number[1])


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How long the lines of a text are before they break; width 0 is a format that keeps paragraphs whole."""

    width: int

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Wrapping:
        """Measure the width that nine in ten lines keep within."""
        lengths = sorted(len(line.text) for line in lines)
        return cls(lengths[len(lengths) * 9 // 10] if lengths else 0)

    def continues(self, last: Line, line: Line) -> bool:
        """Tell whether a line without a marker goes on where the line before stopped."""
        if not self.width:
            return False
        goes_on = (line.starts_low and not last.ends_sentence) or (not line.after_blank and last.opens_bracket)
        if line.after_blank or self.width > _UNWRAPPED:
            return goes_on
        return goes_on or self._was_full(last, line) or (len(last.text) > 0.6 * self.width and line.starts_low)

    def breaks_off(self, last: Line, line: Line) -> bool:
        """Tell whether the line before stopped in the middle of a sentence because it was full."""
        joined = not line.after_blank and self.width <= _UNWRAPPED
        return joined and not last.ends_sentence and self._was_full(last, line)

    def _was_full(self, last: Line, line: Line) -> bool:
        first = _UNBROKEN.match(line.text)
        fits = len(last.text) + 1 + (len(first[0]) if first else 0) <= 0.9 * self.width
        return self.width >= _NARROWEST and not fits


def page_furniture(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """Find page numbers, running heads, drawn lines and footnotes: what is not part of the running text."""
    edges = _page_edges(text, lines)
    times = Counter(line.text for line in lines)
    edge_times = Counter(lines[index].text for index in edges)
    heads = Counter(head for line in lines if (head := _running_head(line)))
    found: set[int] = set()
    for index, line in enumerate(lines):
        apart = index in edges or (line.after_blank and (index + 1 == len(lines) or lines[index + 1].after_blank))
        in_footnote = index - 1 in found and _continues_footnote(text, lines, index)
        if len(line.text) <= _FURNITURE_CHARS and (
            _RULE.fullmatch(line.text)
            or (apart and (_PAGE_NUMBER.fullmatch(line.text) or heads[_running_head(line)] > 1))
            or (index in edges and edge_times[line.text] > 1)
            or (line.after_blank and _FOOTNOTE.match(line.text))
            or in_footnote
            or (times[line.text] > 1 and _interrupts_sentence(lines, index))
        ):
            found.add(index)
    return frozenset(found)


def _page_edges(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """Return the first and last lines of pages, where form feeds mark the pages."""
    starts = [line.span.start for line in lines]
    firsts = [bisect_left(starts, page_break.start()) for page_break in re.finditer("\f", text)]
    ends = [0, len(lines) - 1] if firsts else []
    return frozenset(i for i in [*ends, *firsts, *(first - 1 for first in firsts)] if 0 <= i < len(lines))


def _running_head(line: Line) -> str:
    """Return the words of a line that has a page number at one end, else nothing."""
    match = _RUNNING_HEAD.fullmatch(line.text) if len(line.text) <= _FURNITURE_CHARS else None
    return (match["head"] or match["tail"]) if match else ""


def _continues_footnote(text: str, lines: Sequence[Line], index: int) -> bool:
    start, end = index, lines[index].span.end
    while not lines[start].after_blank and end - lines[start].span.start <= _FURNITURE_CHARS:
        start -= 1
    page_break = "\f" in text[lines[index - 1].span.end : lines[index].span.start]
    short = end - lines[start].span.start <= _FURNITURE_CHARS
    return start < index and short and not page_break and bool(_FOOTNOTE.match(lines[start].text))


def _interrupts_sentence(lines: Sequence[Line], index: int) -> bool:
    if not 0 < index < len(lines) - 1:
        return False
    before, line, after = lines[index - 1 : index + 2]
    return len(before.text) > len(line.text) and not before.ends_sentence and after.starts_low


def _is_contents(line: str) -> bool:
    return len(line) <= _FURNITURE_CHARS and bool(_CONTENTS.fullmatch(line))


def contents_lines(lines: Sequence[Line], skipped: frozenset[int]) -> frozenset[int]:
    """Find the lines of a table of contents: by their dots, or under "Inhoud" by rising page numbers at their ends."""
    found = {index for index, line in enumerate(lines) if _is_contents(line.text)}
    page: int | None = None  # of the entry before; None outside a table of contents
    for index, line in enumerate(lines):
        entry = _CONTENTS_ENTRY.fullmatch(line.text) if len(line.text) <= _FURNITURE_CHARS else None
        if _CONTENTS_HEADING.fullmatch(line.text):
            page = 0
        elif page is not None and index not in skipped:
            page = int(entry[1]) if entry and int(entry[1]) >= page else None
            if page is not None:
                found.add(index)
    return frozenset(found)
