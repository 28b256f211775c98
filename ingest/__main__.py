"""`python -m ingest show DOCUMENT`: print how a document was understood, so that a person can judge the parse."""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from pathlib import Path

from ingest.catalogue import Source, load_catalogue
from ingest.document import Document
from ingest.errors import WegwijsError
from ingest.passages import passages_of
from ingest.reading import read_document

_CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def main() -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Look at how a document is understood.")
    show = parser.add_subparsers(required=True, metavar="show").add_parser("show", help="print the tree of a document")
    show.add_argument("document", help="id in the catalogue, or the first letters of one")
    show.add_argument("--corpus", type=Path, help="the corpus folder (default: the one that the settings name)")
    arguments = parser.parse_args()
    try:
        for source in _sources(arguments.corpus or _corpus(), arguments.document):
            print(tree(read_document(source)))
    except WegwijsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _corpus() -> Path:
    """Return the corpus folder that `wegwijs` works with; its settings cannot be imported here."""
    settings = Path("wegwijs.toml")
    try:
        written = tomllib.loads(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
    except tomllib.TOMLDecodeError as exc:
        raise WegwijsError(f"{settings} is not readable TOML: {exc}.") from exc
    return Path(os.environ.get("WEGWIJS_CORPUS") or written.get("corpus", _CORPUS))


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
