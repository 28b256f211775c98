"""The desk: where questions that come over HTTP wait for their turn, and are counted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fastapi import HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.contract import AskRequest
from assistant.limits import AnswerQueue, VisitorLimit
from assistant.metrics import Metrics
from assistant.settings import Settings
from ingest.errors import IndexAwayError


class Desk:
    """Takes questions, within the limits that the settings give."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._visitors = VisitorLimit(settings.questions_per_minute)
        self._queue = AnswerQueue(settings.answers_at_once, settings.answers_waiting)
        self._metrics = metrics

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return self._queue.waiting

    def admit(self, request: Request, response: Response) -> None:
        """Count a request of a visitor, and tell the limit in the response's headers.

        Raises:
            HTTPException: 429 when the visitor asks too often.
        """
        try:
            response.headers.update(self._visitors.count(request.client.host if request.client else None))
        except HTTPException as error:
            self._metrics.turned_away(error.status_code)
            raise

    async def answer(self, asked: AskRequest, assistant: Assistant, request: Request) -> Answer:
        """Answer when it is this question's turn, in a thread of its own.

        Raises:
            RequestError: the organisation is unknown.
            HTTPException: 503 when too many questions wait, or who asked left before the turn came.
            IndexAwayError: the index cannot be read now.
        """
        asked.require_known_organisation(assistant.organisations)
        history = [turn.turn for turn in asked.history]
        try:
            answer = await self._in_turn(request, partial(assistant.ask, asked.question, history, asked.organisation))
        except HTTPException as error:
            self._metrics.turned_away(error.status_code)
            raise
        except IndexAwayError:
            self._metrics.turned_away(503)
            raise
        self._metrics.answered(answer)
        return answer

    async def _in_turn(self, request: Request, ask: Callable[[], Answer]) -> Answer:
        async with self._queue.turn():
            if await request.is_disconnected():
                raise HTTPException(503, "De vraag is ingetrokken.")
            return await run_in_threadpool(ask)
