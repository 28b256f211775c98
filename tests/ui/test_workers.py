"""`wegwijs serve --workers`: processes, signals and one port."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.indexing import ingest
from tests.ingest.making import write_corpus

_OPP = "Wat is een OPP?\n\nEen ontwikkelingsperspectiefplan beschrijft de doelen van een leerling.\n"
_BUS = "Leerlingenvervoer\n\nDe gemeente betaalt het busvervoer.\n"
_SECONDS = 240  # For processes that load the model on a busy machine.


@pytest.fixture
def environment(tmp_path: Path, models_home: Path) -> dict[str, str]:
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(models_home, target_is_directory=True)
    return {**os.environ, "WEGWIJS_HOME": str(home), "WEGWIJS_CORPUS": str(tmp_path / "corpus")}


def _ingest(folder: Path, documents: dict[str, str], embedder: Embedder) -> None:
    write_corpus(folder / "corpus", documents)
    ingest(folder / "corpus", folder / "home", lambda: embedder, BUNDLED_MODEL, lambda _: None)


@contextmanager
def _serving(environment: dict[str, str], stderr: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run two processes; yield what started them, and their address."""
    command = [str(Path(sys.executable).with_name("wegwijs")), "serve", "--port", "0", "--workers", "2"]
    with (
        stderr.open("w") as log,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, encoding="utf-8") as started,
    ):
        assert started.stdout is not None
        try:
            line = started.stdout.readline()
            assert line.startswith("Wegwijs staat klaar op "), stderr.read_text()
            yield started, line.removeprefix("Wegwijs staat klaar op ").strip()
            assert started.stdout.read() == ""
        finally:
            started.kill()


def _workers(started: subprocess.Popen[str]) -> set[int]:
    """Return the processes that serve: those that Python spawned, without its tracker of resources."""
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text(encoding="utf-8").split()
    return {int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}


def _ask(address: str) -> tuple[object, ...]:
    """Ask over a connection of its own, which either process may get."""
    answer = httpx.post(f"{address}/api/v1/ask", json={"question": "Wat is een OPP?"}, timeout=_SECONDS).json()
    return answer["status"], answer["answer"], str(answer["citations"])


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="reads /proc")
def test_processes_answer_alike_are_replaced_when_they_die_and_stop_together(
    environment: dict[str, str], tmp_path: Path, embedder: Embedder
) -> None:
    _ingest(tmp_path, {"opp": _OPP}, embedder)
    stderr = tmp_path / "stderr.txt"

    with _serving(environment, stderr) as (started, address), ThreadPoolExecutor(4) as visitors:
        assert len(set(visitors.map(_ask, [address] * 12))) == 1
        first = _workers(started)
        assert len(first) == 2

        os.kill(min(first), signal.SIGKILL)
        assert len(set(visitors.map(_ask, [address] * 4))) == 1  # The other one takes what comes.
        _wait_until(lambda: len(_workers(started)) == 2 and _workers(started) != first)
        os.kill(max(first), signal.SIGKILL)
        assert _ask(address)[0] == "answered"  # By the one that came in the place of the first.

        _ingest(tmp_path, {"opp": _OPP, "bus": _BUS}, embedder)
        known = f"{address}/api/v1/documents"
        _wait_until(lambda: all(len(httpx.get(known, timeout=60).json()) == 2 for _ in range(8)))

        started.send_signal(signal.SIGTERM)
        assert started.wait(timeout=_SECONDS) == 0
    assert "died" in stderr.read_text()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/healthz")
