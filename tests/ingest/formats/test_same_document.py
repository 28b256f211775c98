"""The five documents as a web page, Word, OpenDocument and PDF give the same sections and labels as their text.

`python -m tests.data.make_formats` made the files.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from ingest.catalogue import load_catalogue
from ingest.document import Document
from ingest.formats.readers import reader_for
from ingest.outline import outline
from ingest.reading import read_document

ROOT = Path(__file__).parent.parent.parent.parent
FORMATS = ROOT / "tests" / "data" / "formats"
SOURCES = load_catalogue(ROOT / "corpus").sources


def sections(document: Document) -> Counter[tuple[str, ...]]:
    """Return what is in each section: its headings, its label and its words, signs left out."""
    return Counter(
        tuple(
            re.sub(r"[\W_]+", " ", part).strip().lower()
            for part in (*section.path, section.label or "", *(document.readable(b.span) for b in section.content))
        )
        for section in document.sections
        if section.content
    )


def labels(document: Document) -> Counter[str]:
    return Counter(section.label for section in document.sections if section.label)


def read(suffix: str) -> list[tuple[Document, Document]]:
    """Return each document as its text and as another format say it is."""
    pairs = []
    for source in SOURCES:
        manuscript = reader_for(suffix)((FORMATS / f"{source.id}{suffix}").read_bytes())
        text = manuscript.text
        other = Document(source, text, outline(text, source.title, manuscript.hints), manuscript.pages)
        pairs.append((read_document(source), other))
    return pairs


@pytest.mark.parametrize(("suffix", "share"), [(".html", 1), (".docx", 1), (".odt", 1), (".pdf", 0.95)])
def test_a_document_is_the_same_in_each_format(suffix: str, share: float) -> None:
    pairs = read(suffix)
    assert all(labels(text) == labels(other) for text, other in pairs)
    same = sum((sections(text) & sections(other)).total() for text, other in pairs)
    assert same >= share * sum(sections(text).total() for text, _ in pairs)


def test_the_pages_of_a_pdf_are_those_that_a_viewer_shows() -> None:
    pages = {text.source.id: other for text, other in read(".pdf")}
    document = pages["koersvo-werkwijze-bpo-2021-2022"]
    found = [document.page_at(document.text.index(words)) for words in ("Rotterdam", "4. Kwaliteitskader bpo\n")]
    assert (len(document.pages), found) == (6, [1, 3])
