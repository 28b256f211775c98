"""Where the versions of an index are kept: in a folder of this machine, or in a Chroma server for many machines.

Either way a version is made under its own name, marked as the one in use in one step, and never changed afterwards.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

from chromadb.api.client import Client
from chromadb.config import Settings

from ingest.errors import IndexUnusableError
from ingest.vectors import Vectors
from ingest.whole_file import write_whole

REBUILD = "maak hem opnieuw met `wegwijs ingest`."
_CURRENT = "CURRENT"
_KEPT_VERSIONS = 2  # The one in use and the one before it, which a server may still have open.


class Store(Protocol):
    """Where the versions of an index are kept."""

    place: str  # Where it is, for people.
    root: Path  # The folder on this machine in which each version has a folder with its files.

    def current(self) -> str | None:
        """Return the name of the version in use, or None when there is none."""

    def folder(self, version: str) -> Path:
        """Return the folder with the files of a version."""

    def vectors(self, version: str, folder: Path) -> Vectors:
        """Open the vectors of a version whose files are in this folder, or are being made there."""

    def publish(self, version: str, building: Path) -> None:
        """Let a version whose files were made in this folder be the one in use."""

    def sweep(self) -> None:
        """Remove old versions."""

    def close(self) -> None:
        """Let go of what this store has open; vectors are closed by who opened them."""


def store_of(home: Path, chroma_url: str | None, *, patient: bool = False) -> Store:
    """Return the store that the settings ask for.

    Args:
        home: where this machine keeps what it needs.
        chroma_url: of the Chroma server, or None.
        patient: whether the server may take minutes, as for an ingest; a question cannot wait for that.

    Raises:
        IndexAwayError: the Chroma server does not answer.
    """
    if chroma_url is None:
        return LocalStore(home)
    from ingest.server_store import ServerStore  # noqa: PLC0415 - who has no server does without it

    return ServerStore(home, chroma_url, patient=patient)


def current_version(home: Path) -> str | None:
    """Return the name of the version in use on this machine, or None when there is none."""
    return LocalStore(home).current()


class LocalStore:
    """Versions in a folder, with their vectors; the file `CURRENT` says which is in use."""

    def __init__(self, home: Path) -> None:
        self.place = str(home)
        self.root = home / "index"

    def current(self) -> str | None:
        """Return what `CURRENT` says."""
        try:
            return (self.root / _CURRENT).read_text(encoding="utf-8", errors="replace").strip() or None
        except FileNotFoundError:
            return None

    def folder(self, version: str) -> Path:
        """Return the folder of a version, whether it is there or not."""
        return self.root / version

    def vectors(self, version: str, folder: Path) -> Vectors:  # noqa: ARG002 - the folder says it all
        """Open the Chroma database in the folder."""
        settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder / "chroma"))
        try:
            client = Client(settings=settings)
        except Exception as exc:
            raise IndexUnusableError(f"De index in {folder} is beschadigd ({exc}); {REBUILD}") from exc
        return Vectors(client, "", client.close)

    def publish(self, version: str, building: Path) -> None:
        """Name the folder after the version, and replace `CURRENT`."""
        building.rename(self.root / version)
        write_whole(self.root / _CURRENT, f"{version}\n".encode())

    def sweep(self) -> None:
        """Keep the newest versions and the one in use."""
        keep_newest(self.root, self.current())

    def close(self) -> None:
        """Do nothing: between two calls no file is open."""


def keep_newest(root: Path, current: str | None) -> None:
    """Remove all versions in a folder but the newest two and the current one."""
    versions = sorted(folder for folder in root.iterdir() if folder.is_dir() and not folder.name.startswith("."))
    for folder in versions[:-_KEPT_VERSIONS]:
        if folder.name != current:
            shutil.rmtree(folder, ignore_errors=True)
