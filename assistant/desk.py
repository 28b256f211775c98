"""The desk: where questions that come over HTTP wait for their turn, and are counted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import HTTPException, Request, Response
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from assistant.answer import Answer, Told
from assistant.assistant import Assistant
from assistant.contract import AskRequest
from assistant.limits import AnswerQueue, VisitorLimit
from assistant.metrics import Metrics
from assistant.settings import Settings


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
        """
        asked.require_known_organisation(assistant.organisations)
        history = [turn.turn for turn in asked.history]
        try:
            answer = await self._in_turn(request, partial(assistant.ask, asked.question, history, asked.organisation))
        except HTTPException as error:
            self._metrics.turned_away(error.status_code)
            raise
        self._metrics.answered(answer)
        return answer

    @asynccontextmanager
    async def telling(
        self, asked: AskRequest, assistant: Assistant, request: Request
    ) -> AsyncIterator[AsyncIterator[Told]]:
        """Tell an answer bit by bit, as `Assistant.tell` does; the documents have been searched when this begins.

        Raises:
            RequestError: the organisation is unknown.
            HTTPException: 503 when too many questions wait, or who asked left before the turn came.
        """
        asked.require_known_organisation(assistant.organisations)
        told = assistant.tell(asked.question, [turn.turn for turn in asked.history], asked.organisation)
        try:
            async with self._queue.turn():
                await _require_present(request)
                first = await run_in_threadpool(next, told)
                yield self._counted(first, told)
        except HTTPException as error:
            self._metrics.turned_away(error.status_code)
            raise
        finally:
            told.close()

    async def _counted(self, first: Told | None, rest: Iterator[Told | None]) -> AsyncIterator[Told]:
        if first is not None:
            yield first
        async for one in iterate_in_threadpool(rest):
            if isinstance(one, Answer):
                self._metrics.answered(one)
            if one is not None:
                yield one

    async def _in_turn(self, request: Request, ask: Callable[[], Answer]) -> Answer:
        async with self._queue.turn():
            await _require_present(request)
            return await run_in_threadpool(ask)


async def _require_present(request: Request) -> None:
    if await request.is_disconnected():
        raise HTTPException(503, "De vraag is ingetrokken.")
