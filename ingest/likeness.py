"""How much of two texts is the same, and which documents say nearly the same as another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.catalogue import Source
from ingest.document import Document
from ingest.ids import owner_of
from ingest.terms import words

if TYPE_CHECKING:
    from ingest.index import Index  # Heavy, and not needed to compare two texts.

_RUN_WORDS = 4
_ALIKE = 0.8  # One word in twenty changed; two policy documents on one subject share less than a twentieth.
_PASSAGES = 12  # From all over the document: enough to meet one that says the same nearly everywhere.
_NEAREST = 5  # Of each of these, and one is the passage itself.


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A document that says nearly the same as another."""

    source: Source
    shared: float  # the share of the shorter text that stands in the longer one


def shared(one: str, other: str) -> float:
    """Return the share of the shorter text's runs of four words that stand in the longer one too."""
    ours, theirs = _runs(one), _runs(other)
    return len(ours & theirs) / min(len(ours), len(theirs))


def look_alike(index: Index, document: Document) -> LookAlike | None:
    """Return the document that is most like one in the index, if it says nearly the same.

    Only documents with a passage near one of this document's are read, so it takes no longer in a large index. A text
    that two organisations have each made their own is no look-alike.
    """
    passages = [passage.id for passage in index.passages(document.source.id)]
    some = passages[:: -(-len(passages) // _PASSAGES)]
    near = Counter(
        owner_of(found)
        for vector in index.vectors("passages", some).values()
        for found in index.nearest_passages(vector, _NEAREST)
    )
    others = [index.document(one) for one, _ in near.most_common(_NEAREST) if one != document.source.id]
    alike = [
        LookAlike(other.source, share)
        for other in others
        if not _of_another(other.source, document.source) and (share := shared(other.text, document.text)) >= _ALIKE
    ]
    return max(alike, key=lambda one: one.shared, default=None)


def _of_another(one: Source, other: Source) -> bool:
    return bool(one.organisation and other.organisation) and one.organisation_id != other.organisation_id


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    said = words(text)
    return frozenset(zip(*(said[start:] for start in range(_RUN_WORDS)), strict=False)) or frozenset([tuple(said)])
