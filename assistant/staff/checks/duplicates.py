"""Units of an enumeration, and passages of the corpus, that stand there twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant.staff.checks.reading import Reading
from assistant.staff.concern import Concern, ConcernKind, Spot
from ingest.document import BlockKind
from ingest.passages import Passage
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import words

_STATEMENT_WORDS = 4  # Fewer are a title, which may come back.
_SHINGLE_WORDS = 5
_LEAST_WORDS = 25  # Shorter pieces come back for good reasons.
_ALIKE = 0.8


def repeated(one: Reading) -> Iterator[Concern]:
    """Yield numbered units that state what an earlier one of the same enumeration states."""
    first: dict[tuple[str, ...], Spot] = {}
    for section in one.document.sections:
        for block in section.content:
            if block.kind is BlockKind.NUMBERED:
                spot = Spot(one.document, unnumbered(one.document.text, block))
                enumeration = re.sub(r"\d+$", "", section.label or "")  # "artikel 3 lid": another article may say it.
                before = first.setdefault((enumeration, *words(spot.words)), spot)
                is_statement = len(words(spot.words)) >= _STATEMENT_WORDS and not spot.words.endswith(":")
                if before is not spot and is_statement:
                    yield Concern(ConcernKind.REPEATED, "Dit staat er twee keer, onder twee nummers.", (before, spot))


def twice(corpus: Sequence[Reading]) -> Iterator[tuple[Reading, Concern]]:
    """Yield the passages that stand nearly the same in an earlier place of the corpus."""
    holders: dict[int, list[tuple[Passage, frozenset[int]]]] = defaultdict(list)
    for one in corpus:
        alike: dict[str, dict[Span, tuple[Spot, Spot]]] = defaultdict(dict)  # by the other document, by section
        for passage in one.passages:
            pieces = _shingles(passage)
            if len(pieces) < _LEAST_WORDS - _SHINGLE_WORDS:
                continue
            if before := _most_alike(pieces, holders):
                alike[before.document.source.id].setdefault(passage.section.span, (_spot(before), _spot(passage)))
            for piece in pieces:
                holders[piece].append((passage, pieces))
        for pairs in alike.values():
            text = "Deze twee stukken zijn bijna gelijk. Is één genoeg?"
            if more := len(pairs) - 1:
                text = f"{text} In dezelfde documenten is dat nog {more} keer zo."
            yield one, Concern(ConcernKind.REPEATED, text, next(iter(pairs.values())))


def _shingles(passage: Passage) -> frozenset[int]:
    said = words(passage.body)
    return frozenset(hash(tuple(said[i : i + _SHINGLE_WORDS])) for i in range(len(said) - _SHINGLE_WORDS + 1))


def _most_alike(pieces: frozenset[int], holders: dict[int, list[tuple[Passage, frozenset[int]]]]) -> Passage | None:
    """Return an earlier passage that shares nearly all of these pieces, among those that share some."""
    met = {passage.id: (passage, others) for piece in pieces for passage, others in holders.get(piece, ())}
    return next((p for p, others in met.values() if len(pieces & others) >= _ALIKE * len(pieces | others)), None)


def _spot(passage: Passage) -> Spot:
    return Spot(passage.document, passage.content[0].span)
