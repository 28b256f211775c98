"""Tables in word processors and web pages: most hold rows, some only put running text side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ingest.formats.column_headings import has_column_headings
from ingest.manuscript import ManuscriptWriter

CARRIED_CHARS = 200  # A cell over more rows that holds more is told once.
CELL_CHARS = 1000  # A longer cell is running text that a table only gives its place.


def write_table(
    writer: ManuscriptWriter,
    rows: Sequence[Sequence[str]],
    *,
    head: bool,
    flow: Callable[[int, int], object],
    nested: Callable[[int, int], object],
) -> None:
    """Write the rows of a table, or the content of its cells one after the other when it only gives them their place.

    Args:
        writer: where to.
        rows: the words of each cell, those of tables inside it left out.
        head: the format says that the first row holds the headings of the columns.
        flow: writes all that is in one cell, by row and column, as running text.
        nested: writes the tables inside one cell.
    """
    one_column = max(map(len, rows), default=0) < 2
    as_rows = not one_column and all(len(cell) <= CELL_CHARS for row in rows for cell in row)
    headed = head or has_column_headings(rows)
    for number, cells in enumerate(rows):
        if as_rows:
            writer.row(cells, head=headed and number == 0, first=number == 0)
    for number, cells in enumerate(rows):
        for column in range(len(cells)):
            (nested if as_rows else flow)(number, column)


def carried(words: str) -> str:
    """Return what a cell that stands beside more rows than one says in the rows below its first."""
    return words if len(words) <= CARRIED_CHARS else ""


def cell_words(paragraphs: Iterable[str]) -> str:
    """Join the paragraphs of a cell: with ";" where they would run together as one sentence."""
    joined = ""
    for words in filter(None, (" ".join(paragraph.split()) for paragraph in paragraphs)):
        apart = joined[-1:].isalnum() or joined[-1:] in {")", "%", "”"}
        begins = words[0].isupper() or words[0].isdigit() or words[0] == "€"
        joined += f"{';' if apart and begins else ''} {words}"
        joined = joined.strip()
    return joined
