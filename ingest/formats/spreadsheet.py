"""Spreadsheets (.xlsx, .ods, .csv): a heading for each sheet, and rows under the headings of their columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from ingest.errors import UnreadableError
from ingest.formats.office_package import OfficePackage
from ingest.formats.plain_text import decoded
from ingest.manuscript import Manuscript, ManuscriptWriter

_MAX_ROWS = 20_000
_MAX_CELLS = 1_000_000
_DELIMITERS = ";,\t|"


def read_workbook(content: bytes) -> Manuscript:
    """Return the manuscript of a spreadsheet.

    Raises:
        UnreadableError: the file is damaged, protected with a password or too large.
    """
    OfficePackage(content)  # Refuses what would grow beyond all bounds.
    writer = ManuscriptWriter()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
        for name in names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height * sheet.total_width > _MAX_CELLS:
                raise UnreadableError(f"heeft te veel cellen op blad {name!r}; haal weg wat leeg of overbodig is")
            rows = [[_shown(cell) for cell in row] for row in sheet.to_python()]
            if len(names) > 1 and any(map(any, rows)):
                writer.heading(name, 1)
            _write_rows(writer, rows)
    except CalamineError as exc:
        raise UnreadableError("is beschadigd of beveiligd; open het en sla het opnieuw op zonder wachtwoord") from exc
    return writer.manuscript()


def read_csv(content: bytes) -> Manuscript:
    """Return the manuscript of a table in text, its cells parted by semicolons, commas or tabs."""
    text = decoded(content)
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:20_000], _DELIMITERS)
    except csv.Error:
        dialect = csv.excel
    writer = ManuscriptWriter()
    try:
        _write_rows(writer, csv.reader(io.StringIO(text.replace("\0", ""), newline=""), dialect))
    except csv.Error as exc:
        raise UnreadableError("is geen geldige CSV; sla de tabel opnieuw op als .csv of .xlsx") from exc
    return writer.manuscript()


def _write_rows(writer: ManuscriptWriter, rows: Iterable[Sequence[str]]) -> None:
    """Write rows; a row of one cell above the table is a line of its own, the first row of more is the head."""
    headed = False
    for number, row in enumerate(rows):
        if number >= _MAX_ROWS:
            raise UnreadableError(f"heeft meer dan {_MAX_ROWS} rijen; splits het bestand")
        filled = [cell for cell in row if cell.strip()]
        if len(filled) == 1 and not headed:
            writer.paragraph(filled[0])
        elif filled:
            writer.row(row, head=not headed, first=not headed)
            headed = True
        elif headed:
            headed = False  # Under an empty row another table begins.


def _shown(cell: object) -> str:
    """Return a cell as a Dutch spreadsheet shows it."""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.10g}".replace(".", ",")
    if isinstance(cell, datetime | date):
        return f"{cell:%d-%m-%Y}"
    return str(cell)
