"""What the assistant tells, as server-sent events: the status, the pieces in order, and last the whole answer."""

from __future__ import annotations

from fastapi.sse import ServerSentEvent
from pydantic import BaseModel, Field

from assistant.answer import Piece, Status, Told
from assistant.service.contract import AnswerObject, CitationObject


class StatusEvent(BaseModel):
    """De gebeurtenis `status`: komt als eerste."""

    status: Status


class SentenceEvent(BaseModel):
    """De gebeurtenis `sentence`: een zin, alinea, lijst of tabel van het antwoord."""

    text: str = Field(description="Markdown. Alle teksten achter elkaar zijn het antwoord, met wit en al.")
    citations: list[CitationObject] = Field(description="De bronnen waarvan het nummer in deze tekst staat.")


StreamedObject = StatusEvent | SentenceEvent | AnswerObject


def event(told: Told) -> ServerSentEvent:
    """Return the event `status`, `sentence` or `answer`."""
    match told:
        case Status():
            return ServerSentEvent(event="status", data=StatusEvent(status=told))
        case Piece():
            citations = [CitationObject.of(citation) for citation in told.citations]
            return ServerSentEvent(event="sentence", data=SentenceEvent(text=told.text, citations=citations))
        case _:
            return ServerSentEvent(event="answer", data=AnswerObject.of(told))
