"""The desk: where questions that come over HTTP wait for their turn, and are counted."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from fastapi import HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool

from assistant.admission import caller_of
from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.contract import AskRequest, RequestError
from assistant.keys import Key
from assistant.limits import AnswerQueue, CallLimits
from assistant.metrics import Metrics
from assistant.settings import Settings
from ingest.catalogue import NO_ORGANISATION


class Desk:
    """Takes questions, within the limits that the settings give."""

    def __init__(self, settings: Settings, metrics: Metrics, counts: Path | None = None) -> None:
        self._limits = CallLimits(settings, counts)
        self._queue = AnswerQueue(settings.answers_at_once, settings.answers_waiting, settings.answer_seconds)
        self._metrics = metrics

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return self._queue.waiting

    def admit(self, request: Request, response: Response) -> None:
        """Count a request of a caller, and tell the limits in the response's headers.

        Raises:
            HTTPException: 429 when the caller asks too often.
        """
        try:
            response.headers.update(self._limits.count(caller_of(request)))
        except HTTPException as error:
            self._metrics.turned_away(error.status_code)
            raise

    async def answer(self, asked: AskRequest, assistant: Assistant, request: Request) -> Answer:
        """Answer when it is this question's turn, in a thread of its own.

        Raises:
            RequestError: the organisation is unknown, or must be chosen.
            HTTPException: 403 when the key is for another organisation, 503 when too many questions wait, or who asked
                left before the turn came, 504 when the answer takes too long.
        """
        asked.require_known_organisation(assistant.organisations)
        key = caller_of(request).key
        organisation = _organisation(asked, key)
        history = [turn.turn for turn in asked.history]

        async def ask() -> Answer:
            if await request.is_disconnected():
                raise HTTPException(503, "De vraag is ingetrokken.")
            return await run_in_threadpool(partial(assistant.ask, asked.question, history, organisation))

        try:
            answer = await self._queue.make(ask)
            _require_within(key, answer)
        except HTTPException as error:
            self._metrics.turned_away(error.status_code)
            raise
        self._metrics.answered(answer)
        return answer


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
