"""`python -m ingest show DOCUMENT`: print how a document was understood, so that a person can judge the parse."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ingest.catalogue import Source, load_catalogue
from ingest.document import Document
from ingest.errors import WegwijsError
from ingest.passages import passages_of
from ingest.reading import read_document


def main() -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Look at how a document is understood.")
    show = parser.add_subparsers(required=True, metavar="show").add_parser("show", help="print the tree of a document")
    show.add_argument("document", help="id in the catalogue, or the first letters of one")
    show.add_argument("--corpus", type=Path, default=Path("corpus"), help="the corpus folder (default: corpus)")
    arguments = parser.parse_args()
    try:
        for source in _sources(arguments.corpus, arguments.document):
            print(tree(read_document(source)))
    except WegwijsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _sources(corpus: Path, beginning: str) -> list[Source]:
    sources = [source for source in load_catalogue(corpus).sources if source.id.startswith(beginning)]
    if not sources:
        raise WegwijsError(
            f"No document in {corpus} has an id that starts with {beginning!r}; name another folder with --corpus."
        )
    return sources


def tree(document: Document) -> str:
    """Return the sections, passages and blocks of a document as indented lines."""
    lines = [f"{document.source.id}: {document.source.title}"]
    section = None
    for passage in passages_of(document):
        if passage.section is not section:
            section = passage.section
            lines.append("  " + " > ".join(section.path) + (f"  [{section.label}]" if section.label else ""))
        lines.append(f"    passage {passage.span.start}-{passage.span.end}")
        for block in passage.blocks:
            words = document.readable(block.span)
            shown = words if len(words) <= 90 else words[:89] + "…"
            lines.append(f"      {'  ' * block.depth}{block.kind:<10} {shown}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
