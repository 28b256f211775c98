from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from assistant.assistant import Assistant
from assistant.examples import examples
from assistant.language import Language
from assistant.service.contract import AnswerObject
from tests.assistant.serving import fetch
from tests.ui.page_text import PageText
from tests.ui.visiting import SCHOOL, fits, goes_over_a_word_and_away, violations, visiting

QUESTION = "Hoe vaak moet een OPP minimaal geëvalueerd worden?"
STREAM = "**/api/v1/ask/stream"
SCRIPT = (Path(__file__).parents[2] / "ui" / "static" / "widget.js").read_text(encoding="utf-8")
HOSTS = {
    "bare": "",
    "reset": "* { all: unset !important; display: revert !important } :root { color: #000; background: #fff }",
    "loud": """
        html { font-size: 62.5%; background: #000; color: #fff }
        body { font: bold 30px serif; text-transform: uppercase }
        body * { letter-spacing: 0.3em; line-height: 3; direction: rtl; text-align: right }
        button, input, a, p, li, h2, h3 { background: red !important; color: red !important; font-size: 3em !important }
    """,
}


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    with visiting(browser, 390, 844) as (context, hosts, errors):
        yield context
        assert len(set(hosts) - {urlsplit(SCHOOL).netloc}) == 1
        assert errors == []


def open_host(context: BrowserContext, site: str, widgets: str, style: str = "") -> Page:
    """Open a page of somebody's website, with a policy that allows Wegwijs and nothing inline."""
    page = context.new_page()
    policy = f"default-src 'none'; script-src {site}; connect-src {site}; style-src 'nonce-1'; "
    policy += "img-src data:; require-trusted-types-for 'script'"
    html = (
        f"<!doctype html><html lang=nl><meta name=viewport content='width=device-width'><title>School</title>"
        f"<link rel=icon href=data:,><style nonce=1>{style}</style><script src={site}/widget.js defer></script>"
        f"<main><h1>Onze school</h1><p>Welkom.</p>{widgets}</main></html>"
    )
    page.route(
        f"{SCHOOL}/",
        lambda route: route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": policy}),
    )
    page.goto(f"{SCHOOL}/")
    return page


def ask(widget: Locator, question: str = QUESTION) -> None:
    widget.get_by_label("Uw vraag").fill(question)
    widget.get_by_label("Uw vraag").press("Enter")


def refuse(route: Route, status: int, headers: dict[str, str] | None = None, body: str = "") -> None:
    exposed = {"Access-Control-Allow-Origin": SCHOOL, "Access-Control-Expose-Headers": "Retry-After"}
    route.fulfill(status=status, headers={**exposed, **(headers or {})}, body=body)


def stream(route: Route, events: str) -> None:
    headers = {"Access-Control-Allow-Origin": SCHOOL, "Content-Type": "text/event-stream"}
    route.fulfill(body=events, headers=headers)


def test_parent_on_a_phone_asks_from_the_button_and_reads_the_source(phone: BrowserContext, site: str) -> None:
    page = open_host(phone, site, "<wegwijs-chat></wegwijs-chat>")
    page.get_by_role("button", name="Stel een vraag").press("Enter")
    panel = page.get_by_role("dialog", name="Vraag over passend onderwijs")
    status = panel.get_by_role("status")
    status.evaluate(
        "e => { window.said = []; new MutationObserver(() => said.push(e.textContent)).observe(e, {childList: true}) }"
    )
    ask(panel)
    expect(panel.locator(".text")).to_contain_text("Twee keer minimaal")
    expect(panel.locator(".question")).to_be_in_viewport()
    expect(panel.locator("[aria-busy]")).to_have_count(0)
    searching, answer = page.evaluate("said")
    assert searching == "Wegwijs zoekt in de documenten…"
    assert answer.startswith("Antwoord: Twee keer minimaal. ")  # Without the number of the source.
    assert fits(page)
    assert violations(page) == []

    panel.get_by_role("button", name="Bron 1").first.press("Enter")
    citation = panel.locator(".sources li").first
    expect(citation).to_be_focused()
    expect(citation).to_contain_text("Basisondersteuning SO & SBO")
    expect(citation).to_contain_text("Versie van 1 november 2022")
    expect(citation.locator("blockquote")).to_contain_text("(OPP's) jaarlijks plaatsvinden, als afspraak")
    with phone.expect_page() as opened:
        citation.get_by_role("link", name="Bekijk in de bron").press("Enter")
    expect(opened.value.locator("mark", has_text="twee keer minimaal")).to_be_in_viewport()

    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name="Stel een vraag")).to_be_focused()


def test_examples_are_asked_for_when_the_chat_is_opened_and_a_website_may_have_its_own(
    phone: BrowserContext, site: str, assistant: Assistant
) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page = open_host(phone, site, "<wegwijs-chat language=en></wegwijs-chat>")
    button = page.get_by_role("button", name="Ask a question")
    expect(button).to_be_visible()
    assert "/api/v1/examples" not in asked
    button.click()
    expect(page.locator(".choices button")).to_have_text(list(examples(assistant, language=Language.ENGLISH)))

    own = open_host(phone, site, '<wegwijs-chat layout=inline text-examples="Wie helpt? | Wanneer?"></wegwijs-chat>')
    expect(own.locator(".choices button")).to_have_text(["Wie helpt?", "Wanneer?"])
    assert asked.count("/api/v1/examples") == 1


def test_conversation_stays_in_the_tab_and_can_be_begun_anew(
    phone: BrowserContext, site: str, assistant: Assistant
) -> None:
    widgets = "<wegwijs-chat layout=inline organisation=bepo></wegwijs-chat>"
    page = open_host(phone, site, widgets)
    example = examples(assistant, "bepo")[0]
    page.get_by_role("button", name=example).click()
    expect(page.locator("article:not([aria-busy])")).to_be_focused()
    with page.expect_request(STREAM) as asked:
        ask(page.locator("wegwijs-chat"), "En wie betaalt dat?")
    body: dict[str, Any] = asked.value.post_data_json or {}
    assert body["organisation"] == "bepo"
    assert [turn["role"] for turn in body["history"]] == ["user", "assistant"]
    expect(page.locator(".tools")).to_have_count(2)

    page.reload()
    expect(page.locator(".question")).to_contain_text([example, "En wie betaalt dat?"])
    assert open_host(phone, site, widgets).locator(".question").count() == 0
    assert phone.cookies() == []

    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator(".question")).to_have_count(0)
    expect(page.get_by_label("Uw vraag")).to_be_focused()
    page.reload()
    expect(page.get_by_text("Probeer een vraag")).to_be_visible()


@pytest.mark.parametrize("style", HOSTS.values(), ids=HOSTS)
def test_widget_looks_the_same_and_has_no_barriers_in_any_host_page(browser: Browser, site: str, style: str) -> None:
    widgets = (
        "<wegwijs-chat id=een layout=inline></wegwijs-chat>"
        "<wegwijs-chat id=twee layout=inline theme=dark language=en text-title=Help></wegwijs-chat>"
    )
    with visiting(browser, 390, 844) as (context, hosts, errors):
        page = open_host(context, site, widgets, style)
        one, two = page.locator("#een"), page.locator("#twee")
        ask(one)
        expect(one.locator(".tools")).to_be_visible()
        expect(two.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        assert two.locator("article").count() == 0
        look = (
            "(e, names) => names.map((name) => getComputedStyle(e)[name])",
            [
                "color",
                "backgroundColor",
                "fontSize",
                "fontWeight",
                "display",
                "textTransform",
                "direction",
                "letterSpacing",
            ],
        )
        assert one.locator(".send").evaluate(*look) == [
            "rgb(255, 255, 255)", "rgb(11, 90, 104)", "16px", "600", "block", "none", "ltr", "normal",
        ]  # fmt: skip
        assert one.bounding_box()["height"] > 500  # type: ignore[index]
        assert [found for found in violations(page) if "#een" in found or "#twee" in found] == []
        assert set(hosts) == {urlsplit(site).netloc, urlsplit(SCHOOL).netloc}
        assert errors == []


def test_each_part_of_an_answer_is_in_a_language_of_its_own(phone: BrowserContext, site: str) -> None:
    page = open_host(phone, site, "<wegwijs-chat layout=inline language=en></wegwijs-chat>")
    box = page.get_by_label("Your question")
    box.fill("Do parents have to sign the OPP?")
    box.press("Enter")
    expect(page.locator(".tools")).to_be_visible()
    language = "e => e.closest('[lang]').lang"
    parts = {
        "These are the exact words": "en",
        "Ouders moeten het handelingsgedeelte ondertekenen": "nl",
        "Do parents have to sign the OPP?": "en",
        "Where does it say so?": "en",
    }
    for words, expected in parts.items():
        assert page.locator("article").get_by_text(words).first.evaluate(language) == expected
    for part in (".name > :last-child", "blockquote", ".sources .from span"):
        assert page.locator(part).first.evaluate(language) == "nl"
    assert page.locator(".more button").evaluate_all("all => all.every((e) => e.lang)")
    assert violations(page) == []


def test_what_two_organisations_say_stands_under_the_name_of_each(phone: BrowserContext, site: str) -> None:
    page = open_host(phone, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
    ask(page.locator("wegwijs-chat"), "Hoe worden scholen betaald bij BePO of bij Koers VO?")
    expect(page.locator(".text strong")).to_have_text(["BePO", "Koers VO"])
    expect(page.locator(".text")).not_to_contain_text("**")


def test_quote_is_shown_without_the_footnote_in_its_middle(phone: BrowserContext, site: str) -> None:
    page = open_host(phone, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
    ask(page.locator("wegwijs-chat"), "Wat doet Koers VO bij schorsing?")
    expect(page.locator("blockquote").first).to_contain_text("(directies, ondersteuningscoördinatoren, schoolbesturen)")


def test_word_is_explained_and_the_answer_printed_without_the_page_around(phone: BrowserContext, site: str) -> None:
    page = open_host(phone, site, "<wegwijs-chat></wegwijs-chat>")
    page.get_by_role("button", name="Stel een vraag").click()
    panel = page.get_by_role("dialog")
    ask(panel, "Wie vraagt een toelaatbaarheidsverklaring aan?")
    word, meaning = panel.get_by_role("button", name="OPP", exact=True), panel.locator(".meaning")
    expect(word).to_have_accessible_description(re.compile("^Ontwikkeling Perspectief Plan Het schoolonder"))
    goes_over_a_word_and_away(page, word, meaning)
    assert violations(page) == []
    word.press("Tab")
    expect(meaning.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(panel).to_be_visible()

    panel.get_by_role("button", name="Druk af").click()
    page.emulate_media(media="print")
    frame = page.frame_locator("iframe")
    paper = frame.locator("body")
    expect(paper.locator(".question")).to_contain_text("Wie vraagt een toelaatbaarheidsverklaring aan?")
    expect(paper.locator(".tools, .more, .meaning").locator("visible=true")).to_have_count(0)
    expect(paper.locator(".on-paper")).to_have_text(re.compile(r"Gevraagd aan Wegwijs op .* kan fouten maken\."))
    expect(frame.locator("html")).to_have_attribute("lang", "nl")
    address = paper.locator(".sources a").evaluate("e => getComputedStyle(e, '::after').content")
    assert address.startswith(f'": {site}/bronnen/bepo-schoolondersteuningsprofiel?van=')


def test_what_is_not_found_says_where_was_looked_and_whom_one_can_ask(
    phone: BrowserContext, site: str, assistant: Assistant
) -> None:
    answer = AnswerObject.of(assistant.ask("Hoe laat begint de gymles op school?"))
    assert answer.searched
    answer.searched.organisations[0].contact = "loket@swv.nl"
    answer.searched.organisations[0].contact_link = "mailto:loket@swv.nl"
    answer.searched.organisations[1].contact_link = "javascript:alert(1)"
    page = open_host(phone, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
    page.route(STREAM, lambda route: stream(route, f"event: answer\ndata: {answer.model_dump_json()}\n\n"))
    ask(page.locator("wegwijs-chat"))
    help_ = page.locator(".help")
    expect(help_).to_contain_text("In 5 documenten, ook die van BePO en Koers VO.")
    assert help_.get_by_role("link", name="loket@swv.nl").get_attribute("href") == "mailto:loket@swv.nl"
    assert help_.locator("a[href^=javascript]").count() == 0
    expect(help_.get_by_role("link", name=answer.searched.nearest[0].title)).to_be_visible()
    assert page.get_by_role("button", name="Druk af").count() == 0
    assert violations(page) == []


def test_failure_is_told_in_plain_words_and_can_be_tried_again(browser: Browser, site: str) -> None:
    failures: dict[str, Callable[[Route], None]] = {
        "Wacht 7 seconden": lambda route: refuse(route, 429, {"Retry-After": "7"}),
        "Wacht even": lambda route: refuse(route, 429),
        "Wegwijs is nog niet klaar": lambda route: refuse(route, 503),
        "Tot maandag dicht": lambda route: refuse(route, 503, body='{"detail": "Tot maandag dicht."}'),
        "Er ging iets mis": lambda route: refuse(route, 500),
        "Er is geen antwoord gekomen": lambda route: stream(route, 'event: status\ndata: {"status":"answered"}\n\n'),
        "Wegwijs is nu niet bereikbaar": lambda route: route.abort(),
    }
    with visiting(browser, 390, 844) as (context, _, _):
        page = open_host(context, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
        for told, respond in failures.items():
            page.route(STREAM, respond, times=1)
            ask(page.locator("wegwijs-chat"))
            expect(page.locator("[data-status=failed]")).to_contain_text(told)
            expect(page.get_by_role("status")).to_contain_text(told)
        page.get_by_role("button", name="Probeer opnieuw").click()
        expect(page.locator(".text")).to_contain_text("Twee keer minimaal")
        expect(page.locator("article")).to_have_count(1)


def test_organisation_that_is_gone_is_told_to_the_visitor_without_another_try_and_to_the_owner_in_the_console(
    browser: Browser, site: str
) -> None:
    with visiting(browser, 390, 844) as (context, _, _):
        page = open_host(context, site, "<wegwijs-chat layout=inline organisation=opgeheven></wegwijs-chat>")
        with page.expect_console_message(
            lambda message: "Samenwerkingsverband 'opgeheven' is onbekend" in message.text
        ):
            ask(page.locator("wegwijs-chat"))
        failed = page.locator("[data-status=failed]")
        expect(failed).to_contain_text("een samenwerkingsverband dat niet meer in Wegwijs staat")
        expect(failed.get_by_role("button")).to_have_count(0)

        page.route(STREAM, lambda route: refuse(route, 422, body="{}"))  # Of something else.
        page.evaluate("document.querySelector('wegwijs-chat').setAttribute('organisation', 'bepo')")
        ask(page.locator("wegwijs-chat"))
        expect(failed.get_by_role("button", name="Probeer opnieuw")).to_be_visible()


def test_website_that_is_not_listed_gets_no_answers(browser: Browser, site: str) -> None:
    with visiting(browser) as (context, _, _):
        page = context.new_page()
        html = f"<script src={site}/widget.js defer></script><wegwijs-chat layout=inline></wegwijs-chat>"
        page.route("http://elders.localhost:8080/", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto("http://elders.localhost:8080/")
        ask(page.locator("wegwijs-chat"))
        expect(page.locator("[data-status=failed]")).to_contain_text("niet bereikbaar")


def test_judgement_and_word_about_an_answer_reach_the_server(phone: BrowserContext, site: str) -> None:
    page = open_host(phone, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
    ask(page.locator("wegwijs-chat"))
    with page.expect_response("**/api/v1/feedback") as sent:
        page.get_by_role("button", name="Hebt u hier iets aan? Nee").click()
    assert (sent.value.status, sent.value.request.post_data_json["helpful"]) == (202, False)  # type: ignore[index]
    page.get_by_label("Wilt u zeggen waarom?").fill("te moeilijk")
    with page.expect_response("**/api/v1/feedback") as sent:
        page.get_by_role("button", name="Verstuur").click()
    assert (sent.value.status, '"comment":"te moeilijk"' in (sent.value.request.post_data or "")) == (202, True)
    expect(page.locator(".told")).to_be_focused()
    expect(page.get_by_text("Dank u wel.").locator("visible=true").locator(":scope:not(.unseen)")).to_have_count(1)


def test_verdict_that_is_not_received_is_undone_and_a_chosen_one_can_be_read_under_the_pointer_and_moves_nothing(
    browser: Browser, site: str
) -> None:
    with visiting(browser, 390, 844) as (context, _, _):
        page = open_host(context, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
        ask(page.locator("wegwijs-chat"))
        no = page.get_by_role("button", name="Hebt u hier iets aan? Nee")
        place = "e => e.offsetTop - e.closest('.tools').offsetTop"
        before = page.get_by_role("button", name="Druk af").evaluate(place)
        page.route("**/api/v1/feedback", lambda route: route.abort(), times=1)
        no.click()
        expect(page.locator(".told")).to_contain_text("kwam niet aan")
        expect(no).to_have_attribute("aria-pressed", "false")

        no.click()
        expect(page.locator(".comment")).to_be_visible()
        expect(page.locator(".told")).to_have_text("Dank u wel.")
        assert page.get_by_role("button", name="Druk af").evaluate(place) == before
        expect(no).to_have_css("background-color", "rgb(11, 90, 104)")
        expect(no).to_have_css("color", "rgb(255, 255, 255)")


def test_personal_data_in_a_question_is_not_shown_kept_or_sent_again(phone: BrowserContext, site: str) -> None:
    page = open_host(phone, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
    ask(page.locator("wegwijs-chat"), "Wat is plusondersteuning? Mail jan@voorbeeld.nl")
    expect(page.locator(".tools")).to_be_visible()
    assert "voorbeeld.nl" not in page.locator(".question").inner_text()
    assert "voorbeeld.nl" not in page.evaluate("JSON.stringify(sessionStorage)")
    with page.expect_request(STREAM) as asked:
        ask(page.locator("wegwijs-chat"), "En wie betaalt dat?")
    assert "voorbeeld.nl" not in (asked.value.post_data or "")


def test_visitor_without_internet_is_told_so(browser: Browser, site: str) -> None:
    with visiting(browser) as (context, _, _):
        page = open_host(context, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
        context.set_offline(True)
        ask(page.locator("wegwijs-chat"))
        expect(page.locator("[data-status=failed]")).to_contain_text("U hebt geen internet")


def test_question_without_its_answer_comes_back_in_the_box_when_the_page_is_loaded_again(
    browser: Browser, site: str
) -> None:
    with visiting(browser) as (context, _, _):
        page = context.new_page()
        page.goto(f"{site}/chat")
        page.route(STREAM, lambda _: None)  # It is never answered.
        ask(page.locator("wegwijs-chat"))
        expect(page.get_by_text("Wegwijs zoekt in de documenten").first).to_be_visible()
        page.reload()
        expect(page.get_by_label("Uw vraag")).to_have_value(QUESTION)
        page.unroute_all()
        page.get_by_label("Uw vraag").press("Enter")
        expect(page.locator(".tools")).to_be_visible()
        page.reload()
        expect(page.locator(".question")).to_contain_text(QUESTION)
        expect(page.get_by_label("Uw vraag")).to_have_value("")


@pytest.mark.parametrize("changed", [False, True], ids=["as it was", "changed"])
def test_question_asked_while_another_is_answered_waits_in_the_box_and_is_asked_after_it_unless_it_is_changed(
    phone: BrowserContext, site: str, changed: bool
) -> None:
    page = open_host(phone, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
    waiting: list[Route] = []
    page.route(STREAM, lambda route: waiting.append(route), times=1)  # noqa: PLW0108 - Playwright marks what it is given
    box = page.get_by_label("Uw vraag")
    with page.expect_request(STREAM):
        ask(page.locator("wegwijs-chat"))
    expect(page.locator("[aria-busy]")).to_be_visible()
    ask(page.locator("wegwijs-chat"), "Wat is plusondersteuning?")
    expect(box).to_have_value("Wat is plusondersteuning?")
    expect(page.locator(".count")).to_have_text("Uw volgende vraag wordt gesteld zodra dit antwoord er is.")
    expect(page.get_by_role("status")).to_have_text("Uw volgende vraag wordt gesteld zodra dit antwoord er is.")
    if changed:
        box.press("End")
        box.press_sequentially("?")
        expect(page.locator(".count")).to_be_hidden()
    waiting[0].continue_()
    expect(page.locator(".tools")).to_have_count(1 if changed else 2)
    expect(box).to_have_value("Wat is plusondersteuning??" if changed else "")


def test_question_that_is_too_long_is_kept_and_not_sent(phone: BrowserContext, site: str) -> None:
    page = open_host(phone, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
    ask(page.locator("wegwijs-chat"), "é" * 503)
    expect(page.get_by_role("status")).to_have_text("Uw vraag is te lang. Maak hem 3 tekens korter.")
    expect(page.get_by_label("Uw vraag")).to_have_value("é" * 503)
    expect(page.get_by_label("Uw vraag")).to_have_attribute("aria-invalid", "true")
    assert page.locator("article").count() == 0


def test_text_of_documents_and_answers_never_becomes_code(
    phone: BrowserContext, site: str, assistant: Assistant
) -> None:
    hostile = "<img src=x onerror=\"document.title='kaap'\"><script>document.title='kaap'</script>"
    answer = AnswerObject.of(assistant.ask(QUESTION))
    citation = answer.citations[0].model_copy(
        update={"running_text": hostile, "label": hostile, "section": [hostile], "href": "javascript:alert(1)"}
    )
    citation.document.title = hostile
    notices = [notice.model_copy(update={"text": hostile}) for notice in answer.notices]
    answer = answer.model_copy(
        update={"question": hostile, "answer": f"{hostile} [1]\n\n- {hostile} [9]\n1. \\[1\\]", "citations": [citation],
                "notices": notices, "follow_ups": [hostile]}
    )  # fmt: skip
    page = open_host(phone, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
    page.route(STREAM, lambda route: stream(route, f"event: answer\ndata: {answer.model_dump_json()}\n\n"))
    ask(page.locator("wegwijs-chat"), hostile)
    expect(page.locator(".text p")).to_have_text(f"{hostile} [1]")
    expect(page.locator(".text li")).to_have_text([f"{hostile} [9]", "[1]"])
    expect(page.locator(".question")).to_contain_text(hostile)
    expect(page.locator(".sources li")).to_contain_text(hostile)
    assert page.locator("wegwijs-chat").locator("img, script, a[href^=javascript]").count() == 0
    assert page.title() == "School"


def test_chosen_follow_up_takes_the_focus_to_its_turn(phone: BrowserContext, site: str) -> None:
    page = open_host(phone, site, "<wegwijs-chat layout=inline></wegwijs-chat>")
    ask(page.locator("wegwijs-chat"))
    page.locator(".more button").first.press("Enter")
    expect(page.locator("article").nth(1)).to_be_focused()
    expect(page.locator("article").nth(1).locator(".status")).not_to_contain_text("zoekt")
    expect(page.locator("article").first.locator(".more")).to_be_hidden()  # It comes with the last answer.
    assert page.locator("article").first.locator(".marker:not([tabindex])").all_inner_texts() == ["[1]", "[2]"]


def test_buttons_of_the_dialog_stay_side_by_side_on_a_phone(phone: BrowserContext, site: str) -> None:
    page = open_host(phone, site, "<wegwijs-chat></wegwijs-chat>")
    page.get_by_role("button", name="Stel een vraag").click()
    ask(page.locator("wegwijs-chat"))
    tops = [page.get_by_role("button", name=name).evaluate("e => e.offsetTop") for name in ("Nieuw gesprek", "Sluiten")]
    assert tops[0] == tops[1]


def test_button_and_dialog_keep_their_place_in_a_page_that_moves_what_is_around_them(
    browser: Browser, site: str
) -> None:
    with visiting(browser) as (context, _, errors):
        style = "main { transform: translateX(40px); width: 600px; height: 300px; overflow: hidden }"
        page = open_host(context, site, "<wegwijs-chat></wegwijs-chat>", style)
        button = page.get_by_role("button", name="Stel een vraag")
        expect(button).to_be_in_viewport(ratio=1)
        button.click()
        panel = page.get_by_role("dialog")
        for part in (panel, panel.get_by_role("heading", level=2), panel.get_by_role("button", name="Sluiten")):
            expect(part).to_be_in_viewport(ratio=1)
        assert panel.bounding_box()["x"] > 640  # type: ignore[index]
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
        assert errors == []


def test_box_for_the_question_has_the_width_of_a_narrow_column(browser: Browser, site: str) -> None:
    with visiting(browser) as (context, _, _):
        page = open_host(context, site, "<wegwijs-chat layout=inline></wegwijs-chat>", "main { width: 230px }")
        box, send = page.get_by_label("Uw vraag").bounding_box(), page.locator(".send").bounding_box()
        assert box
        assert send
        assert box["width"] > 200
        assert send["y"] > box["y"] + box["height"]
        ask(page.locator("wegwijs-chat"))
        expect(page.locator(".tools")).to_be_visible()
        text = page.locator(".text").bounding_box()
        assert text
        assert text["width"] > 180


def test_script_is_small_and_any_page_may_load_it(site: str) -> None:
    response = fetch("GET", f"{site}/widget.js")
    assert len(gzip.compress(response.content)) < 20_000
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    again = fetch("GET", f"{site}/widget.js", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, "*")


def test_line_to_copy_works_and_names_the_hash_of_the_script(phone: BrowserContext, site: str) -> None:
    digest = base64.b64encode(hashlib.sha384(fetch("GET", f"{site}/widget.js").content).digest()).decode()
    page = phone.new_page()
    page.goto(f"{site}/insluiten?organisatie=koers-vo")
    lines = page.locator("#regels").inner_text()
    assert f'src="{site}/widget.js" integrity="sha384-{digest}"' in lines
    page.route(
        f"{SCHOOL}/",
        lambda route: route.fulfill(body=f"<link rel=icon href=data:,>{lines}", content_type="text/html"),
    )
    page.goto(f"{SCHOOL}/")
    page.get_by_role("button", name="Stel een vraag").click()
    with page.expect_request(STREAM) as asked:
        ask(page.get_by_role("dialog"))
    assert '"organisation":"koers-vo"' in (asked.value.post_data or "")
    expect(page.locator(".tools")).to_be_visible()


def test_choice_of_an_organisation_counts_at_once_keeps_the_conversation_and_is_remembered(
    browser: Browser, site: str
) -> None:
    with visiting(browser, 390, 844, dark=True) as (context, _, errors):
        page = context.new_page()
        page.goto(f"{site}/chat")
        expect(page.get_by_role("button", name="Kies")).to_be_hidden()
        ask(page.locator("wegwijs-chat"))
        expect(page.locator(".tools")).to_be_visible()
        page.get_by_label("Zoek in").select_option("bepo")
        expect(page.locator(".question")).to_contain_text(QUESTION)
        with page.expect_request(STREAM) as asked:
            ask(page.locator("wegwijs-chat"), "En wie betaalt dat?")
        assert '"organisation":"bepo"' in (asked.value.post_data or "")
        expect(page.locator(".tools")).to_have_count(2)

        page.goto(f"{site}/chat")
        expect(page.get_by_label("Zoek in")).to_have_value("bepo")
        expect(page.locator(".question")).to_have_count(2)

        page.emulate_media(media="print")  # By night too, on paper as by day.
        expect(page.locator(".answer").first).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(page.locator(".question").first).to_have_css("color", "rgb(28, 42, 47)")
        expect(page.locator(".question").first).to_have_css("background-color", "rgba(0, 0, 0, 0)")
        expect(page.locator(".keuze, .ask, .tools").locator("visible=true")).to_have_count(0)
        assert errors == []


@pytest.mark.parametrize("path", ["/chat", "/insluiten"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)], ids=["phone", "desktop"])
def test_page_does_not_shift_when_the_widget_appears(
    browser: Browser, site: str, path: str, width: int, height: int
) -> None:
    with visiting(browser, width, height) as (context, _, errors):
        page = context.new_page()
        page.add_init_script("""
          window.shift = 0;
          new PerformanceObserver((list) => { for (const one of list.getEntries()) shift += one.value; })
            .observe({type: 'layout-shift'});
        """)
        page.goto(site + path)
        expect(page.get_by_label("Uw vraag").locator("visible=true")).to_be_visible()
        expect(page.get_by_role("link", name="Toegankelijkheid")).to_be_visible()
        assert page.evaluate("shift") < 0.02
        assert errors == []


def test_choice_of_an_organisation_changes_the_line_to_copy(phone: BrowserContext, site: str) -> None:
    page = phone.new_page()
    page.goto(f"{site}/insluiten")
    page.get_by_label("Voor").select_option("bepo")
    expect(page.locator("#regels")).to_contain_text('<wegwijs-chat organisation="bepo"></wegwijs-chat>')
    page.get_by_label("Voor").select_option("")
    expect(page.locator("#regels")).to_contain_text("<wegwijs-chat></wegwijs-chat>")
    page.goto(f"{site}/chat")
    expect(page.get_by_label("Zoek in")).to_have_value("")


def test_options_can_be_read_on_a_phone_without_sliding_or_broken_names(phone: BrowserContext, site: str) -> None:
    page = phone.new_page()
    page.goto(f"{site}/insluiten")
    assert page.get_by_role("group", name="Keuzes").evaluate("(table) => table.scrollWidth <= table.clientWidth")
    names = page.locator("p code", has_text="--wegwijs-")
    assert names.evaluate_all("(all) => all.every((one) => one.getClientRects().length === 1)")  # Each on one line.


def test_every_option_that_is_explained_exists(site: str) -> None:
    words = PageText(fetch("GET", f"{site}/insluiten").text).words
    properties = set(re.findall(r"var\((--wegwijs-[a-z-]+)", SCRIPT))
    assert set(re.findall(r"--wegwijs-[a-z-]+", words)) == properties
    for attribute in re.findall(r"\b(layout|language|theme|quotes)=", words):
        assert f'"{attribute}"' in SCRIPT or f"[{attribute}=" in SCRIPT
    assert set(re.findall(r"text-([a-z-]+)", words)) <= text_names("nl")


def test_every_text_exists_in_both_languages() -> None:
    assert text_names("nl") == text_names("en")
    used = set(re.findall(r'#text\("([a-z-]+)"', SCRIPT)) | set(re.findall(r'Failure\("([a-z-]+)"', SCRIPT))
    assert used <= text_names("nl")


def text_names(language: str) -> set[str]:
    texts = SCRIPT.split(f"\n    {language}: {{\n")[1].split("\n    },\n")[0]
    names = [json.loads(f"[{line.strip().split(': ')[0]}]")[0] for line in texts.splitlines()]
    assert len(names) == len(set(names))
    return set(names)
