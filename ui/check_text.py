"""What staff should look at in their documents, as plain text for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.staff.concern import Concern, CorpusReport, Spot
from ingest.formats.readers import PLAIN_SUFFIXES

NAME_OR_REMOVE = "Zet in de catalogus bij een document dat het daarvan is, of haal de tabel weg."
_QUOTE_CHARS = 140


def check_text(report: CorpusReport) -> str:
    """Return what to look at, by document, the most important first."""
    return "\n".join(_lines(report))


def _lines(report: CorpusReport) -> Iterator[str]:
    for problem in report.unreadable:
        yield f"Niet te lezen: {problem}\n"
    for source, concerns in report.concerns.items():
        yield f"{source.title} ({source.id})"
        yield from (line for concern in concerns for line in _concern(concern))
        yield "" if concerns else "  Niets gevonden.\n"
    for one in report.without_documents:
        yield f"Geen document is van {one.name} ({one.id}). {NAME_OR_REMOVE}\n"
    count = sum(len(concerns) for concerns in report.concerns.values())
    yield f"{count} punten in {len(report.concerns)} documenten. Het belangrijkste staat steeds bovenaan."


def _concern(concern: Concern) -> Iterator[str]:
    yield f"  - {concern.text}"
    for spot in concern.spots:
        yield f"      {place(spot)}\n      “{quote(spot.words)}”"


def place(spot: Spot) -> str:
    """Return where the words stand: file, page or line, heading and number."""
    section, file, page = spot.section, spot.document.source.file, spot.document.page_at(spot.span.start)
    line = f"regel {spot.line}" if file.suffix.lower() in PLAIN_SUFFIXES else ""  # Others show their reader no lines.
    place = ", ".join(filter(None, [file.name, f"bladzijde {page}" if page else line]))
    return " › ".join([place, *filter(None, [*section.path[-1:], section.label])])


def quote(words: str) -> str:
    """Return words, cut off when they are many."""
    return words if len(words) <= _QUOTE_CHARS else words[: _QUOTE_CHARS - 1] + "…"
