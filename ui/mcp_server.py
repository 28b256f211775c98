"""Wegwijs as tools for the assistants that people already use, over MCP (Model Context Protocol).

What the tools tell of themselves is Dutch: people read it when their assistant asks whether it may use one, and it
leads a language model to ask in the language of the documents. Their names and parameters are those of the API.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from functools import wraps
from importlib.metadata import version
from inspect import getdoc
from threading import BoundedSemaphore
from typing import Annotated, ParamSpec

from mcp.server import MCPServer
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field
from starlette.applications import Starlette

from assistant.answer import Citation
from assistant.assistant import Assistant
from assistant.service.contract import (
    AnswerObject,
    AskRequest,
    CitationObject,
    DocumentObject,
    OrganisationObject,
    RequestError,
    SectionObject,
)
from assistant.settings import Settings
from ingest.document import Document
from ingest.errors import WegwijsError
from ingest.index import Index
from ingest.question_bank import QUESTION_CHARS
from ingest.span import Span
from ui.mcp_text import answer_with_places, document_list, document_part, passage_list

logger = logging.getLogger(__name__)

_PASSAGES = 8  # About 2500 tokens.
_READ_CHARS = 20_000  # About 5000 tokens: more would push the conversation out of a small model's view.
_INSTRUCTIONS = """
Wegwijs beantwoordt vragen over passend onderwijs uit de beleidsdocumenten van samenwerkingsverbanden, en geeft bij elk
feit de bron. Gebruik `ask` voor een vraag. Is het antwoord niet volledig, zoek dan met `search` en lees verder met
`read_document`. Zeg alleen wat in de documenten staat, en noem erbij in welk document en onder welke kop. Staat het er
niet in, zeg dat dan, en vul het niet aan met eigen kennis.
""".strip().replace("\n", " ")
# The bounds are told here and kept by `AskRequest`, which says in Dutch what is wrong.
_Question = Annotated[
    str,
    Field(
        description="De hele vraag, in het Nederlands, te begrijpen zonder de rest van het gesprek.",
        json_schema_extra={"minLength": 1, "maxLength": QUESTION_CHARS},
    ),
]
_OrganisationId = Annotated[
    str | None,
    Field(description="Alleen de documenten van dit samenwerkingsverband: een id uit list_documents, zoals bepo."),
]
_DocumentId = Annotated[str, Field(description="Een id uit list_documents of uit een bron.")]
_P = ParamSpec("_P")


class PassagesObject(BaseModel):
    """Passages die over de vraag gaan, de beste eerst."""

    passages: list[CitationObject]


class PartObject(BaseModel):
    """Een deel van de tekst van een document. Posities tellen tekens (Unicode code points), vanaf 0."""

    document: DocumentObject
    start: int
    end: int = Field(description="Is dit kleiner dan `characters`, dan staat er nog meer tekst achter.")
    characters: int = Field(description="Zo lang is het hele document.")
    text: str
    sections: list[SectionObject] = Field(description="Hoe dit deel is ingedeeld.")


class LibraryObject(BaseModel):
    """De documenten, en de samenwerkingsverbanden waar ze van zijn."""

    documents: list[DocumentObject]
    organisations: list[OrganisationObject]


def _telling(tool: Callable[_P, CallToolResult]) -> Callable[_P, CallToolResult]:
    """Return a tool that says what is wrong with a request, so that its caller can mend it."""

    @wraps(tool)
    def told(*args: _P.args, **kwargs: _P.kwargs) -> CallToolResult:
        try:
            return tool(*args, **kwargs)
        except WegwijsError as error:
            return _mistake(str(error))
        except Exception:
            logger.exception("A tool failed")
            return _mistake(
                "Wegwijs liep hierop vast. Probeer het later nog eens, of meld het aan wie Wegwijs beheert."
            )

    return told


def _mistake(text: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=text)], is_error=True)


class Tools:
    """The tools, on the assistant that answers now."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._turns = BoundedSemaphore(settings.answers_at_once)
        self._seconds = settings.seconds_for_an_answer
        self._off = settings.api_off

    def use(self, assistant: Assistant) -> None:
        """Answer from another assistant from now on."""
        self._assistant = assistant

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for a turn, for as long as a visitor of the website would."""
        if self._off:
            raise RequestError(self._off)
        if not self._turns.acquire(timeout=self._seconds):
            raise RequestError("Het is nu erg druk. Probeer het zo nog eens.")
        try:
            yield
        finally:
            self._turns.release()

    @_telling
    def ask(self, question: _Question, organisation: _OrganisationId = None) -> Annotated[CallToolResult, AnswerObject]:
        """Beantwoordt een vraag over passend onderwijs uit de documenten, met achter elk feit het nummer van zijn bron.

        Kijk naar `status`. `answered`: beantwoord. `partial`: een deel. `related`: de documenten gaan erover, maar het
        is niet zeker dat ze antwoord geven. `not_found` en `out_of_scope`: de documenten zeggen het niet; verzin het
        antwoord dan niet. `clarify`: Wegwijs vraagt iets terug.
        """
        assistant = self._assistant
        request = _request(assistant, question, organisation)
        with self._turn():
            answer = assistant.ask(request.question, organisation=request.organisation)
        return _result(answer_with_places(answer), AnswerObject.of(answer))

    @_telling
    def search(
        self, question: _Question, organisation: _OrganisationId = None
    ) -> Annotated[CallToolResult, PassagesObject]:
        """Zoekt de passages die het dichtst bij een vraag liggen, met hun letterlijke tekst en hun plaats.

        Er komt altijd iets terug, ook als geen document antwoord geeft: beoordeel zelf of een passage dat doet.
        """
        assistant = self._assistant
        request = _request(assistant, question, organisation)
        with self._turn():
            hits = assistant.search(request.question, organisation=request.organisation, limit=_PASSAGES)
        passages = [Citation(number, hit.passage, hit.passage.span) for number, hit in enumerate(hits, start=1)]
        return _result(passage_list(passages), PassagesObject(passages=[CitationObject.of(one) for one in passages]))

    @_telling
    def read_document(
        self,
        document: _DocumentId,
        section: Annotated[
            str | None, Field(description="Een kop of nummer uit dit document, zoals 'afspraak 22': alleen dat deel.")
        ] = None,
        start: Annotated[int, Field(description="Lees vanaf dit teken, als er geen section is.")] = 0,
        end: Annotated[int | None, Field(description="Lees tot dit teken, als er geen section is.")] = None,
    ) -> Annotated[CallToolResult, PartObject]:
        """Geeft de letterlijke tekst van een document, of een deel ervan: onder een kop, of tussen twee posities.

        Van een lang stuk komt eerst het begin; lees verder met `start` op de `end` die u kreeg.
        """
        found = _document(self._assistant.index, document)
        wanted = _section(found, section) if section else _between(found, start, end)
        span = Span(wanted.start, min(wanted.end, wanted.start + _READ_CHARS))
        part = PartObject(
            document=DocumentObject.of(found.source),
            start=span.start,
            end=span.end,
            characters=len(found.text),
            text=span.of(found.text),
            sections=[SectionObject.of(one) for one in found.sections if one.span.overlap(span)],
        )
        return _result(document_part(found, span), part)

    @_telling
    def list_documents(self) -> Annotated[CallToolResult, LibraryObject]:
        """Noemt alle documenten en samenwerkingsverbanden, met hun id en wat erover bekend is."""
        assistant = self._assistant
        sources = [document.source for document in assistant.index.documents()]
        library = LibraryObject(
            documents=[DocumentObject.of(source) for source in sources],
            organisations=[OrganisationObject.model_validate(one) for one in assistant.organisations],
        )
        return _result(document_list(sources, assistant.organisations), library)


def mcp_server(tools: Tools) -> MCPServer[dict[str, object]]:
    """Return the server that offers these tools."""
    server = MCPServer("wegwijs", "Wegwijs", instructions=_INSTRUCTIONS, version=version("wegwijs"))
    for tool, title in (
        (tools.ask, "Stel een vraag"),
        (tools.search, "Zoek passages"),
        (tools.read_document, "Lees een document"),
        (tools.list_documents, "Bekijk welke documenten er zijn"),
    ):
        annotations = ToolAnnotations(title=title, read_only_hint=True, open_world_hint=False)
        server.add_tool(tool, title=title, description=getdoc(tool), annotations=annotations)
    return server


def over_http(server: MCPServer[dict[str, object]], host: str) -> Starlette:
    """Return a server as a web application, on `/mcp`; on this machine's own address, for this machine's programs only.

    It keeps no sessions: no tool calls back, and a client need not begin anew when the server does.
    """
    return server.streamable_http_app(host=host, stateless_http=True, json_response=True)


def _request(assistant: Assistant, question: str, organisation: str | None) -> AskRequest:
    request = AskRequest.of(question, organisation)
    request.require_known_organisation(assistant.organisations)
    return request


def _document(index: Index, document_id: str) -> Document:
    if document_id not in index.document_ids:
        raise RequestError(f"Er is geen document {document_id!r}. Met list_documents ziet u welke er zijn.")
    return index.document(document_id)


def _section(document: Document, name: str) -> Span:
    """Return what stands under a heading or number, up to the next one of its kind; the first, if it comes back."""
    names = {one.casefold(): one for section in document.sections for one in (*section.path, section.label) if one}
    found = names.get(name.strip().casefold())
    if found is None:
        near = get_close_matches(name.casefold(), names, n=5, cutoff=0.4)
        known = f"Er lijkt op: {'; '.join(names[one] for one in near)}." if near else "Laat section weg: dan ziet u ze."
        raise RequestError(f"In document {document.source.id!r} heet geen deel {name!r}. {known}")
    spans = [section.span for section in document.sections if found in (*section.path, section.label)]
    end = spans[0].end
    for span in spans[1:]:
        end = span.end if span.start == end else end
    return Span(spans[0].start, end)


def _between(document: Document, start: int, end: int | None) -> Span:
    characters = len(document.text)
    if not 0 <= start < (characters if end is None else end) <= characters:
        raise RequestError(
            f"Van {start} tot {end} is geen deel van document {document.source.id!r}: kies posities van 0 tot en met "
            f"{characters}, en start kleiner dan end."
        )
    return Span(start, characters if end is None else end)


def _result(text: str, structure: BaseModel) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=text)], structured_content=structure.model_dump(mode="json"))
