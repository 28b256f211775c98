"""Serving with several processes on one port: each opens the index for itself and goes over to a new one by itself."""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.supervisors import Multiprocess

from assistant.settings import Settings
from ingest.errors import IndexAwayError, IndexUnusableError
from ui.quiet import quieten
from ui.serving import GRACE_SECONDS, freeze

if TYPE_CHECKING:
    from fastapi import FastAPI

logger = logging.getLogger(__name__)

_SILENT_SECONDS = 60  # Then a process is taken for hung; one that loads the model may not say much either.


def serve_together(
    settings: Settings, workers: int, listener: socket.socket, when_answering: Callable[[], None]
) -> None:
    """Serve with so many processes until a signal comes; one that dies is replaced.

    Args:
        settings: for all of them.
        workers: how many.
        listener: the port that they share; the operating system gives each connection to one of them.
        when_answering: is called once, when all of them answer.
    """
    config = uvicorn.Config(
        partial(_application, settings, workers),
        factory=True,
        workers=workers,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # The application knows which proxies it may believe.
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_worker_healthcheck=_SILENT_SECONDS,
    )
    _Supervisor(config, [listener], when_answering).run()


class _Supervisor(Multiprocess):
    def __init__(
        self, config: uvicorn.Config, sockets: list[socket.socket], when_answering: Callable[[], None]
    ) -> None:
        super().__init__(config, sockets)
        self._when_answering: Callable[[], None] | None = when_answering

    def keep_subprocess_alive(self) -> None:
        """Replace processes that died, and tell when all of them answer."""
        before = list(self.processes)
        super().keep_subprocess_alive()
        for old, new in zip(before, self.processes, strict=False):
            if new is not old:
                logger.warning("Process %s died (%s); process %s takes its place", old.pid, old.exitcode, new.pid)
        if self._when_answering and all(process.is_ready() for process in self.processes):
            self._when_answering()
            self._when_answering = None


def _application(settings: Settings, workers: int) -> FastAPI:
    """Return the application of one process."""
    Thread(target=_stop_with_parent, daemon=True).start()
    quieten(settings)
    for own in ("assistant", "ui"):
        logging.getLogger(own).setLevel(logging.INFO)
    # Only now: these read what `quieten` sets.
    from assistant.service.api import answer_from  # noqa: PLC0415
    from ui.app import create_app  # noqa: PLC0415
    from ui.opening import open_assistant  # noqa: PLC0415
    from ui.renewal import renewing  # noqa: PLC0415

    with _ended_by_signals():
        assistant = open_assistant(settings, wait_for=(IndexAwayError, IndexUnusableError))
        app = create_app(assistant, settings, workers=workers)
    while_alive = ExitStack()
    while_alive.enter_context(renewing(assistant, settings, partial(answer_from, app)))
    atexit.register(while_alive.close)
    freeze()
    return app


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a signal end this process at once: uvicorn would first let it finish loading, to answer nobody."""
    handlers = {sent: signal.signal(sent, signal.SIG_DFL) for sent in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for sent, handler in handlers.items():
            signal.signal(sent, handler)


def _stop_with_parent() -> None:
    """End this process when the one that started it is gone: nobody would stop it, and it holds the port."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
