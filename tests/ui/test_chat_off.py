"""What visitors see while the operator has switched the chat off."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from tests.assistant.serving import serving
from ui.app import create_app

MESSAGE = "Wij werken aan <Wegwijs>. Maandag zijn we terug."


@pytest.fixture(scope="module")
def client(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    settings = Settings(home=tmp_path_factory.mktemp("home"), chat_off=MESSAGE)
    with serving(lambda: create_app(assistant, settings)) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_page_of_the_chat_says_why_it_is_off(client: httpx.Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 503
    assert "Wij werken aan &lt;Wegwijs&gt;. Maandag zijn we terug." in response.text
    assert 'href="/bronnen"' in response.text
    assert "wegwijs-chat" not in response.text


def test_the_rest_goes_on(client: httpx.Client) -> None:
    paths = ["/healthz", "/readyz", "/bronnen", "/privacy", "/static/wegwijs/page.css", "/api/v1/organisations"]

    assert [client.get(path).status_code for path in paths] == [200] * 6
    assert client.post("/api/v1/ask", json={"question": "Hallo"}).status_code == 200


def test_unknown_address_gets_a_page(client: httpx.Client) -> None:
    response = client.get("/bestaat-niet")

    assert response.status_code == 404
    assert "Deze pagina is er niet" in response.text


def test_chat_cannot_be_asked_around_its_page(client: httpx.Client) -> None:
    assert client.get("/gradio_api/info").status_code == 404
