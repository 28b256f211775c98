"""Changing a corpus: one at a time, so that nobody writes over what another has just written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from ingest.errors import CatalogueError

_LOCK_FILE = ".lock"
_FOR_THE_GROUP = 0o664  # Colleagues who share a corpus take turns with the same file.
_WAIT_SECONDS = 30  # A change takes some hundredths of one.


@contextmanager
def changing(corpus: Path) -> Iterator[None]:
    """Have the catalogue and the question banks of a corpus to oneself; one that is not there yet has nobody in it.

    Raises:
        CatalogueError: somebody else is busy with it for too long.
    """
    if not corpus.is_dir():
        yield
        return
    try:
        with filelock.FileLock(corpus / _LOCK_FILE, timeout=_WAIT_SECONDS, mode=_FOR_THE_GROUP):
            yield
    except filelock.Timeout as exc:
        raise CatalogueError(f"Iemand anders verandert nu iets in {corpus}; probeer het zo nog eens.") from exc
