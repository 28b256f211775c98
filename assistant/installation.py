"""What the settings of an installation name: its index, and its embedding model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.settings import Settings
from ingest.index import Index

if TYPE_CHECKING:
    from ingest.embedding import Embedder


def open_index(settings: Settings) -> Index:
    """Open the version of the index that is in use; see `Index.open`."""
    return Index.open(settings.home, settings.embedding_model, settings.chroma_url)


def open_embedder(settings: Settings) -> Embedder:
    """Load the embedding model."""
    from ingest.embedding import Embedder  # noqa: PLC0415 - takes seconds, which an index that is away need not cost

    return Embedder(settings.embedding_model, settings.home / "models")
