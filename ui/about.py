"""The pages about Wegwijs itself: what happens to a question, and how accessible it is."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from assistant.service.api import assistant_of, learning_of
from assistant.settings import Settings
from ingest.catalogue import Organisation
from ui.page import METHODS, page


def add_about_pages(app: FastAPI, settings: Settings) -> None:
    """Add `/privacy` and `/toegankelijkheid` to an application."""

    @app.api_route("/privacy", methods=METHODS, include_in_schema=False)
    def privacy() -> HTMLResponse:
        return page("privacy.html", days=learning_of(app).days, settings=settings, organisations=_reachable(app))

    @app.api_route("/toegankelijkheid", methods=METHODS, include_in_schema=False)
    def accessibility() -> HTMLResponse:
        return page("accessibility.html", organisations=_reachable(app))


def _reachable(app: FastAPI) -> list[Organisation]:
    """Return the partnerships of which is known how to reach them."""
    return [one for one in assistant_of(app).organisations if one.contact_link]
