"""What several tests need: the real model, and one index of the real corpus for the whole session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.assistant import Assistant
from assistant.settings import Settings
from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture(scope="session")
def models_home() -> Path:
    """Where the bundled model is unpacked: kept between runs, since it never changes."""
    return Settings().home / "models"


@pytest.fixture(scope="session")
def embedder(models_home: Path) -> Embedder:
    return Embedder(BUNDLED_MODEL, models_home)


@pytest.fixture(scope="session")
def index_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str, embedder: Embedder, models_home: Path) -> Path:
    """A WEGWIJS_HOME with an index of the real corpus: made by the first test process, and copied by each."""
    # Of this run only: with several test processes their folders lie together in the run's own.
    run = tmp_path_factory.getbasetemp().parent if worker_id != "master" else tmp_path_factory.getbasetemp()
    shared = run / "shared-home"
    with FileLock(f"{shared}.lock"):
        if not shared.is_dir():
            made = tmp_path_factory.mktemp("made")
            ingest(CORPUS, made, lambda: embedder, BUNDLED_MODEL, lambda _: None)
            made.rename(shared)
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(shared, home, dirs_exist_ok=True)
    (home / "models").symlink_to(models_home, target_is_directory=True)
    return home


@pytest.fixture(scope="session")
def assistant(index_home: Path, embedder: Embedder) -> Iterator[Assistant]:
    index = Index.open(index_home, BUNDLED_MODEL)
    yield Assistant(index, embedder)
    index.close()


@pytest.fixture(scope="session")
def process_environment(index_home: Path) -> dict[str, str]:
    """The environment for a `wegwijs` process that uses this session's index."""
    return {**os.environ, "WEGWIJS_HOME": str(index_home), "PYTHONWARNINGS": "default"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that need the index first: while one process makes it, another does those that need none."""
    items.sort(key=lambda item: "index_home" not in getattr(item, "fixturenames", ()))
