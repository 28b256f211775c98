"""What a check of an installation finds: one line that says what is the matter and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is, as people read it."""

    GOOD = "goed"
    NOTICE = "let op"
    FAULT = "fout"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at, in plain Dutch."""

    severity: Severity
    text: str


def good(text: str) -> Diagnosis:
    """Return that something is well."""
    return Diagnosis(Severity.GOOD, text)


def notice(text: str) -> Diagnosis:
    """Return what works, but should be looked at."""
    return Diagnosis(Severity.NOTICE, text)


def fault(text: str) -> Diagnosis:
    """Return what does not work."""
    return Diagnosis(Severity.FAULT, text)
