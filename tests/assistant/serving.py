"""An application over real HTTP: a server on a free port, and a client."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import httpx
import uvicorn
from starlette.applications import Starlette

_SECONDS = 60  # For an answer: a busy machine takes longer than httpx waits by itself.

fetch = partial(httpx.request, timeout=_SECONDS)


@contextmanager
def serving(application: Callable[[], Starlette]) -> Iterator[httpx.Client]:
    # Made inside the server's event loop: without one, Gradio makes some and never closes them.
    config = uvicorn.Config(
        application, factory=True, log_config=None, proxy_headers=False, timeout_graceful_shutdown=1
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=_SECONDS) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


def wait_for(happens: object, within: float = 30) -> bool:
    """Wait until something is so; tell whether it came to be."""
    assert callable(happens)
    pause = threading.Event()
    for _ in range(int(within / 0.02)):
        if happens():
            return True
        pause.wait(0.02)
    return False
