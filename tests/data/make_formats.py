"""Make the five documents of the corpus in other formats: `python -m tests.data.make_formats`.

Each becomes a web page with headings, lists and tables where the text has them, and LibreOffice turns that page into
OpenDocument, and that into Word and PDF. Needs `soffice` (Debian: libreoffice-writer-nogui); the results are kept in
the repository, so the tests do not.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from html import escape
from itertools import groupby
from pathlib import Path

from ingest.catalogue import load_catalogue
from ingest.document import Block, BlockKind, Document, Section
from ingest.reading import read_document

ROOT = Path(__file__).parent.parent.parent
FOLDER = Path(__file__).parent / "formats"


def web_page(document: Document) -> str:
    """Return a document as a page whose elements say what the parser found in the text."""
    body = []
    titles = 0
    for number, section in enumerate(document.sections):
        headings = [block for block in section.blocks if block.kind is BlockKind.HEADING]
        if number == 0:
            titles = max(0, len(headings) - len(section.path))
        body += _section(document, section, len(headings), titles if number == 0 else 0, top=2 if titles else 1)
    title = escape(document.source.title)
    return (
        f'<!DOCTYPE html>\n<html lang="nl"><head><meta charset="utf-8"><title>{title}</title></head><body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _section(document: Document, section: Section, headings: int, titles: int, top: int) -> list[str]:
    written, seen = [], 0
    for kind, group in groupby(section.blocks, key=lambda block: block.kind):
        blocks = list(group)
        if kind is BlockKind.HEADING:
            for block in blocks:
                level = 1 if seen < titles else top + len(section.path) - (headings - seen)
                written.append(f"<h{level}>{_words(document, block).lstrip('# ')}</h{level}>")
                seen += 1
        elif kind is BlockKind.ITEM:
            written.append(_list(document, blocks))
        elif kind is BlockKind.ROW:
            rows = ("".join(f"<td>{escape(document.readable(cell))}</td>" for cell in block.cells) for block in blocks)
            written.append(f'<table border="1">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>')
        elif kind is not BlockKind.FURNITURE:
            written += [f"<p>{_words(document, block)}</p>" for block in blocks]
    return written


def _list(document: Document, blocks: list[Block]) -> str:
    """Return a list; a marker that is no bullet stays in the words, as people type it."""
    written, depth = "<ul>", 0
    for block in blocks:
        written += "<ul>" * (block.depth - depth) + "</ul>" * (depth - block.depth)
        depth = block.depth
        words = _words(document, block)
        typed = any(sign.isalnum() for sign in block.marker)
        written += f"<li>{words if typed else words.removeprefix(escape(block.marker)).lstrip()}</li>"
    return written + "</ul>" * (depth + 1)


def _words(document: Document, block: Block) -> str:
    return escape(document.readable(block.span))


def main() -> int:
    """Make the files anew."""
    FOLDER.mkdir(exist_ok=True)
    for source in load_catalogue(ROOT / "corpus").sources:
        page = FOLDER / f"{source.id}.html"
        page.write_text(web_page(read_document(source)), encoding="utf-8")
        with tempfile.TemporaryDirectory() as profile:
            office = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless"]
            subprocess.run([*office, "--writer", "--convert-to", "odt:writer8", "--outdir", FOLDER, page], check=True)
            odt = FOLDER / f"{source.id}.odt"
            for suffix in ("docx", "pdf"):
                subprocess.run([*office, "--convert-to", suffix, "--outdir", FOLDER, odt], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
