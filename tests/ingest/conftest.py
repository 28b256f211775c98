from __future__ import annotations

from pathlib import Path

import pytest

from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.indexing import IngestReport, ingest
from tests.ingest.making import CountingEmbedder


class Workplace:
    """A corpus and a home of its own for one test."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.corpus = folder / "corpus"
        self.home = folder / "home"
        self.embedder = CountingEmbedder(embedder)

    def ingest(self) -> IngestReport:
        self.embedder.embedded.clear()
        return ingest(self.corpus, self.home, lambda: self.embedder, BUNDLED_MODEL, lambda _: None)


@pytest.fixture
def workplace(tmp_path: Path, embedder: Embedder) -> Workplace:
    return Workplace(tmp_path, embedder)
