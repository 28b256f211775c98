"""The HTTP API. Answers are made in worker threads: the event loop only passes messages on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.sse import EventSourceResponse
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.answer import Answer, Told
from assistant.assistant import Assistant
from assistant.examples import examples
from assistant.language import Language
from assistant.service.admission import Admission, caller_of, describe_keys
from assistant.service.api_docs import DOCS_HEADERS, docs_page
from assistant.service.contract import (
    AnswerObject,
    AskRequest,
    DocumentObject,
    FullDocumentObject,
    GlossaryEntryObject,
    OrganisationObject,
)
from assistant.service.desk import Asker, Desk
from assistant.service.keys import KeyFile
from assistant.service.metrics import MEDIA_TYPE, Metrics
from assistant.service.openai_api import (
    ChatCompletion,
    ChatRequest,
    ModelList,
    ModelObject,
    completion,
    completion_events,
    models,
)
from assistant.service.origins import add_origin_checks
from assistant.service.problems import add_problem_responses, documented_problems
from assistant.service.request_ids import RequestIds
from assistant.service.routing import API, Route
from assistant.service.streaming import StreamedObject, event
from assistant.settings import Settings
from assistant.staff.feedback import Feedback
from assistant.staff.learning import Learning

_RETRY_SECONDS = 10
_KEPT = "Het oordeel wordt bewaard, zo lang als op /privacy staat."
_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]


async def _ready(request: Request) -> Assistant:
    assistant: Assistant | None = request.app.state.assistant
    if assistant is None:
        detail = "Er is nog geen index. Voer `wegwijs ingest` uit, start Wegwijs opnieuw en probeer het dan nog eens."
        raise HTTPException(503, detail, {"Retry-After": str(_RETRY_SECONDS)})
    return assistant


_Ready = Annotated[Assistant, Depends(_ready)]


async def _state_version(assistant: _Ready, response: Response) -> None:
    """Let a client that still has what belongs to this index keep it."""
    response.headers["ETag"] = f'"{version("wegwijs")}-{assistant.index.version}"'
    response.headers["Cache-Control"] = "no-cache"


def _desk(request: Request) -> Desk:
    return desk_of(request.app)


_Desk = Annotated[Desk, Depends(_desk)]


def _asker(request: Request) -> Asker:
    return Asker(caller_of(request), request.is_disconnected)


async def _admit(request: Request, response: Response, desk: _Desk) -> None:
    response.headers.update(desk.admit(caller_of(request)))


async def _answer(asked: AskRequest, assistant: _Ready, desk: _Desk, request: Request) -> Answer:
    return await desk.answer(asked, assistant, _asker(request))


_Answered = Annotated[Answer, Depends(_answer)]


async def _tell(
    asked: AskRequest, assistant: _Ready, desk: _Desk, request: Request
) -> AsyncIterator[AsyncIterator[Told]]:
    async with desk.telling(asked, assistant, _asker(request)) as told:
        yield told


_Telling = Annotated[AsyncIterator[Told], Depends(_tell)]


async def _until_sent() -> AsyncIterator[AsyncExitStack]:
    """Hold what must last until the response has been sent."""
    async with AsyncExitStack() as stack:
        yield stack


_UntilSent = Annotated[AsyncExitStack, Depends(_until_sent)]
_VERSIONED = [Depends(_state_version)]
_ADMITTED = [Depends(_admit)]
_ASK_PROBLEMS = documented_problems(401, 403, 408, 413, 415, 422, 429, 503, 504)
_READ_PROBLEMS = documented_problems(401, 403, 503)
_READ_ONE_PROBLEMS = documented_problems(401, 403, 404, 422, 503)
_router = APIRouter(route_class=Route)


@_router.post("/api/v1/ask", summary="Stel een vraag", tags=["vragen"], dependencies=_ADMITTED, responses=_ASK_PROBLEMS)
def ask(answer: _Answered) -> AnswerObject:
    """Geeft een antwoord uit de documenten, met bronnen, of zegt dat de documenten het niet vertellen."""
    return AnswerObject.of(answer)


@_router.post(
    "/api/v1/ask/stream",
    summary="Stel een vraag en krijg het antwoord zin voor zin",
    tags=["vragen"],
    response_class=EventSourceResponse,
    dependencies=_ADMITTED,
    responses=_ASK_PROBLEMS,
)
async def ask_stream(telling: _Telling) -> AsyncIterator[StreamedObject]:
    """Geeft server-sent events: `status`, dan `sentence` voor elk stuk van het antwoord, en als laatste `answer`.

    Wat er in een gebeurtenis staat, is JSON: een StatusEvent, een SentenceEvent of het hele AnswerObject. Fouten komen
    voordat de stroom begint, zoals bij /api/v1/ask.
    """
    async for told in telling:
        yield event(told)  # type: ignore[misc] # FastAPI takes the event, and describes what is in its data.


@_router.get(
    "/api/v1/documents",
    summary="Alle documenten",
    tags=["documenten"],
    dependencies=_VERSIONED,
    responses=_READ_PROBLEMS,
)
def documents(assistant: _Ready) -> list[DocumentObject]:
    """Geeft van elk document wat er over bekend is."""
    return [DocumentObject.of(document.source) for document in assistant.index.documents()]


@_router.get(
    "/api/v1/documents/{document_id}",
    summary="Een document met zijn tekst",
    tags=["documenten"],
    dependencies=_VERSIONED,
    responses=_READ_ONE_PROBLEMS,
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
    dependencies=_VERSIONED,
    responses=_READ_PROBLEMS,
)
def organisations(assistant: _Ready) -> list[OrganisationObject]:
    """Geeft de samenwerkingsverbanden waarvan er documenten zijn."""
    return [OrganisationObject.model_validate(organisation) for organisation in assistant.organisations]


@_router.get(
    "/api/v1/examples",
    summary="Vragen om mee te beginnen",
    tags=["vragen"],
    dependencies=_VERSIONED,
    responses=_READ_ONE_PROBLEMS,
)
def example_questions(
    assistant: _Ready, organisation: str | None = None, language: Literal["nl", "en"] = "nl"
) -> list[str]:
    """Geeft hooguit vier korte vragen die de documenten beantwoorden, verdeeld over de documenten."""
    if organisation is not None and organisation not in {one.id for one in assistant.organisations}:
        raise HTTPException(
            404, f"Er is geen samenwerkingsverband {organisation!r}. Op /api/v1/organisations staat welke er zijn."
        )
    return list(examples(assistant, organisation, Language(language)))


@_router.get(
    "/api/v1/glossary",
    summary="Afkortingen en begrippen",
    tags=["documenten"],
    dependencies=_VERSIONED,
    responses=_READ_PROBLEMS,
)
def glossary(assistant: _Ready) -> list[GlossaryEntryObject]:
    """Geeft de afkortingen en begrippen die de documenten zelf uitleggen, met de plaats waar dat staat."""
    return [GlossaryEntryObject.of(entry) for entry in assistant.glossary]


@_router.post(
    "/api/v1/feedback",
    summary="Zeg of een antwoord hielp",
    tags=["vragen"],
    status_code=204,
    dependencies=_ADMITTED,
    responses={202: {"description": _KEPT}, **documented_problems(401, 403, 408, 413, 415, 422, 429, 503)},
)
async def feedback(given: Feedback, request: Request, response: Response) -> None:
    """Telt het oordeel. Alleen als de beheerder dat aanzette, wordt het ook bewaard, zonder wie het gaf.

    De status is dan 202, en anders 204.
    """
    request.app.state.metrics.helped(helpful=given.helpful)
    learning = learning_of(request.app)
    learning.judged(given)
    if learning.days:
        response.status_code = 202


@_router.post(
    "/v1/chat/completions",
    summary="Stel een vraag zoals aan OpenAI's API",
    tags=["OpenAI"],
    response_model=ChatCompletion,
    dependencies=_ADMITTED,
    responses={200: {"content": {"text/event-stream": {}}}, **_ASK_PROBLEMS},
)
async def chat_completions(  # noqa: PLR0913, PLR0917 - what FastAPI is to bring
    chat: ChatRequest, assistant: _Ready, desk: _Desk, request: Request, response: Response, until_sent: _UntilSent
) -> ChatCompletion | EventSourceResponse:
    """Geeft het antwoord als bericht, en het hele AnswerObject onder `wegwijs`.

    Met `"stream": true` komt het in stukken, als server-sent events; het laatste stuk heeft dan `wegwijs`.
    """
    if chat.stream:
        told = await until_sent.enter_async_context(desk.telling(chat.asked(), assistant, _asker(request)))
        return EventSourceResponse(completion_events(told, chat), headers=dict(response.headers))
    return completion(await desk.answer(chat.asked(), assistant, _asker(request)), chat.model)


@_router.get("/v1/models", summary="De modellen", tags=["OpenAI"], responses=_READ_PROBLEMS)
def list_models(assistant: _Ready) -> ModelList:
    """Geeft `wegwijs` voor alle documenten, en een model voor elk samenwerkingsverband."""
    return models(assistant.organisations, assistant.index.manifest.built.timestamp())


@_router.get("/v1/models/{model:path}", summary="Eén model", tags=["OpenAI"], responses=_READ_ONE_PROBLEMS)
def model(model: str, assistant: _Ready) -> ModelObject:
    """Geeft één van de modellen."""
    found = next((one for one in list_models(assistant).data if one.id == model), None)
    if found is None:
        raise HTTPException(404, f"Model {model!r} is onbekend. Op /v1/models staat welke er zijn.")
    return found


@_router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """Return the figures for Prometheus."""
    state = request.app.state
    built = state.assistant.index.manifest.built if state.assistant else None
    return Response(state.metrics.text(state.desk.waiting, built), media_type=MEDIA_TYPE)


@_router.get("/healthz", summary="Leeft de server?", tags=["beheer"])
async def healthz() -> dict[str, str]:
    """Antwoordt zolang de server leeft."""
    return {"status": "ok"}


@_router.get("/readyz", summary="Kan de server antwoorden?", tags=["beheer"], responses=documented_problems(503))
def readyz(assistant: _Ready) -> dict[str, str]:
    """Antwoordt met 200 zolang er vragen beantwoord kunnen worden."""
    assistant.index.require_answering()
    return {"status": "ready"}


@_router.get("/docs", include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    """Return the page that explains the API."""
    return HTMLResponse(docs_page(request.app.openapi()), headers=DOCS_HEADERS)


def create_api(assistant: Assistant | None, settings: Settings | None = None, *, workers: int = 1) -> FastAPI:
    """Return the API; without an assistant it lives, but is not ready.

    Args:
        assistant: what answers.
        settings: what the operator chose.
        workers: how many processes serve this together; more than one share what they count.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="Wegwijs",
        version="1",
        summary="Antwoorden uit beleidsdocumenten over passend onderwijs, met bronnen.",
        docs_url=None,
        redoc_url=None,
        lifespan=_learning_while_served,
    )
    if assistant:
        app.openapi = partial(_openapi, app, settings)  # type: ignore[method-assign]
    app.state.assistant = assistant
    app.state.metrics = Metrics()
    app.state.learning = Learning(settings.home, settings.keep_questions_days)
    counts = settings.home / "limits.sqlite3" if workers > 1 else None
    app.state.desk = Desk(settings, app.state.metrics, app.state.learning, counts)
    add_problem_responses(app)
    app.add_middleware(Admission, keys=KeyFile(settings.home), settings=settings)
    add_origin_checks(app, settings.allowed_origins)
    app.add_middleware(RequestIds)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    app.include_router(_router)
    for beginning in API:
        app.add_api_route(f"{beginning}{{path:path}}", _unknown, methods=_METHODS, include_in_schema=False)
    return app


@asynccontextmanager
async def _learning_while_served(app: FastAPI) -> AsyncIterator[None]:
    with learning_of(app).running():
        yield


def assistant_of(app: FastAPI) -> Assistant:
    """Return the assistant that answers now; with a new index another one takes its place."""
    assistant: Assistant = app.state.assistant
    return assistant


def answer_from(app: FastAPI, assistant: Assistant) -> None:
    """Put an assistant in the place of the one that an application answers from."""
    app.state.assistant = assistant


def desk_of(app: FastAPI) -> Desk:
    """Return the desk that takes all questions."""
    desk: Desk = app.state.desk
    return desk


def learning_of(app: FastAPI) -> Learning:
    """Return what keeps of the questions what the operator wants kept."""
    learning: Learning = app.state.learning
    return learning


def _openapi(app: FastAPI, settings: Settings) -> dict[str, Any]:
    """Return the description of the API, which also names the organisations that there are."""
    organisations = assistant_of(app).organisations
    description = FastAPI.openapi(app)
    schemas = description["components"]["schemas"]
    ids = [organisation.id for organisation in organisations]
    schemas["AskRequest"]["properties"]["organisation"]["anyOf"][0]["enum"] = ids
    schemas["ChatRequest"]["properties"]["model"]["enum"] = [one.id for one in models(organisations, 0).data]
    describe_keys(description, required=settings.require_key)
    return description


async def _unknown() -> None:
    raise HTTPException(404)
