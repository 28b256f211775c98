"""Hand-made documents, citations and answers, and an assistant that gives them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answer import Answer, Citation, Status, Told, Turn
from assistant.assistant import Assistant
from assistant.finding import Finding
from assistant.pieces import pieces_of
from ingest.catalogue import Source
from ingest.document import Document
from ingest.outline import outline
from ingest.passages import passages_of
from ingest.span import Span

SOURCE = Source("regeling", "De regeling", Path("regeling.txt"), None, None, None, None, None, None)


def make_document(text: str, source: Source = SOURCE, pages: tuple[Span, ...] = ()) -> Document:
    return Document(source, text, outline(text, source.title), pages)


def make_citation(document: Document, quote: str, number: int = 1) -> Citation:
    start = document.text.index(quote)
    passage = next(p for p in passages_of(document) if p.span.start <= start < p.span.end)
    return Citation(number, passage, Span(start, start + len(quote)))


def make_answer(text: str = "Ja [1].", status: Status = Status.ANSWERED, citations: Sequence[Citation] = ()) -> Answer:
    return Answer("a1", "Mag dat?", status, text, tuple(citations))


class ScriptedAssistant(Assistant):
    """Gives the answer that a function makes, and remembers what it was asked."""

    def __init__(self, real: Assistant, answer: Callable[[str], Answer]) -> None:
        self.index = real.index
        self._real = real
        self._scripted = answer
        self.asked: list[tuple[str, list[Turn], str | None]] = []

    def find(self, question: str, history: Sequence[Turn] = (), organisation: str | None = None) -> Finding:
        return self._real.find(question, history, organisation)

    def tell(
        self, question: str, history: Sequence[Turn] = (), organisation: str | None = None
    ) -> Generator[Told | None]:
        self.asked.append((question, list(history), organisation))
        answer = replace(self._scripted(question), id=f"a{len(self.asked)}", question=question)
        yield answer.status
        yield from pieces_of(answer)
        yield answer
