"""A page beside the chat: the shared template, and headers that let it load nothing from another host."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from ui.templating import templates

STATIC = Path(__file__).parent / "static"
METHODS = ["GET", "HEAD"]  # What a page answers to.
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
_STILL = _POLICY + "form-action 'none'"
_WITH_WIDGET = _POLICY + "connect-src 'self'; form-action 'self'"


def page(template: str, status_code: int = 200, *, widget: bool = False, **values: object) -> HTMLResponse:
    """Return a page; only one that carries the widget may ask questions."""
    headers = {"Content-Security-Policy": _WITH_WIDGET if widget else _STILL}
    return HTMLResponse(templates.get_template(template).render(values), status_code, headers)


def missing() -> HTMLResponse:
    """Return the page for an address that does not exist."""
    return page("missing.html", status_code=404)


def add_static_files(app: FastAPI) -> None:
    """Add the style sheets and images of the pages to an application."""
    # Not all of /static: Gradio serves its own files there.
    app.mount("/static/wegwijs", StaticFiles(directory=STATIC))
