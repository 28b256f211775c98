"""Every response carries the id of its request, and every request of the API leaves one line in the log."""

from __future__ import annotations

import logging
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"
_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LOGGED_PATHS = ("/api/", "/v1/")


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
        start = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = request_id
                if scope["path"].startswith(_LOGGED_PATHS):
                    milliseconds = (time.perf_counter() - start) * 1000
                    logger.info(
                        "%s %d, %.0f ms, request %s", scope["method"], message["status"], milliseconds, request_id
                    )
            await send(message)

        await self._app(scope, receive, send_with_id)
