"""Which reader reads which format, and how a file tells what it really is."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from importlib import import_module

from ingest.manuscript import Manuscript

PLAIN_SUFFIXES = frozenset({".txt"})
# Imported when they are needed: a corpus of text files needs none of the libraries behind them.
_READERS = {
    ".pdf": ("pdf", "read_pdf"),
    ".docx": ("docx", "read_docx"),
    ".odt": ("odt", "read_odt"),
    ".html": ("html", "read_html"),
    ".htm": ("html", "read_html"),
    ".md": ("markdown", "read_markdown"),
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
        return "?" if suffix in {".pdf", ".docx", ".odt", ".xlsx", ".ods"} else None
    return None if found == suffix or (found, suffix) == (".html", ".htm") else found


_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),  # the old Office, and the new one behind a password
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".png"),
    (b"GIF8", ".png"),
    (b"II*\0", ".png"),
    (b"MM\0*", ".png"),
)
_PAGE_START = re.compile(rb"\s*(?:<!doctype html|<html)", re.IGNORECASE)


def _signature(content: bytes) -> str | None:
    """Return what the first bytes of a file say it is, or None for text of any kind."""
    if b"%PDF-" in content[:1024]:
        return ".pdf"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_package(content)
    if _PAGE_START.match(content[:200].removeprefix(codecs.BOM_UTF8)):
        return ".html"
    return next((suffix for start, suffix in _SIGNATURES if content.startswith(start)), None)


def _kind_of_package(content: bytes) -> str:
    """Return what a zip package holds; whether it is whole, its reader looks at."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            kind = package.read("mimetype")[:100].decode("latin-1") if "mimetype" in names else ""
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError, zlib.error, EOFError):
        return ".zip"
    if kind.startswith(_OPEN_DOCUMENT):
        return ".ods" if "spreadsheet" in kind else ".odt"
    return ".docx" if "word/document.xml" in names else ".xlsx" if "xl/workbook.xml" in names else ".zip"
