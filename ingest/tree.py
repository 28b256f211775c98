"""How documents were understood, as a tree, so that a person can judge the parse."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

from ingest.catalogue import Source, load_catalogue
from ingest.document import BlockKind, Document
from ingest.errors import CatalogueError
from ingest.passages import passages_of
from ingest.reading import read_document

_LINE_CHARS = 100  # of the words of a block
_SHOWN_LINES = 4  # of a longer block its beginning and its end, unless all is asked for
_NAMES = {
    BlockKind.HEADING: "kop",
    BlockKind.NUMBERED: "nummer",
    BlockKind.PARAGRAPH: "alinea",
    BlockKind.ITEM: "punt",
    BlockKind.ROW: "rij",
    BlockKind.REMARK: "opmerking",
    BlockKind.CONTENTS: "inhoud",
    BlockKind.FURNITURE: "paginarand",
}


def trees(corpus: Path, name: str, *, whole: bool = False) -> Iterator[str]:
    """Yield the tree of each document that is meant.

    Args:
        corpus: the corpus folder.
        name: the first letters of an id in the catalogue, or the name of a file.
        whole: show all words of long blocks.

    Raises:
        CatalogueError: the catalogue is wrong.
        DocumentError: a document cannot be read.
        WegwijsError: no document has this name.
    """
    return (tree(read_document(source), whole=whole) for source in _sources(corpus, name))


def _sources(corpus: Path, name: str) -> list[Source]:
    catalogue = load_catalogue(corpus)
    named = catalogue.source(name)
    sources = [one for one in catalogue.sources if one.id.startswith(name)] or ([named] if named else [])
    if not sources:
        ids = ", ".join(one.id for one in catalogue.sources) or "geen"
        raise CatalogueError(f"Er is geen document in {corpus} dat begint met {name!r}; er zijn: {ids}.")
    return sources


def tree(document: Document, *, whole: bool = False) -> str:
    """Return the sections, passages and blocks of a document as indented lines; long blocks whole, or their ends."""
    lines = [f"{document.source.id}: {document.source.title}"]
    section = None
    for passage in passages_of(document):
        if passage.section is not section:
            section = passage.section
            lines.append("  " + " > ".join(section.path) + (f"  [{section.label}]" if section.label else ""))
        lines.append(f"    passage {passage.span.start}-{passage.span.end}")
        for block in passage.blocks:
            words = document.readable(block.span)
            first, *others = _lines(words, whole=whole)
            indent = f"      {'  ' * block.depth}"
            lines.append(f"{indent}{_NAMES[block.kind]:<10} {first}")
            lines += [f"{indent}{'':<10} {line}" for line in others]
    return "\n".join(lines)


def _lines(words: str, *, whole: bool) -> list[str]:
    lines = textwrap.wrap(words, _LINE_CHARS, break_on_hyphens=False) or [""]
    if whole or len(lines) <= _SHOWN_LINES:
        return lines
    return [*lines[: _SHOWN_LINES - 2], "[…]", lines[-1]]
