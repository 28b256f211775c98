"""What visitors thought of answers: kept in a small file, without their questions and without who they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.redaction import redact

_TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    answer_id TEXT PRIMARY KEY,
    helpful INTEGER NOT NULL,
    comment TEXT,
    day TEXT NOT NULL
)"""
_KEEP = """
INSERT INTO feedback VALUES (?, ?, ?, ?)
ON CONFLICT (answer_id) DO UPDATE SET helpful = excluded.helpful, comment = coalesce(excluded.comment, comment)"""
_COUNT = "SELECT count(*) FILTER (WHERE helpful), count(*) FILTER (WHERE NOT helpful) FROM feedback"
_WAIT_SECONDS = 10  # For another process that writes.


class Feedback(BaseModel):
    """Of een antwoord hielp. De vraag wordt niet bewaard; een tweede oordeel over een antwoord vervangt het eerste."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"answer_id": "3f0c2a52-6a0e-4d6c-9a3e-0f6f2f3f7c11", "helpful": True}]},
    )

    answer_id: str = Field(pattern=r"^[A-Za-z0-9-]{8,64}$", description="De `id` van het antwoord.")
    helpful: bool = Field(strict=True)
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] | None = Field(
        default=None, description="Een toelichting. Persoonsgegevens worden eruit gelaten."
    )


class FeedbackStore:
    """The file with feedback; any number of processes may write to it.

    Answers themselves are not stored, so an id that no answer ever had cannot be told from one that had: each id
    counts once, whatever it is.
    """

    def __init__(self, home: Path) -> None:
        self._file = home / "feedback.sqlite3"

    def keep(self, feedback: Feedback) -> None:
        """Keep feedback, in place of what was said of the same answer before."""
        comment = redact(feedback.comment).text if feedback.comment else None
        row = feedback.answer_id, feedback.helpful, comment, datetime.now(UTC).date().isoformat()
        with closing(self._opened()) as store, store:
            store.execute(_KEEP, row)

    def counts(self) -> tuple[int, int]:
        """Return how many answers helped, and how many did not."""
        with closing(self._opened()) as store:
            helped, did_not = store.execute(_COUNT).fetchone()
            return helped, did_not

    def _opened(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        store = sqlite3.connect(self._file, timeout=_WAIT_SECONDS)
        store.execute(_TABLE)
        return store
