"""What is evaluated: an assistant on an index of a corpus, and the searches that it is compared with."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.writing.rewriting import Rewriter
from assistant.writing.writer import Writer
from evals.baseline import quickstart_search
from evals.run import SEARCH_LIMIT, Search, search_of
from ingest.bundled_model import BUNDLED_MODEL, PLAIN_MODEL
from ingest.embedding import Embedder
from ingest.errors import IndexUnusableError
from ingest.index import Index
from ingest.indexing import ingest


@dataclass(frozen=True, slots=True)
class Subject:
    """An assistant, the documents that it knows, and the searches that it is compared with."""

    assistant: Assistant
    without_bank: Assistant  # the same without its question bank
    texts: Mapping[str, str]  # by document id
    rivals: Mapping[str, Search]  # by name


@contextmanager
def open_subject(
    settings: Settings,
    corpus: Path | None,
    embedder: Embedder,
    writer: Writer | None = None,
    rewriter: Rewriter | None = None,
) -> Iterator[Subject]:
    """Open what is to be evaluated; what is made for it lies in a temporary folder.

    Args:
        settings: of the installation.
        corpus: a corpus to index for this evaluation; None: the installation's index is used as it is.
        embedder: the embedding model.
        writer: writes the answers; None: they are the documents' own words.
        rewriter: makes follow-ups stand alone; None: that is done without a language model.

    Raises:
        CatalogueError: the corpus is wrong.
        IndexUnusableError: the installation has no index, or a document of the corpus failed.
    """
    with tempfile.TemporaryDirectory(prefix="wegwijs-eval-", ignore_cleanup_errors=True) as name:
        temporary = Path(name)
        home = settings.home
        if corpus is not None:
            home = temporary / "own"
            _ingest(corpus, home, embedder)
        with (
            closing(Index.open(home, embedder.name)) as index,
            _without_bank(corpus or settings.corpus, home, temporary, embedder) as bare,
        ):
            without_bank = Assistant(bare, embedder)
            texts = {document.source.id: document.text for document in index.documents()}
            rivals = {
                "wegwijs without its question bank": search_of(without_bank),
                "llama-index quickstart": quickstart_search(
                    texts, _untuned(embedder, settings), temporary / "quickstart", SEARCH_LIMIT
                ),
            }
            yield Subject(Assistant(index, embedder, writer=writer, rewriter=rewriter), without_bank, texts, rivals)


def _untuned(embedder: Embedder, settings: Settings) -> Embedder:
    """Return the model as a quickstart program would have it: without our adapter."""
    return Embedder(PLAIN_MODEL, settings.home / "models") if embedder.name == BUNDLED_MODEL else embedder


@contextmanager
def _without_bank(corpus: Path, home: Path, temporary: Path, embedder: Embedder) -> Iterator[Index]:
    """Open the same index without question bank: the passages' vectors are taken over, not made again."""
    shutil.copytree(corpus, temporary / "corpus", ignore=shutil.ignore_patterns("questions"))
    shutil.copytree(home / "index", temporary / "bare" / "index")
    _ingest(temporary / "corpus", temporary / "bare", embedder)
    with closing(Index.open(temporary / "bare", embedder.name)) as index:
        yield index


def _ingest(corpus: Path, home: Path, embedder: Embedder) -> None:
    report = ingest(corpus, home, lambda: embedder, embedder.name, lambda _: None)
    if report.failed:
        raise IndexUnusableError(f"Een document in {corpus} is niet te lezen: {next(iter(report.failed.values()))}")
