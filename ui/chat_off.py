"""What stands in the place of the chat while the operator has switched it off."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from ui.page import METHODS, page


def add_chat_off_pages(app: FastAPI, message: str) -> None:
    """Add pages that say why there is no chat, on `/` and on `/chat`."""

    @app.api_route("/", methods=METHODS, include_in_schema=False)
    @app.api_route("/chat", methods=METHODS, include_in_schema=False)
    def chat_off() -> HTMLResponse:
        return page("chat_off.html", status_code=503, message=message)
