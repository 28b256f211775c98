"""Errors over HTTP: `application/problem+json` (RFC 9457), with a `detail` in Dutch that says what to do."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from assistant.service.contract import RequestError, explain
from assistant.service.request_ids import HEADER, current_request_id
from ingest.errors import IndexAwayError

logger = logging.getLogger(__name__)

_MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: "Bericht klopt niet",
    401: "Geen geldige sleutel",
    403: "Niet toegestaan",
    404: "Niet gevonden",
    405: "Methode kan hier niet",
    408: "Bericht kwam te langzaam",
    413: "Bericht te groot",
    415: "Bericht is geen JSON",
    422: "Bericht klopt niet",
    429: "Te veel vragen",
    500: "Fout in Wegwijs",
    503: "Nu niet beschikbaar",
    504: "Antwoord duurde te lang",
}
_DETAILS = {
    404: "Dit adres bestaat niet. Kijk op /docs welke adressen er zijn.",
    405: "Dit adres kent deze methode niet. Kijk op /docs welke methode u nodig hebt.",
    422: "De inhoud is niet te lezen. Stuur een JSON-object in UTF-8.",
    500: "Er ging iets mis in Wegwijs. Probeer het opnieuw; blijft het misgaan, kijk dan in het logboek van de server.",
}
_AWAY = "Wegwijs kan de documenten nu niet doorzoeken. Probeer het over een paar seconden opnieuw."
_AWAY_SECONDS = 5
_LEFT = 499  # As nginx logs a client that closed its connection; nobody receives it.


class Problem(BaseModel):
    """Wat er misging en wat u kunt doen (RFC 9457)."""

    type: str = Field(default="about:blank", examples=["about:blank"])
    title: str = Field(examples=["Bericht klopt niet"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["De vraag is leeg: vul minstens 1 teken in."])


def problem_response(path: str, status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return a problem as an HTTP response; under `/v1/` it also has the `error` that clients of OpenAI's API read."""
    problem = Problem(title=_title(status), status=status, detail=detail)
    told = problem.model_dump()
    if path.startswith("/v1/"):
        kind = "invalid_request_error" if status < 500 else "server_error"
        told["error"] = {"message": detail, "type": kind, "param": None, "code": None}
    return JSONResponse(told, status, headers, _MEDIA_TYPE)


def _title(status: int) -> str:
    return _TITLES.get(status) or HTTPStatus(status).phrase


def documented_problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return these problems as OpenAPI describes them."""
    content = {_MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {status: {"description": _TITLES[status], "content": content} for status in statuses}


def add_problem_responses(app: FastAPI) -> None:
    """Let every error of an application be told as a problem."""

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        status = 422 if error.status_code == 400 else error.status_code  # FastAPI's 400: bytes that are no JSON text.
        own = error.detail not in {HTTPStatus(error.status_code).phrase, "There was an error parsing the body"}
        detail = error.detail if own else _DETAILS.get(status) or f"{_title(status)}."
        return problem_response(request.url.path, status, detail, dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return problem_response(request.url.path, 422, explain(error.errors()))

    @app.exception_handler(RequestError)
    async def refused(request: Request, error: RequestError) -> JSONResponse:
        return problem_response(request.url.path, 422, str(error))

    @app.exception_handler(IndexAwayError)
    async def away(request: Request, error: IndexAwayError) -> JSONResponse:
        logger.warning("A request could not be answered: %s", error)
        return problem_response(request.url.path, 503, _AWAY, {"Retry-After": str(_AWAY_SECONDS)})

    @app.exception_handler(ClientDisconnect)
    async def left(_: Request, __: ClientDisconnect) -> Response:
        return Response(status_code=_LEFT)

    @app.exception_handler(Exception)
    async def failed(request: Request, __: Exception) -> JSONResponse:
        headers = {HEADER: current_request_id(), "Connection": "close"}  # uvicorn closes it after any failure.
        return problem_response(request.url.path, 500, _DETAILS[500], headers)
