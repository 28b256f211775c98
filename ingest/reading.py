"""From a file's bytes to a document: its final text, its structure, its pages."""

from __future__ import annotations

import logging
from pathlib import Path

from ingest.catalogue import Source
from ingest.document import Document
from ingest.errors import DocumentError, UnreadableError
from ingest.formats.plain_text import read_plain_text
from ingest.formats.readers import PLAIN_SUFFIXES, SUFFIXES, real_suffix
from ingest.manuscript import Manuscript
from ingest.mistakes import why_not_opened
from ingest.outline import outline
from ingest.reader_process import read_apart

logger = logging.getLogger(__name__)

_MAX_BYTES = 50_000_000
_MAX_CHARS = 3_000_000  # A thousand pages.
_MAX_LINE_CHARS = 100_000  # No paragraph is as long; a file without line breaks is.
_NAMES = {
    ".pdf": "een PDF-bestand",
    ".docx": "een Word-document",
    ".odt": "een OpenDocument-tekst",
    ".html": "een webpagina",
    ".xlsx": "een Excel-bestand",
    ".ods": "een OpenDocument-rekenblad",
}


def read_document(source: Source) -> Document:
    """Read a source and find its structure.

    Raises:
        DocumentError: one line in Dutch that names the file, what is wrong with it and what to do.

    A page that cannot be opened does not take the others down: it is logged, and named in `Document.unread`.
    """
    try:
        manuscript = _manuscript(source.file)
    except UnreadableError as exc:
        raise DocumentError(f"{source.file.name}: {exc}.") from exc
    if manuscript.unread:
        logger.warning("%s is read without its pages %s", source.file.name, ", ".join(map(str, manuscript.unread)))
    text = manuscript.text
    sections = outline(text, source.title, manuscript.hints)
    return Document(source, text, sections, manuscript.pages, manuscript.title, manuscript.unread)


def _manuscript(file: Path) -> Manuscript:
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableError(f"{suffix or 'een bestand zonder uitgang'} kan niet gelezen worden; {_cure(suffix)}")
    content = _content(file)
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableError("is leeg; kijk of dit het goede bestand is")
    _refuse_other_format(suffix, content)
    manuscript = read_plain_text(content) if suffix in PLAIN_SUFFIXES else read_apart(suffix, content)
    if not manuscript.text.strip():
        raise UnreadableError("bevat geen tekst; kijk of het goed is opgeslagen")
    if len(manuscript.text) > _MAX_CHARS:
        raise UnreadableError(f"bevat meer dan {_MAX_CHARS} tekens; splits het document")
    if max(map(len, manuscript.text.splitlines())) > _MAX_LINE_CHARS:
        raise UnreadableError(
            f"heeft een regel van meer dan {_MAX_LINE_CHARS} tekens; zet elke alinea op een eigen regel"
        )
    return manuscript


def _cure(suffix: str) -> str:
    new = {".doc": ".docx", ".rtf": ".docx", ".xls": ".xlsx", ".ppt": ".pdf", ".pptx": ".pdf"}.get(suffix)
    return f"sla het op als {new or '.pdf, .docx of .txt'}"


def _content(file: Path) -> bytes:
    try:
        if not file.resolve().is_relative_to(file.parent.resolve()):
            raise UnreadableError("is een verwijzing naar een bestand buiten de map; zet het bestand zelf in de map")
        size = file.stat().st_size
        if size > _MAX_BYTES:
            raise UnreadableError(f"is groter dan {_MAX_BYTES // 1_000_000} MB; splits het document")
        return file.read_bytes()
    except (OSError, RuntimeError) as exc:  # RuntimeError: links in a circle
        raise UnreadableError(f"kan niet geopend worden ({why_not_opened(exc)}); kijk of het bestand er staat") from exc


def _refuse_other_format(suffix: str, content: bytes) -> None:
    real = real_suffix(suffix, content)
    if real in _NAMES:
        raise UnreadableError(f"is geen {suffix} maar {_NAMES[real]}; geef het de uitgang {real}")
    if real == ".doc":
        raise UnreadableError(
            "is beveiligd met een wachtwoord of gemaakt met een oude Office; sla het op als "
            f"{suffix if suffix in {'.docx', '.xlsx'} else '.docx'} zonder wachtwoord"
        )
    if real == ".png":
        raise UnreadableError("is een afbeelding; maak er met tekstherkenning (OCR) een PDF met tekst van")
    if real is not None:
        raise UnreadableError(f"is geen geldig {suffix}-bestand, of het is beschadigd; open het en sla het opnieuw op")
