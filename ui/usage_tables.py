"""What use taught as tables that a Dutch Excel opens: semicolons, and UTF-8 that says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from assistant.staff.asked import Place
from assistant.staff.usage_report import UsageReport
from ui.usage_page import STATUS_WORDS

ENCODING = "utf-8-sig"  # Without its mark Excel takes é for Ã©.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_Row = tuple[object, ...]


def usage_tables(report: UsageReport) -> dict[str, str]:
    """Return the text of each table by its file name."""
    return {
        "vragen.csv": _table(("groep", "vraag", "dag", "gekozen", "uitkomst", "plek"), _questions(report)),
        "oordelen.csv": _table(("dag", "toelichting", "vraag", "uitkomst", "plek"), _judgements(report)),
        "bronnen.csv": _table(("keer", "document", "plek"), _sources(report)),
    }


def place_words(place: Place) -> str:
    """Return where a passage stands: document, headings and number."""
    return " › ".join(filter(None, [place.document, place.section, place.label]))


def _questions(report: UsageReport) -> Iterator[_Row]:
    for number, group in enumerate(report.groups, start=1):
        for asked in group.asked:
            nearest = place_words(asked.places[0]) if asked.places else ""
            yield number, asked.question, asked.day, asked.organisation or "", STATUS_WORDS[asked.status], nearest


def _judgements(report: UsageReport) -> Iterator[_Row]:
    for one in report.unhelpful:
        if asked := one.asked:
            nearest = place_words(asked.places[0]) if asked.places else ""
            yield one.day, one.comment or "", asked.question, STATUS_WORDS[asked.status], nearest
        else:
            yield one.day, one.comment or "", "", "", ""


def _sources(report: UsageReport) -> Iterator[_Row]:
    for spot, times in report.sources:
        yield times, spot.title or spot.place.document, place_words(spot.place)


def _table(heads: _Row, rows: Iterable[_Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)  # Lines end in CR LF, as Excel has it.
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    """Return a value that a spreadsheet shows and does not work out: a visitor may have typed a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
