"""The source pages: the documents as people read them, with the cited passage marked. They work without JavaScript."""

from __future__ import annotations

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse, HTMLResponse

from assistant.service.api import assistant_of
from ingest.span import Span
from ui.page import METHODS, page
from ui.source_page import source_page


def add_source_pages(app: FastAPI) -> None:
    """Add `/bronnen` and `/bronnen/{id}` to an application."""

    @app.api_route("/bronnen", methods=METHODS, include_in_schema=False)
    def sources() -> HTMLResponse:
        return page("sources.html", documents=list(assistant_of(app).index.documents()))

    @app.api_route("/bronnen/{document_id}", methods=METHODS, include_in_schema=False)
    def source(document_id: str, van: str | None = None, tot: str | None = None) -> HTMLResponse:
        index = assistant_of(app).index
        if document_id not in index.document_ids:
            return page("source_missing.html", status_code=404)
        document = index.document(document_id)
        cited = _cited(van, tot, len(document.text))
        return page("source.html", page=source_page(document, cited), asked=van is not None or tot is not None)

    @app.api_route(
        "/bronnen/{document_id}/bestand", methods=METHODS, include_in_schema=False, response_class=FileResponse
    )
    def original(document_id: str) -> Response:
        index = assistant_of(app).index
        if document_id not in index.document_ids:
            return page("source_missing.html", status_code=404)
        file = index.document(document_id).source.file
        if not file.is_file():
            return page("source_missing.html", status_code=404)
        # As a download, never shown: a published web page may hold scripts.
        return FileResponse(file, filename=file.name, content_disposition_type="attachment")


def _cited(van: str | None, tot: str | None, characters: int) -> Span | None:
    """Return the span that the address asks for, or None when it is none of this document."""
    try:
        span = Span(int(van or ""), int(tot or ""))
    except ValueError:
        return None
    return span if 0 <= span.start < span.end <= characters else None
