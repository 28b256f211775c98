"""What an operator may watch, for Prometheus. No question and no visitor is in it."""

from __future__ import annotations

from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from assistant.answer import Answer

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counts what one application does."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._answers = Counter("wegwijs_answers", "Answers given, by status.", ["status"], registry=self._registry)
        self._stages = Histogram(
            "wegwijs_stage_seconds",
            "Time that each stage of an answer took; `total` is all of it.",
            ["stage"],
            registry=self._registry,
            buckets=_SECONDS,
        )
        self._turned_away = Counter(
            "wegwijs_turned_away", "Questions turned away, by HTTP status.", ["status"], registry=self._registry
        )
        self._waiting = Gauge("wegwijs_waiting", "Questions that wait for their turn.", registry=self._registry)
        self._feedback = Counter(
            "wegwijs_feedback", "Feedback received, by whether it helped.", ["helpful"], registry=self._registry
        )
        self._index_age = Gauge("wegwijs_index_age_seconds", "Time since the index was made.", registry=self._registry)

    def answered(self, answer: Answer) -> None:
        """Count an answer and its stages."""
        self._answers.labels(answer.status).inc()
        for stage, milliseconds in answer.timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def turned_away(self, status: int) -> None:
        """Count a question that got no answer, by the HTTP status that was given instead."""
        self._turned_away.labels(str(status)).inc()

    def helped(self, *, helpful: bool) -> None:
        """Count feedback."""
        self._feedback.labels(str(helpful).lower()).inc()

    def text(self, waiting: int, index_built: datetime | None) -> bytes:
        """Return all figures as Prometheus reads them.

        Args:
            waiting: how many questions wait now.
            index_built: when the index in use was made, if there is one.
        """
        self._waiting.set(waiting)
        self._index_age.set((datetime.now(UTC) - index_built).total_seconds() if index_built else float("nan"))
        return generate_latest(self._registry)
