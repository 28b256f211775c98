"""Numbered units: numbers that are skipped or come back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from assistant.staff.checks.reading import Reading
from assistant.staff.checks.references import targets_in
from assistant.staff.concern import Concern, ConcernKind, Spot
from ingest.document import Section

_LABEL = re.compile(r"(\D+?)\s*(\d+)")
_INSERTED = re.compile(r"(\D+?)\s*\d+[a-z]")  # "artikel 17a" came later.


def numbering(one: Reading) -> Iterator[Concern]:
    """Yield numbers that are skipped or come back, within the numbered units that have the same name."""
    labelled = [section for section in one.document.sections if section.label and section.content]
    amended = {match[1] for section in labelled if (match := _INSERTED.fullmatch(section.label or ""))}
    targets = targets_in(one.document)
    for name, group in _by_name(labelled):
        if group[0][0] > 1 or name in amended:
            continue  # It does not count from one, so it is no enumeration; in an amended one numbers lapse.
        for (before, _), (number, section) in pairwise(group):
            spot = Spot(one.document, section.content[0].span)
            if number == before:
                yield Concern(ConcernKind.NUMBERING, f"Nummer {number} ({name}) staat er twee keer.", (spot,))
            elif any(not {(name, str(n)), ("", str(n))} & targets for n in range(before + 1, number)):
                missing = str(before + 1) if number == before + 2 else f"{before + 1} tot en met {number - 1}"
                yield Concern(ConcernKind.NUMBERING, f"Na {name} {before} komt {number}: {missing} ontbreekt.", (spot,))


def _by_name(sections: Sequence[Section]) -> Iterator[tuple[str, list[tuple[int, Section]]]]:
    """Yield runs of labelled sections with one name, such as "afspraak", each with its whole number."""
    numbered = [(match[1], int(match[2]), s) for s in sections if (match := _LABEL.fullmatch(s.label or ""))]
    for name, group in groupby(numbered, key=lambda entry: entry[0]):
        run: list[tuple[int, Section]] = []
        for _, number, section in group:
            if run and (number < run[-1][0] or number == 1):  # It starts again, under another heading.
                yield name, run
                run = []
            run.append((number, section))
        yield name, run
