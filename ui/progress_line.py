"""How far an ingest is: a bar that moves in a terminal, and elsewhere a line for each document."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from ingest.progress import Progress, Step

_WIDTH = 20
_ENOUGH = 0.05  # of the work, to tell by how long the rest takes
_CLEAR = "\r\x1b[K"  # back to the start of the line, and wipe it


@contextmanager
def progress_on(stream: TextIO) -> Iterator[Progress]:
    """Give what shows the steps of an ingest; a bar is gone when it is over."""
    began, done_then = time.monotonic(), 0.0  # of what is being done now: what comes before goes at another speed
    told = ""

    def bar_step(step: Step) -> None:
        nonlocal told, began, done_then
        now = time.monotonic()
        if step.what != told:
            told, began, done_then = step.what, now, step.done
        stream.write(_CLEAR + bar(step, step.done - done_then, now - began))
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


def bar(step: Step, measured: float, seconds: float) -> str:
    """Return one line that says how far an ingest is, and how long it still takes.

    Args:
        step: how far it is.
        measured: the part of the work that was timed.
        seconds: what that part took.
    """
    full = round(_WIDTH * step.done)
    counts = f"{step.documents} van {step.all_documents} documenten, {step.passages} van {step.all_passages} passages"
    if step.passages == step.all_passages and step.done < 1:
        counts += f", nu {step.what}"
    tells = measured >= _ENOUGH and step.done < 1
    left = f", nog {_duration(seconds * (1 - step.done) / measured)}" if tells else ""
    return f"[{'#' * full}{'.' * (_WIDTH - full)}] {100 * step.done:3.0f} %  {counts}{left}"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"
