"""The lines under a title that tell of the document itself: whose it is, which version, until when it holds."""

from __future__ import annotations

import re

from ingest.passages import Passage
from ingest.stated_dates import OPENING_CHARS
from ingest.statements import statements_of
from ingest.terms import terms

_STATES = re.compile(
    r"\b(?:versie|status|auteurs?|redactie|vastgesteld|goedgekeurd|geldig|ingangsdatum|gepubliceerd|bijgewerkt|datum|"
    r"schooljaar|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)

_IS_SENTENCE = re.compile(r"[.!?;,:]$|(?:\S+\s+){8}")  # or a member of a list, or long


def is_title_block(passage: Passage) -> bool:
    """Tell whether a passage stands at the head of its document and every line of it is about that document.

    Among lines that tell which document it is, one that is no sentence tells of it too: "Voor intern begeleiders".
    """
    if passage.span.start > OPENING_CHARS:
        return False
    document = passage.document
    names = frozenset(terms(f"{document.source.title} {document.source.owner}"))
    lines = [document.readable(statement.span) for statement in statements_of(passage)]
    told = [_STATES.search(line) or names.issuperset(terms(line)) for line in lines]
    return all(told) or (any(told) and not any(_IS_SENTENCE.search(line) for line in lines))
