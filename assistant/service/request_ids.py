"""Every response carries the id of its request, and every request of the API leaves one line in the log."""

from __future__ import annotations

import logging
import re
import time
import uuid
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service.routing import API

logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"
_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{1,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the id of the request that is being answered, in whatever thread, or nothing outside of one."""
    return _current.get()


class RequestIds:
    """Takes over the id that a proxy or program gave to its request, or makes one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and put its id on the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _ACCEPTED.fullmatch(given) else uuid.uuid4().hex
        _current.set(request_id)  # Each request is a task of its own, so there is nothing to put back.
        start = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = request_id
                _log(scope, message["status"], start, request_id)
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:  # Who answers with a 500 stands around this.
            _log(scope, 500, start, request_id)
            raise


def _log(scope: Scope, status: int, start: float, request_id: str) -> None:
    if scope["path"].startswith(API):
        milliseconds = (time.perf_counter() - start) * 1000
        fields = {"method": scope["method"], "http_status": status, "ms": round(milliseconds, 1)}
        text = "%s %d, %.0f ms, request %s"
        logger.info(text, scope["method"], status, milliseconds, request_id, extra={"fields": fields})
