"""What a visitor reads when a page cannot be shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from assistant.assistant import Assistant
from assistant.settings import Settings
from ingest.errors import IndexAwayError
from tests.assistant.serving import fetch, serving
from tests.ui.page_text import PageText
from ui.app import create_app

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (IndexAwayError("Chroma does not answer"), (503, "5"), "De documenten zijn nu niet bereikbaar"),
        (OSError("disk gone"), (500, None), "Er ging iets mis"),
    ],
    ids=["index away", "defect"],
)
def test_failure_is_a_page_to_a_browser_and_a_problem_to_a_program(
    assistant: Assistant, tmp_path: Path, error: Exception, status: tuple[int, str | None], says: str
) -> None:
    def fail() -> None:
        raise error

    def application() -> FastAPI:
        app = create_app(assistant, Settings(home=tmp_path))
        app.router.routes[:0] = [APIRoute("/bronnen/stuk", fail), APIRoute("/api/v1/stuk", fail)]
        return app

    with serving(application) as client:
        page = fetch("GET", client.base_url.join("/bronnen/stuk"), headers=BROWSER)
        to_program = fetch("GET", client.base_url.join("/bronnen/stuk"))
        of_program = fetch("GET", client.base_url.join("/api/v1/stuk"), headers=BROWSER)

    for response in (page, to_program, of_program):
        assert (response.status_code, response.headers.get("Retry-After")) == status
    assert page.headers["X-Request-ID"]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert says in PageText(page.text).words
    assert str(error) not in page.text
    assert to_program.headers["Content-Type"] == of_program.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("asked", "content", "status", "says"),
    [
        ("POST /gradio_api/queue/join", "junk", 404, "Dit adres is van de chat zelf"),
        ("POST /gradio_api/upload", "junk", 404, "Dit adres is van de chat zelf"),
        ("DELETE /gradio_api/info", None, 405, "Dit adres is van de chat zelf"),
        ("GET /gradio_api/file=/etc/passwd", None, 403, "Dit adres is van de chat zelf"),
    ],
)
def test_what_the_chat_itself_does_not_take_is_a_problem_in_dutch(
    site: str, asked: str, content: str | None, status: int, says: str
) -> None:
    method, path = asked.split()
    response = fetch(method, site + path, content=content, headers={"Content-Type": "application/json"})

    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["detail"].startswith(says)
