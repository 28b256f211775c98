"""Several processes: an ingest that is killed leaves the old index working, and many may read at once."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from ingest.errors import IndexUnusableError
from ingest.index import Index, IngestReport, ingest
from tests.ingest.making import LetterEmbedder, write_corpus

_OLD = {"opp": "Wat is een OPP?\n\nEen plan met doelen.\n", "tlv": "Wat is een TLV?\n\nEen verklaring.\n"}
_NEW = {"opp": "Wat is een OPP?\n\nEen plan met wensen.\n", "bus": "Vervoer\n\nDe gemeente betaalt de bus.\n"}
_NEVER = 10_000


class _SignalAtStep:
    """Sends this process a signal just before it makes, writes, renames or removes something for the nth time."""

    def __init__(self, home: Path, step: int, sent: signal.Signals) -> None:
        self._home = str(home)
        self._steps_left = step
        self._sent = sent

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        changes = event in {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"} or (
            event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
        )
        if changes and str(arguments[0]).startswith(self._home):
            self._steps_left -= 1
            if self._steps_left == 0:
                os.kill(os.getpid(), self._sent)


def _ingest(folder: Path) -> IngestReport:
    return ingest(folder / "corpus", folder / "home", LetterEmbedder, "letters", lambda _: None)


def _ingest_with_signal(folder: Path, step: int, sent: signal.Signals) -> None:
    sys.addaudithook(_SignalAtStep(folder / "home", step, sent))
    _ingest(folder)


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that start in a moment, since what they import is imported already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ingest.test_crash"])
    first = context.Process(target=os.getpid)
    first.start()
    first.join()
    return context


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a second version of the index, of the old documents, beside a corpus of the new ones."""
    folder = tmp_path_factory.mktemp("template")
    for documents in ({}, _OLD):
        write_corpus(folder / "corpus", documents)
        _ingest(folder)
    write_corpus(folder / "corpus", _NEW)
    return folder


def _read_often(folder: Path, times: int) -> None:
    for _ in range(times):
        assert contents(folder) == _OLD


def started(processes: ForkServerContext, folder: Path, step: int, sent: signal.Signals) -> BaseProcess:
    process = processes.Process(target=_ingest_with_signal, args=(folder, step, sent))
    process.start()
    return process


def contents(folder: Path) -> dict[str, str]:
    """Return what the index answers with: the text of each document that is found by meaning."""
    index = Index.open(folder / "home", "letters")
    found = index.nearest_passages(LetterEmbedder().question("Wat is een plan?"), 10)
    texts = {passage_id.split(":")[0]: index.document(passage_id.split(":")[0]).text for passage_id in found}
    index.close()
    return texts


def assert_repaired_by_the_next_ingest(folder: Path) -> None:
    _ingest(folder)
    assert contents(folder) == _NEW
    folders = sorted(path.name for path in (folder / "home" / "index").iterdir() if path.is_dir())
    assert len(folders) <= 2
    assert all(name[0].isdigit() for name in folders)


def test_killed_at_each_step_the_old_or_the_new_index_works(
    processes: ForkServerContext, template: Path, tmp_path: Path
) -> None:
    outcomes = []
    for step in range(1, _NEVER):
        folder = tmp_path / str(step)
        shutil.copytree(template, folder)
        process = started(processes, folder, step, signal.SIGKILL)
        process.join()
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        outcomes.append(contents(folder))
        if step % 5 == 0:
            assert_repaired_by_the_next_ingest(folder)
        shutil.rmtree(folder)
    swapped = outcomes.index(_NEW)
    assert outcomes == [_OLD] * swapped + [_NEW] * (len(outcomes) - swapped)
    assert swapped > 10


def test_killed_at_any_moment_the_old_or_the_new_index_works(
    processes: ForkServerContext, template: Path, tmp_path: Path
) -> None:
    shutil.copytree(template, tmp_path / "whole")
    began = time.monotonic()
    started(processes, tmp_path / "whole", _NEVER, signal.SIGKILL).join()
    duration = time.monotonic() - began
    for attempt in range(6):
        folder = tmp_path / str(attempt)
        shutil.copytree(template, folder)
        process = started(processes, folder, _NEVER, signal.SIGKILL)
        time.sleep(random.uniform(0, duration))  # noqa: S311 - any moment will do
        process.kill()
        process.join()
        assert contents(folder) in (_OLD, _NEW)
        assert_repaired_by_the_next_ingest(folder)


def test_killed_at_the_very_first_ingest_there_is_no_index_until_the_next(
    processes: ForkServerContext, tmp_path: Path
) -> None:
    write_corpus(tmp_path / "corpus", _NEW)
    process = started(processes, tmp_path, 8, signal.SIGKILL)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with pytest.raises(IndexUnusableError, match="There is no index"):
        Index.open(tmp_path / "home", "letters")
    assert_repaired_by_the_next_ingest(tmp_path)


def test_what_a_crash_left_is_swept_when_nothing_has_changed(
    processes: ForkServerContext, template: Path, tmp_path: Path
) -> None:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    started(processes, tmp_path, 8, signal.SIGKILL).join()
    assert (tmp_path / "home" / "index" / ".building").is_dir()
    shutil.rmtree(tmp_path / "corpus")
    write_corpus(tmp_path / "corpus", _OLD)
    assert _ingest(tmp_path).unchanged == ["opp", "tlv"]
    assert not (tmp_path / "home" / "index" / ".building").exists()


def test_while_another_process_ingests_the_second_says_so(
    processes: ForkServerContext, template: Path, tmp_path: Path
) -> None:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    process = started(processes, tmp_path, 8, signal.SIGSTOP)
    while not (tmp_path / "home" / "index" / ".building").is_dir():
        assert process.is_alive()
        time.sleep(0.01)
    with pytest.raises(IndexUnusableError, match="Another ingest is writing to"):
        _ingest(tmp_path)
    assert contents(tmp_path) == _OLD
    assert process.pid is not None
    os.kill(process.pid, signal.SIGCONT)
    process.join()
    assert process.exitcode == 0
    assert contents(tmp_path) == _NEW


def test_many_processes_read_at_once(processes: ForkServerContext, template: Path, tmp_path: Path) -> None:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    readers = [processes.Process(target=_read_often, args=(tmp_path, 10)) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert [reader.exitcode for reader in readers] == [0, 0, 0, 0]
