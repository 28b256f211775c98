"""A visit in a real browser: which hosts it contacts, what goes wrong, and what axe finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

SCHOOL = "http://school.localhost:8080"  # A website that carries the widget; tests answer for it themselves.


@contextmanager
def visiting(
    browser: Browser, width: int = 1280, height: int = 900, *, dark: bool = False
) -> Iterator[tuple[BrowserContext, list[str], list[str]]]:
    """Open a browser window that remembers the hosts it contacts and the errors of its pages."""
    hosts: list[str] = []
    errors: list[str] = []

    def note_host(request: Request) -> None:
        if request.url.startswith(("http:", "https:", "ws:", "wss:")):
            hosts.append(urlsplit(request.url).netloc)

    def note_error(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            errors.append(message.text)

    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    context.on("request", note_host)
    context.on("console", note_error)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context, hosts, errors
    context.close()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with a page as it is now, by every rule it has."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]
