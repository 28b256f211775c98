"""What `wegwijs check` shows, in its three forms."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from assistant.staff.concern import CorpusReport
from assistant.staff.corpus_check import check_corpus
from tests.ingest.making import write_corpus
from tests.ui.visiting import violations, visiting
from ui.check_json import check_json
from ui.check_page import check_page
from ui.check_text import check_text
from ui.command_line import main

DAY = date(2026, 11, 1)


@pytest.fixture
def report(tmp_path: Path) -> CorpusReport:
    text = "Scholen & ouders\n\nHet verband heeft vijf scholen:\n\n• De <b>Eik</b>\n• De Es\n"
    return check_corpus(write_corpus(tmp_path, {"scholen": text, "leeg": " "}), DAY)


def test_text_json_and_page_hold_the_same(report: CorpusReport) -> None:
    told = "Hier worden er 5 aangekondigd, maar er staan er 2."
    assert told in check_text(report)
    assert told in check_page(report, DAY)
    (document,) = json.loads(check_json(report))["documents"]
    (count,) = [concern for concern in document["concerns"] if concern["kind"] == "count"]
    assert count["text"] == told
    assert count["places"][0] | {"start": 0, "end": 0} == {
        "document": "scholen",
        "section": ["Scholen & ouders"],
        "label": None,
        "page": None,
        "line": 3,
        "start": 0,
        "end": 0,
        "quote": "Het verband heeft vijf scholen:",
    }
    assert all("leeg.txt: is leeg" in form(report) for form in (check_text, check_json))
    assert "leeg.txt: is leeg" in check_page(report, DAY)


def test_an_organisation_without_documents_is_named(tmp_path: Path) -> None:
    empty = '[[organisation]]\nid = "swv-waterrijk"\nname = "Waterrijk"\n'
    report = check_corpus(write_corpus(tmp_path, {"bus": "Vervoer\n\nDe bus rijdt.\n"}, empty), DAY)
    told = "Geen document is van Waterrijk (swv-waterrijk). "
    assert told in check_text(report)
    assert told in check_page(report, DAY)
    assert json.loads(check_json(report))["organisations_without_documents"] == ["swv-waterrijk"]


def test_only_a_text_file_has_lines_to_count(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path, {"scholen": "Scholen\n\nHet verband heeft vijf scholen:\n\n• De Eik\n• De Es\n"})
    assert "scholen.txt, regel 3 › Scholen" in check_text(check_corpus(corpus, DAY))

    page = "<h1>Scholen</h1><p>Het verband heeft vijf scholen:<ul><li>De Eik<li>De Es</ul>"
    (corpus / "documents" / "scholen.html").write_text(page, encoding="utf-8")
    catalogue = (corpus / "catalogue.toml").read_text(encoding="utf-8").replace(".txt", ".html")
    (corpus / "catalogue.toml").write_text(catalogue, encoding="utf-8")
    assert "      scholen.html › Scholen\n      “Het verband heeft vijf scholen:”" in check_text(
        check_corpus(corpus, DAY)
    )


def test_the_page_is_one_file_that_loads_nothing_and_escapes_the_documents(report: CorpusReport) -> None:
    page = check_page(report, DAY)
    assert "1 november 2026" in page
    assert "Scholen &amp; ouders" in page
    assert "<b>Eik" not in page
    assert not re.findall(r"<(?:script|link|img|iframe)|url\(|@import|https?://", page)


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_page_has_room_for_its_words_on_any_screen(browser: Browser, report: CorpusReport, width: int) -> None:
    with visiting(browser, width) as (context, _, errors):
        page = context.new_page()
        page.set_content(check_page(report, DAY))
        words = page.locator("h1").bounding_box()
        assert words
        assert words["width"] == pytest.approx(min(44 * 16, width - 2 * 20), abs=1)
        assert words["x"] == pytest.approx((width - words["width"]) / 2, abs=1)
        assert violations(page) == []
        assert errors == []


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_where_the_page_was_written_is_said_beside_the_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: list[str]
) -> None:
    monkeypatch.setenv("WEGWIJS_CORPUS", str(write_corpus(tmp_path, {"bus": "Vervoer\n\nDe bus rijdt.\n"})))
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--html", "nakijken.html", *form]) == 0
    printed = capsys.readouterr()
    told = f"De pagina voor de browser staat in {tmp_path / 'nakijken.html'}.\n"
    assert (tmp_path / "nakijken.html").is_file()
    if form:
        assert json.loads(printed.out)
        assert printed.err == told
    else:
        assert printed.out.endswith(told)
