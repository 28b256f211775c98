"""The store in a Chroma server: any number of machines need only its address.

A version is five collections, `wegwijs-<version>-passages` and so on; in `-files` lies what is not vectors, as one
packed file cut in pieces, of which each machine keeps a copy that it checks against the manifest. The collection
`wegwijs` holds nothing: its metadata say which version is in use, and are replaced in one step.
"""

from __future__ import annotations

import base64
import io
import re
import shutil
import tarfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import filelock
import httpx
import numpy as np
from chromadb.api.client import Client
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings
from chromadb.errors import NotFoundError

from ingest.errors import IndexAwayError, IndexUnusableError
from ingest.index import is_whole
from ingest.store import REBUILD, keep_newest
from ingest.vectors import Vectors, is_of_chroma

_POINTER = "wegwijs"
_OF_A_VERSION = re.compile(r"wegwijs-(\d+T\d+)-.*")
_QUESTION_SECONDS = httpx.Timeout(5, connect=2)
_INGEST_SECONDS = httpx.Timeout(600, connect=10)  # Chroma builds its graph while a batch is added.
_CONTENT = "content"
_NO_VECTOR = np.zeros((1, 1), dtype=np.float32)  # Chroma stores nothing without one.
_MANY = 10_000  # collections; Chroma lists a hundred when it is not told.
_USED_SECONDS = 600  # For so long a process may still answer from a version that was replaced.
_PIECE_BYTES = 4_000_000  # Chroma refuses messages of more than 40 MB.


class ServerStore:
    """Versions in a Chroma server.

    Args:
        home: in which this machine keeps copies of the files.
        url: of the server.
        patient: whether the server may take minutes.

    Raises:
        IndexAwayError: it does not answer.
    """

    def __init__(self, home: Path, url: str, *, patient: bool = False) -> None:
        self.place = url
        self.root = home / "copies"
        self.root.mkdir(parents=True, exist_ok=True)
        self._timeout = _INGEST_SECONDS if patient else _QUESTION_SECONDS
        self._client = self._connected()
        self._found = self.current()

    def current(self) -> str | None:
        """Return what the metadata of the pointer say."""
        with self._answering():
            pointer = self._pointer()
        return str(pointer.metadata["version"]) if pointer else None

    def folder(self, version: str) -> Path:
        """Return the folder with this machine's copy, which is fetched when there is none or when it is damaged."""
        folder = self.root / version
        with filelock.FileLock(self.root / ".fetching.lock"):  # Processes that share a home fetch once.
            if not is_whole(folder):
                shutil.rmtree(folder, ignore_errors=True)
                fetched = self.root / ".fetching"
                shutil.rmtree(fetched, ignore_errors=True)
                with self._answering():
                    packed = self._packed(version)
                _unpack(packed, fetched)
                fetched.rename(folder)
                keep_newest(self.root, version)
        return folder

    def vectors(self, version: str, folder: Path) -> Vectors:  # noqa: ARG002 - they are not in the folder
        """Open the collections of a version; their connection is that of the store, and ends with it."""
        return Vectors(self._client, _prefix(version), lambda: None)

    def publish(self, version: str, building: Path) -> None:
        """Upload the files, and let the pointer say that this is the version in use.

        Raises:
            IndexUnusableError: another machine has published a version since this store was opened.
        """
        packed = _pack(building)
        with self._answering():
            files = self._client.create_collection(f"{_prefix(version)}files", embedding_function=None)
            for number, start in enumerate(range(0, len(packed), _PIECE_BYTES)):
                piece = base64.b64encode(packed[start : start + _PIECE_BYTES]).decode()
                files.add(ids=[str(number)], embeddings=_NO_VECTOR, metadatas=[{_CONTENT: piece}])
            pointer = self._pointer()
            if pointer and pointer.metadata["version"] != self._found:
                raise IndexUnusableError(
                    f"Een andere machine heeft intussen een index in {self.place} gezet; voer `wegwijs ingest` "
                    "nog eens uit, en altijd op dezelfde machine."
                )
            building.rename(self.root / version)
            self._point_at(version, pointer)

    def sweep(self) -> None:
        """Remove versions that no process can have open any more, and old copies on this machine."""
        with self._answering():
            pointer = self._pointer()
            if pointer is None:
                return
            for collection in self._client.list_collections(limit=_MANY):
                of_a_version = _OF_A_VERSION.fullmatch(collection.name)
                if of_a_version and of_a_version[1] < str(pointer.metadata["oldest"]):
                    self._client.delete_collection(collection.name)
            keep_newest(self.root, str(pointer.metadata["version"]))

    def close(self) -> None:
        """End the connection."""
        _disconnect(self._client)

    def _connected(self) -> Client:
        place = urlsplit(self.place)
        encrypted = place.scheme == "https"
        settings = Settings(
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=place.hostname,
            chroma_server_http_port=place.port or (443 if encrypted else 80),
            chroma_server_ssl_enabled=encrypted,
        )
        with self._answering():
            # The client knows no timeout until it is made, and would wait forever for a server that hangs.
            httpx.get(f"{self.place}/api/v2/heartbeat", timeout=self._timeout).raise_for_status()
            try:
                client = Client(settings=settings)
            except ValueError as exc:  # What it makes of whatever goes wrong when it is made.
                raise self._away(exc) from exc
        for session in _sessions(client):
            session.timeout = self._timeout
        return client

    def _pointer(self) -> Collection | None:
        try:
            return self._client.get_collection(_POINTER, embedding_function=None)
        except NotFoundError:
            return None

    def _point_at(self, version: str, pointer: Collection | None) -> None:
        now = time.time()
        if pointer is None:
            first = {"version": version, "published": now, "oldest": version}
            self._client.create_collection(_POINTER, metadata=first, embedding_function=None)
            return
        settled = now - float(pointer.metadata["published"]) > _USED_SECONDS
        oldest = pointer.metadata["version" if settled else "oldest"]
        pointer.modify(metadata={"version": version, "published": now, "oldest": oldest})

    def _packed(self, version: str) -> bytes:
        files = self._client.get_collection(f"{_prefix(version)}files", embedding_function=None)
        pieces = (files.get(ids=[str(number)], include=["metadatas"]) for number in range(files.count()))
        return b"".join(base64.b64decode(str(metadata[_CONTENT])) for p in pieces for metadata in p["metadatas"] or ())

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except Exception as exc:
            if not is_of_chroma(exc):
                raise
            raise self._away(exc) from exc

    def _away(self, exc: Exception) -> IndexAwayError:
        return IndexAwayError(
            f"De Chroma-server op {self.place} antwoordt niet zoals het hoort ({type(exc).__name__}); "
            "kijk of hij draait (`chroma run`) en of WEGWIJS_CHROMA_URL zijn adres is."
        )


def _prefix(version: str) -> str:
    return f"wegwijs-{version}-"


def _pack(folder: Path) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.add(folder, arcname=".")
    return packed.getvalue()


def _unpack(packed: bytes, folder: Path) -> None:
    try:
        with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, zlib.error) as exc:
        raise IndexUnusableError(f"De bestanden van de index komen niet heel van de Chroma-server; {REBUILD}") from exc


def _sessions(client: Client) -> Iterator[httpx.Client]:
    """Yield what a client sends requests with: Chroma offers no other way to set a timeout, or to close it all."""
    for api in (client._server, getattr(client._admin_client, "_server", None)):  # noqa: SLF001
        if isinstance(api, FastAPI):
            yield api._session  # noqa: SLF001


def _disconnect(client: Client) -> None:
    for session in _sessions(client):
        session.close()
    client.close()
