"""Text that may have been read wrongly: words broken by a hyphen, and paragraphs that begin inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.staff.checks.reading import Reading
from assistant.staff.concern import Concern, ConcernKind, Spot
from ingest.document import Block, BlockKind

_SHOWN = 3  # places; one document may have very many
# "onderwijs- en zorgteam" and "les-, blok- en jaarplan" are no broken words.
_BROKEN_WORD = re.compile(
    r"[a-zà-ÿ]{3}- (?!(?:en|of|dan|als|tot|naar|respectievelijk|maar|c\.q)\b|[\w-]+,? (?:en|of)\b)[a-zà-ÿ]{2}"
)
_LEAST_CHARS = 40  # A shorter line may be a heading or a name.


def broken_text(one: Reading) -> Iterator[Concern]:
    """Yield where a document may have been read wrongly, once for each kind of it."""
    blocks = [block for section in one.document.sections for block in section.content]
    words = [block for block in blocks if _BROKEN_WORD.search(one.document.readable(block.span))]
    cut = [second for first, second in pairwise(blocks) if _is_cut(one, first, second)]
    for found, text in (
        (words, "Hier staat misschien een woord met een streepje en een spatie erin"),
        (cut, "Hier begint een alinea misschien midden in een zin"),
    ):
        if found:
            times = f" ({len(found)} keer)" if len(found) > 1 else ""
            spots = tuple(Spot(one.document, block.span) for block in found[:_SHOWN])
            yield Concern(ConcernKind.BROKEN_TEXT, f"{text}{times}. Kijk of het document goed is gelezen.", spots)


def _is_cut(one: Reading, first: Block, second: Block) -> bool:
    """Tell whether the second of two paragraphs goes on in the sentence in which the first one ends."""
    if {first.kind, second.kind} != {BlockKind.PARAGRAPH}:
        return False
    before, after = one.document.readable(first.span), one.document.readable(second.span)
    ends_inside = len(before) >= _LEAST_CHARS and before[-1:].isalpha() and before[-1:].islower()
    return ends_inside and (after[:1].islower() or after[:1] in "€(")
