"""The privacy page is true, whatever the operator has chosen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from pydantic import AnyHttpUrl

from assistant.assistant import Assistant
from assistant.service.api import create_api
from assistant.settings import Settings
from ingest.catalogue import Organisation
from tests.assistant.serving import serving
from tests.ui.page_text import PageText
from ui.about import add_about_pages


class Known(Assistant):
    """Knows whose documents there are, and no more."""

    organisations = (
        Organisation("bepo", "BePO", None, None, None, contact="loket@bepo.example"),
        Organisation("stil", "Stil", None, None, None),
    )

    def __init__(self) -> None:
        pass


def privacy_page(settings: Settings) -> str:
    def application() -> FastAPI:
        app = create_api(Known(), settings)
        add_about_pages(app, settings)
        return app

    with serving(application) as client:
        return PageText(client.get("/privacy").text).words


def test_privacy_page_says_that_nothing_is_kept(tmp_path: Path) -> None:
    words = privacy_page(Settings(home=tmp_path))

    assert "De vraag en het antwoord worden niet bewaard." in words
    assert "Wegwijs telt dan alleen hoe vaak mensen ja of nee zeggen." in words
    assert not re.search(r"\bwist\b", words)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        (None, ""),
        ("http://127.0.0.1:1/v1", "op dezelfde server"),
        ("http://10.0.0.5/v1", "een andere machine: 10.0.0.5"),
    ],
)
def test_privacy_page_says_where_a_language_model_runs(tmp_path: Path, address: str | None, says: str) -> None:
    words = privacy_page(Settings(home=tmp_path, llm_base_url=AnyHttpUrl(address) if address else None))

    assert says in words
    assert ("Een taalmodel schrijft" in words) == (address is not None)


def test_privacy_page_says_what_is_kept_and_how_long(tmp_path: Path) -> None:
    words = privacy_page(Settings(home=tmp_path, keep_questions_days=90))

    assert "Vragen zonder goed antwoord" in words
    assert "Na 90 dagen wist Wegwijs dit alles." in words
    assert "De vraag en het antwoord worden niet bewaard." not in words


def test_privacy_page_says_whom_to_ask(tmp_path: Path) -> None:
    words = privacy_page(Settings(home=tmp_path))

    assert "BePO: loket@bepo.example" in words
    assert "Stil" not in words
