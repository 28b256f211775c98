"""Limits: how often one visitor may ask, and how many answers are made at once. Both count in this process."""

from __future__ import annotations

import asyncio
import ipaddress
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import HTTPException
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_BUSY_SECONDS = 5
_VISITOR_BITS = 64  # Of an IPv6 address: the rest is the visitor's own choice.


class VisitorLimit:
    """Counts the questions of each visitor, over the last minute."""

    def __init__(self, per_minute: int) -> None:
        self._limit = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._policy = f'"visitor";q={per_minute};w={self._limit.get_expiry()}'

    def count(self, address: str | None) -> dict[str, str]:
        """Count one question from a network address; return what to tell the visitor about the limit, as headers.

        The headers are those of draft-ietf-httpapi-ratelimit-headers.

        Raises:
            HTTPException: 429 when the visitor has asked too much.
        """
        visitor = _visitor(address)
        if visitor is None:
            return {}
        allowed = self._limiter.hit(self._limit, visitor)
        window = self._limiter.get_window_stats(self._limit, visitor)
        seconds = max(1, math.ceil(window.reset_time - time.time()))
        headers = {
            "RateLimit-Policy": self._policy,
            "RateLimit": f'"visitor";r={max(0, window.remaining)};t={seconds}',
        }
        if not allowed:
            detail = f"U stelt te veel vragen achter elkaar. Wacht {seconds} seconden en probeer het dan opnieuw."
            raise HTTPException(429, detail, {**headers, "Retry-After": str(seconds)})
        return headers


class AnswerQueue:
    """Lets so many answers be made at once, and so many questions wait."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._most_waiting = waiting
        self.waiting = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn.

        Raises:
            HTTPException: 503 when too many wait already.
        """
        if self._places.locked() and self.waiting >= self._most_waiting:
            detail = f"Het is nu erg druk. Wacht {_BUSY_SECONDS} seconden en probeer het dan opnieuw."
            raise HTTPException(503, detail, {"Retry-After": str(_BUSY_SECONDS)})
        self.waiting += 1
        try:
            await self._places.acquire()
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._places.release()


def _visitor(address: str | None) -> str | None:
    """Return what tells one visitor from another, or None for this machine itself."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return address
    if ip.is_loopback:
        return None
    return str(ipaddress.ip_network((ip, _VISITOR_BITS), strict=False)) if ip.version == 6 else str(ip)
