"""How each route of the API takes a request: methods, bodies, and copies that a client still has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Message, Receive, Scope, Send

API = ("/api/", "/v1/")  # What its paths begin with.
_BODY_BYTES = 64 * 1024
_BODY_SECONDS = 5  # A sender that takes longer would keep a connection for itself.
_DRAINED_BYTES = 4 * 1024 * 1024  # Read this much of a body that is too large: else its sender never sees the 413.


class Route(APIRoute):
    """A route that looks at a body before it is parsed, and refuses other methods itself.

    Else a request with another method would go to what is mounted on `/` later, the chat.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match every method of this path."""
        match, child_scope = super().matches(scope)
        return Match.FULL if match is Match.PARTIAL else match, child_scope

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer HEAD as GET: the server leaves out the body."""
        await super().handle({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, send)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what checks a request, answers it, and leaves out a body that the client still has."""
        handle = super().get_route_handler()

        async def handle_checked(request: Request) -> Response:
            response = await handle(await _checked(request) if request.method == "POST" else request)
            return _not_modified(response) if _has_it(request, response) else response

        return handle_checked


async def _checked(request: Request) -> Request:
    """Return the same request with its body read."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "Stuur de inhoud als JSON, met de header Content-Type: application/json.")
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            body, size = await _body(request)
    except TimeoutError as exc:
        detail = f"De inhoud was na {_BODY_SECONDS} seconden nog niet binnen. Stuur het verzoek opnieuw."
        raise HTTPException(408, detail, {"Connection": "close"}) from exc
    if size > _BODY_BYTES:
        raise HTTPException(413, f"Het bericht is groter dan {_BODY_BYTES // 1024} kB. Stuur minder geschiedenis mee.")
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return unread.pop() if unread else await request.receive()

    return Request(request.scope, receive)


async def _body(request: Request) -> tuple[bytes, int]:
    """Return a body up to the largest that is read, and how large it is."""
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= _BODY_BYTES:
            body += chunk
        elif size > _DRAINED_BYTES:
            break
    return bytes(body), size


def _has_it(request: Request, response: Response) -> bool:
    etag = response.headers.get("etag")
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return etag is not None and (etag in known or "*" in known)


def _not_modified(response: Response) -> Response:
    kept = {name: value for name, value in response.headers.items() if name in {"etag", "cache-control"}}
    return Response(status_code=304, headers=kept)
