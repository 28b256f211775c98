"""The rows of a form, or of any table without headings: labels with what is filled in behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.evidence import Evidence
from ingest.document import Block
from ingest.span import Span
from ingest.stated_dates import OPENING_CHARS

_BLANK = r"(?:[xX]{2,}(?:[-/.][xX]{2,})*|\.{4,}|…|_{3,})"
_IS_BLANK = re.compile(rf"\W*{_BLANK}\W*")
_ENDS_BLANK = re.compile(rf"(?<!\w){_BLANK}$")
_LABEL_AND_VALUE = 2  # Columns of a table that needs no headings to be understood.
_UNTICKED = "☐"  # As `ingest.document.plain` writes a box of a form.


@dataclass(frozen=True, slots=True)
class Field:
    """A label of a form with what is filled in behind it."""

    label: str
    value: str
    stands_alone: bool  # There is room for a value, and none in it.

    @property
    def is_empty(self) -> bool:
        """Tell whether it is not filled in: "Evaluatiedatum xx-xx-xxxx"."""
        return self.stands_alone or _is_blank(self.value) or (_is_blank(self.label) and not self.value)


def fields_of(evidence: Evidence, part: Span) -> list[Field]:
    """Return the fields in a part of evidence; none when it holds no cells of a table that needs no headings."""
    row = next((one for one in evidence.passage.section.blocks if one.cells and one.span.contains(part)), None)
    headings = evidence.passage.section.column_headings(row) if row else ()
    if row is None or len(headings) == len(row.cells) > _LABEL_AND_VALUE:
        return []
    cells = [cell for cell in row.cells if part.contains(cell)]
    return _fields(evidence, row, cells) if len(cells) > 1 or part == row.span else []


def is_of_opening_form(evidence: Evidence) -> bool:
    """Tell whether words are of the form that a document opens with."""
    return evidence.passage.span.start < OPENING_CHARS and all(fields_of(evidence, part) for part in evidence.parts)


def ends_empty(words: str) -> bool:
    """Tell whether words end with what stands for something that is not filled in."""
    return _ENDS_BLANK.search(words) is not None


def _fields(evidence: Evidence, row: Block, cells: Sequence[Span]) -> list[Field]:
    ticked = [cell for cell in cells if _UNTICKED not in evidence.readable(cell)]
    told = ticked if len(ticked) > 1 else cells  # A label with boxes of which none is ticked is told with these.
    behind_gaps = _cells_behind_gaps(evidence, row)
    fields: list[Field] = []
    label: Span | None = None
    for cell in told:
        if label and cell not in behind_gaps:
            fields.append(Field(evidence.readable(label), evidence.readable(cell), stands_alone=False))
            label = None
            continue
        if label:
            fields.append(Field(evidence.readable(label), "", stands_alone=True))
        label = cell
    if label:
        fields.append(Field(evidence.readable(label), "", stands_alone=label in behind_gaps))
    return fields


def _cells_behind_gaps(evidence: Evidence, row: Block) -> set[Span]:
    """Return the cells of a row before which the table has an empty one; none where its lines are of uneven length."""
    text = evidence.passage.document.text
    rows = [one for one in evidence.passage.section.blocks if one.cells]
    lengths = {_line(text, one).count("\t") for one in rows}
    if len(lengths) > 1:  # What stands between cells brings them under each other, however many signs that takes.
        return set()
    return {after for before, after in pairwise(row.cells) if text[before.end : after.start].count("\t") > 1}


def _line(text: str, row: Block) -> str:
    end = text.find("\n", row.span.end)
    return text[row.span.start : end if end >= 0 else len(text)]


def _is_blank(words: str) -> bool:
    return _IS_BLANK.fullmatch(words) is not None
