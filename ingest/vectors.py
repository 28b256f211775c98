"""The vectors of one version of the index, in Chroma: on disk beside the other files, or in a server."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Literal, TypeVar

import httpx
import numpy as np
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.errors import ChromaError
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from ingest.errors import IndexAwayError

COLLECTIONS = ("passages", "statements", "questions", "unanswered")
_BATCH = 500  # rows; each call of Chroma costs as much as storing many of them.
# Rows that Chroma looks at for each question. With its own choice of 100 it leaves out 2 % of the 200 nearest of 7,679
# rows, other ones for each index; with 800 .01 %, for about a millisecond more.
_SEARCHED = 800
_REST_SECONDS = 1.0  # After a failure: who waits for a turn must not wait for each failure before it.

Metadata = Mapping[str, str | int]
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Row:
    """A text with its vector, as a collection has it."""

    id: str
    text: str
    metadata: dict[str, str | int]
    vector: Sequence[float]


class Vectors:
    """The collections of one version. While Chroma does not answer, all fails with `IndexAwayError`.

    Args:
        client: of the Chroma that has them.
        prefix: what the names of this version's collections begin with.
        close: lets go of the client.
    """

    def __init__(self, client: Client, prefix: str, close: Callable[[], None]) -> None:
        self.close = close
        self._client = client
        self._prefix = prefix
        self._collections: dict[str, Collection] = {}
        self._rests_until = 0.0

    def counts(self) -> dict[str, int]:
        """Return how many vectors each collection holds; this opens them all, and fails where one is missing."""
        try:
            for name in COLLECTIONS:
                self._collections[name] = self._client.get_collection(self._prefix + name, embedding_function=None)
            return {name: collection.count() for name, collection in self._collections.items()}
        except httpx.TransportError as exc:
            raise IndexAwayError(
                "De Chroma-server hield op met antwoorden terwijl de index werd geopend; probeer het nog eens."
            ) from exc

    def require_answering(self) -> None:
        """Raise `IndexAwayError` when Chroma does not answer."""
        with self._asking():
            self._client.heartbeat()

    def nearest(
        self, collection: str, vector: Sequence[float], limit: int, organisations: Sequence[str]
    ) -> list[tuple[str, float]]:
        """Return ids with their cosines, and nothing else: reading what is stored with them takes six times as long."""
        chosen: dict[Literal["$in", "$nin"], list[str | int | float | bool]] = {"$in": [*organisations]}
        with self._asking():
            found = self._collections[collection].query(
                query_embeddings=list(vector),
                n_results=limit,
                where={"organisation": chosen} if organisations else None,
                include=["distances"],
            )
        distances = found["distances"] or [[]]
        return [(i, 1 - distance) for i, distance in zip(found["ids"][0], distances[0], strict=True)]

    def of(self, collection: str, ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors that are stored under these ids."""
        with self._asking():
            found = self._collections[collection].get(ids=list(ids), include=["embeddings"])
        vectors = found["embeddings"]
        return {} if vectors is None else {i: list(map(float, v)) for i, v in zip(found["ids"], vectors, strict=True)}

    def texts(self, collection: str, document_id: str) -> Iterator[tuple[str, str, Metadata]]:
        """Yield the id, the text and the metadata of all that one document has in a collection."""
        with self._asking():
            found = self._collections[collection].get(
                where={"document": document_id}, include=["documents", "metadatas"]
            )
        for i, text, metadata in zip(found["ids"], found["documents"] or (), found["metadatas"] or (), strict=True):
            yield i, text, {name: value for name, value in metadata.items() if isinstance(value, str | int)}

    def add_passages(self, nodes: Iterable[TextNode]) -> None:
        """Store passages as llama-index does, so that its programs can read them."""
        store = ChromaVectorStore(chroma_collection=self._created("passages"))
        for some in _in_batches(nodes):
            with self._asking():
                store.add(list(some))

    def add(self, name: str, rows: Iterable[Row]) -> None:
        """Make a collection of rows."""
        collection = self._created(name)
        for some in _in_batches(rows):
            with self._asking():
                collection.add(
                    ids=[row.id for row in some],
                    embeddings=np.asarray([row.vector for row in some], dtype=np.float32),
                    metadatas=[row.metadata for row in some],
                    documents=[row.text for row in some],
                )

    def _created(self, name: str) -> Collection:
        return self._client.create_collection(
            self._prefix + name,
            metadata={"hnsw:space": "cosine", "hnsw:search_ef": _SEARCHED},
            embedding_function=None,
        )

    @contextmanager
    def _asking(self) -> Iterator[None]:
        if time.monotonic() < self._rests_until:
            raise IndexAwayError("Chroma deed zojuist niet wat er gevraagd werd; probeer het zo nog eens.")
        try:
            yield
        except Exception as exc:
            if not is_of_chroma(exc):
                raise
            self._rests_until = time.monotonic() + _REST_SECONDS
            raise IndexAwayError(
                f"Chroma doet nu niet wat er gevraagd wordt ({type(exc).__name__}); probeer het zo nog eens."
            ) from exc


def is_of_chroma(error: Exception) -> bool:
    """Tell whether it is Chroma, and not our code, that failed.

    Its client makes a bare `Exception` of what stands between it and its server, such as a proxy that says 502.
    """
    known = isinstance(error, httpx.HTTPError | ChromaError | json.JSONDecodeError)
    return known or type(error) is Exception


def _in_batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    left = iter(items)
    while batch := list(islice(left, _BATCH)):
        yield batch
