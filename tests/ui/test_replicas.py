"""Two machines that answer from one Chroma server: each an application over HTTP with a home of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.service.api import answer_from, assistant_of, create_api
from assistant.settings import Settings
from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest
from tests.assistant.serving import serving
from tests.chroma_server import ChromaServer
from tests.ingest.making import write_corpus
from ui.renewal import renewing

_OPP = "Wat is een OPP?\n\nEen ontwikkelingsperspectiefplan beschrijft de doelen van een leerling.\n"
_BUS = "Leerlingenvervoer\n\nDe gemeente betaalt het busvervoer.\n"
_BANK = '[[entry]]\nbegins = "Een ontwikkelings"\nquestions = ["Waar is een OPP voor?"]\n'
_QUESTIONS = ("Wat is een OPP?", "Wat beschrijft het ontwikkelingsperspectiefplan?", "Wie betaalt de bus?")
_SECONDS = 120  # On a busy machine.


class Replicas:
    """A Chroma server, a corpus whose index is in it, and two machines."""

    def __init__(self, folder: Path, embedder: Embedder, stack: ExitStack) -> None:
        self.server = ChromaServer(folder / "chroma")
        stack.callback(self.server.kill)
        self._folder = folder
        self._embedder = embedder
        self.ingest({"opp": _OPP})
        self.machines = [stack.enter_context(self._machine(name, stack)) for name in ("one", "two")]

    def ingest(self, documents: Mapping[str, str]) -> None:
        corpus = write_corpus(self._folder / "corpus", documents)
        (corpus / "questions" / "opp.toml").write_text(_BANK, encoding="utf-8")
        ingest(
            corpus,
            self._folder / "writer",
            lambda: self._embedder,
            BUNDLED_MODEL,
            lambda _: None,
            chroma_url=self.server.url,
        )

    def on_disk(self) -> Assistant:
        """Return an assistant on an index of the same corpus without a server."""
        home = self._folder / "disk"
        ingest(self._folder / "corpus", home, lambda: self._embedder, BUNDLED_MODEL, lambda _: None)
        return Assistant(Index.open(home, BUNDLED_MODEL), self._embedder)

    def _machine(self, name: str, stack: ExitStack) -> AbstractContextManager[httpx.Client]:
        settings = Settings(home=self._folder / name, chroma_url=self.server.url)
        index = Index.open(settings.home, BUNDLED_MODEL, settings.chroma_url)
        assistant = Assistant(index, self._embedder)
        app = create_api(assistant, settings)
        stack.push(lambda *_: assistant_of(app).index.close())  # The one that it has by then.
        stack.enter_context(renewing(assistant, settings, partial(answer_from, app)))
        return serving(lambda: app)


@pytest.fixture
def replicas(tmp_path: Path, embedder: Embedder) -> Iterator[Replicas]:
    with ExitStack() as stack:
        yield Replicas(tmp_path, embedder, stack)


def _ask(machine: httpx.Client, question: str) -> httpx.Response:
    return machine.post("/api/v1/ask", json={"question": question})


def _said(machine: httpx.Client) -> list[tuple[object, ...]]:
    answers = [_ask(machine, question).json() for question in _QUESTIONS]
    return [(a["status"], a["answer"], [(c["quote"], c["start"]) for c in a["citations"]]) for a in answers]


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _knows_the_bus(machine: httpx.Client) -> bool:
    return len(machine.get("/api/v1/documents").json()) == 2


def test_machines_answer_alike_outlive_their_server_and_go_over_to_a_new_index_together(replicas: Replicas) -> None:
    on_disk = replicas.on_disk()
    expected = [
        (a.status.value, a.text, [(c.quote, c.span.start) for c in a.citations]) for a in map(on_disk.ask, _QUESTIONS)
    ]
    on_disk.index.close()
    assert [_said(machine) for machine in replicas.machines] == [expected, expected]

    replicas.server.kill()
    for machine in replicas.machines:
        began = time.monotonic()
        refused = _ask(machine, _QUESTIONS[0])
        assert time.monotonic() - began < 10
        assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
        assert "nu niet doorzoeken" in refused.json()["detail"]
        assert int(refused.headers["retry-after"]) > 0
        assert machine.get("/readyz").status_code == 503
        assert machine.get("/healthz").status_code == 200
        assert 'wegwijs_turned_away_total{status="503"} 1.0' in machine.get("/metrics").text
        assert machine.get("/api/v1/documents/opp").status_code == 200  # What lies on the machine itself.

    replicas.server.start()
    for machine in replicas.machines:
        _wait_until(lambda machine=machine: machine.get("/readyz").status_code == 200)  # type: ignore[misc]
    assert [_said(machine) for machine in replicas.machines] == [expected, expected]

    replicas.ingest({"opp": _OPP, "bus": _BUS})
    for machine in replicas.machines:
        _wait_until(lambda machine=machine: _knows_the_bus(machine))  # type: ignore[misc]
    first, second = (_said(machine) for machine in replicas.machines)
    assert first == second
    assert "De gemeente betaalt het busvervoer" in str(first[2])
