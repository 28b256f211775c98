"""Who calls the API: a program with a key, a page of a website or of Wegwijs itself, or somebody else.

Only a key is proof. Which page makes a request is what the browser says of it, and any other program can say the same:
that protects visitors against foreign pages, and is no lock on the API.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.service.keys import KEY_MARK, Key, KeyFile
from assistant.service.origins import is_own_page
from assistant.service.problems import problem_response
from assistant.service.routing import API
from assistant.settings import Settings
from ingest.errors import WegwijsError

logger = logging.getLogger(__name__)

_SCHEME = "sleutel"
_KEYS = (
    "Een sleutel die de beheerder maakte met `wegwijs keys add`. Daarmee tellen de vragen van een programma apart, en "
    "hij kan voor één samenwerkingsverband zijn. Zonder sleutel kan ook, tenzij de beheerder er een verplicht."
)
_ASK_FOR_KEY = {"WWW-Authenticate": 'Bearer realm="Wegwijs"'}
_WRONG_KEY = {"WWW-Authenticate": 'Bearer realm="Wegwijs", error="invalid_token"'}
_MISSING = (
    "Voor deze API is een sleutel nodig. Stuur die mee als `Authorization: Bearer <sleutel>`; de beheerder maakt hem."
)
_WRONG = "Deze sleutel geldt niet (meer). Vraag de beheerder om een nieuwe."
_UNREADABLE = "Sleutels kunnen nu niet worden nagekeken. Probeer het later opnieuw."


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request."""

    key: Key | None
    site: str | None  # the origin of the listed website whose page asks
    address: str | None  # on the network


def caller_of(request: Request) -> Caller:
    """Return who makes a request to the API."""
    caller: Caller = request.state.caller
    return caller


def describe_keys(openapi: dict[str, Any], *, required: bool) -> None:
    """Add to a description of the API that its operations take a key."""
    openapi["components"]["securitySchemes"] = {_SCHEME: {"type": "http", "scheme": "bearer", "description": _KEYS}}
    for path, operations in openapi["paths"].items():
        if path.startswith(API):
            for operation in operations.values():
                operation["security"] = [{_SCHEME: []}] if required else [{}, {_SCHEME: []}]


class Admission:
    """Lets callers in to the API, or tells them why not: it is off, or they have no valid key."""

    def __init__(self, app: ASGIApp, keys: KeyFile, settings: Settings) -> None:
        self._app = app
        self._keys = keys
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its caller."""
        app = self._app
        if scope["type"] == "http" and scope["path"].startswith(API):
            try:
                scope.setdefault("state", {})["caller"] = self._admit(scope)
            except HTTPException as refusal:
                app = problem_response(scope["path"], refusal.status_code, refusal.detail, dict(refusal.headers or {}))
        await app(scope, receive, send)

    def _admit(self, scope: Scope) -> Caller:
        if self._settings.api_off:
            raise HTTPException(503, self._settings.api_off)
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        site = origin if origin in self._settings.allowed_origins else None
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        key = self._key(secret.strip()) if scheme.lower() == "bearer" else None
        if self._settings.require_key and not (key or site or is_own_page(headers)):
            raise HTTPException(401, _MISSING, _ASK_FOR_KEY)
        return Caller(key, site, scope["client"][0] if scope["client"] else None)

    def _key(self, secret: str) -> Key | None:
        """Return the key that this is.

        Programs for OpenAI's API always send something. It is no wrong key as long as nobody has made keys, unless it
        looks like one: then it was withdrawn.
        """
        try:
            key, keys = self._keys.find(secret), self._keys.all()
        except (WegwijsError, OSError) as exc:
            logger.error("Keys cannot be checked: %s", exc)  # noqa: TRY400 - the message says it all
            raise HTTPException(503, _UNREADABLE) from exc
        if key is None and (keys or self._settings.require_key or secret.startswith(KEY_MARK)):
            raise HTTPException(401, _WRONG, _WRONG_KEY)
        return key
