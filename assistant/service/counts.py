"""How often somebody did something in the last minute: counted in memory, or in a file that several processes share."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path

logger = logging.getLogger(__name__)

WINDOW_SECONDS = 60
_WAIT_SECONDS = 0.5  # For another process that writes: the event loop waits as long.
_TABLES = """
CREATE TABLE IF NOT EXISTS times (who TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS by_who ON times (who, at);
CREATE INDEX IF NOT EXISTS by_time ON times (at);
"""


@dataclass(frozen=True, slots=True)
class Count:
    """Where somebody stands."""

    allowed: bool
    left: int
    seconds: int  # until one more is allowed than now


class Counts:
    """Counts over the last minute. What is older is erased whenever somebody is counted."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._store: sqlite3.Connection | None = None

    def add(self, who: str, most: int) -> Count:
        """Count one more for somebody, unless that makes more than the most in a minute."""
        try:
            return self._add(who, most)
        except (sqlite3.Error, OSError) as error:
            if self._file is None:
                raise
            logger.warning("%s cannot be used (%s): limits are counted per process now", self._file, error)
            self._file = self._store = None
            return self._add(who, most)

    def _add(self, who: str, most: int) -> Count:
        now = time.time()
        with self._writing() as store:
            store.execute("DELETE FROM times WHERE at <= ?", (now - WINDOW_SECONDS,))
            count, oldest = store.execute("SELECT count(*), min(at) FROM times WHERE who = ?", (who,)).fetchone()
            if allowed := count < most:
                store.execute("INSERT INTO times VALUES (?, ?)", (who, now))
        seconds = ceil((oldest or now) + WINDOW_SECONDS - now)
        return Count(allowed, max(0, most - count - allowed), min(max(1, seconds), WINDOW_SECONDS))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._store = self._store or _opened(self._file)
        with self._store:
            self._store.execute("BEGIN IMMEDIATE")
            yield self._store


def _opened(file: Path | None) -> sqlite3.Connection:
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
    store = sqlite3.connect(file or ":memory:", timeout=_WAIT_SECONDS, isolation_level=None)
    # Nothing waits for the disk: what a power cut loses is a minute of counting.
    store.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON; {_TABLES}")
    return store
