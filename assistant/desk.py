"""The desk: where all questions from outside, of the API and of the chat, wait for their turn and are counted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.contract import AskRequest
from assistant.learning import Learning
from assistant.limits import AnswerQueue, VisitorLimit
from assistant.metrics import Metrics
from assistant.settings import Settings


class Desk:
    """Takes questions, within the limits that the settings give."""

    def __init__(self, settings: Settings, metrics: Metrics, learning: Learning) -> None:
        self._visitors = VisitorLimit(settings.questions_per_minute)
        self._queue = AnswerQueue(settings.answers_at_once, settings.answers_waiting)
        self._metrics = metrics
        self._learning = learning

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return self._queue.waiting

    def admit(self, address: str | None) -> dict[str, str]:
        """Count a request from a visitor's network address; return what to tell about the limit, as headers.

        Raises:
            HTTPException: 429 when the visitor asks too often.
        """
        try:
            return self._visitors.count(address)
        except HTTPException as error:
            self._metrics.turned_away(error.status_code)
            raise

    async def answer(self, asked: AskRequest, assistant: Assistant, has_left: Callable[[], Awaitable[bool]]) -> Answer:
        """Answer when it is this question's turn, in a thread of its own.

        Args:
            asked: the question.
            assistant: who answers it.
            has_left: tells whether who asked is gone.

        Raises:
            RequestError: the organisation is unknown.
            HTTPException: 503 when too many questions wait, or who asked left before the turn came.
        """
        asked.require_known_organisation(assistant.organisations)
        history = [turn.turn for turn in asked.history]
        try:
            answer = await self._in_turn(has_left, partial(assistant.ask, asked.question, history, asked.organisation))
        except HTTPException as error:
            self._metrics.turned_away(error.status_code)
            raise
        self._metrics.answered(answer)
        self._learning.answered(answer, asked.organisation)
        return answer

    async def _in_turn(self, has_left: Callable[[], Awaitable[bool]], ask: Callable[[], Answer]) -> Answer:
        async with self._queue.turn():
            if await has_left():
                raise HTTPException(503, "De vraag is ingetrokken.")
            return await run_in_threadpool(ask)
