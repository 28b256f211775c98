"""An ingest in a process of its own that is stopped at a chosen step or at any moment, and what is left then."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from ingest.index import Index
from ingest.indexing import IngestReport, ingest
from tests.ingest.making import LetterEmbedder, write_corpus

OLD = {"opp": "Wat is een OPP?\n\nEen plan met doelen.\n", "tlv": "Wat is een TLV?\n\nEen verklaring.\n"}
NEW = {"opp": "Wat is een OPP?\n\nEen plan met wensen.\n", "bus": "Vervoer\n\nDe gemeente betaalt de bus.\n"}
NEVER = 10_000


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


def ingest_in(folder: Path) -> IngestReport:
    return ingest(folder / "corpus", folder / "home", LetterEmbedder, "letters", lambda _: None)


def _ingest_with_signal(folder: Path, step: int, sent: signal.Signals) -> None:
    sys.addaudithook(_SignalAtStep(folder / "home", step, sent))
    ingest_in(folder)


def forking() -> ForkServerContext:
    """Return what starts processes in a moment, since what they import is imported already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ingest.crashing"])
    first = context.Process(target=os.getpid)
    first.start()
    first.join()
    return context


def make_template(folder: Path) -> Path:
    """Make a home with a second version of the index, of the old documents, beside a corpus of the new ones."""
    for documents in ({}, OLD):
        write_corpus(folder / "corpus", documents)
        ingest_in(folder)
    write_corpus(folder / "corpus", NEW)
    return folder


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
    ingest_in(folder)
    assert contents(folder) == NEW
    folders = sorted(path.name for path in (folder / "home" / "index").iterdir() if path.is_dir())
    assert len(folders) <= 2
    assert all(name[0].isdigit() for name in folders)
