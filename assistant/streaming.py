"""An answer as a stream of server-sent events: its status, its sentences in order, and last the whole of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fastapi.sse import ServerSentEvent
from pydantic import BaseModel, Field

from assistant.answer import Answer, Status
from assistant.contract import AnswerObject, CitationObject

_MARKER = re.compile(r"\[(\d+)\]")
_BLOCK_END = re.compile(r"\n{2,}")
_SENTENCE_END = re.compile(r"\[\d+\][.!?:;,]* +(?=\S)")
_STAYS_WHOLE = re.compile(r"(?:[-*+|>#]|\d+[.)]) ?")  # A list, table, quotation or heading means nothing in parts.


class StatusEvent(BaseModel):
    """De gebeurtenis `status`: komt als eerste."""

    status: Status


class SentenceEvent(BaseModel):
    """De gebeurtenis `sentence`: een zin, alinea, lijst of tabel van het antwoord."""

    text: str = Field(description="Markdown. Alle teksten achter elkaar zijn het antwoord, met wit en al.")
    citations: list[CitationObject] = Field(description="De bronnen waarvan het nummer in deze tekst staat.")


StreamedObject = StatusEvent | SentenceEvent | AnswerObject


def events(answer: Answer) -> Iterator[ServerSentEvent]:
    """Yield the events `status`, `sentence` for each piece of the answer, and `answer`."""
    yield ServerSentEvent(event="status", data=StatusEvent(status=answer.status))
    citations = {citation.number: CitationObject.of(citation) for citation in answer.citations}
    for text in pieces(answer.text):
        numbers = sorted({int(number) for number in _MARKER.findall(text)} & citations.keys())
        sentence = SentenceEvent(text=text, citations=[citations[number] for number in numbers])
        yield ServerSentEvent(event="sentence", data=sentence)
    yield ServerSentEvent(event="answer", data=AnswerObject.of(answer))


def pieces(markdown: str) -> Iterator[str]:
    """Yield an answer's sentences, each up to its marker, and its lists and tables whole: joined, they are the text."""
    for block in _split_after(_BLOCK_END, markdown):
        if _STAYS_WHOLE.match(block):
            yield block
        else:
            yield from _split_after(_SENTENCE_END, block)


def _split_after(end: re.Pattern[str], text: str) -> Iterator[str]:
    start = 0
    for match in end.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    if start < len(text):
        yield text[start:]
