"""Places that are told in words: "het vierde ijkpunt", or "en de tweede?" of the list that was told."""

from __future__ import annotations

import re

from ingest.question_bank import QUESTION_CHARS

LAST = -1
_DUTCH = (
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende "
    "vijftiende zestiende zeventiende achttiende negentiende twintigste laatste"
)
_ENGLISH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth last"
)
PLACES = {
    name: LAST if name in {"laatste", "last"} else place
    for names in (_DUTCH, _ENGLISH)
    for place, name in enumerate(names.split(), start=1)
}
_ORDINAL = rf"(?P<ordinal>{'|'.join(PLACES)})"
_ORDERED = re.compile(rf"\b(?:de|het|the)\s+{_ORDINAL}\s+(?P<noun>[^\W\d]+)", re.IGNORECASE)
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
_FEWEST = 2
_NO_WORDS = re.compile(r"\s*\[\d+\]\W*|\s*\([^)]*\)|[;.:]\s*$")


def ordered_units(question: str) -> list[str]:
    """Return the units that a question names by their place, as "ijkpunt 4"; the last one as "ijkpunt -1"."""
    return [f"{unit['noun'].lower()} {PLACES[unit['ordinal'].lower()]}" for unit in _ORDERED.finditer(question)]


def is_only_a_place(question: str) -> bool:
    """Tell whether a question names a place in a list, "en de tweede?", and nothing else."""
    return _ALONE.match(question) is not None


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
    if is_only_a_place(asked) and (earlier := _ANY.search(before)):
        return f"{before[: earlier.start()]}{meant['ordinal']}{before[earlier.end() :]}"
    member = _member(told, PLACES[meant["ordinal"].lower()])
    if not member:
        return None
    return f"{before.rstrip(' ?.!')}: {member}?" if is_only_a_place(asked) else _MEANT.sub(lambda _: member, asked)


def _member(told: str, place: int) -> str | None:
    members = [line["words"] for line in _MEMBER.finditer(told)]
    if len(members) < max(place, _FEWEST):
        return None
    return _NO_WORDS.sub("", members[place if place == LAST else place - 1][:QUESTION_CHARS].strip()).strip()
