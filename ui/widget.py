"""The widget `<wegwijs-chat>`: its script, and the pages that carry it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha384

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from assistant.examples import examples
from assistant.service.api import assistant_of
from ingest.catalogue import Organisation
from ui.page import METHODS, STATIC, page

_SCRIPT = "widget.js"
# Any page may load the script, also with an integrity hash; whether it may ask questions is decided at the API.
_HEADERS = {
    "Content-Type": "text/javascript; charset=utf-8",  # The list of a machine may leave the charset out.
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "no-cache",  # With the hash of a new version, an old one from a cache would be refused.
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def add_widget(app: FastAPI) -> None:
    """Add `/widget.js`, `/insluiten` and `/chat` to an application."""
    files = StaticFiles(directory=STATIC)

    @app.api_route("/widget.js", methods=METHODS, include_in_schema=False)
    async def widget(request: Request) -> Response:
        response = await files.get_response(_SCRIPT, request.scope)
        response.headers.update(_HEADERS)
        return response

    @app.api_route("/insluiten", methods=METHODS, include_in_schema=False)
    def embedding(request: Request, organisatie: str = "") -> HTMLResponse:
        organisations = assistant_of(app).organisations
        return page(
            "embedding.html",
            widget=True,
            origin=str(request.base_url).rstrip("/"),
            integrity=script_integrity(),
            organisations=organisations,
            chosen=_known(organisations, organisatie),
        )

    @app.api_route("/chat", methods=METHODS, include_in_schema=False)
    def chat(organisatie: str = "") -> HTMLResponse:
        assistant = assistant_of(app)
        chosen = _known(assistant.organisations, organisatie)
        return page(
            "widget_chat.html",
            widget=True,
            organisations=assistant.organisations,
            chosen=chosen,
            examples=examples(assistant, chosen or None),  # Fetched later, they would move what is below them.
        )


def script_integrity() -> str:
    """Return the hash of the script as the `integrity` attribute takes it."""
    return "sha384-" + b64encode(sha384((STATIC / _SCRIPT).read_bytes()).digest()).decode()


def _known(organisations: Sequence[Organisation], asked: str) -> str:
    return asked if asked in {organisation.id for organisation in organisations} else ""
