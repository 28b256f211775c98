"""The whole of Wegwijs as one web application: API, pages, widget and chat on one port."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from assistant.assistant import Assistant
from assistant.service.api import create_api
from assistant.settings import Settings
from ui.about import add_about_pages
from ui.chat import mount_chat
from ui.chat_off import add_chat_off_pages
from ui.failures import add_failure_pages
from ui.page import METHODS, add_static_files, missing, page
from ui.sources import add_source_pages
from ui.widget import add_widget


def create_app(assistant: Assistant, settings: Settings | None = None, *, workers: int = 1) -> FastAPI:
    """Return the application that answers from this assistant, in so many processes together."""
    settings = settings or Settings()
    app = create_api(assistant, settings, workers=workers)
    add_failure_pages(app)
    add_static_files(app)
    if settings.chat_off:
        add_chat_off_pages(app, settings.chat_off)  # First: they take the places of the chat.
    add_source_pages(app)
    add_widget(app)
    add_about_pages(app, settings)
    if settings.chat_off:  # Last: every path that is left.
        app.add_api_route("/{path:path}", missing, methods=METHODS, include_in_schema=False)
    else:
        mount_chat(app)
    return app


def create_waiting_app(settings: Settings) -> FastAPI:
    """Return the application while there is no index: every page says that Wegwijs is not ready."""
    app = create_api(None, settings)
    add_static_files(app)

    @app.api_route("/{path:path}", methods=METHODS, include_in_schema=False)
    def not_ready(path: str) -> HTMLResponse:  # noqa: ARG001 - any page
        return page("not_ready.html", status_code=503)

    return app
