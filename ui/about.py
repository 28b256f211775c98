"""The pages about Wegwijs itself: what happens to a question, and how accessible it is."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from assistant.service.api import learning_of
from assistant.settings import Settings
from ui.page import METHODS, page


def add_about_pages(app: FastAPI, settings: Settings) -> None:
    """Add `/privacy` and `/toegankelijkheid` to an application."""

    @app.api_route("/privacy", methods=METHODS, include_in_schema=False)
    def privacy() -> HTMLResponse:
        return page("privacy.html", days=learning_of(app).days, settings=settings)

    @app.api_route("/toegankelijkheid", methods=METHODS, include_in_schema=False)
    def accessibility() -> HTMLResponse:
        return page("accessibility.html")
