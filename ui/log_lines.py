"""The lines of the log, as text or as JSON. What somebody asked is in neither, also when an exception holds it."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeAlias

from assistant.service.request_ids import current_request_id

_OWN = ("ingest", "assistant", "evals", "ui")
_ExceptionInfo: TypeAlias = "tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]"


class TextLines(logging.Formatter):
    """Leaves out what exceptions say: it may hold somebody's question. Where they arose is told."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as lines."""
        record.exc_text = None  # What another handler made of the exception, and what this one makes, is not kept.
        lines = super().format(record)
        record.exc_text = None
        return lines

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Return the message; of another library its first line, since asyncio repeats the exception below it."""
        own = record.name.partition(".")[0] in _OWN
        return record.message if own else record.message.partition("\n")[0]

    def formatException(self, ei: _ExceptionInfo) -> str:  # noqa: N802 - logging's name
        """Return the places that an exception came by, and its kind."""
        kind, _, place = ei
        return "".join(traceback.format_tb(place)) + (kind.__name__ if kind else "")


class JsonLines(TextLines):
    """Writes a JSON object on each line: the message, what is in the record's `fields`, and the request's id."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        record.message = record.getMessage()
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.formatMessage(record),
            **getattr(record, "fields", {}),
        }
        if request_id := current_request_id():
            line["request"] = request_id
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
