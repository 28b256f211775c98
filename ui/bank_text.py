"""The state of the question bank as plain text, for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.staff.bank_check import Asked, BankReport
from ingest.passages import Passage

_SHOWN = 20  # Of what is advice; mistakes are all shown.
_QUOTE_CHARS = 90


def bank_text(report: BankReport) -> str:
    """Return what there is to mend, to choose and to add."""
    return "\n".join(_lines(report))


def place(passage: Passage) -> str:
    """Return where a passage stands: document, headings and number."""
    return " › ".join([passage.document.source.id, *filter(None, [*passage.section.path, passage.section.label])])


def _lines(report: BankReport) -> Iterator[str]:
    yield f"De vragenbank telt {report.questions} vragen met antwoord, en {report.unanswered} zonder."
    if report.problems:
        yield f"\nHerstellen: {len(report.problems)} keer klopt een bestand of een plek niet."
        yield from (f"  {problem}" for problem in report.problems)
    if report.repeated:
        yield f"\nDubbel: {len(report.repeated)} vragen staan twee keer bij dezelfde passage. Haal er steeds één weg."
        yield from (f"  {place(t.second.passage)}: “{t.second.question}”" for t in report.repeated)
    if report.contradicting:
        yield f"\nTegenstrijdig: {len(report.contradicting)} vragen staan bij een antwoord en bij wat open blijft."
        yield from (f"  {_both(t.first, t.second)}: “{t.second.question}”" for t in report.contradicting)
    if report.alike:
        yield f"\n(Bijna) gelijk: {len(report.alike)} paren vragen wijzen naar twee passages. Kijk of dat klopt."
        for twins in sorted(report.alike, key=lambda twins: -twins.cosine)[:_SHOWN]:
            yield f"  “{twins.first.question}”\n  “{twins.second.question}”\n    {_both(twins.first, twins.second)}"
        yield from _rest(len(report.alike))
    if report.unasked:
        yield f"\nZonder vragen: {len(report.unasked)} passages. Daar vindt Wegwijs minder goed de weg."
        yield from (f"  {place(passage)}: “{_quote(passage)}”" for passage in report.unasked[:_SHOWN])
        yield from _rest(len(report.unasked))
    if report.sound:
        yield "\nEr is niets dat hersteld moet worden."


def _both(first: Asked, second: Asked) -> str:
    places = dict.fromkeys([place(first.passage), place(second.passage)])
    return "  en  ".join(places)


def _quote(passage: Passage) -> str:
    words = " ".join(passage.body.split())
    return words if len(words) <= _QUOTE_CHARS else words[: _QUOTE_CHARS - 1] + "…"


def _rest(count: int) -> Iterator[str]:
    if count > _SHOWN:
        yield f"  … en nog {count - _SHOWN}"
