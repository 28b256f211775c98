"""A new index while the server answers."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event

import httpx
import pytest
from fastapi import FastAPI

from assistant.assistant import Assistant
from assistant.service.api import answer_from, create_api
from assistant.settings import Settings
from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest
from ingest.store import current_version
from tests.assistant.serving import serving, wait_for
from tests.ingest.making import write_corpus
from ui.app import create_app
from ui.renewal import renewing
from ui.sources import add_source_pages

_OPP = "Wat is een OPP?\n\nEen ontwikkelingsperspectiefplan beschrijft de doelen van een leerling.\n"
_BUS = "Leerlingenvervoer\n\nDe gemeente betaalt het busvervoer.\n"
_SECONDS = 120  # On a busy machine.
_CHOICE = "documenten van \\u0026#39;t Verband"  # As it stands in the configuration of Gradio.


@pytest.fixture
def settings(tmp_path: Path, embedder: Embedder) -> Settings:
    settings = Settings(home=tmp_path / "home", corpus=tmp_path / "corpus", questions_per_minute=100_000)
    write_corpus(settings.corpus, {"opp": _OPP})
    ingest(settings.corpus, settings.home, lambda: embedder, BUNDLED_MODEL, lambda _: None)
    return settings


def _known(client: httpx.Client) -> list[str]:
    return [document["id"] for document in client.get("/api/v1/documents").json()]


def _wait_for(client: httpx.Client, known: list[str]) -> bool:
    deadline = time.monotonic() + _SECONDS
    while _known(client) != known and time.monotonic() < deadline:
        time.sleep(0.05)
    return _known(client) == known


def test_a_new_index_is_answered_from_without_an_error_in_between(settings: Settings, embedder: Embedder) -> None:
    assistant = Assistant(Index.open(settings.home, BUNDLED_MODEL), embedder)
    app = create_api(assistant, settings)
    add_source_pages(app)
    use = partial(answer_from, app)
    done = Event()

    def ask_on(client: httpx.Client) -> set[int]:
        statuses: set[int] = set()
        while not done.is_set():
            statuses.add(client.post("/api/v1/ask", json={"question": "Wat is een OPP?"}).status_code)
        return statuses

    with serving(lambda: app) as client, renewing(assistant, settings, use), ThreadPoolExecutor(2) as visitors:
        asking = [visitors.submit(ask_on, client) for _ in range(2)]
        for documents in ({"opp": _OPP, "bus": _BUS}, {"bus": _BUS}, {"opp": _OPP, "bus": _BUS}):
            write_corpus(settings.corpus, documents)
            ingest(settings.corpus, settings.home, lambda: embedder, BUNDLED_MODEL, lambda _: None)
            assert _wait_for(client, list(documents))
            assert client.get("/bronnen/bus").status_code == 200
        done.set()
        assert [one.result() for one in asking] == [{200}, {200}]
        assert client.post("/api/v1/ask", json={"question": "Wie betaalt de bus?"}).json()["citations"]
    app.state.assistant.index.close()


def test_an_index_that_cannot_be_used_leaves_the_old_one_answering(
    settings: Settings, embedder: Embedder, caplog: pytest.LogCaptureFixture
) -> None:
    assistant = Assistant(Index.open(settings.home, BUNDLED_MODEL), embedder)
    app = create_api(assistant, settings)
    before = current_version(settings.home)
    with serving(lambda: app) as client, renewing(assistant, settings, partial(answer_from, app)):
        (settings.home / "index" / "CURRENT").write_text("20990101T000000000000\n", encoding="utf-8")
        deadline = time.monotonic() + _SECONDS
        while "The new index is not used" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.05)
        assert "The new index is not used" in caplog.text
        assert _known(client) == ["opp"]
    assert app.state.assistant.index.folder.name == before
    app.state.assistant.index.close()


@pytest.mark.parametrize("fails", ["look", "use"])
def test_failure_that_nobody_expected_does_not_end_the_looking(
    settings: Settings, embedder: Embedder, fails: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = Assistant(Index.open(settings.home, BUNDLED_MODEL), embedder)
    used: list[Assistant] = []

    def use(assistant: Assistant) -> None:
        if fails == "use" and "goes on" not in caplog.text:
            raise RuntimeError("not now")
        used.append(assistant)

    current = settings.home / "index" / "CURRENT"
    version = current.read_bytes()
    with renewing(before, settings, use):
        if fails == "look":
            current.unlink()
            current.mkdir()  # Reading it is an OSError.
        else:
            ingest_with_bus(settings, embedder)
        assert wait_for(lambda: "goes on" in caplog.text, within=_SECONDS)
        if fails == "look":
            current.rmdir()
            current.write_bytes(version)
        ingest_with_bus(settings, embedder)
        assert wait_for(lambda: bool(used), within=_SECONDS)
    assert "bus" in used[0].index.document_ids
    for assistant in (before, *used):
        assistant.index.close()


def test_an_index_is_answered_from_for_as_long_as_an_answer_may_take(settings: Settings, embedder: Embedder) -> None:
    before = Assistant(Index.open(settings.home, BUNDLED_MODEL), embedder)
    used: list[Assistant] = []
    with renewing(before, settings, used.append):
        for number in (1, 2):
            ingest_with_bus(settings, embedder)
            assert wait_for(lambda number=number: len(used) == number, within=_SECONDS)
        assert before.ask("Wat is een OPP?").citations
    used[-1].index.close()


def ingest_with_bus(settings: Settings, embedder: Embedder) -> None:
    write_corpus(settings.corpus, {"opp": _OPP, "bus": f"{_BUS}\n{time.monotonic()}\n"})
    ingest(settings.corpus, settings.home, lambda: embedder, BUNDLED_MODEL, lambda _: None)


def test_examples_and_organisations_on_the_chat_are_those_of_the_new_index(
    settings: Settings, embedder: Embedder
) -> None:
    before = Assistant(Index.open(settings.home, BUNDLED_MODEL), embedder)
    question, organisation = "Wie betaalt het busvervoer?", '[[organisation]]\nid = "swv"\nname = "\'t Verband"\n'
    write_corpus(settings.corpus, {"bus": f"{question}\n\nDe gemeente betaalt het busvervoer.\n"}, organisation)
    ingest(settings.corpus, settings.home, lambda: embedder, BUNDLED_MODEL, lambda _: None)
    after = Assistant(Index.open(settings.home, BUNDLED_MODEL), embedder)
    apps: list[FastAPI] = []

    def make() -> FastAPI:
        apps.append(create_app(before, settings))  # Gradio wants the server's event loop.
        return apps[0]

    with serving(make) as client:
        first = client.get("/").text
        answer_from(apps[0], after)
        second = client.get("/").text
    assert ("Wat is een OPP?" in first, question in first, _CHOICE in first) == (True, False, False)
    assert ("Wat is een OPP?" in second, question in second, _CHOICE in second) == (False, True, True)
    before.index.close()
    after.index.close()
