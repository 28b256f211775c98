"""The desk: where all questions from outside, of the API and of the chat, wait for their turn and are counted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import HTTPException
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from assistant.answer import Answer, Told
from assistant.assistant import Assistant
from assistant.contract import AskRequest
from assistant.learning import Learning
from assistant.limits import AnswerQueue, VisitorLimit
from assistant.metrics import Metrics
from assistant.settings import Settings

HasLeft = Callable[[], Awaitable[bool]]


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

    async def answer(self, asked: AskRequest, assistant: Assistant, has_left: HasLeft) -> Answer:
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
        self._count(answer, asked.organisation)
        return answer

    def _count(self, answer: Answer, organisation: str | None) -> None:
        self._metrics.answered(answer)
        self._learning.answered(answer, organisation)

    @asynccontextmanager
    async def telling(
        self, asked: AskRequest, assistant: Assistant, has_left: HasLeft
    ) -> AsyncIterator[AsyncIterator[Told]]:
        """Tell an answer bit by bit, as `Assistant.tell` does; the documents have been searched when this begins.

        Args:
            asked: the question.
            assistant: who answers it.
            has_left: tells whether who asked is gone.

        Raises:
            RequestError: the organisation is unknown.
            HTTPException: 503 when too many questions wait, or who asked left before the turn came.
        """
        asked.require_known_organisation(assistant.organisations)
        told = assistant.tell(asked.question, [turn.turn for turn in asked.history], asked.organisation)
        try:
            async with self._queue.turn():
                await _require_present(has_left)
                first = await run_in_threadpool(next, told)
                yield self._counted(first, told, asked.organisation)
        except HTTPException as error:
            self._metrics.turned_away(error.status_code)
            raise
        finally:
            told.close()

    async def _counted(
        self, first: Told | None, rest: Iterator[Told | None], organisation: str | None
    ) -> AsyncIterator[Told]:
        if first is not None:
            yield first
        async for one in iterate_in_threadpool(rest):
            if isinstance(one, Answer):
                self._count(one, organisation)
            if one is not None:
                yield one

    async def _in_turn(self, has_left: HasLeft, ask: Callable[[], Answer]) -> Answer:
        async with self._queue.turn():
            await _require_present(has_left)
            return await run_in_threadpool(ask)


async def _require_present(has_left: HasLeft) -> None:
    if await has_left():
        raise HTTPException(503, "De vraag is ingetrokken.")
