"""The source pages: the documents as people read them, with the cited passage marked. They work without JavaScript."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from assistant.assistant import Assistant
from ingest.span import Span
from ui.source_page import source_page
from ui.templating import templates

STATIC = Path(__file__).parent / "static"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def add_source_pages(app: FastAPI, assistant: Assistant) -> None:
    """Add `/bronnen`, `/bronnen/{id}` and their style sheets to an application."""
    # Not all of /static: Gradio serves its own files there.
    app.mount("/static/wegwijs", StaticFiles(directory=STATIC))

    @app.get("/bronnen", include_in_schema=False)
    def sources() -> HTMLResponse:
        return _page("sources.html", documents=list(assistant.index.documents()))

    @app.get("/bronnen/{document_id}", include_in_schema=False)
    def source(document_id: str, van: str | None = None, tot: str | None = None) -> HTMLResponse:
        if document_id not in assistant.index.document_ids:
            return _page("source_missing.html", status_code=404)
        document = assistant.index.document(document_id)
        page = source_page(document, _cited(van, tot, len(document.text)))
        return _page("source.html", page=page, asked=van is not None or tot is not None)


def _cited(van: str | None, tot: str | None, characters: int) -> Span | None:
    """Return the span that the address asks for, or None when it is none of this document."""
    try:
        span = Span(int(van or ""), int(tot or ""))
    except ValueError:
        return None
    return span if 0 <= span.start < span.end <= characters else None


def _page(template: str, status_code: int = 200, **values: object) -> HTMLResponse:
    return HTMLResponse(templates.get_template(template).render(values), status_code, _HEADERS)
