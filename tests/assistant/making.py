"""Documents made from a few lines of text, for tests that need to see what they cite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.catalogue import Organisation, Source
from ingest.document import Document
from ingest.manuscript import Hint, ManuscriptWriter
from ingest.outline import outline
from ingest.passages import Passage, passages_of

BEPO = Organisation("bepo", "BePO", "Betuws Primair Passend Onderwijs", "po", None)
KOERS_VO = Organisation("koers-vo", "Koers VO", None, "vo", None)


def make_document(
    text: str,
    title: str = "Afspraken",
    organisation: Organisation | None = None,
    hints: Mapping[int, Hint] | None = None,
) -> Document:
    source = Source("document", title, Path("document.txt"), organisation, None, None, None, None, None)
    return Document(source, text, outline(text, title, hints))


def make_passages(text: str, title: str = "Afspraken", organisation: Organisation | None = None) -> tuple[Passage, ...]:
    return passages_of(make_document(text, title, organisation))


def make_table(*rows: Sequence[str]) -> Passage:
    """Return the passage of a table, the first row of which holds the headings of its columns."""
    writer = ManuscriptWriter()
    writer.heading("Kop", 1)
    for number, row in enumerate(rows):
        writer.row(row, head=number == 0, first=number == 0)
    manuscript = writer.manuscript()
    (passage,) = passages_of(make_document(manuscript.text, hints=manuscript.hints))
    return passage
