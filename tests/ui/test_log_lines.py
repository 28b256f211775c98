"""The log tells how each question went, and never what it was."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.service.api import create_api
from assistant.settings import Settings
from tests.assistant.serving import serving
from tests.ui.samples import ScriptedAssistant
from ui.log_lines import JsonLines, TextLines

BIRD = "zebravinkje123"
ASKED = {"question": f"Wat is een {BIRD}?"}


@contextmanager
def logged(lines: logging.Formatter) -> Iterator[Callable[[], str]]:
    """Write what is logged meanwhile as these lines; yield what returns all of it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(lines)
    loggers = logging.getLogger(), logging.getLogger("assistant")
    levels = [one.level for one in loggers]
    loggers[0].addHandler(handler)
    for one in loggers:
        one.setLevel(logging.INFO)
    try:
        yield stream.getvalue
    finally:
        loggers[0].removeHandler(handler)
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)


def own(log: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.splitlines()]
    return [line for line in lines if line["logger"].startswith("assistant")]


def failing(assistant: Assistant) -> ScriptedAssistant:
    def fail(question: str) -> Answer:
        raise ValueError(question)

    return ScriptedAssistant(assistant, fail)


def test_json_lines_hold_status_timings_and_the_id_of_the_request(assistant: Assistant, tmp_path: Path) -> None:
    with logged(JsonLines()) as log, serving(lambda: create_api(assistant, Settings(home=tmp_path))) as client:
        client.post("/api/v1/ask", json=ASKED, headers={"X-Request-ID": "proxy-1"})

    answered, request = own(log())
    assert answered["request"] == request["request"] == "proxy-1"
    assert answered["status"] == "out_of_scope"
    assert {"embed", "retrieve", "total"} <= set(answered["timings_ms"])
    assert (request["method"], request["http_status"]) == ("POST", 200)
    assert BIRD not in log()


@pytest.mark.parametrize("lines", [TextLines(), JsonLines()], ids=["text", "json"])
@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream", "/v1/chat/completions"])
def test_question_is_not_in_the_log_when_answering_it_fails(
    assistant: Assistant, tmp_path: Path, lines: logging.Formatter, path: str
) -> None:
    chat = {"model": "wegwijs", "messages": [{"role": "user", "content": ASKED["question"]}]}
    app = create_api(failing(assistant), Settings(home=tmp_path))

    with logged(lines) as log, serving(lambda: app) as client:
        response = client.post(path, json=chat if "chat" in path else ASKED, headers={"X-Request-ID": "proxy-1"})

    assert response.status_code == 500
    assert response.headers["x-request-id"] == "proxy-1"
    assert BIRD not in response.text
    assert "ValueError" in log()
    assert "500" in log()
    assert "proxy-1" in log()
    assert BIRD not in log()


@pytest.mark.parametrize("lines", [TextLines(), JsonLines()], ids=["text", "json"])
def test_exception_that_asyncio_found_is_told_without_what_it_says(lines: logging.Formatter) -> None:
    async def forget_a_failure() -> None:
        async def fail() -> None:
            raise ValueError(BIRD)

        task = asyncio.create_task(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task
        gc.collect()

    # In a thread of its own: a browser test may have left a loop in this one.
    with logged(lines) as log, ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, forget_a_failure()).result()

    assert "never retrieved" in log()
    assert BIRD not in log()
