"""What a visitor reads when a page cannot be shown: programs get the problem as the API tells it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response

from assistant.service.routing import API
from ingest.errors import IndexAwayError
from ui.page import METHODS, page

_KEPT_HEADERS = ("Connection", "Retry-After", "X-Request-ID")


def add_failure_pages(app: FastAPI) -> None:
    """Tell browsers in a page that an application failed."""
    for error in (IndexAwayError, Exception):
        app.add_exception_handler(error, _telling(app.exception_handlers[error]))


def _telling(tell_program: Any) -> Any:  # noqa: ANN401 - as Starlette has the types of handlers
    async def tell(request: Request, error: Exception) -> Response:
        problem: Response = await tell_program(request, error)
        if not _is_page(request):
            return problem
        response = page("failed.html", status_code=problem.status_code, away=isinstance(error, IndexAwayError))
        response.headers.update({name: problem.headers[name] for name in _KEPT_HEADERS if name in problem.headers})
        return response

    return tell


def _is_page(request: Request) -> bool:
    asks_html = "text/html" in request.headers.get("Accept", "")
    return asks_html and request.method in METHODS and not request.url.path.startswith(API)
