"""`python -m ingest show DOCUMENT`: what `wegwijs show` prints, without the rest of Wegwijs."""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from pathlib import Path

from ingest.errors import WegwijsError
from ingest.mistakes import why_not_toml
from ingest.tree import trees

_CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def main() -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Look at how a document is understood.")
    show = parser.add_subparsers(required=True, metavar="show").add_parser("show", help="print the tree of a document")
    show.add_argument("document", help="id in the catalogue or the first letters of one, or name of a file")
    show.add_argument("--corpus", type=Path, help="the corpus folder (default: the one that the settings name)")
    arguments = parser.parse_args()
    try:
        for tree in trees(arguments.corpus or _corpus(), arguments.document):
            print(tree)
    except WegwijsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _corpus() -> Path:
    """Return the corpus folder that `wegwijs` works with; its settings cannot be imported here."""
    settings = Path("wegwijs.toml")
    try:
        written = tomllib.loads(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise WegwijsError(f"{settings}: {why_not_toml(exc)}.") from exc
    return Path(os.environ.get("WEGWIJS_CORPUS") or written.get("corpus", _CORPUS))


if __name__ == "__main__":
    sys.exit(main())
