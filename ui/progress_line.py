"""How far an ingest is: a bar that moves in a terminal, and elsewhere a line for each document."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from ingest.progress import Progress, Step

_WIDTH = 20
_CLEAR = "\r\x1b[K"  # back to the start of the line, and wipe it


@contextmanager
def progress_on(stream: TextIO) -> Iterator[Progress]:
    """Give what shows the steps of an ingest; a bar is gone when it is over."""
    began = time.monotonic()
    told = ""

    def bar_step(step: Step) -> None:
        stream.write(_CLEAR + bar(step, time.monotonic() - began))
        stream.flush()

    def line_step(step: Step) -> None:
        nonlocal told
        if step.what != told:
            told = step.what
            stream.write(f"  {told}\n")
            stream.flush()

    terminal = stream.isatty()
    try:
        yield bar_step if terminal else line_step
    finally:
        if terminal:
            stream.write(_CLEAR)


def bar(step: Step, seconds: float) -> str:
    """Return one line that says how far an ingest is after so many seconds, and how long it still takes."""
    full = round(_WIDTH * step.done)
    counts = f"{step.documents} van {step.all_documents} documenten, {step.passages} van {step.all_passages} passages"
    left = f", nog {_duration(seconds * (1 - step.done) / step.done)}" if 0 < step.done < 1 else ""
    return f"[{'#' * full}{'.' * (_WIDTH - full)}] {100 * step.done:3.0f} %  {counts}{left}"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"
