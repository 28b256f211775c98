"""How long each stage of one question takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Takes the time of each stage of one question, from the moment that it is made."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Take the time of what is done inside, together with what was done in this stage before."""
        start = time.perf_counter()
        yield
        self._stages[name] = self._stages.get(name, 0) + time.perf_counter() - start

    def mark(self, name: str) -> None:
        """Note that something happened for the first time."""
        self._stages[name] = time.perf_counter() - self._start

    def timings_ms(self) -> dict[str, float]:
        """Return the milliseconds of each stage, and of all until now."""
        stages = {**self._stages, "total": time.perf_counter() - self._start}
        return {name: round(seconds * 1000, 2) for name, seconds in stages.items()}
