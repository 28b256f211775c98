"""What staff should look at in their documents, as plain text for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus_check import CorpusReport, Finding, Spot

_QUOTE_CHARS = 140


def check_text(report: CorpusReport) -> str:
    """Return what to look at, by document, the most important first."""
    return "\n".join(_lines(report))


def _lines(report: CorpusReport) -> Iterator[str]:
    for problem in report.unreadable:
        yield f"Niet te lezen: {problem}\n"
    for source, findings in report.findings.items():
        yield f"{source.title} ({source.id})"
        yield from (line for finding in findings for line in _finding(finding))
        yield "" if findings else "  Niets gevonden.\n"
    count = sum(len(findings) for findings in report.findings.values())
    yield f"{count} punten in {len(report.findings)} documenten. Het belangrijkste staat steeds bovenaan."


def _finding(finding: Finding) -> Iterator[str]:
    yield f"  - {finding.text}"
    for spot in finding.spots:
        yield f"      {_place(spot)}\n      “{_quote(spot.words)}”"


def _place(spot: Spot) -> str:
    section = spot.section
    file = f"{spot.document.source.file.name}, regel {spot.line}"
    return " › ".join([file, *filter(None, [*section.path[-1:], section.label])])


def _quote(words: str) -> str:
    return words if len(words) <= _QUOTE_CHARS else words[: _QUOTE_CHARS - 1] + "…"
