"""The member of a list that a follow-up means by its place: "en de tweede?", "wat houdt de laatste in?"."""

from __future__ import annotations

import re

from ingest.question_bank import QUESTION_CHARS

_PLACES = {
    name: place
    for place, names in enumerate(
        ("eerste first", "tweede second", "derde third", "vierde fourth", "vijfde fifth", "zesde sixth")
    )
    for name in names.split()
} | {"laatste": -1, "last": -1}
_ORDINAL = rf"(?P<ordinal>{'|'.join(_PLACES)})"
# By itself, and not "de eerste dag".
_MEANT = re.compile(
    rf"\b(?:de|het|die|the)\s+{_ORDINAL}(?:\s+(?:punt|stap|one|step))?"
    r"(?=\W*$|\s+(?:dan|ook|nog|precies|in|is|was|betekent|mean)\b)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"^\W*(?:(?:en|and|dan|what about|how about)\s+)*{_MEANT.pattern}(?:\s+(?:dan|ook))?\W*$", re.IGNORECASE
)
_ANY = re.compile(rf"\b{_ORDINAL}\b", re.IGNORECASE)
_MEMBER = re.compile(r"^[ \t]*(?:[-•*]|\d+[.)])[ \t]+(?P<words>\S.*)", re.MULTILINE)
_NO_WORDS = re.compile(r"\s*\[\d+\]\W*|\s*\([^)]*\)|[;.:]\s*$")


def by_place(asked: str, before: str, told: str) -> str | None:
    """Return a follow-up that names a place in a list with what stands there; None when it does not.

    Args:
        asked: the follow-up.
        before: the question before it, which stands by itself.
        told: the answer to that.
    """
    meant = _MEANT.search(asked)
    if not meant:
        return None
    if _ALONE.match(asked) and (earlier := _ANY.search(before)):
        return f"{before[: earlier.start()]}{meant['ordinal']}{before[earlier.end() :]}"
    member = _member(told, _PLACES[meant["ordinal"].lower()])
    if not member:
        return None
    return f"{before.rstrip(' ?.!')}: {member}?" if _ALONE.match(asked) else _MEANT.sub(lambda _: member, asked)


def _member(told: str, place: int) -> str | None:
    members = [line["words"] for line in _MEMBER.finditer(told)]
    return _NO_WORDS.sub("", members[place][:QUESTION_CHARS].strip()).strip() if len(members) > max(place, 1) else None
