"""From a file's bytes to its final text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import pairwise

from ingest.catalogue import Source
from ingest.document import Document
from ingest.errors import DocumentError
from ingest.outline import outline
from ingest.span import Span

TEXT_SUFFIXES = frozenset({".txt", ".md"})
_MAX_BYTES = 50_000_000
_INVISIBLE = dict.fromkeys(map(ord, "\x00\u00ad\u200b\u2060\ufeff"))  # They would keep words from being found.


def read_document(source: Source) -> Document:
    """Read a source and find its structure.

    Raises:
        DocumentError: one line that names the file, what is wrong with it and what to do.
    """
    text = _read_text(source)
    return Document(source=source, text=text, sections=outline(text, source.title), pages=_pages(text))


def _read_text(source: Source) -> str:
    name = source.file.name
    if source.file.suffix.lower() not in TEXT_SUFFIXES:
        raise DocumentError(
            f"{name}: {source.file.suffix or 'no suffix'!r} cannot be read yet; save it as .txt (UTF-8)."
        )
    try:
        size = source.file.stat().st_size
        if size > _MAX_BYTES:
            raise DocumentError(f"{name}: {size} bytes is more than {_MAX_BYTES}; split the document.")
        content = source.file.read_bytes()
    except OSError as exc:
        raise DocumentError(f"{name}: cannot be read ({exc.strerror}); check that the file is there.") from exc
    text = unicodedata.normalize("NFC", _decode(content).replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_INVISIBLE)
    if not text.strip():
        raise DocumentError(f"{name}: holds no text; check that it was saved well.")
    return text


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _pages(text: str) -> tuple[Span, ...]:
    """Return the pages of a text in which form feeds separate them, as pdftotext writes it."""
    if "\f" not in text:
        return ()
    ends = [page_break.end() for page_break in re.finditer("\f", text)]
    if text[ends[-1] :].strip():
        ends.append(len(text))
    return tuple(Span(start, end) for start, end in pairwise([0, *ends[:-1], len(text)]))
