"""What staff should look at in their documents: one concern at a time, with the words that it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from ingest.catalogue import Organisation, Source
from ingest.document import Document, Section
from ingest.span import Span


class ConcernKind(IntEnum):
    """What may be wrong, the most important first."""

    EXPIRED = 1
    CONTRADICTION = 2
    COUNT = 3  # another number announced than given
    NUMBERING = 4
    REPEATED = 5
    ORGANISATION = 6
    DATE = 7
    REFERENCE = 8
    DOCUMENT = 9  # one that is not in the corpus
    BROKEN_TEXT = 10  # what may have been read wrongly
    EMPTY_HEADING = 11
    ABBREVIATION = 12
    SPELLING = 13
    LONG_SECTION = 14
    UNASKED = 15


@dataclass(frozen=True)
class Spot:
    """Words of a document to look at."""

    document: Document
    span: Span

    @property
    def section(self) -> Section:
        """The section in which the words start."""
        return next(s for s in self.document.sections if s.span.start <= self.span.start < s.span.end)

    @property
    def line(self) -> int:
        """The line of the text on which the words start, counted from 1."""
        return self.document.text.count("\n", 0, self.span.start) + 1

    @cached_property
    def words(self) -> str:
        """The words on one line."""
        return self.document.readable(self.span)


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to look at, in plain Dutch, with its places."""

    kind: ConcernKind
    text: str
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """What to look at in each document that could be read, and what could not."""

    concerns: Mapping[Source, Sequence[Concern]]  # the most important first
    unreadable: Sequence[str]
    without_documents: Sequence[Organisation] = ()  # in the catalogue
