from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.answer import Citation
from assistant.assistant import Assistant
from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest
from tests.assistant.serving import fetch
from tests.ui.conftest import Serve
from tests.ui.page_text import PageText, without_space
from tests.ui.samples import ScriptedAssistant, make_answer
from tests.ui.visiting import fits, hidden_focus, violations, visiting

DOCUMENT = "/bronnen/basisondersteuning-so-sbo"


def test_list_tells_of_each_document_whose_it_is_and_when_it_holds(site: str, assistant: Assistant) -> None:
    page = PageText(fetch("GET", f"{site}/bronnen").text)
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert [link for link in links if (link or "").startswith("/bronnen/")] == [
        f"/bronnen/{document_id}" for document_id in assistant.index.document_ids
    ]
    for words in ("BePO", "Koers VO", "1 november 2022", "Gold van 1 augustus 2021 tot en met 31 juli 2022 (verlopen)"):
        assert words in page.words


def test_link_of_a_passage_marks_its_words(site: str, assistant: Assistant) -> None:
    assert len(assistant.index.document_ids) > 1
    for document_id in assistant.index.document_ids:
        passage = max(assistant.index.passages(document_id), key=lambda passage: len(passage.blocks))
        page = PageText(
            fetch("GET", f"{site}/bronnen/{document_id}?van={passage.span.start}&tot={passage.span.end}").text
        )
        quote = Citation(1, passage, passage.span).readable_quote
        assert Counter(without_space(page.marked)) >= Counter(without_space(quote).replace("*", "").replace("|", ""))
        assert page.ids().count("citaat") == 1
        assert "Naar de gemarkeerde passage" in page.words


@pytest.mark.parametrize(
    "query",
    [
        "van=5",
        "tot=5",
        "van=x&tot=9",
        "van=9&tot=5",
        "van=5&tot=5",
        "van=-3&tot=5",
        "van=0&tot=99999999",
        "van=²&tot=9",
        "van=0&tot=" + "9" * 5000,
        "van=&tot=",
    ],
    ids=lambda query: query[:20],
)
def test_span_that_is_not_in_the_document_is_ignored_politely(site: str, query: str) -> None:
    response = fetch("GET", f"{site}{DOCUMENT}?{query}")
    page = PageText(response.text)
    assert response.status_code == 200
    assert "citaat" not in page.ids()
    assert "De passage uit de link staat niet (meer) in dit document." in page.words
    assert "Autisme-specialist" in page.words


def test_document_without_a_span_says_nothing_of_one(site: str) -> None:
    words = PageText(fetch("GET", f"{site}{DOCUMENT}").text).words
    assert "passage" not in words


@pytest.mark.parametrize("document_id", ["bestaat-niet", "..%2f..%2fmanifest", "%00", "<b>"])
def test_unknown_document_is_a_page_that_says_so(site: str, document_id: str) -> None:
    response = fetch("GET", f"{site}/bronnen/{document_id}")
    assert response.status_code == 404
    assert "<b>" not in response.text


def test_page_of_an_unknown_document_leads_to_the_others(site: str) -> None:
    response = fetch("GET", f"{site}/bronnen/bestaat-niet")
    assert "Dit document is er niet" in response.text
    assert 'href="/bronnen"' in response.text


@pytest.mark.parametrize("path", ["/bronnen", DOCUMENT, "/bronnen/bestaat-niet"])
def test_pages_may_load_nothing_but_our_script_style_and_images(site: str, path: str) -> None:
    response = fetch("GET", site + path)
    page = PageText(response.text)
    assert response.headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
    )
    loaded = [a.get("src") or a["href"] for tag, a in page.tags if tag in {"script", "img", "link"}]
    assert loaded
    assert all((address or "").startswith("/static/wegwijs/") for address in loaded)
    assert all(fetch("GET", f"{site}{address}").status_code == 200 for address in loaded)


def test_html_in_a_document_is_shown_as_written(
    tmp_path: Path, embedder: Embedder, models_home: Path, serve: Serve
) -> None:
    corpus, home = tmp_path / "corpus", tmp_path / "home"
    (corpus / "documents").mkdir(parents=True)
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7 * 7 }}"
    (corpus / "documents" / "a.txt").write_text(f"Kop {hostile}\n\n• {hostile}\n\nEen zin met {hostile}.\n")
    (corpus / "catalogue.toml").write_text(f"[[document]]\nid = 'a'\ntitle = '{hostile}'\nfile = 'a.txt'\n")
    home.mkdir()
    (home / "models").symlink_to(models_home, target_is_directory=True)
    ingest(corpus, home, lambda: embedder, BUNDLED_MODEL, lambda _: None)
    index = Index.open(home, BUNDLED_MODEL)

    url = serve(ScriptedAssistant(Assistant(index, embedder), lambda _: make_answer()))
    pages = [PageText(fetch("GET", url + path).text) for path in ("/bronnen", "/bronnen/a", "/bronnen/a?van=0&tot=60")]
    index.close()

    for page in pages:
        assert [a["src"] for tag, a in page.tags if tag == "script"] == ["/static/wegwijs/returning.js"]
        assert not [a for tag, a in page.tags if tag == "img" and "onerror" in a]
        assert hostile in " ".join(page.words.split())


def test_a_document_can_be_downloaded_as_it_was_published(site: str, assistant: Assistant) -> None:
    page = PageText(fetch("GET", f"{site}{DOCUMENT}").text)
    (link,) = [attributes["href"] for tag, attributes in page.tags if tag == "a" and "download" in attributes]
    answer = fetch("GET", f"{site}{link}")
    file = assistant.index.document("basisondersteuning-so-sbo").source.file
    assert answer.content == file.read_bytes()
    assert answer.headers["content-disposition"] == f'attachment; filename="{file.name}"'
    assert fetch("GET", f"{site}/bronnen/weg/bestand").status_code == 404


def from_chat_to_source(context: BrowserContext, url: str) -> tuple[Page, Page]:
    """Ask something, and open the source of the answer in a tab of its own; return both tabs."""
    chat = context.new_page()
    chat.goto(url)
    chat.get_by_label("Uw vraag").fill("Moeten ouders het OPP ondertekenen?")
    chat.get_by_label("Uw vraag").press("Enter")
    with context.expect_page() as opened:
        chat.get_by_role("link", name="Bekijk in de bron").first.click()
    return chat, opened.value


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_source_in_its_own_tab_leads_back_to_the_conversation(browser: Browser, site: str, path: str) -> None:
    with visiting(browser, 390, 844) as (context, _, errors):
        chat, source = from_chat_to_source(context, site + path)
        expect(source.locator("mark#citaat")).to_be_in_viewport()
        back = source.get_by_role("button", name="Terug naar uw gesprek")
        expect(back).to_be_in_viewport()
        assert fits(source)
        assert violations(source) == []
        assert hidden_focus(source, 12) == []
        source.get_by_role("link", name="Stel een vraag").click()
        expect(source).to_have_url(site + path)
        expect(source.locator(".vraag, .question")).to_contain_text("Moeten ouders het OPP ondertekenen?")
        source.go_back()
        with source.expect_event("close"):
            back.click()
        expect(chat.locator(".vraag, .question")).to_contain_text("Moeten ouders het OPP ondertekenen?")
        assert errors == []


@pytest.mark.parametrize("path", ["/", "/chat"])
@pytest.mark.parametrize("goes", ["closed", "elsewhere"])
def test_conversation_is_still_there_when_its_own_tab_is_gone(
    browser: Browser, site: str, path: str, goes: str
) -> None:
    with visiting(browser, 390, 844) as (context, _, errors):
        chat, source = from_chat_to_source(context, site + path)
        back = source.get_by_role("button", name="Terug naar uw gesprek")
        expect(back).to_be_visible()
        if goes == "closed":
            chat.close()
        else:
            chat.goto(f"{site}/privacy")
        back.click()
        expect(source).to_have_url(site + path)
        expect(source.locator(".vraag, .question")).to_contain_text("Moeten ouders het OPP ondertekenen?")
        assert errors == []


def test_documents_in_the_tab_of_the_chat_lead_back_to_that_chat(browser: Browser, site: str) -> None:
    with visiting(browser) as (context, _, _):
        page = context.new_page()
        page.goto(f"{site}/chat")
        page.get_by_role("link", name="Bronnen").click()
        expect(page.get_by_role("button", name="Terug naar uw gesprek")).to_be_hidden()
        page.get_by_role("link", name="Basisondersteuning SO").click()
        expect(page).to_have_url(site + DOCUMENT)
        back = page.get_by_role("link", name="Stel een vraag")
        expect(back).to_have_attribute("href", "/chat")
        back.click()
        expect(page).to_have_url(f"{site}/chat")
