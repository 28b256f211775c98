"""The answer and what it is made of. A refusal is a status, never an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal
from urllib.parse import quote

from ingest.catalogue import Organisation, Source
from ingest.document import Document
from ingest.passages import Passage
from ingest.span import Span


class Status(StrEnum):
    """How far the documents answer the question."""

    ANSWERED = "answered"
    PARTIAL = "partial"  # part of the question is in the documents
    RELATED = "related"  # the documents speak of this, but it is not certain that they answer it
    NOT_FOUND = "not_found"  # in the field, but the documents do not say
    OUT_OF_SCOPE = "out_of_scope"  # another subject
    CLARIFY = "clarify"  # one question back


class NoticeKind(StrEnum):
    """What the reader must know beside the answer."""

    CONFLICT = "conflict"  # documents disagree; both sides are cited
    OUTDATED = "outdated"  # the document's period has ended
    OTHER_ORGANISATION = "other_organisation"
    ORGANISATION_UNKNOWN = "organisation_unknown"
    REDACTED = "redacted"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing the reader must know beside the answer, in plain Dutch."""

    kind: NoticeKind
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The words of a document that a fact in the answer rests on."""

    number: int  # `[number]` in the answer's text
    passage: Passage
    span: Span

    @property
    def document(self) -> Document:
        """The document that is cited."""
        return self.passage.document

    @property
    def quote(self) -> str:
        """The document's exact words: `text[start:end]`."""
        return self.span.of(self.document.text)

    @property
    def running_text(self) -> str:
        """The quoted words without page furniture."""
        return self.document.running_text(self.span)

    @property
    def readable_quote(self) -> str:
        """The quoted words on one line, without page furniture, to show to people."""
        return self.document.readable(self.span)

    @property
    def page(self) -> int | None:
        """The page, counted from 1, if the document has pages."""
        return self.document.page_at(self.span.start)

    @property
    def href(self) -> str:
        """The source page, with these words marked."""
        return f"/bronnen/{quote(self.document.source.id)}?van={self.span.start}&tot={self.span.end}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A word of the answer that a document explains."""

    words: str  # as they stand in the answer's text
    meaning: str
    citation: Citation  # where the document says so


@dataclass(frozen=True, slots=True)
class Searched:
    """Where an answer was looked for that was not found."""

    documents: int
    organisations: tuple[Organisation, ...]  # whose documents were among them
    nearest: tuple[Source, ...]  # the documents that came nearest


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a language model read and wrote, as its server counts."""

    prompt: int
    completion: int

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.prompt + other.prompt, self.completion + other.completion)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to a question. Each marker `[n]` in `text` has its citation, and the reverse."""

    id: str
    question: str
    status: Status
    text: str  # Markdown
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    follow_ups: tuple[str, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    searched: Searched | None = None  # only when nothing was found
    mode: Literal["extractive", "generative"] = "extractive"
    model: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    tokens: Tokens | None = None  # None: no language model was asked, or its server does not count.
    understood: str = ""  # the question as it stands by itself, without what was said before it
    nearest: tuple[Passage, ...] = ()  # the passages that came nearest, also when they do not answer


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer's text that can be shown before the rest is there."""

    text: str  # Markdown, with the white space around it: all pieces joined are the answer's text
    citations: tuple[Citation, ...]  # those that it has a marker of


Told = Status | Piece | Answer  # What is told of one answer, in this order: its status, its pieces, the whole.
