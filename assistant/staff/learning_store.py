"""The file with what use teaches: questions that were not answered, judgements, and how often a source was cited.

Any number of processes may write to it. What is deleted is overwritten. Its tables have no row numbers, so that nobody
can see in which order the questions of a day were asked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from assistant.answer import Status
from assistant.staff.asked import UNANSWERED, Asked, Place, clean, today
from assistant.staff.feedback import Feedback
from ingest.errors import WegwijsError

_TABLES = """
CREATE TABLE IF NOT EXISTS feedback (
    answer_id TEXT PRIMARY KEY, helpful INTEGER NOT NULL, comment TEXT, day TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS question (
    answer_id TEXT PRIMARY KEY, day TEXT NOT NULL, organisation TEXT, status TEXT NOT NULL, question TEXT NOT NULL,
    places TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS citation (
    day TEXT, document TEXT, start INTEGER, "end" INTEGER, section TEXT NOT NULL, label TEXT, times INTEGER NOT NULL,
    PRIMARY KEY (day, document, start, "end")
) WITHOUT ROWID;
"""
_KEEP_FEEDBACK = """
INSERT INTO feedback VALUES (?, ?, ?, ?)
ON CONFLICT (answer_id) DO UPDATE SET helpful = excluded.helpful, comment = coalesce(excluded.comment, comment)"""
_KEEP_QUESTION = "INSERT OR REPLACE INTO question VALUES (?, ?, ?, ?, ?, ?)"
_COUNT_CITATION = """
INSERT INTO citation VALUES (?, ?, ?, ?, ?, ?, 1)
ON CONFLICT DO UPDATE SET section = excluded.section, label = excluded.label, times = times + 1"""
_JUDGED = """
SELECT feedback.day, feedback.comment, question.answer_id, question.day, question.organisation, question.status,
    question.question, question.places
FROM feedback LEFT JOIN question USING (answer_id) WHERE NOT helpful AND feedback.day >= ? ORDER BY feedback.day DESC"""
_CITED = """
SELECT document, section, label, start, "end", sum(times) AS times FROM citation WHERE day >= ?
GROUP BY document, section, label, start, "end" ORDER BY times DESC, document, start"""
_WAIT_SECONDS = 10  # For another process that writes.
_places = TypeAdapter(tuple[Place, ...])


class LearningStoreError(WegwijsError):
    """The file cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Unhelpful:
    """An answer that did not help, with what the visitor said of it."""

    day: date
    comment: str | None
    asked: Asked | None  # None: the question was no longer known


class LearningStore:
    """The file; it is made when something is kept or read."""

    def __init__(self, home: Path) -> None:
        self.file = home / "feedback.sqlite3"

    def keep(self, asked: Asked) -> None:
        """Keep a question."""
        with self._opened() as store:
            store.execute(_KEEP_QUESTION, _row(asked))

    def count(self, places: Sequence[Place]) -> None:
        """Count these places as cited once more, today."""
        day = today().isoformat()
        with self._opened() as store:
            store.executemany(_COUNT_CITATION, [(day, p.document, p.start, p.end, p.section, p.label) for p in places])

    def judge(self, feedback: Feedback, asked: Asked | None) -> None:
        """Keep feedback, in place of what was said of the same answer before.

        Args:
            feedback: what a visitor said.
            asked: the question, to keep it with an answer that did not help; None when it is kept already or not known.
        """
        comment = clean(feedback.comment) if feedback.comment else None
        with self._opened() as store:
            store.execute(_KEEP_FEEDBACK, (feedback.answer_id, feedback.helpful, comment, today().isoformat()))
            if feedback.helpful:  # Its question was kept for having been of no help only.
                marks = ", ".join("?" * len(UNANSWERED))
                store.execute(
                    f"DELETE FROM question WHERE answer_id = ? AND status NOT IN ({marks})",  # noqa: S608 - marks only
                    (feedback.answer_id, *UNANSWERED),
                )
            elif asked:
                store.execute(_KEEP_QUESTION, _row(asked))

    def forget(self, until: date) -> None:
        """Delete all that is of this day or before it."""
        with self._opened() as store:
            for table in ("feedback", "question", "citation"):
                store.execute(f"DELETE FROM {table} WHERE day <= ?", (until.isoformat(),))  # noqa: S608 - our own names

    def erase(self) -> None:
        """Delete the file, and what SQLite leaves beside it in a crash."""
        for name in (self.file.name, *(f"{self.file.name}-{kind}" for kind in ("journal", "wal", "shm"))):
            self.file.with_name(name).unlink(missing_ok=True)

    def unanswered(self, since: date) -> list[Asked]:
        """Return the questions from this day on that the documents did not answer, the newest first."""
        with self._opened() as store:
            rows = store.execute("SELECT * FROM question WHERE day >= ? ORDER BY day DESC", (since.isoformat(),))
            return [asked for row in rows if (asked := _asked(row)).is_unanswered]

    def unhelpful(self, since: date) -> list[Unhelpful]:
        """Return the answers that did not help, judged from this day on, the newest first."""
        with self._opened() as store:
            rows = store.execute(_JUDGED, (since.isoformat(),))
            return [
                Unhelpful(date.fromisoformat(day), comment, _asked(asked) if asked[0] else None)
                for day, comment, *asked in rows
            ]

    def helped(self, since: date) -> int:
        """Return how many answers helped, judged from this day on."""
        with self._opened() as store:
            count = store.execute("SELECT count(*) FROM feedback WHERE helpful AND day >= ?", (since.isoformat(),))
            return int(count.fetchone()[0])

    def cited(self, since: date) -> list[tuple[Place, int]]:
        """Return how often each place was cited from this day on, the most cited first."""
        with self._opened() as store:
            return [(Place(*place), times) for *place, times in store.execute(_CITED, (since.isoformat(),))]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.touch(mode=0o600)
        try:
            with closing(sqlite3.connect(self.file, timeout=_WAIT_SECONDS)) as store:
                store.execute("PRAGMA secure_delete = ON")
                store.executescript(_TABLES)
                with store:
                    yield store
        except sqlite3.Error as exc:
            raise LearningStoreError(f"{self.file} kan niet worden gelezen of geschreven: {exc}.") from exc


def _row(asked: Asked) -> tuple[str | None, ...]:
    places = _places.dump_json(asked.places).decode()
    return asked.answer_id, asked.day.isoformat(), asked.organisation, asked.status, asked.question, places


def _asked(row: Sequence[str]) -> Asked:
    answer_id, day, organisation, status, question, places = row
    found = _places.validate_json(places)
    return Asked(answer_id, date.fromisoformat(day), organisation, Status(status), question, found)
