"""Writing a file whole or not at all."""

from __future__ import annotations

from pathlib import Path


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put content in the place of a file in one step: who reads it meanwhile sees the old one.

    Args:
        path: of the file, in a folder that is there.
        content: all that it is to hold.
        private: only its owner may read it.
    """
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)  # What a crash left.
    try:
        beside.touch(0o600 if private else 0o666)
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
