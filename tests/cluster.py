"""`python -m tests.cluster`: three machines behind HAProxy on one Chroma server, under load, while parts are killed.

Every answer is compared with that of an index on disk. It needs `haproxy` and an index (`wegwijs ingest`), and takes
minutes; the exit code is 1 when an answer is wrong, or an error is unclear or comes late.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from assistant.assistant import Assistant
from assistant.service.contract import AnswerObject
from assistant.settings import Settings
from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest
from tests.chroma_server import ChromaServer

_MACHINES = 3
_VISITORS = 4
_DOCUMENTS = ("bepo-schoolondersteuningsprofiel", "basisondersteuning-13-ijkpunten")
_QUESTIONS = 24
_CALM_SECONDS = 20
_AWAY_SECONDS = 15
_START_SECONDS = 600
_LATE_SECONDS = 15
_HAPROXY = """
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout check 10s
  retries 2
  option redispatch
frontend wegwijs
  bind 127.0.0.1:{port}
  default_backend machines
backend machines
  balance roundrobin
  option httpchk GET /readyz
  default-server check inter 1s fall 2 rise 1
{servers}
"""
_Said = tuple[str, str, str]


@dataclass(slots=True)
class Tally:
    """What came back during one phase."""

    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slowest_error: float = 0.0


class Load:
    """Visitors that ask all the time; each answer is looked at against those that are right now."""

    def __init__(self, url: str, right: Mapping[str, set[_Said]]) -> None:
        self.right = right
        self.tally = Tally()
        self._url = url
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._visit, args=(number,)) for number in range(_VISITORS)]
        for thread in self._threads:
            thread.start()

    def phase(self) -> Tally:
        """Begin a new phase; return the tally of the one before."""
        with self._lock:
            tally, self.tally = self.tally, Tally()
        return tally

    def stop(self) -> None:
        """Let the visitors go."""
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _visit(self, number: int) -> None:
        questions = list(self.right)
        while not self._done.is_set():
            question = questions[number % len(questions)]
            number += _VISITORS + 1
            began = time.monotonic()
            outcome = self._outcome(question)
            seconds = time.monotonic() - began
            with self._lock:
                self.tally.outcomes[outcome] += 1
                self.tally.seconds.append(seconds)
                if outcome != "right":
                    self.tally.slowest_error = max(self.tally.slowest_error, seconds)
            if outcome != "right":
                time.sleep(0.5)

    def _outcome(self, question: str) -> str:
        try:
            response = httpx.post(f"{self._url}/api/v1/ask", json={"question": question}, timeout=60)
        except httpx.TransportError as error:
            return f"connection: {type(error).__name__}"
        if response.is_success:
            return "right" if _said(response.json()) in self.right[question] else "wrong"
        problem = response.headers["content-type"] == "application/problem+json"
        return f"{response.status_code} {'problem' if problem else 'of HAProxy'}"


def main() -> int:
    """Run all phases and print what came of them; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="wegwijs-cluster-") as name, ExitStack() as stack:
        folder = Path(name)
        embedder = Embedder(BUNDLED_MODEL, Settings().home / "models")
        print("indexing", flush=True)
        right = [_on_disk(folder, embedder, _DOCUMENTS[:count]) for count in (2, 1)][::-1]
        server = ChromaServer(folder / "chroma")
        stack.callback(server.kill)
        _publish(folder, server, embedder, _DOCUMENTS[:1])
        machines = [Machine(folder / f"machine-{number}", server.url) for number in range(_MACHINES)]
        for machine in machines:
            stack.callback(machine.kill)
        for machine in machines:
            machine.wait_until_ready()
        url = stack.enter_context(_balanced(folder, machines))
        load = Load(url, right[0])
        stack.callback(load.stop)
        return _report(_phases(load, server, machines, lambda: _publish(folder, server, embedder, _DOCUMENTS), right))


def _phases(
    load: Load,
    server: ChromaServer,
    machines: Sequence[Machine],
    publish: Callable[[], None],
    right: Sequence[Mapping[str, set[_Said]]],
) -> Iterator[tuple[str, Tally]]:
    _wait(lambda: load.tally.outcomes["right"] > 0)
    load.phase()
    time.sleep(_CALM_SECONDS)
    yield "calm", load.phase()
    machines[0].kill()
    time.sleep(_AWAY_SECONDS)
    yield "one machine killed", load.phase()
    machines[0].start()
    machines[0].wait_until_ready()
    yield "it comes back", load.phase()
    server.kill()
    time.sleep(_AWAY_SECONDS)
    yield "Chroma killed", load.phase()
    server.start()
    began = time.monotonic()
    for machine in machines:
        machine.wait_until_ready()
    print(f"all ready {time.monotonic() - began:.1f} s after Chroma answers again", flush=True)
    time.sleep(3)  # Until HAProxy has seen it.
    yield "Chroma comes back", load.phase()
    time.sleep(_CALM_SECONDS)
    yield "calm again", load.phase()
    load.right = {question: right[0][question] | right[1][question] for question in right[0]}
    publish()
    began = time.monotonic()
    _wait(lambda: all(machine.documents() == len(_DOCUMENTS) for machine in machines))
    print(f"all on the new index {time.monotonic() - began:.1f} s after it was published", flush=True)
    yield "a new index", load.phase()
    load.right = right[1]
    time.sleep(1)  # What was asked before may still be under way.
    load.phase()
    time.sleep(_CALM_SECONDS)
    yield "on the new index", load.phase()


class Machine:
    """An API process with a home of its own."""

    def __init__(self, home: Path, chroma_url: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        home.mkdir()
        (home / "models").symlink_to(Settings().home / "models", target_is_directory=True)
        self._environment = {**os.environ, "WEGWIJS_HOME": str(home), "WEGWIJS_CHROMA_URL": chroma_url}
        self.start()

    def start(self) -> None:
        """Start it; it is not ready at once."""
        command = "import sys; from ui.command_line import main; sys.exit(main())"
        self._process = subprocess.Popen(
            [sys.executable, "-c", command, "serve", "--port", str(self.port)],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()

    def wait_until_ready(self) -> None:
        """Wait until it can answer."""
        _wait(lambda: self._status("/readyz") == 200)

    def documents(self) -> int:
        """Return how many documents it knows."""
        return len(httpx.get(f"http://127.0.0.1:{self.port}/api/v1/documents", timeout=60).json())

    def _status(self, path: str) -> int:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=60).status_code
        except httpx.TransportError:
            return 0


def _corpus(folder: Path, documents: Sequence[str]) -> Path:
    """Return a corpus of these documents, out of the one that is installed."""
    corpus = folder / f"corpus-{len(documents)}"
    if not corpus.exists():
        shutil.copytree(Settings().corpus, corpus)
        header, *tables = (corpus / "catalogue.toml").read_text(encoding="utf-8").split("[[document]]")
        (corpus / "questions" / f"{_DOCUMENTS[1]}.toml").unlink()  # What comes later is indexed in a moment.
        kept = [table for table in tables if any(f'id = "{document}"' in table for document in documents)]
        assert len(kept) == len(documents)
        (corpus / "catalogue.toml").write_text("[[document]]".join([header, *kept]), encoding="utf-8")
    return corpus


def _on_disk(folder: Path, embedder: Embedder, documents: Sequence[str]) -> Mapping[str, set[_Said]]:
    """Return questions of the first document's bank with their answers, from an index without a server."""
    home = folder / "disk"
    if not home.exists():  # What the installed index has is not embedded again.
        shutil.copytree(Settings().home / "index", home / "index")
    ingest(_corpus(folder, documents), home, lambda: embedder, BUNDLED_MODEL, lambda _: None)
    index = Index.open(home, BUNDLED_MODEL)
    try:
        bank = index.bank(_DOCUMENTS[0])
        questions = [one.question for one in bank[:: max(1, len(bank) // _QUESTIONS)]]
        assistant = Assistant(index, embedder)
        return {q: {_said(AnswerObject.of(assistant.ask(q)).model_dump(mode="json"))} for q in questions}
    finally:
        index.close()


def _publish(folder: Path, server: ChromaServer, embedder: Embedder, documents: Sequence[str]) -> None:
    corpus = _corpus(folder, documents)
    ingest(corpus, folder / "disk", lambda: embedder, BUNDLED_MODEL, lambda _: None, chroma_url=server.url)


def _said(answer: Mapping[str, object]) -> _Said:
    return str(answer["status"]), str(answer["answer"]), str(answer["citations"])


@contextmanager
def _balanced(folder: Path, machines: Sequence[Machine]) -> Iterator[str]:
    """Run HAProxy before the machines; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    servers = "\n".join(f"  server m{m.port} 127.0.0.1:{m.port}" for m in machines)
    (folder / "haproxy.cfg").write_text(_HAPROXY.format(port=port, servers=servers), encoding="utf-8")
    with subprocess.Popen(["haproxy", "-f", str(folder / "haproxy.cfg")], stderr=subprocess.DEVNULL) as process:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("what was waited for did not happen")
        time.sleep(0.2)


def _report(phases: Iterator[tuple[str, Tally]]) -> int:
    failed = False
    for name, tally in phases:
        seconds = sorted(tally.seconds) or [0.0]
        middle, high = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)]
        outcomes = ", ".join(f"{outcome} {count}" for outcome, count in sorted(tally.outcomes.items()))
        times = f"median {middle:.2f} s, 95 % {high:.2f} s, slowest error {tally.slowest_error:.2f} s"
        print(f"{name:20} {outcomes}; {times}", flush=True)
        unclear = any(" of HAProxy" in o and not o.startswith(("502", "503")) for o in tally.outcomes)
        failed = failed or tally.outcomes["wrong"] > 0 or unclear or tally.slowest_error > _LATE_SECONDS
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
