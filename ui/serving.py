"""Serving an application over HTTP, and saying so when it answers."""

from __future__ import annotations

import errno
import gc
import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from ingest.errors import WegwijsError

GRACE_SECONDS = 5  # The chat keeps connections open; do not wait for those when the server stops.


class PortError(WegwijsError):
    """The server cannot listen where it was told to."""


def listen(host: str, port: int) -> socket.socket:
    """Take a port, or raise `PortError`; requests wait until the application is served."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            raise PortError(f"Poort {port} is al in gebruik: kies een andere met --port.") from exc
        raise PortError(f"Op {host!r}, poort {port}, kan Wegwijs niet luisteren ({exc.strerror}).") from exc


def address(listener: socket.socket) -> str:
    """Return the address of a listening socket as a browser takes it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: Starlette, listener: socket.socket, when_answering: Callable[[], None]) -> None:
    """Serve until a signal comes; no request is logged, for its question is nobody else's business."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # The application knows which proxies it may believe.
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    _Server(config, when_answering).run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, when_answering: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_answering = when_answering

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        freeze()
        await super().startup(sockets)
        self._when_answering()


def freeze() -> None:
    """Keep what is loaded by now: each look through all of it for garbage would keep every request waiting."""
    gc.collect()
    gc.freeze()
