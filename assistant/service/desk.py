"""The desk: where all questions from outside, of the API and of the chat, wait for their turn and are counted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fastapi import HTTPException
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import ClientDisconnect

from assistant.answer import Answer, Told
from assistant.assistant import Assistant
from assistant.service.admission import Caller
from assistant.service.contract import AskRequest, RequestError
from assistant.service.keys import Key
from assistant.service.limits import AnswerQueue, CallLimits
from assistant.service.metrics import Metrics
from assistant.settings import Settings
from assistant.staff.learning import Learning
from ingest.catalogue import NO_ORGANISATION
from ingest.errors import IndexAwayError


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and whether they still wait for an answer."""

    caller: Caller
    has_left: Callable[[], Awaitable[bool]]


class Desk:
    """Takes questions, within the limits that the settings give.

    Args:
        settings: the limits.
        metrics: where answers are counted.
        learning: what keeps what use teaches.
        counts: the file in which several processes count what one caller asks; None: only this one counts.
    """

    def __init__(self, settings: Settings, metrics: Metrics, learning: Learning, counts: Path | None = None) -> None:
        self._limits = CallLimits(settings, counts)
        self._queue = AnswerQueue(settings.answers_at_once, settings.answers_waiting, settings.seconds_for_an_answer)
        self._metrics = metrics
        self._learning = learning

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return self._queue.waiting

    def admit(self, caller: Caller) -> dict[str, str]:
        """Count a request; return what to tell the caller about the limits, as headers.

        Raises:
            HTTPException: 429 when the caller asks too often.
        """
        with self._counting_refusals():
            return self._limits.count(caller)

    async def answer(self, asked: AskRequest, assistant: Assistant, asker: Asker) -> Answer:
        """Answer when it is this question's turn, in a thread of its own.

        Raises:
            RequestError: the organisation is unknown, or must be chosen.
            HTTPException: 403 when the key is for another organisation, 503 when too many questions wait, 504 when the
                answer takes too long.
            ClientDisconnect: who asked left before the turn came.
            IndexAwayError: the index cannot be read now.
        """
        asked.require_known_organisation(assistant.organisations)
        key = asker.caller.key
        organisation = _organisation(asked, key)
        history = [turn.turn for turn in asked.history]

        async def ask() -> Answer:
            await _require_present(asker)
            return await run_in_threadpool(partial(assistant.ask, asked.question, history, organisation))

        with self._counting_refusals():
            async with self._queue.turn(ask) as answer:
                _require_within(key, answer)
        self._count(answer, asked.organisation)
        return answer

    @asynccontextmanager
    async def telling(
        self, asked: AskRequest, assistant: Assistant, asker: Asker
    ) -> AsyncIterator[AsyncIterator[Told]]:
        """Tell an answer bit by bit, as `Assistant.tell` does; the documents have been searched when this begins.

        Raises:
            RequestError: the organisation is unknown, or must be chosen.
            HTTPException: 403 when the key is for another organisation, 503 when too many questions wait, 504 when the
                search takes too long.
            ClientDisconnect: who asked left before the turn came.
            IndexAwayError: the index cannot be read now.
        """
        asked.require_known_organisation(assistant.organisations)
        key = asker.caller.key
        history = [turn.turn for turn in asked.history]
        told = assistant.tell(asked.question, history, _organisation(asked, key))

        async def begin() -> Iterable[Told | None]:
            await _require_present(asker)
            return await run_in_threadpool(_begun, told, key)

        with self._counting_refusals():
            async with self._queue.turn(begin) as begun:
                with closing(told):
                    yield self._counted(begun, asked.organisation)

    @contextmanager
    def _counting_refusals(self) -> Iterator[None]:
        try:
            yield
        except HTTPException as error:
            self._metrics.turned_away(error.status_code)
            raise
        except IndexAwayError:
            self._metrics.turned_away(503)
            raise

    async def _counted(self, told: Iterable[Told | None], organisation: str | None) -> AsyncIterator[Told]:
        async for one in iterate_in_threadpool(told):
            if isinstance(one, Answer):
                self._count(one, organisation)
            if one is not None:
                yield one

    def _count(self, answer: Answer, organisation: str | None) -> None:
        self._metrics.answered(answer)
        self._learning.answered(answer, organisation)


def _begun(told: Generator[Told | None], key: Key | None) -> Iterable[Told | None]:
    """Return what is told, with its beginning already there; all of it where it must be looked through first."""
    if key and key.organisations:
        everything = list(told)
        for one in everything:
            if isinstance(one, Answer):
                _require_within(key, one)
        return everything
    return _with_first(next(told), told)


def _with_first(first: Told | None, rest: Generator[Told | None]) -> Generator[Told | None]:
    yield first
    yield from rest


async def _require_present(asker: Asker) -> None:
    if await asker.has_left():
        raise ClientDisconnect


def _organisation(asked: AskRequest, key: Key | None) -> str | None:
    """Return whose documents the answer may come from: what is asked for, within what the key is for."""
    if key is None or not key.organisations or asked.organisation in key.organisations:
        return asked.organisation
    if asked.organisation:
        raise _not_for(asked.organisation, key)
    if len(key.organisations) > 1:
        raise RequestError(
            f"Deze sleutel is voor meer samenwerkingsverbanden. Kies er een: {', '.join(key.organisations)}."
        )
    return key.organisations[0]


def _require_within(key: Key | None, answer: Answer) -> None:
    """Refuse an answer out of another organisation's documents: a question may name that one in its own words."""
    if key and key.organisations:
        cited = {citation.document.source.organisation_id for citation in answer.citations}
        if others := sorted(cited - {*key.organisations, NO_ORGANISATION}):
            raise _not_for(others[0], key)


def _not_for(organisation: str, key: Key) -> HTTPException:
    own = ", ".join(key.organisations)
    return HTTPException(403, f"Dit gaat over {organisation!r}. Met deze sleutel mag u alleen vragen over: {own}.")
