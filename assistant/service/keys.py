"""Keys for programs: made, listed and withdrawn by a command, and kept as hashes in `keys.json` in WEGWIJS_HOME.

A key is 256 random bits, so that nobody can find it by trying: one fast SHA-256 is enough. Slow hashes are for
passwords, which people choose.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import filelock
from pydantic import TypeAdapter, ValidationError

from ingest.errors import WegwijsError
from ingest.whole_file import write_whole

KEY_MARK = "wegwijs_"  # What a key begins with: so people, and programs that look for leaked secrets, recognise one.
_RANDOM_BYTES = 32
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_Version = tuple[int, int, int]


class KeyFileError(WegwijsError):
    """A key that cannot be made or withdrawn, or a file of keys that cannot be read."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key."""

    name: str
    sha256: str  # of the key, in hexadecimal
    made: date
    organisations: tuple[str, ...] = ()  # that may be asked about; none means all
    per_minute: int | None = None  # questions; None means as many as a visitor


_keys = TypeAdapter(tuple[Key, ...])


class KeyFile:
    """The file with the keys; what a command changes in it counts at once in every server that runs."""

    def __init__(self, home: Path) -> None:
        self._file = home / "keys.json"
        self._read: tuple[_Version | None, tuple[Key, ...]] = (None, ())

    def all(self) -> tuple[Key, ...]:
        """Return the keys that there are now."""
        version = self._version()
        if version != self._read[0]:
            self._read = version, self._load() if version else ()
        return self._read[1]

    def find(self, secret: str) -> Key | None:
        """Return the key that this is, or None."""
        digest = _digest(secret)
        return next((key for key in self.all() if secrets.compare_digest(key.sha256, digest)), None)

    def add(self, name: str, organisations: Sequence[str] = (), per_minute: int | None = None) -> str:
        """Make a key and return it: it cannot be shown again."""
        if not _NAME.fullmatch(name):
            raise KeyFileError(f"Naam {name!r} kan niet: gebruik letters, cijfers, punten en streepjes, hooguit 64.")
        secret = KEY_MARK + secrets.token_urlsafe(_RANDOM_BYTES)
        key = Key(name, _digest(secret), datetime.now(UTC).date(), tuple(organisations), per_minute)
        with self._only_writer():
            if any(other.name == name for other in self.all()):
                raise KeyFileError(f"Er is al een sleutel {name!r}. Kies een andere naam, of trek die eerst in.")
            self._save((*self.all(), key))
        return secret

    def remove(self, name: str) -> None:
        """Withdraw a key."""
        with self._only_writer():
            left = tuple(key for key in self.all() if key.name != name)
            if left == self.all():
                raise KeyFileError(f"Er is geen sleutel {name!r}. Met `wegwijs keys` ziet u welke er zijn.")
            self._save(left)

    def _version(self) -> _Version | None:
        """Return what differs each time that the file is replaced, or None when there is none."""
        try:
            status = self._file.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def _load(self) -> tuple[Key, ...]:
        try:
            return _keys.validate_json(self._file.read_bytes())
        except ValidationError as exc:
            raise KeyFileError(f"{self._file} is beschadigd. Zet een kopie terug, of gooi het weg.") from exc

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(self._file.with_suffix(".lock")):
            yield

    def _save(self, keys: tuple[Key, ...]) -> None:
        write_whole(self._file, _keys.dump_json(keys, indent=2), private=True)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
