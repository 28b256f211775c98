"""From lines to blocks: what belongs together, and what kind of thing it is, judged by form alone.

Text extracted from PDF and web pages has lines broken inside sentences, running heads in the middle of an agreement,
flattened tables and lists glued to the line before. The rules here know typography, not documents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.document import Block, BlockKind
from ingest.span import Span

_BULLET = re.compile(r"(?:[•▪●◦·‣➢✓]|[-–*o](?=\s))\s*(?=\S)")
_DECIMAL = re.compile(r"(?:-\s+)?(\d{1,3})\.\s+(?=\S)")
_DOTTED = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)\.?\s+(?=[\"'‘“(]?[A-ZÀ-Þ])")
_PAREN = re.compile(r"(?:[-–•]\s+)?\(?(\d{1,3}|[a-z])\)\s+(?=\S)")
_LETTER = re.compile(r"([a-z])\.\s+(?=\S)")
_KEYWORD = re.compile(r"(?:stap|artikel|fase|regel|criterium)\s+(\d{1,3}[a-z]?)\s*[.:)–-]?\s+(?=\S)", re.IGNORECASE)
_GLUED = re.compile(r"(?<=\S)[ \t]{2,}(\d{1,3})\.\s+(?=[A-ZÀ-Þ])")
_CONTENTS = re.compile(r"(?:\d.*(?:\t|\s{3,})|.*(?:\.{3,}|…|\. \. \.))\s*\d{1,3}")
_PAGE_NUMBER = re.compile(
    r"(?:(?:pagina|blz\.?|page)\s*)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:van|/|of)\s*\d{1,3})?", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹]\s*\S|\[\d{1,2}\]\s+\S")
_REMARK = re.compile(
    r"\(\s*(?:i-tje|info|noot|opmerking|toelichting|nb|n\.b\.|let op)\b|(?:NB|N\.B\.|Let op|Toelichting|Opmerking)\s*:",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.!?:;…][\"'’”)\]]*$")
_UNWRAPPED = 160  # code points: a document whose long lines are longer has a paragraph on each line


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str
    after_blank: bool


def split_blocks(text: str) -> tuple[Block, ...]:
    """Group the lines of a text into blocks, in order; every non-space character is in one."""
    lines = list(_lines(text))
    furniture = _furniture(lines)
    width = _line_width(lines)
    numbered = _numbered_lines(lines, furniture)
    blocks: list[Block] = []
    open_block = -1  # index of the block that the next line may continue; page furniture does not close it
    last = ""
    for index, line in enumerate(lines):
        if index in furniture:
            blocks.append(Block(BlockKind.FURNITURE, line.span))
            continue
        block = _new_block(line, numbered.get(index))
        if open_block >= 0 and block.kind is BlockKind.PARAGRAPH and _continues(blocks[open_block], last, line, width):
            joined = Span(blocks[open_block].span.start, line.span.end)
            blocks[open_block] = replace(blocks[open_block], span=joined)
        else:
            blocks.append(block)
            open_block = len(blocks) - 1
        last = line.text
    return tuple(_with_depths(_with_table_rows(text, blocks)))


def _lines(text: str) -> Iterator[_Line]:
    after_blank, expected, position = True, 0, 0
    for raw in text.splitlines(keepends=True):
        starts, floor = [position], position
        for match in _GLUED.finditer(raw):
            if int(match[1]) == expected + 1 and not _CONTENTS.fullmatch(raw.strip()):
                starts.append(floor + match.start(1))
                expected += 1
        position += len(raw)
        for start, end in pairwise([*starts, position]):
            span = Span(start, end).trimmed(text)
            if span.start == span.end:
                after_blank = True
                continue
            words = span.of(text)
            yield _Line(span, words, after_blank)
            after_blank = False
            if number := _DECIMAL.match(words):
                expected = int(number[1])


def _line_width(lines: Sequence[_Line]) -> int:
    lengths = sorted(len(line.text) for line in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _furniture(lines: Sequence[_Line]) -> frozenset[int]:
    """Find page numbers, footnotes, and repeated lines that interrupt a sentence (running heads)."""
    times = Counter(line.text for line in lines)
    found = set()
    for index, line in enumerate(lines):
        alone = line.after_blank and (index + 1 == len(lines) or lines[index + 1].after_blank)
        if (alone and _PAGE_NUMBER.fullmatch(line.text)) or (line.after_blank and _FOOTNOTE.match(line.text)):
            found.add(index)
        elif times[line.text] > 1 and 0 < index < len(lines) - 1:
            before, after = lines[index - 1].text, lines[index + 1].text
            if len(before) > len(line.text) and not _TERMINAL.search(before) and _starts_low(after):
                found.add(index)
    return frozenset(found)


def _numbered_lines(lines: Sequence[_Line], skipped: frozenset[int]) -> dict[int, tuple[int, str]]:
    """Return for each line with a number of its own the run of consecutive numbers it belongs to, and its marker.

    A line that happens to start with a number ("4. Daarna ..." after a broken line) belongs to no run.
    """
    decimals = {
        index: int(match[1])
        for index, line in enumerate(lines)
        if index not in skipped and (match := _DECIMAL.match(line.text)) and not _CONTENTS.fullmatch(line.text)
    }
    found: dict[int, tuple[int, str]] = {}
    runs: list[tuple[int, int]] = []  # (sequence, its last number), the innermost last
    sequence = 0
    for index, line in enumerate(lines):
        if index in decimals:
            number = decimals[index]
            depth = next((d for d in reversed(range(len(runs))) if runs[d][1] == number - 1), None)
            if depth is not None:
                runs[depth:] = [(runs[depth][0], number)]
            elif number == 1 or any(i > index and n == number + 1 for i, n in decimals.items()):
                sequence += 1
                runs.append((sequence, number))
            else:
                continue
            found[index] = (runs[-1][0], f"{number}.")
        elif index not in skipped and (match := _DOTTED.match(line.text)) and not _CONTENTS.fullmatch(line.text):
            found[index] = (-1, match[1])
        elif index not in skipped and (match := _KEYWORD.match(line.text)):
            found[index] = (-1, match[0].strip())
    return found


def _new_block(line: _Line, numbered: tuple[int, str] | None) -> Block:
    text = line.text
    if numbered:
        return Block(BlockKind.NUMBERED, line.span, marker=numbered[1], sequence=numbered[0])
    if _REMARK.match(text):
        return Block(BlockKind.REMARK, line.span)
    for pattern in (_PAREN, _LETTER, _BULLET):
        if match := pattern.match(text):
            return Block(BlockKind.ITEM, line.span, marker=match[0].strip())
    if _CONTENTS.fullmatch(text):
        return Block(BlockKind.CONTENTS, line.span)
    if cells := _cells(line):
        return Block(BlockKind.ROW, line.span, cells=cells)
    return Block(BlockKind.PARAGRAPH, line.span)


def _cells(line: _Line) -> tuple[Span, ...]:
    separator = r"\t+" if "\t" in line.text else r"\s*\|\s*" if line.text.count("|") > 1 else None
    if separator is None:
        return ()
    start, cells = line.span.start, []
    for gap in [*re.finditer(separator, line.text), None]:
        end = line.span.start + gap.start() if gap else line.span.end
        if start < end:
            cells.append(Span(start, end))
        start = line.span.start + gap.end() if gap else end
    return tuple(cells) if len(cells) > 1 else ()


def _continues(block: Block, last: str, line: _Line, width: int) -> bool:
    """Tell whether a line without a marker goes on where the line before stopped."""
    if block.kind in {BlockKind.ROW, BlockKind.CONTENTS} or line.text.startswith(("http://", "https://", "#")):
        return False
    goes_on = _starts_low(line.text) and not _TERMINAL.search(last)
    if line.after_blank or width > _UNWRAPPED:
        return goes_on
    first_word = line.text.split(maxsplit=1)[0]
    was_full = len(last) + 1 + len(first_word) > 0.9 * width  # The next word would not have fitted.
    return goes_on or was_full or (len(last) > 0.6 * width and _starts_low(line.text))


def _starts_low(text: str) -> bool:
    first = text.lstrip("(‘“\"'*")[:1]
    return first.islower()


def _with_table_rows(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Recognise rows of a flattened table by their last cell: a short value, with a capital, that comes back.

    "Protocol dyslexie Actief toegepast" is a row of two cells when other lines nearby end in "Actief toegepast" too;
    a statement followed by a line "Ja" is one when the lines around it are.
    """
    values = _repeated_values(text, blocks)
    rows: list[Block] = []
    for index, block in enumerate(blocks):
        value = _value_of(text, block, values)
        if value is None or not _has_row_beside(text, blocks, index, values):
            rows.append(block)
            continue
        first = len(rows)
        if value.start == block.span.start:  # The value stands alone: the cell before it is the block before it.
            while first and rows[first - 1].kind is BlockKind.REMARK:
                first -= 1
            if not first or rows[first - 1].kind is not BlockKind.PARAGRAPH:
                rows.append(block)
                continue
            first -= 1
        start = rows[first].span.start if first < len(rows) else block.span.start
        statement = Span(start, value.start).trimmed(text)
        rows[first:] = [Block(BlockKind.ROW, Span(start, block.span.end), cells=(statement, value))]
    return rows


def _repeated_values(text: str, blocks: Sequence[Block]) -> frozenset[str]:
    endings: Counter[str] = Counter()
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            endings.update({span.of(text) for span in _capital_endings(text, block)})
    return frozenset(value for value, times in endings.items() if times > 2)


def _capital_endings(text: str, block: Block) -> list[Span]:
    """Return the last one to five words of a block, for each word with a capital to begin at, longest first."""
    words = list(re.finditer(r"\S+", block.span.of(text)))
    if len(words) > 60 or not words or words[-1][0].endswith((".", "?", ":", ";", ",")):
        return []
    return [Span(block.span.start + word.start(), block.span.end) for word in words[-5:] if word[0][0].isupper()]


def _value_of(text: str, block: Block, values: frozenset[str]) -> Span | None:
    if block.kind is not BlockKind.PARAGRAPH:
        return None
    return next((span for span in _capital_endings(text, block) if span.of(text) in values), None)


def _has_row_beside(text: str, blocks: Sequence[Block], index: int, values: frozenset[str]) -> bool:
    beside = [*blocks[max(0, index - 3) : index], *blocks[index + 1 : index + 4]]
    return any(_value_of(text, block, values) for block in beside)


def _with_depths(blocks: Sequence[Block]) -> Iterator[Block]:
    """Give each list item its depth: a new style of marker opens an inner list, an earlier style returns to its own."""
    styles: list[str] = []
    for block in blocks:
        if block.kind is not BlockKind.ITEM:
            if block.kind not in {BlockKind.FURNITURE, BlockKind.REMARK}:
                styles.clear()
            yield block
            continue
        marker = block.marker.lstrip("-– ") or block.marker
        style = re.sub(r"\d+", "1", re.sub(r"[a-z](?=[.)])", "a", marker))
        if style in styles:
            del styles[styles.index(style) + 1 :]
        else:
            styles.append(style)
        yield replace(block, depth=len(styles) - 1)
