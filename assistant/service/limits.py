"""Limits: how often one caller may ask, and how many answers are made at once, and for how long."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from fastapi import HTTPException

from assistant.service.admission import Caller
from assistant.service.counts import WINDOW_SECONDS, Count, Counts
from assistant.settings import Settings

_BUSY_SECONDS = 5
_VISITOR_BITS = 64  # Of an IPv6 address: the rest is the visitor's own choice.
_TOO_MANY = {
    "key": "Met deze sleutel worden te veel vragen achter elkaar gesteld.",
    "visitor": "U stelt te veel vragen achter elkaar.",
    "site": "Vanaf deze website worden te veel vragen achter elkaar gesteld.",
}

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class _Limit:
    kind: str  # of whom is counted: a word of `_TOO_MANY`
    who: str
    per_minute: int


class CallLimits:
    """Counts the questions of each key, of each visitor without one, and of each website, over the last minute."""

    def __init__(self, settings: Settings, file: Path | None) -> None:
        self._settings = settings
        self._counts = Counts(file)

    def count(self, caller: Caller) -> dict[str, str]:
        """Count one question; return what to tell the caller about the limits, as headers.

        The headers are those of draft-ietf-httpapi-ratelimit-headers.

        Raises:
            HTTPException: 429 when the caller has asked too much.
        """
        limits = tuple(self._limits(caller))
        headers = {}
        if limits:
            headers["RateLimit-Policy"] = ", ".join(
                f'"{limit.kind}";q={limit.per_minute};w={WINDOW_SECONDS}' for limit in limits
            )
        told: list[str] = []
        for limit in limits:
            count = self._counts.add(f"{limit.kind} {limit.who}", limit.per_minute)
            told.append(f'"{limit.kind}";r={count.left};t={count.seconds}')
            headers["RateLimit"] = ", ".join(told)
            if not count.allowed:
                raise _refusal(limit, count, headers)
        return headers

    def _limits(self, caller: Caller) -> Iterator[_Limit]:
        if caller.key:
            yield _Limit("key", caller.key.name, caller.key.per_minute or self._settings.questions_per_minute)
        elif visitor := _visitor(caller.address):
            yield _Limit("visitor", visitor, self._settings.questions_per_minute)
        if caller.site and self._settings.site_questions_per_minute:
            yield _Limit("site", caller.site, self._settings.site_questions_per_minute)


class AnswerQueue:
    """Lets so many answers be made at once and so many questions wait, both for so many seconds at most."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._at_once = at_once
        self._places = asyncio.Semaphore(at_once)
        self._most_present = at_once + waiting
        self._present = 0  # Being answered or waiting, counted here since a place is only taken one step later.
        self._seconds = seconds

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return max(0, self._present - self._at_once)

    @asynccontextmanager
    async def turn(self, make: Callable[[], Awaitable[_Made]]) -> AsyncIterator[_Made]:
        """Wait for a turn, then for what is made in it, and keep the turn for what is done with that.

        Raises:
            HTTPException: 503 when too many wait already, or the turn does not come; 504 when what is made does not.
        """
        await self._wait_for_turn()
        making = asyncio.ensure_future(make())
        try:
            done, _ = await asyncio.wait({making}, timeout=self._seconds)
            if not done:
                raise HTTPException(
                    504,
                    f"Het antwoord duurde langer dan {self._seconds:.0f} seconden. Vraag korter of kom later terug.",
                )
            yield making.result()
        finally:
            making.add_done_callback(self._leave)  # Not sooner: a thread that takes too long cannot be stopped.

    async def _wait_for_turn(self) -> None:
        if self._present >= self._most_present:
            raise _busy()
        self._present += 1
        try:
            await asyncio.wait_for(self._places.acquire(), self._seconds)
        except BaseException as exc:  # who leaves while waiting, too
            self._present -= 1
            if isinstance(exc, TimeoutError):
                raise _busy() from exc
            raise

    def _leave(self, made: asyncio.Future[_Made]) -> None:
        self._present -= 1
        self._places.release()
        if not made.cancelled():
            made.exception()  # Seen, also when nobody waits for it any more.


def _refusal(limit: _Limit, count: Count, headers: dict[str, str]) -> HTTPException:
    detail = f"{_TOO_MANY[limit.kind]} Wacht {count.seconds} seconden en probeer het dan opnieuw."
    return HTTPException(429, detail, {**headers, "Retry-After": str(count.seconds)})


def _busy() -> HTTPException:
    detail = f"Het is nu erg druk. Wacht {_BUSY_SECONDS} seconden en probeer het dan opnieuw."
    return HTTPException(503, detail, {"Retry-After": str(_BUSY_SECONDS)})


def _visitor(address: str | None) -> str | None:
    """Return what tells one visitor from another, or None for this machine itself."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return address
    if ip.is_loopback:
        return None
    return str(ipaddress.ip_network((ip, _VISITOR_BITS), strict=False)) if ip.version == 6 else str(ip)
