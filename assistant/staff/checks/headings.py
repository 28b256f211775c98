"""Headings without text, and text without headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.staff.checks.reading import Reading
from assistant.staff.checks.references import ARTICLE
from assistant.staff.concern import Concern, ConcernKind, Spot
from ingest.document import BlockKind

_LONG_CHARS = 5000  # About two pages without a heading.


def empty_headings(one: Reading) -> Iterator[Concern]:
    """Yield headings that the next heading of the same level follows at once."""
    text = one.document.text
    blocks = [b for s in one.document.sections for b in s.blocks if b.kind is not BlockKind.FURNITURE]
    for block, following in pairwise(blocks):
        level = _level(block.span.of(text))
        if {block.kind, following.kind} == {BlockKind.HEADING} and level and level == _level(following.span.of(text)):
            yield Concern(
                ConcernKind.EMPTY_HEADING, "Onder dit kopje staat geen tekst.", (Spot(one.document, block.span),)
            )


def _level(heading: str) -> str:
    """Return how deep a heading says that it is: "##", or the full stops in "2.1 "; nothing when it does not say."""
    match = re.match(r"(#+)|(\d+(?:\.\d+)*)\.?\s", heading)
    return (match[1] or "." * (match[2].count(".") + 1)) if match else ""


def long_sections(one: Reading) -> Iterator[Concern]:
    """Yield sections with more text than readers find their way in, tables and articles left out."""
    for section in one.document.sections:
        said = (block for block in section.content if block.kind is not BlockKind.ROW)  # A table needs no headings.
        size = sum(block.span.end - block.span.start for block in said)
        is_article = (section.label or section.heading).lower().startswith(ARTICLE)  # It has no headings in it.
        if size > _LONG_CHARS and not is_article:
            text = f"Dit stuk telt {size} tekens zonder tussenkopje. Met kopjes vinden lezers sneller wat ze zoeken."
            yield Concern(ConcernKind.LONG_SECTION, text, (Spot(one.document, section.content[0].span),))
