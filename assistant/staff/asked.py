"""A question that was asked and what came of it, as far as that may be kept: not who asked it, nor when on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import quote

from assistant.answer import Answer, Status
from assistant.redaction import redact
from ingest.passages import Passage
from ingest.question_bank import QUESTION_CHARS

# Not OUT_OF_SCOPE: no document should answer those, and people type anything there. Nor CLARIFY: nothing was asked.
UNANSWERED = frozenset({Status.NOT_FOUND, Status.RELATED, Status.PARTIAL})
_PLACES = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stood when it was found; its document may have changed since."""

    document: str
    section: str  # the headings, the outermost first
    label: str | None
    start: int
    end: int

    @classmethod
    def of(cls, passage: Passage) -> Place:
        """Return the place of a passage."""
        section, span = passage.section, passage.span
        return cls(passage.document.source.id, " › ".join(section.path), section.label, span.start, span.end)

    @property
    def href(self) -> str:
        """The source page, with this place marked."""
        return f"/bronnen/{quote(self.document)}?van={self.start}&tot={self.end}#citaat"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, with the places that it was answered from or that came nearest."""

    answer_id: str
    day: date
    organisation: str | None  # the one that was chosen
    status: Status
    question: str  # it stands by itself, and holds no personal data that has a form
    places: tuple[Place, ...]  # the nearest first

    @classmethod
    def of(cls, answer: Answer, organisation: str | None) -> Asked:
        """Return what may be kept of an answer to a question in the documents of an organisation, or in all."""
        places = [*cited_places(answer), *map(Place.of, answer.nearest)]
        return cls(
            answer_id=answer.id,
            day=today(),
            organisation=organisation,
            status=answer.status,
            question=clean(answer.understood or answer.question)[:QUESTION_CHARS],
            places=tuple(dict.fromkeys(places))[:_PLACES],
        )

    @property
    def is_unanswered(self) -> bool:
        """Whether the documents did not answer it, or not wholly."""
        return self.status in UNANSWERED


def cited_places(answer: Answer) -> tuple[Place, ...]:
    """Return the passages that an answer cites, each once."""
    return tuple(dict.fromkeys(Place.of(citation.passage) for citation in answer.citations))


def clean(text: str) -> str:
    """Return a visitor's text on one line, without personal data and without characters that steer a terminal."""
    return redact(" ".join("".join(c if c.isprintable() else " " for c in text).split())).text


def today() -> date:
    """Return the day that is kept with what comes in now."""
    return datetime.now(UTC).date()
