"""The HTTP API. Answers are made in worker threads: the event loop only passes messages on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.routing import Match
from starlette.types import Message, Scope

from assistant.answer import Answer
from assistant.api_docs import DOCS_HEADERS, docs_page
from assistant.assistant import Assistant
from assistant.contract import AnswerObject, AskRequest, DocumentObject, FullDocumentObject, OrganisationObject
from assistant.problems import add_problem_responses, documented_problems
from assistant.streaming import StreamedObject, events

_BODY_BYTES = 64 * 1024
_DRAINED_BYTES = 4 * 1024 * 1024  # Read this much of a body that is too large: else its sender never sees the 413.
_RETRY_SECONDS = 10
_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]


class _Route(APIRoute):
    """A route that looks at a body before it is parsed, and refuses other methods itself.

    Else a request with another method would go to what is mounted on `/` later, the chat.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, child_scope = super().matches(scope)
        return Match.FULL if match is Match.PARTIAL else match, child_scope

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_checked(request: Request) -> Response:
            return await handle(await _checked(request) if request.method == "POST" else request)

        return handle_checked


async def _checked(request: Request) -> Request:
    """Return the same request with its body read."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "Stuur de vraag als JSON, met de header Content-Type: application/json.")
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= _BODY_BYTES:
            body += chunk
        elif size > _DRAINED_BYTES:
            break
    if size > _BODY_BYTES:
        raise HTTPException(413, f"Het bericht is groter dan {_BODY_BYTES // 1024} kB. Stuur minder geschiedenis mee.")

    async def receive() -> Message:
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return Request(request.scope, receive)


async def _ready(request: Request) -> Assistant:
    assistant: Assistant | None = request.app.state.assistant
    if assistant is None:
        detail = "Er is nog geen index. Voer `wegwijs ingest` uit, start Wegwijs opnieuw en probeer het dan nog eens."
        raise HTTPException(503, detail, {"Retry-After": str(_RETRY_SECONDS)})
    return assistant


_Ready = Annotated[Assistant, Depends(_ready)]


def _answer(request: AskRequest, assistant: _Ready) -> Answer:
    request.require_known_organisation(assistant.organisations)
    return assistant.ask(request.question, [turn.turn for turn in request.history], request.organisation)


_Answered = Annotated[Answer, Depends(_answer)]
_router = APIRouter(route_class=_Route)


@_router.post(
    "/api/v1/ask", summary="Stel een vraag", tags=["vragen"], responses=documented_problems(413, 415, 422, 503)
)
def ask(answer: _Answered) -> AnswerObject:
    """Geeft een antwoord uit de documenten, met bronnen, of zegt dat de documenten het niet vertellen."""
    return AnswerObject.of(answer)


@_router.post(
    "/api/v1/ask/stream",
    summary="Stel een vraag en krijg het antwoord zin voor zin",
    tags=["vragen"],
    response_class=EventSourceResponse,
    responses={200: {"model": StreamedObject}, **documented_problems(413, 415, 422, 503)},
)
async def ask_stream(answer: _Answered) -> AsyncIterator[ServerSentEvent]:
    """Geeft server-sent events: `status`, dan `sentence` voor elk stuk van het antwoord, en als laatste `answer`.

    Wat er in een gebeurtenis staat, is JSON: een StatusEvent, een SentenceEvent of het hele AnswerObject. Fouten komen
    voordat de stroom begint, zoals bij /api/v1/ask.
    """
    for event in events(answer):
        yield event


@_router.get("/api/v1/documents", summary="Alle documenten", tags=["documenten"], responses=documented_problems(503))
def documents(assistant: _Ready) -> list[DocumentObject]:
    """Geeft van elk document wat er over bekend is."""
    return [DocumentObject.of(document.source) for document in assistant.index.documents()]


@_router.get(
    "/api/v1/documents/{document_id}",
    summary="Een document met zijn tekst",
    tags=["documenten"],
    responses=documented_problems(404, 422, 503),
)
def document(document_id: str, assistant: _Ready) -> FullDocumentObject:
    """Geeft de tekst waar de posities `start` en `end` van een bron in wijzen, en hoe die is ingedeeld."""
    if document_id not in assistant.index.document_ids:
        raise HTTPException(
            404, f"Er is geen document {document_id!r}. Op /api/v1/documents staat welke documenten er zijn."
        )
    return FullDocumentObject.of_document(assistant.index.document(document_id))


@_router.get(
    "/api/v1/organisations",
    summary="Alle samenwerkingsverbanden",
    tags=["documenten"],
    responses=documented_problems(503),
)
def organisations(assistant: _Ready) -> list[OrganisationObject]:
    """Geeft de samenwerkingsverbanden waarvan er documenten zijn."""
    return [OrganisationObject.model_validate(organisation) for organisation in assistant.organisations]


@_router.get("/healthz", summary="Leeft de server?", tags=["beheer"])
async def healthz() -> dict[str, str]:
    """Antwoordt zolang de server leeft."""
    return {"status": "ok"}


@_router.get("/readyz", summary="Kan de server antwoorden?", tags=["beheer"], responses=documented_problems(503))
async def readyz(_: _Ready) -> dict[str, str]:
    """Antwoordt met 200 zodra er vragen beantwoord kunnen worden."""
    return {"status": "ready"}


@_router.get("/docs", include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    """Return the page that explains the API."""
    return HTMLResponse(docs_page(request.app.openapi()), headers=DOCS_HEADERS)


def create_api(assistant: Assistant | None) -> FastAPI:
    """Return the API; without an assistant it lives, but is not ready."""
    app = FastAPI(
        title="Wegwijs",
        version="1",
        summary="Antwoorden uit beleidsdocumenten over passend onderwijs, met bronnen.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.assistant = assistant
    add_problem_responses(app)
    app.include_router(_router)
    app.add_api_route("/api/{path:path}", _unknown, methods=_METHODS, include_in_schema=False)
    return app


async def _unknown() -> None:
    raise HTTPException(404)
