"""From lines to blocks: what belongs together, and what kind of thing it is, judged by form alone.

Text extracted from PDF and web pages has lines broken inside sentences, running heads in the middle of an agreement,
flattened tables and lists glued to the line before. The rules here know typography, not documents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.document import Block, BlockKind
from ingest.lines import Line, Wrapping, contents_lines, page_furniture, split_lines
from ingest.manuscript import Hint
from ingest.numbering import Number, numbered_lines
from ingest.spaced_tables import SpacedLine, spaced_lines
from ingest.span import Span

_BULLET = re.compile(r"(?:[•▪●◦·‣➢►■□☐☒✓✔→\uf0a7\uf0b7\uf0d8]|[-–—*+o](?=\s))\s*(?=\S)")
_PAREN = re.compile(r"(?:[-–•]\s+)?\(?(\d{1,3}|[a-z])\)\s+(?=\S)")
_LETTER = re.compile(r"([a-z])\.\s+(?=\S)")
_ROMAN = re.compile(r"\(?[ivx]{2,5}[.)]\s+(?=\S)")  # "i." is a letter too
_LABEL = re.compile(r"([A-Z][^\W\d_]+)\s+[\w./-]*\d[\w./-]*:\s")
_REMARK = re.compile(
    r"\(\s*(?:i-tje|info|noot|opmerking|toelichting|nb|n\.b\.|let op)\b|(?:NB|N\.B\.|Let op|Toelichting|Opmerking)\s*:",
    re.IGNORECASE,
)


def split_blocks(text: str, hints: Mapping[int, Hint] | None = None) -> tuple[Block, ...]:
    """Group the lines of a text into blocks, in order; every non-space character is in one.

    Args:
        text: the final text of a document.
        hints: what the document's format says of its lines; None when it says nothing, and may have broken them.
    """
    lines = split_lines(text)
    wrapping = Wrapping.of(lines) if hints is None else Wrapping(0)
    hinted = {index: hint for index, line in enumerate(lines) if (hint := (hints or {}).get(line.span.start))}
    known = {index for index, hint in hinted.items() if hint.kind is not BlockKind.PARAGRAPH}
    furniture = page_furniture(text, lines) - known
    contents = contents_lines(lines, furniture) - known
    tables = spaced_lines(text, lines, furniture | contents) if hints is None else {}
    numbers = numbered_lines(lines, furniture | contents | tables.keys(), wrapping)
    labelled = _labelled_lines(lines)
    blocks: list[Block] = []
    open_block = -1  # index of the block that the next line may continue; page furniture does not close it
    last: Line | None = None
    for index, line in enumerate(lines):
        if index in furniture:
            blocks.append(Block(BlockKind.FURNITURE, line.span))
            continue
        table = tables.get(index)
        if table and table.goes_on and blocks and blocks[open_block].kind is BlockKind.ROW:
            blocks[open_block] = _with_line(blocks[open_block], table)
            last = line
            continue
        if index in contents:
            block = Block(BlockKind.CONTENTS, line.span)
        elif table and not table.goes_on:
            block = _row(line.span, table.cells, table.columns, table.head)
        elif index in known:
            block = _hinted_block(line, numbers.get(index), hinted[index])
        else:
            block = _new_block(line, last, numbers.get(index), may_be_row=index not in hinted)
        apart = last is not None and last.ends_sentence and index in labelled
        goes_on = last and block.kind is BlockKind.PARAGRAPH and _goes_on(blocks[open_block], last, line, wrapping)
        if goes_on and not apart:
            joined = Span(blocks[open_block].span.start, line.span.end)
            blocks[open_block] = replace(blocks[open_block], span=joined)
        else:
            blocks.append(block)
            open_block = len(blocks) - 1
        last = line
    if hints is None:
        blocks = _with_table_rows(text, blocks)
    return tuple(_with_depths(text, blocks, hints or {}))


def _labelled_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Find the lines that begin with a label of which there are more: "Besluit 2025-15: ..."."""
    labels = {index: label[1] for index, line in enumerate(lines) if (label := _LABEL.match(line.text))}
    times = Counter(labels.values())
    return frozenset(index for index, word in labels.items() if times[word] > 1)


def _row(span: Span, cells: tuple[Span, ...], columns: tuple[int, ...], head: Span | None) -> Block:
    in_order = columns == tuple(range(len(cells)))
    return Block(BlockKind.ROW, span, cells=cells, head=head, columns=() if in_order else columns)


def _with_line(row: Block, line: SpacedLine) -> Block:
    """Return a row that goes on on a line: in its last cell, or in others, of which the words stand apart then."""
    cells, columns = list(row.cells), list(row.columns or range(len(row.cells)))
    for cell, column in zip(line.cells, line.columns, strict=True):
        if column == columns[-1]:
            cells[-1] = Span(cells[-1].start, cell.end)
        else:
            cells.append(cell)
            columns.append(column)
    return _row(Span(row.span.start, line.cells[-1].end), tuple(cells), tuple(columns), row.head)


def _hinted_block(line: Line, number: Number | None, hint: Hint) -> Block:
    if hint.kind is BlockKind.HEADING:
        marker, sequence = (number.marker, number.sequence) if number else ("", None)
        return Block(hint.kind, line.span, marker=marker, sequence=sequence, level=hint.level)
    marker = _marker(line) if hint.kind is BlockKind.ITEM else ""
    return Block(hint.kind, line.span, marker, hint.level, hint.cells, head=hint.head)


def _new_block(line: Line, last: Line | None, number: Number | None, *, may_be_row: bool) -> Block:
    if number:
        return Block(BlockKind.NUMBERED, line.span, marker=number.marker, sequence=number.sequence)
    if _REMARK.match(line.text):
        return Block(BlockKind.REMARK, line.span)
    in_brackets = last is not None and not line.after_blank and last.opens_bracket
    for pattern in () if in_brackets else (_PAREN, _LETTER, _ROMAN, _BULLET):
        if match := pattern.match(line.text):
            return Block(BlockKind.ITEM, line.span, marker=match[0].strip())
    if may_be_row and (cells := _cells(line)):
        return Block(BlockKind.ROW, line.span, cells=cells)
    return Block(BlockKind.PARAGRAPH, line.span)


def _marker(line: Line) -> str:
    """Return the marker of a line that is a list item, whatever its style."""
    match = re.match(
        r"[•▪●◦·‣➢►■□☐☒✓✔→–*o-](?=\s)|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]{1,4})[.)](?=\s)", line.text, re.IGNORECASE
    )
    return match[0] if match else ""


def _cells(line: Line) -> tuple[Span, ...]:
    separator = r"\t+" if "\t" in line.text else r"\s*\|\s*" if line.text.count("|") > 1 else r" {3,}"
    start, cells = line.span.start, []
    for gap in [*re.finditer(separator, line.text), None]:
        end = line.span.start + gap.start() if gap else line.span.end
        if start < end:
            cells.append(Span(start, end))
        start = line.span.start + gap.end() if gap else end
    return tuple(cells) if len(cells) > 1 else ()


def _goes_on(block: Block, last: Line, line: Line, wrapping: Wrapping) -> bool:
    alone = last.text.startswith("#") or line.text.startswith(("#", "http://", "https://"))
    return not alone and block.kind not in {BlockKind.ROW, BlockKind.CONTENTS} and wrapping.continues(last, line)


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
    """Tell whether a row stands next to this one, or a few blocks away when a value stands on a line of its own."""
    for other in range(max(0, index - 3), min(len(blocks), index + 4)):
        if other == index or (value := _value_of(text, blocks[other], values)) is None:
            continue
        alone = value == blocks[other].span or _value_of(text, blocks[index], values) == blocks[index].span
        if alone or abs(other - index) == 1:
            return True
    return False


def _with_depths(text: str, blocks: Sequence[Block], hints: Mapping[int, Hint]) -> Iterator[Block]:
    """Give each list item its depth: indentation or a new style of marker opens an inner list, an old one returns."""
    levels: list[tuple[str, int]] = []  # style and indentation of each open list, the outermost first
    for block in blocks:
        hint = hints.get(block.span.start)
        if block.kind is not BlockKind.ITEM or (hint and hint.kind is BlockKind.ITEM):
            if block.kind not in {BlockKind.FURNITURE, BlockKind.REMARK}:
                levels.clear()
            yield block
            continue
        marker = block.marker.lstrip("-– ") or block.marker
        style = re.sub(r"\d+", "1", re.sub(r"[a-z]+(?=[.)])", "a", marker))
        indent = block.span.start - (text.rfind("\n", 0, block.span.start) + 1)
        while levels and levels[-1][1] > indent + 1:
            levels.pop()
        same = next((depth for depth, level in enumerate(levels) if level[0] == style and level[1] + 1 >= indent), None)
        levels[len(levels) if same is None else same :] = [(style, indent)]
        yield replace(block, depth=len(levels) - 1)
