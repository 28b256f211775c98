"""Pictures of the screens for the documentation: `python -m tests.ui.screenshots docs/beelden`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.assistant import Assistant
from assistant.settings import Settings
from ingest.embedding import Embedder
from ingest.index import Index
from tests.ui.conftest import FLAGS, serving
from tests.ui.visiting import SCHOOL

_DESKTOP, _PHONE = (1000, 640), (390, 780)
_ANSWERED = "Wie vraagt een toelaatbaarheidsverklaring aan?"
_NOT_FOUND = "Hoe kan ik als ouder bezwaar maken tegen de school?"
_HOST = """<!doctype html><html lang="nl"><title>Samenwerkingsverband</title><link rel="icon" href="data:,">
<style>body {{ margin: 3rem; font: 1.1rem/1.6 serif; color: #222 }}</style>
<script src="{site}/widget.js" defer></script>
<h1>Ons samenwerkingsverband</h1><p>Hier staat de eigen website.</p><wegwijs-chat></wegwijs-chat>"""


def take(folder: Path, settings: Settings) -> None:
    """Write a PNG of each screen that the documentation shows."""
    index = Index.open(settings.home, settings.embedding_model)
    assistant = Assistant(index, Embedder(settings.embedding_model, settings.home / "models"))
    with serving(assistant, settings.model_copy(update={"allowed_origins": (SCHOOL,)})) as site, sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        _start(browser, site).screenshot(path=folder / "start.png")
        answered = _answered(browser, site, _ANSWERED)
        answered.get_by_role("button", name="OPP", exact=True).hover()
        answered.screenshot(path=folder / "antwoord.png")
        _answered(browser, site, _NOT_FOUND).screenshot(path=folder / "niet-gevonden.png")
        _source(browser, site, assistant).screenshot(path=folder / "bron.png")
        _embedded(browser, site).screenshot(path=folder / "eigen-website.png")
        browser.close()
    index.close()


def _start(browser: Browser, site: str, size: tuple[int, int] = _DESKTOP) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(site)
    page.get_by_label("Uw vraag").wait_for()
    return page


def _answered(browser: Browser, site: str, question: str) -> Page:
    page = _start(browser, site, _PHONE)
    page.get_by_label("Uw vraag").fill(question)
    page.get_by_label("Uw vraag").press("Enter")
    page.locator(".gereedschap").wait_for()
    return page


def _source(browser: Browser, site: str, assistant: Assistant) -> Page:
    page = browser.new_page(viewport={"width": _DESKTOP[0], "height": _DESKTOP[1]})
    page.goto(f"{site}{assistant.ask(_ANSWERED).citations[0].href}#citaat")
    page.locator("mark").first.wait_for()
    return page


def _embedded(browser: Browser, site: str) -> Page:
    page = browser.new_page(viewport={"width": _DESKTOP[0], "height": _DESKTOP[1]})
    page.route(f"{SCHOOL}/", lambda route: route.fulfill(body=_HOST.format(site=site), content_type="text/html"))
    page.goto(SCHOOL)
    page.get_by_role("button", name="Stel een vraag").click()
    page.get_by_label("Uw vraag").fill("Wat is plusondersteuning?")
    page.get_by_label("Uw vraag").press("Enter")
    page.locator(".tools").wait_for()
    return page


if __name__ == "__main__":
    take(Path(sys.argv[1]), Settings())
