"""Which reader reads which format, and how a file tells what it really is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from importlib import import_module

from ingest.manuscript import Manuscript

PLAIN_SUFFIXES = frozenset({".txt", ".md"})
# Imported when they are needed: a corpus of text files needs none of the libraries behind them.
_READERS = {
    ".pdf": ("pdf", "read_pdf"),
    ".docx": ("docx", "read_docx"),
    ".odt": ("odt", "read_odt"),
    ".html": ("html", "read_html"),
    ".htm": ("html", "read_html"),
    ".xlsx": ("spreadsheet", "read_workbook"),
    ".ods": ("spreadsheet", "read_workbook"),
    ".csv": ("spreadsheet", "read_csv"),
}
SUFFIXES = (*sorted(PLAIN_SUFFIXES), *_READERS)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def reader_for(suffix: str) -> Callable[[bytes], Manuscript]:
    """Return the function that reads files with this suffix."""
    module, name = _READERS[suffix]
    reader: Callable[[bytes], Manuscript] = getattr(import_module(f"ingest.formats.{module}"), name)
    return reader


def real_suffix(suffix: str, content: bytes) -> str | None:
    """Return the suffix that fits the content, or None when the content may well be what its suffix says."""
    found = _signature(content)
    if found is None:
        return None if suffix not in {".pdf", ".docx", ".odt", ".xlsx", ".ods"} else "?"
    return None if found == suffix or (found, suffix) == (".html", ".htm") else found


def _signature(content: bytes) -> str | None:
    """Return what the first bytes of a file say it is, or None for text of any kind."""
    if b"%PDF-" in content[:1024]:
        return ".pdf"
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return ".doc"  # the old Office, and the new one behind a password
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
            return ".html"
        images = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
        return ".png" if content.startswith(images) else None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            kind = package.read("mimetype")[:100].decode("latin-1") if "mimetype" in names else ""
    except Exception:  # noqa: BLE001 - what is wrong with it, its reader says
        return ".zip?"
    if kind.startswith(_OPEN_DOCUMENT):
        return ".ods" if "spreadsheet" in kind else ".odt" if "text" in kind else ".zip"
    return ".docx" if "word/document.xml" in names else ".xlsx" if "xl/workbook.xml" in names else ".zip"
