"""A running server, and a browser to look at it with."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

import pytest
import uvicorn
from playwright.sync_api import Browser, expect, sync_playwright

from assistant.assistant import Assistant
from assistant.settings import Settings
from tests.ui.visiting import SCHOOL
from ui.app import create_app
from ui.serving import address, listen

# The last: a website that a test answers for is taken for a public one, which may not use this machine's addresses.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run --disable-features=LocalNetworkAccessChecks"
).split()
_START_SECONDS = 120
expect.set_options(timeout=30_000)  # A browser on a busy machine takes its time.


class Serve(Protocol):
    def __call__(self, assistant: Assistant, settings: Settings | None = None) -> str: ...


@contextmanager
def serving(assistant: Assistant, settings: Settings | None = None) -> Iterator[str]:
    """Serve the whole application on a free port and yield its address."""
    listener = listen("127.0.0.1", 0)
    # Made inside the server's event loop: without one, Gradio makes some and never closes them.
    config = uvicorn.Config(
        lambda: create_app(assistant, settings),
        factory=True,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    deadline = time.monotonic() + _START_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        assert server.started, "the server does not start"
        yield address(listener)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve the whole application on an assistant until the test ends."""
    with ExitStack() as servers:
        yield lambda assistant, settings=None: servers.enter_context(serving(assistant, settings))


@pytest.fixture(scope="session")
def site(assistant: Assistant, index_home: Path) -> Iterator[str]:
    """The address of the whole application on the real corpus, which a school's website may use."""
    with serving(assistant, Settings(home=index_home, allowed_origins=(SCHOOL,), keep_questions_days=90)) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
