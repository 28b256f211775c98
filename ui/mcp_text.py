"""What the MCP tools give back, as text: many assistants show their language model nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.answer import Answer, Citation
from ingest.catalogue import Organisation, Source
from ingest.document import Document
from ingest.span import Span
from ui.answer_text import answer_text, place


def answer_with_places(answer: Answer) -> str:
    """Return the answer with its sources, and where to read on."""
    places = (f"[{citation.number}] {_position(citation)}" for citation in answer.citations)
    return "\n".join(
        [answer_text(answer), *(["\nVerder lezen met read_document", *places] if answer.citations else [])]
    )


def passage_list(passages: Iterable[Citation]) -> str:
    """Return the exact words of passages, each under its place."""
    return "\n\n".join(f"[{one.number}] {place(one)}\n({_position(one)})\n{one.quote}" for one in passages)


def document_part(document: Document, span: Span) -> str:
    """Return the exact words of a part, under a line that says which part it is."""
    return (
        f"{document.source.title} ({document.source.id}), tekens {span.start} tot {span.end} van "
        f"{len(document.text)}:\n\n{span.of(document.text)}"
    )


def document_list(sources: Sequence[Source], organisations: Sequence[Organisation]) -> str:
    """Return a line for each organisation and each document, with its id first."""
    return "\n".join(
        ["Samenwerkingsverbanden", *map(_organisation, organisations), "\nDocumenten", *map(_source, sources)]
    )


def _position(citation: Citation) -> str:
    return f"document={citation.document.source.id}, start={citation.span.start}, end={citation.span.end}"


def _organisation(organisation: Organisation) -> str:
    return f"- {organisation.id}: {', '.join(filter(None, [organisation.name, organisation.full_name]))}"


def _source(source: Source) -> str:
    return f"- {source.id}: {', '.join(_facts(source))}"


def _facts(source: Source) -> Iterator[str]:
    yield source.title
    if source.organisation:
        yield f"van {source.organisation.name}"
    if source.published:
        yield f"van {source.published.isoformat()}"
    if source.valid_until:
        yield f"geldig tot en met {source.valid_until.isoformat()}"
