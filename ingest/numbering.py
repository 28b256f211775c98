"""Which lines carry a number of their own, and which numbers belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import DECIMAL, Line, Wrapping

_BARE = re.compile(r"(\d{1,2}) +(?=[\"'‘“(]?[A-ZÀ-Þ])")  # "2 Visie"; a tab would make it a row of a table
_DOTTED = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)\.?\s+(?=[\"'‘“(]?[A-ZÀ-Þ])")
_KEYWORD = re.compile(
    r"(?=[A-Z])((?i:stap|artikel|fase|regel|criterium|afspraak|stelling|vraag|doel|norm)\s+\d{1,3}[a-z]?)"
    r"(?:\s*[.:)–-])?(?:\s+(?=\S)|$)"
)
_OPEN_RUNS = 50  # No text nests as deep as half of this.
NO_RUN = -1  # "16.1" and "Artikel 3" say themselves to what they belong.


@dataclass(frozen=True, slots=True)
class Number:
    """The number at the start of a line."""

    marker: str  # "22.", "16.1", "Artikel 3"
    sequence: int  # which run of consecutive numbers it belongs to


@dataclass(frozen=True, slots=True)
class _Run:
    sequence: int
    last: int
    look: tuple[bool, ...]  # what else its last line had; a number belongs to the run whose lines look alike


def numbered_lines(lines: Sequence[Line], skipped: frozenset[int], wrapping: Wrapping) -> dict[int, Number]:
    """Return the number of each line that has one of its own.

    A line that happens to start with a number ("4. Daarna ..." after a broken line) belongs to no run.
    """
    decimals = _decimals(lines, skipped)
    last_place = {number: index for index, number in decimals.items()}
    found: dict[int, Number] = {}
    runs: list[_Run] = []  # the innermost last
    sequences = 0
    for index, line in enumerate(lines):
        if index in skipped:
            continue
        apart = (
            line.after_blank and (index + 1 == len(lines) or lines[index + 1].after_blank) and not line.ends_sentence
        )
        breaks_off = index > 0 and wrapping.breaks_off(lines[index - 1], line)
        if index in decimals:
            number, look = decimals[index], _look(line)
            alike = _alike(runs, number, look)
            if alike is not None:
                runs[alike:] = [_Run(runs[alike].sequence, number, look)]
            elif number == 1 or (look[0] and not breaks_off and (last_place.get(number + 1, 0) > index or apart)):
                sequences += 1
                runs.append(_Run(sequences, number, look))
                del runs[_OPEN_RUNS // 2 : -_OPEN_RUNS // 2]
            else:
                continue
            found[index] = Number(f"{number}.", runs[-1].sequence)
        elif (match := _DOTTED.match(line.text)) or (not breaks_off and (match := _KEYWORD.match(line.text))):
            found[index] = Number(match[1], NO_RUN)
    return _without_lone_bare_numbers(lines, found)


def _decimals(lines: Sequence[Line], skipped: frozenset[int]) -> dict[int, int]:
    matches = {
        index: DECIMAL.match(line.text) or _BARE.match(line.text)
        for index, line in enumerate(lines)
        if index not in skipped
    }
    return {index: int(match[1]) for index, match in matches.items() if match}


def _look(line: Line) -> tuple[bool, ...]:
    return (bool(DECIMAL.match(line.text)), line.after_blank, line.ends_sentence)


def _alike(runs: Sequence[_Run], number: int, look: tuple[bool, ...]) -> int | None:
    """Return the run that this number continues: the one most alike, and among equals the innermost."""
    candidates = [depth for depth, run in enumerate(runs) if run.last == number - 1 and run.look[0] == look[0]]
    return max(
        candidates,
        key=lambda depth: (sum(a == b for a, b in zip(runs[depth].look, look, strict=True)), depth),
        default=None,
    )


def _without_lone_bare_numbers(lines: Sequence[Line], found: dict[int, Number]) -> dict[int, Number]:
    """Leave out numbers without a full stop that no second one follows: they may be anything."""
    times = Counter(number.sequence for number in found.values())
    return {
        index: number
        for index, number in found.items()
        if times[number.sequence] > 1 or not _BARE.match(lines[index].text)
    }
