"""Which websites may call the API and the chat: those that the operator listed, and Wegwijs itself.

Browsers tell from which site a page makes a request; programs that are no browser are not told apart here.
"""

from __future__ import annotations

from collections.abc import Collection

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service.problems import problem_response
from assistant.service.routing import API

_PREFLIGHT_SECONDS = 600
_SECURITY_HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


def add_origin_checks(app: FastAPI, allowed: Collection[str]) -> None:
    """Let pages of these origins call the API, refuse those of all others, and send every page safely."""
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(allowed),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "X-Request-ID"],
        expose_headers=["ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID"],
        max_age=_PREFLIGHT_SECONDS,
    )
    app.add_middleware(_ForeignPages, allowed=frozenset(allowed))
    app.add_middleware(_SecurityHeaders)


class _ForeignPages:
    """Refuses what pages of origins that are not allowed send: calls to the API, and whatever asks the chat."""

    def __init__(self, app: ASGIApp, allowed: frozenset[str]) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _does_something(scope) and self._is_foreign(scope):
            origin = Headers(scope=scope)["origin"]
            detail = f"Vanaf {origin!r} mag Wegwijs niet worden gebruikt. De beheerder kan dat toestaan."
            await problem_response(scope["path"], 403, detail, {"Vary": "Origin"})(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        return not (origin is None or origin in self._allowed or is_own_page(headers))


def _does_something(scope: Scope) -> bool:
    """Tell whether a request is more than looking at a page."""
    path: str = scope["path"]
    return path.startswith(API) or scope["method"] == "POST"


def is_own_page(headers: Headers) -> bool:
    """Tell whether a page of Wegwijs itself makes a request, as far as the browser says so."""
    if headers.get("sec-fetch-site") == "same-origin":
        return True
    # Over http, a browser says no more than this: an origin when it posts, and else the address of the page.
    page = headers.get("origin") or headers.get("referer", "")
    return page.partition("://")[2].partition("/")[0] == headers.get("host", "?")


class _SecurityHeaders:
    """Adds to every response the headers that keep browsers from guessing, leaking and framing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_safely if scope["type"] == "http" else send)
