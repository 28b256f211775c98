from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from assistant.answer import Answer, Notice, NoticeKind, Searched, Status, Turn
from assistant.assistant import Assistant
from assistant.examples import examples
from assistant.settings import Settings
from assistant.staff.asked import today
from assistant.staff.learning_store import LearningStore
from assistant.writing.language_model import LanguageModel
from assistant.writing.verification import Verifier
from assistant.writing.writer import Writer
from ingest.catalogue import Organisation
from ingest.embedding import Embedder
from tests.assistant.model_server import ModelServer, as_json, model_server
from tests.assistant.serving import fetch, wait_for
from tests.ui.conftest import Serve
from tests.ui.samples import ScriptedAssistant, make_answer, make_citation
from tests.ui.visiting import draws, fits, goes_over_a_word_and_away, violations, visiting

SENTENCE = "Ouders moeten het handelingsgedeelte ondertekenen en geven daarmee toestemming aan de school."
QUESTION = "Hoe vaak moet een OPP minimaal geëvalueerd worden?"
_MODEL_SECONDS = 120  # For a whole answer of the language model, on a busy machine.
VIEWPORTS = pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)], ids=["phone", "desktop"])


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with visiting(browser) as (context, _, errors):
        yield context
        assert errors == []


def open_chat(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.get_by_label("Uw vraag").wait_for()
    return page


def ask(page: Page, question: str) -> None:
    page.get_by_label("Uw vraag").fill(question)
    page.get_by_role("button", name="Vraag", exact=True).click()


def look_of_outline(page: Page) -> str:
    box = page.get_by_label("Uw vraag")
    return str(box.evaluate("e => ((s) => s.outlineStyle === 'none' ? 'none' : s.outline)(getComputedStyle(e))"))


@VIEWPORTS
def test_question_leads_to_an_answer_and_on_to_the_marked_passage(
    browser: Browser, site: str, width: int, height: int
) -> None:
    with visiting(browser, width, height) as (context, hosts, errors):
        page = open_chat(context, site)
        expect(page.locator("html")).to_have_attribute("lang", "nl")  # Gradio makes it the browser's.
        assert fits(page)

        ask(page, QUESTION)
        expect(page.locator(".antwoord-answered .tekst")).to_contain_text("Twee keer minimaal")
        expect(page.locator(".vraag")).to_be_in_viewport()
        assert fits(page)

        page.locator(".tekst a.verwijzing").first.click()
        citation = page.locator(".bronnen li").first
        expect(citation).to_be_focused()
        expect(citation).to_contain_text("Basisondersteuning SO & SBO")
        number, title = (citation.locator(part).bounding_box() for part in (".nummer", ".titel"))
        assert number
        assert title
        assert title["y"] < number["y"] + number["height"]  # Side by side on a phone too.

        with context.expect_page() as opened:
            citation.get_by_role("link", name="Bekijk in de bron").click()
        source = opened.value
        expect(source.locator("mark#citaat")).to_be_in_viewport()
        expect(source.locator("mark", has_text="twee keer minimaal")).to_be_in_viewport()
        assert source.locator("html").get_attribute("lang") == "nl"
        assert fits(source)

        source.get_by_role("link", name="Bronnen").click()
        expect(source.get_by_role("heading", level=1)).to_have_text("Bronnen")
        assert fits(source)

        assert set(hosts) == {urlsplit(site).netloc}
        assert errors == []


def test_page_presents_wegwijs_before_any_script_runs(site: str) -> None:
    response = fetch("GET", site)
    assert response.headers["Content-Security-Policy"].startswith("default-src 'self' 'unsafe-inline'")
    head, _ = response.text.split("</head>")
    assert 'lang="nl"' in head
    assert "<title>Wegwijs in passend onderwijs</title>" in head
    assert '<link rel="icon" href="/static/wegwijs/wegwijs.svg"' in head
    for presentation_of_gradio in ("og:", "twitter:", "manifest", "githubusercontent"):
        assert presentation_of_gradio not in head
    assert fetch("GET", f"{site}/favicon.ico").text == fetch("GET", f"{site}/static/wegwijs/wegwijs.svg").text


@VIEWPORTS
def test_page_does_not_shift_while_it_loads(browser: Browser, site: str, width: int, height: int) -> None:
    with visiting(browser, width, height) as (context, _, errors):
        context.add_init_script("""
          window.shift = 0;
          new PerformanceObserver((list) => { for (const one of list.getEntries()) shift += one.value; })
            .observe({type: 'layout-shift'});
        """)
        page = open_chat(context, site)
        expect(page.get_by_role("link", name="Privacy")).to_be_visible()
        assert page.evaluate("shift") < 0.1
        assert errors == []


def test_chat_shows_only_once_what_is_typed_is_kept_and_asked(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    parts: list[Route] = []
    part = "**/assets/HTML-*.js"  # Draws all but the box.
    page.route(part, lambda route: parts.append(route), times=1)  # noqa: PLW0108
    with page.expect_request(part):
        page.goto(site, wait_until="commit")
    box = page.locator(".invoer textarea")
    box.wait_for(state="attached")
    expect(box).to_be_hidden()
    parts[0].continue_()
    box.fill(QUESTION)
    box.press("Enter")
    expect(page.locator(".antwoord")).to_have_count(1)


def test_links_show_as_soon_as_the_box_so_that_the_first_tab_finds_the_first(
    context: BrowserContext, site: str
) -> None:
    context.add_init_script("""
      new MutationObserver((_, looks) => {
        const places = document.querySelectorAll('.overslaan, .invoer textarea');
        window.seen = [...places].map((place) => getComputedStyle(place).visibility);
        if (document.documentElement.classList.contains('begonnen')) looks.disconnect();
      }).observe(document, {subtree: true, childList: true, attributeFilter: ['class']});
    """)
    assert open_chat(context, site).evaluate("seen") == ["visible", "visible"]


def test_who_waits_for_a_part_that_does_not_come_is_shown_another_way(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.clock.install()
    part = "**/assets/HTML-*.js"
    page.route(part, lambda _: None)  # It stays away.
    with page.expect_request(part):
        page.goto(site, wait_until="commit")
    page.clock.run_for(60_000)
    page.get_by_role("link", name="de eenvoudige chat").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page).to_have_url(f"{site}/chat")


def test_source_page_needs_no_javascript(browser: Browser, site: str, assistant: Assistant) -> None:
    citation = assistant.ask(QUESTION).citations[0]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}{citation.href}#citaat")
    expect(page.locator("mark#citaat")).to_be_in_viewport()
    context.close()


def test_answers_differ_by_status(context: BrowserContext, assistant: Assistant, serve: Serve) -> None:
    document = assistant.index.document("bepo-ondersteuningsniveaus")
    citation = make_citation(document, "BePO beschikt over vijf scholen")
    notice = Notice(NoticeKind.CONFLICT, "Er staan er maar vier in de lijst.")
    answers = {
        "zeker": replace(make_answer("Vijf [1].", citations=[citation]), notices=(notice,)),
        "misschien": make_answer("Vijf [1].", Status.RELATED, [citation]),
        "nee": replace(make_answer("Dat staat er niet.", Status.NOT_FOUND), searched=Searched(5, (), ())),
    }
    page = open_chat(context, serve(ScriptedAssistant(assistant, answers.__getitem__)))
    for question in answers:
        ask(page, question)
        expect(page.locator(".vraag").last).to_contain_text(question)
    expect(page.locator(".antwoord")).to_have_count(3)

    for answer in page.locator(".antwoord").all():
        expect(answer).to_have_css("border-width", "1px 1px 1px 4px")
    colours = page.locator(".antwoord").evaluate_all("all => all.map(e => getComputedStyle(e).backgroundColor)")
    assert len(set(colours)) == 3
    assert page.locator(".status").all_inner_texts() == [
        "Antwoord uit de documenten",
        "Misschien het antwoord",
        "Niet gevonden in de documenten",
    ]
    expect(page.get_by_role("note")).to_contain_text("maar vier in de lijst")


def test_follow_up_is_asked_with_the_conversation_so_far(
    context: BrowserContext, assistant: Assistant, serve: Serve
) -> None:
    scripted = ScriptedAssistant(assistant, lambda _: replace(make_answer("Ja."), follow_ups=("En dan?",)))
    page = open_chat(context, serve(scripted))
    example = examples(scripted)[0]
    page.get_by_role("button", name=example).click()
    expect(page.locator(".antwoord")).to_have_count(1)
    page.get_by_role("button", name="En dan?").click()
    expect(page.locator(".antwoord")).to_have_count(2)

    first = [Turn("user", example), Turn("assistant", "Ja.")]
    assert scripted.asked == [(example, [], None), ("En dan?", first, None)]


def test_long_conversation_sends_only_its_last_turns(
    context: BrowserContext, assistant: Assistant, serve: Serve
) -> None:
    scripted = ScriptedAssistant(assistant, lambda question: make_answer(f"Over {question}."))
    page = open_chat(context, serve(scripted))
    for number in range(12):
        ask(page, f"vraag {number}")
        expect(page.locator(".antwoord")).to_have_count(number + 1)
    history = scripted.asked[-1][1]
    assert len(history) == 20
    assert (history[0].content, history[-1].content) == ("vraag 1", "Over vraag 10.")


@pytest.mark.parametrize(
    ("query", "organisation"),
    [("", None), ("?organisatie=koers-vo", "koers-vo"), ("?organisatie=<b>", None)],
    ids=["none", "known", "unknown"],
)
def test_organisation_comes_from_the_address(
    context: BrowserContext, assistant: Assistant, serve: Serve, query: str, organisation: str | None
) -> None:
    scripted = ScriptedAssistant(assistant, lambda _: make_answer())
    page = open_chat(context, f"{serve(scripted)}/{query}")
    expect(page.get_by_label("Zoek in")).to_have_value(organisation or "")
    ask(page, "Mag dat?")
    expect(page.locator(".antwoord")).to_have_count(1)
    assert scripted.asked == [("Mag dat?", [], organisation)]


def test_organisation_can_be_chosen_and_is_remembered(
    context: BrowserContext, assistant: Assistant, serve: Serve
) -> None:
    scripted = ScriptedAssistant(assistant, lambda _: make_answer())
    page = open_chat(context, serve(scripted))
    page.get_by_label("Zoek in").select_option("bepo")
    ask(page, "Mag dat?")
    expect(page.locator(".antwoord")).to_have_count(1)
    assert scripted.asked[0][2] == "bepo"
    page.reload()
    expect(page.get_by_label("Zoek in")).to_have_value("bepo")
    assert context.cookies() == []


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_examples_are_of_the_documents_that_are_searched(
    context: BrowserContext, site: str, assistant: Assistant, path: str
) -> None:
    page = open_chat(context, site + path)
    shown = page.locator("[data-vraag], .choices button")
    expect(shown).to_have_text(list(examples(assistant)))
    page.get_by_label("Zoek in").select_option("bepo")
    expect(shown).to_have_text(list(examples(assistant, "bepo")))
    page.goto(site + path)  # The choice is remembered.
    expect(shown).to_have_text(list(examples(assistant, "bepo")))
    page.get_by_label("Zoek in").select_option("")
    expect(shown).to_have_text(list(examples(assistant)))
    shown.first.click()
    expect(page.locator(".vraag, .question")).to_contain_text(examples(assistant)[0])


def test_organisation_that_went_is_said_to_be_gone_and_is_no_choice_once_the_page_is_loaded_again(
    browser: Browser, assistant: Assistant, serve: Serve
) -> None:
    class Changing(ScriptedAssistant):
        organisations = assistant.organisations

    changing = Changing(assistant, lambda _: make_answer())
    with visiting(browser) as (context, _, errors):
        page = open_chat(context, serve(changing))
        with page.expect_response("**/api/v1/examples*"):
            page.get_by_label("Zoek in").select_option("bepo")
        changing.organisations = (Organisation("nieuw", "Nieuw", None, None, None),)
        ask(page, "Mag dat?")
        expect(page.locator(".melding")).to_contain_text("staat niet meer in Wegwijs. Laad deze pagina opnieuw")
        page.reload()
        expect(page.get_by_label("Zoek in").locator("option")).to_have_text(["alle documenten", "documenten van Nieuw"])
        expect(page.get_by_label("Zoek in")).to_have_value("")
        ask(page, "Mag dat?")
        expect(page.locator(".antwoord")).to_have_count(1)
        assert changing.asked == [("Mag dat?", [], None)]
        assert errors == []


def test_organisation_name_is_shown_as_written(context: BrowserContext, assistant: Assistant, serve: Serve) -> None:
    class OddlyNamed(ScriptedAssistant):
        @property
        def organisations(self) -> tuple[Organisation, ...]:
            return (Organisation("raar", "<b>`${1+1}` {{id}} \\", None, None, None),)

    page = open_chat(context, serve(OddlyNamed(assistant, lambda _: make_answer())))
    assert page.get_by_label("Zoek in").locator("option").last.inner_text() == "documenten van <b>`${1+1}` {{id}} \\"


def test_question_is_shown_as_written(context: BrowserContext, assistant: Assistant, serve: Serve) -> None:
    hostile = "<img src=x onerror=\"document.title='kaap'\"> ${1+1} {{value}} `x` </article>"
    page = open_chat(context, serve(ScriptedAssistant(assistant, lambda _: make_answer("Nee."))))
    ask(page, hostile)
    expect(page.locator(".antwoord")).to_have_count(1)
    expect(page.locator(".vraag")).to_have_text(f"Uw vraag: {hostile}")
    assert page.title() == "Wegwijs in passend onderwijs"


def test_failure_is_told_and_the_next_question_is_answered(
    context: BrowserContext, assistant: Assistant, serve: Serve
) -> None:
    def answer(question: str) -> Answer:
        if question == "stuk":
            raise OSError("disk gone")
        return make_answer()

    page = open_chat(context, serve(ScriptedAssistant(assistant, answer)))
    ask(page, "stuk")
    expect(page.get_by_text("Er is geen antwoord gekomen.")).to_be_visible()
    ask(page, "heel")
    expect(page.locator(".antwoord")).to_have_count(1)
    expect(page.get_by_text("Er is geen antwoord gekomen.")).to_have_count(0)


def test_question_in_the_chat_keeps_to_the_limits_is_counted_and_is_kept_as_in_the_api(
    browser: Browser, assistant: Assistant, serve: Serve, tmp_path: Path
) -> None:
    being_answered, may_answer = threading.Event(), threading.Event()

    def answer(_: str) -> Answer:
        being_answered.set()
        assert may_answer.wait(timeout=30)
        return make_answer("Dat staat er niet.", Status.NOT_FOUND)

    settings = Settings(home=tmp_path, answers_at_once=1, answers_waiting=0, keep_questions_days=90)
    url = serve(ScriptedAssistant(assistant, answer), settings)
    with visiting(browser) as (first, _, _), visiting(browser) as (second, _, _):
        answered, refused = open_chat(first, url), open_chat(second, url)
        ask(answered, "eerst")
        assert being_answered.wait(timeout=30)
        ask(refused, "daarna")
        expect(refused.locator(".melding")).to_contain_text("Het is nu erg druk. Wacht 5 seconden")
        may_answer.set()
        expect(answered.locator(".antwoord")).to_have_count(1)
        refused.get_by_role("button", name="Probeer opnieuw").click()
        expect(refused.locator(".antwoord")).to_have_count(1)

    figures = fetch("GET", f"{url}/metrics").text
    assert 'wegwijs_answers_total{status="not_found"} 2.0' in figures
    assert 'wegwijs_turned_away_total{status="503"} 1.0' in figures
    store = LearningStore(tmp_path)
    assert wait_for(lambda: {asked.question for asked in store.unanswered(today())} == {"eerst", "daarna"})


def waiting_for(may_answer: threading.Event, assistant: Assistant) -> ScriptedAssistant:
    def answer(question: str) -> Answer:
        assert may_answer.wait(timeout=30)
        return make_answer(f"Over {question}.")

    return ScriptedAssistant(assistant, answer)


def test_question_asked_while_another_is_answered_waits_in_the_box_and_is_answered_after_it(
    context: BrowserContext, assistant: Assistant, serve: Serve
) -> None:
    may_answer = threading.Event()
    page = open_chat(context, serve(waiting_for(may_answer, assistant)))
    box = page.get_by_label("Uw vraag")
    for question in ("eerst", "daarna"):
        ask(page, question)
    expect(box).to_have_value("daarna")
    expect(page.get_by_text("Uw volgende vraag wordt gesteld")).to_be_visible()
    may_answer.set()
    expect(page.locator(".tekst")).to_have_text(["Over eerst.", "Over daarna."])
    expect(box).to_have_value("")
    expect(page.get_by_text("Uw volgende vraag wordt gesteld")).to_have_count(0)


def test_question_that_waits_is_not_asked_once_it_is_changed(
    context: BrowserContext, assistant: Assistant, serve: Serve
) -> None:
    may_answer = threading.Event()
    page = open_chat(context, serve(waiting_for(may_answer, assistant)))
    for question in ("eerst", "daarna"):
        ask(page, question)
    page.get_by_label("Uw vraag").press_sequentially(" nog wat")
    may_answer.set()
    expect(page.locator(".tekst")).to_have_text(["Over eerst."])
    expect(page.get_by_label("Uw vraag")).to_have_value("daarna nog wat")
    page.get_by_label("Uw vraag").press("Enter")
    expect(page.locator(".tekst")).to_have_text(["Over eerst.", "Over daarna nog wat."])


def test_question_that_failed_is_told_when_something_else_is_in_the_box(browser: Browser, site: str) -> None:
    with visiting(browser) as (context, _, _):
        page = open_chat(context, site)
        routes: list[Route] = []
        page.route("**/antwoord", lambda route: routes.append(route))  # noqa: PLW0108
        with page.expect_request("**/antwoord"):
            ask(page, "Mag dat?")
        page.get_by_label("Uw vraag").fill("En dit")
        routes[0].fulfill(status=502, body="Bad gateway")
        expect(page.get_by_text("U vroeg: “Mag dat?”")).to_be_visible()
        expect(page.get_by_label("Uw vraag")).to_have_value("En dit")


def test_question_that_is_not_answered_in_time_is_given_up(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(site)
    page.route("**/antwoord", lambda _: None)
    with page.expect_request("**/antwoord"):
        ask(page, "Mag dat?")
    page.clock.run_for(61_000)
    expect(page.get_by_text("Er is geen antwoord gekomen.")).to_be_visible()
    expect(page.get_by_label("Uw vraag")).to_have_value("Mag dat?")


def test_question_that_the_server_cannot_take_comes_back_in_the_box(browser: Browser, site: str) -> None:
    with visiting(browser) as (context, _, _):
        page = open_chat(context, site)
        page.route("**/antwoord", lambda route: route.fulfill(status=502, body="Bad gateway"))
        ask(page, "Mag dat?")
        expect(page.get_by_text("Er is geen antwoord gekomen.")).to_be_visible()
        expect(page.get_by_label("Uw vraag")).to_have_value("Mag dat?")
        page.unroute_all()
        page.get_by_role("button", name="Vraag", exact=True).click()
        expect(page.locator(".antwoord")).to_have_count(1)


def test_conversation_stays_in_the_tab_until_a_new_one_is_begun(
    context: BrowserContext, assistant: Assistant, serve: Serve
) -> None:
    scripted = ScriptedAssistant(assistant, lambda question: make_answer(f"Over {question}."))
    page = open_chat(context, serve(scripted))
    ask(page, "eerst")
    expect(page.locator(".tekst")).to_have_text(["Over eerst."])
    page.get_by_role("link", name="Bronnen").click()
    page.get_by_role("link", name="Stel een vraag").click()
    expect(page.locator(".tekst")).to_have_text(["Over eerst."])
    expect(page.locator(".gradio-container > p[role=status]")).to_be_empty()  # It was said aloud before.

    page.reload()
    ask(page, "daarna")
    expect(page.locator(".tekst")).to_have_text(["Over eerst.", "Over daarna."])
    assert scripted.asked[-1][1] == [Turn("user", "eerst"), Turn("assistant", "Over eerst.")]
    other = context.new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", name="Probeer een vraag")).to_be_visible()

    page.get_by_role("link", name="Nieuw gesprek").click()
    expect(page.get_by_role("heading", name="Probeer een vraag")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Probeer een vraag")).to_be_visible()
    expect(page.locator(".antwoord")).to_have_count(0)


def test_chat_works_in_a_browser_that_keeps_nothing(context: BrowserContext, site: str) -> None:
    context.add_init_script("""for (const storage of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, storage, {get() { throw new DOMException('', 'SecurityError'); }});""")
    page = open_chat(context, f"{site}/?organisatie=bepo")
    expect(page.get_by_label("Zoek in")).to_have_value("bepo")
    ask(page, QUESTION)
    expect(page.locator(".antwoord")).to_have_count(1)


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture
def writing(assistant: Assistant, embedder: Embedder, model: ModelServer) -> Assistant:
    writer = Writer(LanguageModel(model.address, "klein", None, 2 * _MODEL_SECONDS), Verifier(embedder))
    return Assistant(assistant.index, embedder, writer=writer)


def test_sentences_of_a_language_model_are_shown_while_it_writes(
    context: BrowserContext, writing: Assistant, model: ModelServer, serve: Serve
) -> None:
    may_end = threading.Event()

    def pieces() -> Iterator[str]:
        yield from as_json((SENTENCE, ["B1"]))
        assert may_end.wait(timeout=_MODEL_SECONDS)

    model.pieces = pieces()
    page = open_chat(context, serve(writing))
    ask(page, "Moeten ouders het OPP ondertekenen?")

    expect(page.get_by_role("status").locator(".bezig p")).to_contain_text(SENTENCE[:-1])
    expect(page.locator(".antwoord")).to_have_count(0)
    may_end.set()
    expect(page.locator(".antwoord .tekst")).to_contain_text(SENTENCE[:-1])
    expect(page.locator(".bezig")).to_have_count(0)


@pytest.mark.parametrize("leaves", [True, False], ids=["leaves", "presses stop"])
def test_language_model_stops_when_the_visitor_does_not_want_its_answer(
    context: BrowserContext, writing: Assistant, model: ModelServer, serve: Serve, leaves: bool
) -> None:
    model.pieces, model.pause = [*as_json((SENTENCE, ["B1"])), *[" "] * 10_000], 0.02
    page = open_chat(context, serve(writing))
    ask(page, "Moeten ouders het OPP ondertekenen?")
    expect(page.locator(".bezig p")).to_contain_text(SENTENCE[:-1])

    if leaves:
        page.close()
    else:
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_label("Uw vraag")).to_have_value("Moeten ouders het OPP ondertekenen?")
        expect(page.locator(".beurt")).to_have_count(0)
        expect(page.get_by_text("Er is geen antwoord gekomen.")).to_have_count(0)

    assert model.left.wait(timeout=30)
    assert model.sent < 10_000


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),  # With JSON, a browser asks first whether it may.
        ({"Content-Type": "application/json", "Origin": "https://elders.example"}, 403),
    ],
)
def test_page_of_another_site_cannot_ask_in_the_chat(
    assistant: Assistant, serve: Serve, headers: dict[str, str], status: int
) -> None:
    scripted = ScriptedAssistant(assistant, lambda _: make_answer())
    response = fetch("POST", f"{serve(scripted)}/antwoord", content='{"question": "Mag dat?"}', headers=headers)

    assert response.status_code == status
    assert scripted.asked == []


def test_message_to_the_chat_over_64_kb_is_a_413(assistant: Assistant, serve: Serve) -> None:
    scripted = ScriptedAssistant(assistant, lambda _: make_answer())
    turn = {"role": "assistant", "content": "a" * 65_536}
    response = fetch("POST", f"{serve(scripted)}/antwoord", json={"question": "Mag dat?", "history": [turn]})

    assert response.status_code == 413
    assert "64 kB" in response.json()["detail"]
    assert scripted.asked == []


@pytest.mark.parametrize("path", ["queue/join", "run/select", "call/select", "upload"])
def test_event_for_gradio_itself_is_refused_without_a_traceback(
    site: str, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    event = {"data": ["x"], "fn_index": 0, "session_hash": "abc"}
    answer = fetch("POST", f"{site}/gradio_api/{path}", json=event)

    assert answer.status_code == 404
    assert "Dit adres is van de chat zelf" in answer.json()["detail"]
    assert "Traceback" not in capsys.readouterr().err


def test_empty_question_is_not_asked(context: BrowserContext, assistant: Assistant, serve: Serve) -> None:
    scripted = ScriptedAssistant(assistant, lambda _: make_answer())
    page = open_chat(context, serve(scripted))
    ask(page, "   ")
    ask(page, "Mag dat?")
    expect(page.locator(".antwoord")).to_have_count(1)
    assert [question for question, _, _ in scripted.asked] == ["Mag dat?"]


def test_answer_is_said_aloud_once_judged_and_copied_with_its_sources(context: BrowserContext, site: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_chat(context, site)
    ask(page, "Wat is plusondersteuning?")
    expect(page.locator(".antwoord")).to_have_count(1)
    ask(page, QUESTION)
    expect(page.locator(".antwoord")).to_have_count(2)
    said = page.locator(".gradio-container > p[role=status]")
    expect(said).to_contain_text("Antwoord uit de documenten: Twee keer minimaal.")
    expect(said).not_to_contain_text("plusondersteuning")

    page.get_by_role("button", name="Kopieer met bronnen").last.click()
    expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{QUESTION}\n\nTwee keer minimaal [1].")
    source = r"\[1\] Basisondersteuning SO & SBO \(Samenwerkingsverband niet genoemd · Versie van .*\): “22\. .*” "
    assert re.search(rf"{source}{site}/bronnen/basisondersteuning-so-sbo\?van=", copied)

    with page.expect_response("**/api/v1/feedback") as sent:
        page.get_by_role("button", name="Ja", exact=True).click()
    assert sent.value.status == 202
    page.get_by_label("Wilt u zeggen waarom?").last.fill("duidelijk")
    with page.expect_response("**/api/v1/feedback") as sent:
        page.get_by_role("button", name="Verstuur").last.click()
    assert sent.value.request.post_data_json == {  # The second replaces the first.
        "answer_id": page.locator(".oordeel").last.get_attribute("data-antwoord"),
        "helpful": True,
        "comment": "duidelijk",
    }
    assert sent.value.status == 202
    expect(page.locator(".oordeel [role=status]").last).to_be_focused()  # Its form is gone.


def test_chosen_verdict_can_be_read_under_the_pointer_and_is_undone_when_it_is_not_received(
    browser: Browser, site: str
) -> None:
    with visiting(browser) as (context, _, _):
        page = open_chat(context, site)
        ask(page, QUESTION)
        yes, no = (page.get_by_role("button", name=name, exact=True) for name in ("Ja", "Nee"))
        yes.click()
        expect(page.locator(".oordeel [role=status]")).to_have_text("Dank u wel.")
        expect(yes).to_have_css("background-color", "rgb(11, 90, 104)")
        expect(yes).to_have_css("color", "rgb(255, 255, 255)")

        page.route("**/api/v1/feedback", lambda route: route.abort())
        no.click()
        expect(page.locator(".oordeel [role=status]")).to_contain_text("kwam niet aan")
        expect(yes).to_have_attribute("aria-pressed", "true")
        expect(no).to_have_attribute("aria-pressed", "false")


def test_keyboard_goes_to_the_question_and_with_a_chosen_one_to_its_answer(
    context: BrowserContext, assistant: Assistant, serve: Serve
) -> None:
    scripted = ScriptedAssistant(assistant, lambda _: replace(make_answer("Ja."), follow_ups=("En dan?",)))
    page = open_chat(context, serve(scripted))
    page.keyboard.press("Tab")
    expect(page.get_by_text("Naar de vraag")).to_be_in_viewport()
    without = look_of_outline(page)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Uw vraag")).to_be_focused()
    assert look_of_outline(page) == "rgb(11, 90, 104) solid 3px"
    assert without == "none"
    page.keyboard.type("Mag dat?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="En dan?").press("Enter")
    expect(page.locator(".antwoord")).to_have_count(2)
    expect(page.locator(".beurt").last).to_be_focused()


def test_advice_whom_to_ask_is_given_once(context: BrowserContext, site: str) -> None:
    page = open_chat(context, site)
    for path, answer in (("/", ".antwoord"), ("/chat", ".answer")):
        page.goto(site + path)
        page.get_by_label("Uw vraag").fill("Hoe laat begint de gymles op school?")
        page.get_by_label("Uw vraag").press("Enter")
        expect(page.locator(".help, .hulp")).to_contain_text("Zo bereikt u het samenwerkingsverband")
        assert page.locator(answer).inner_text().count("Vraag het aan de school") == 1


def test_older_answer_takes_few_tabs(context: BrowserContext, assistant: Assistant, serve: Serve) -> None:
    document = assistant.index.document("bepo-ondersteuningsniveaus")
    answer = make_answer("Vijf [1]. Echt [1].", citations=[make_citation(document, "BePO beschikt over vijf scholen")])
    page = open_chat(context, serve(ScriptedAssistant(assistant, lambda _: replace(answer, follow_ups=("Hoe?",)))))
    for number in range(2):
        ask(page, "Hoeveel scholen?")
        expect(page.locator(".antwoord")).to_have_count(number + 1)
    expect(page.get_by_role("button", name="Hoe?")).to_have_count(1)
    page.locator(".beurt").first.focus()
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent"))
    assert [words.partition(":")[0] for words in reached] == [
        *("[1]", "Bekijk in de bron", "Kopieer met bronnen", "Druk af"),
        "[1]",  # Of the next answer.
    ]


def test_low_window_shows_the_answer_and_not_the_box_over_it(
    browser: Browser, assistant: Assistant, serve: Serve
) -> None:
    with visiting(browser, 320, 256) as (context, _, errors):
        page = open_chat(context, serve(ScriptedAssistant(assistant, lambda _: make_answer("Ja. " * 200))))
        ask(page, "Mag dat?")
        expect(page.locator(".antwoord")).to_have_count(1)
        expect(page.locator(".invoer")).not_to_be_in_viewport()
        assert fits(page)
        assert errors == []


def test_question_that_is_too_long_is_kept_and_not_asked(
    context: BrowserContext, assistant: Assistant, serve: Serve
) -> None:
    scripted = ScriptedAssistant(assistant, lambda _: make_answer())
    page = open_chat(context, serve(scripted))
    box = page.get_by_label("Uw vraag")
    box.fill("é" * 503)
    for _ in range(2):
        expect(page.get_by_text("Uw vraag is te lang. Maak hem 3 tekens korter.")).to_be_visible()
        expect(box).to_have_attribute("aria-invalid", "true")
        box.press("Enter")
        expect(box).to_have_value("é" * 503)
    box.fill("😀" * 500)  # As the API counts.
    expect(page.get_by_text("te lang")).to_have_count(0)
    box.press("Enter")
    expect(page.locator(".antwoord")).to_have_count(1)
    assert [question for question, _, _ in scripted.asked] == ["😀" * 500]


def test_visitor_without_javascript_is_led_to_the_documents(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    expect(page.get_by_label("Zoek in")).to_be_hidden()  # Nothing would be searched.
    page.get_by_role("link", name="De documenten zelf").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bronnen")
    context.close()


def test_word_is_explained_to_pointer_keyboard_and_touch_until_escape(context: BrowserContext, site: str) -> None:
    page = open_chat(context, site)
    ask(page, "Wie vraagt een toelaatbaarheidsverklaring aan?")
    word, meaning = page.get_by_role("button", name="OPP", exact=True), page.locator(".uitleg")
    expect(word).to_have_accessible_description(re.compile("^Ontwikkeling Perspectief Plan Het schoolonder"))
    said = page.locator(".gradio-container > p[role=status]")
    expect(said).not_to_be_empty()
    expect(said).not_to_contain_text("Perspectief")
    goes_over_a_word_and_away(page, word, meaning)
    word.press("Tab")
    expect(meaning.get_by_role("link")).to_be_focused()
    expect(meaning).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Tab")
    expect(meaning).to_be_hidden()


def test_one_answer_is_printed_with_where_its_sources_stand(browser: Browser, site: str) -> None:
    with visiting(browser, dark=True) as (context, _, _):
        page = open_chat(context, site)
        for number, question in enumerate(("Wat is plusondersteuning?", QUESTION), start=1):
            ask(page, question)
            expect(page.locator(".antwoord")).to_have_count(number)
        page.get_by_role("button", name="Druk af").last.click()
        page.emulate_media(media="print")
        expect(page.locator(".vraag:visible")).to_have_text([f"Uw vraag: {QUESTION}"])
        expect(page.locator(".invoer, .gereedschap, .vervolg").locator("visible=true")).to_have_count(0)
        expect(page.locator(".papier:visible")).to_have_text(
            re.compile(r"Gevraagd aan Wegwijs op \d+ \w+ \d{4}\. Een computer .* kan fouten maken\.")
        )
        address = page.locator(".bekijk").last.evaluate("e => getComputedStyle(e, '::after').content")
        assert f"{site}/bronnen/basisondersteuning" in address
        for part, ink in ((".tekst", "rgb(28, 42, 47)"), (".bronnen h3", "rgb(84, 100, 106)")):  # As by day.
            expect(page.locator(part).last).to_have_css("color", ink)


def test_question_survives_a_server_that_cannot_be_reached(browser: Browser, site: str) -> None:
    with visiting(browser) as (context, _, _):
        page = open_chat(context, site)
        context.set_offline(True)
        ask(page, "Mag dat?")
        expect(page.get_by_role("status").get_by_text("U hebt geen internet.")).to_be_visible()
        expect(page.get_by_text("Wegwijs zoekt in de documenten")).to_have_count(0)
        expect(page.get_by_role("heading", name="Probeer een vraag")).to_be_visible()
        box = page.get_by_label("Uw vraag")
        expect(box).to_have_value("Mag dat?")
        context.set_offline(False)
        box.press("Enter")
        expect(page.locator(".antwoord")).to_have_count(1)


def test_question_is_seen_to_be_taken_before_the_server_answers(browser: Browser, site: str) -> None:
    with visiting(browser) as (context, _, _):
        page = open_chat(context, site)
        page.route("**/*", lambda _: None)  # It hangs.
        ask(page, "<b>Mag dat?")
        expect(page.locator(".vraag")).to_have_text("Uw vraag: <b>Mag dat?")
        expect(page.get_by_role("status").get_by_text("Wegwijs zoekt in de documenten")).to_be_in_viewport()
        expect(page.get_by_role("heading", name="Probeer een vraag")).to_be_hidden()
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_label("Uw vraag")).to_have_value("<b>Mag dat?")
        expect(page.get_by_role("heading", name="Probeer een vraag")).to_be_visible()


def test_question_that_failed_stays_in_the_box_and_is_asked_once_more_with_the_button(
    context: BrowserContext, assistant: Assistant, serve: Serve
) -> None:
    failing = [OSError("disk gone")]

    def answer(_: str) -> Answer:
        if failing:
            raise failing.pop()
        return make_answer()

    scripted = ScriptedAssistant(assistant, answer)
    page = open_chat(context, serve(scripted))
    ask(page, "Mag dat?")
    again = page.get_by_role("button", name="Probeer opnieuw")
    expect(again).to_be_visible()
    expect(page.get_by_label("Uw vraag")).to_have_value("Mag dat?")
    again.click()
    expect(page.locator(".antwoord")).to_have_count(1)
    expect(page.get_by_label("Uw vraag")).to_have_value("")


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_double_click_asks_once(context: BrowserContext, site: str, path: str) -> None:
    page = open_chat(context, site + path)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.locator("[data-vraag], .choices button").first.dblclick()
    expect(page.get_by_role("button", name="Druk af")).to_be_visible()
    ask(page, QUESTION)  # What the second click had asked would come before this.
    expect(page.get_by_role("button", name="Druk af")).to_have_count(2)
    expect(page.locator(".vraag, .question").last).to_contain_text(QUESTION)
    assert len(asked) == 2


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_arriving_answer_does_not_pull_away_who_reads_elsewhere(browser: Browser, site: str, path: str) -> None:
    with visiting(browser, 390, 700) as (context, _, errors):
        page = open_chat(context, site + path)
        box = page.get_by_label("Uw vraag")
        box.fill(QUESTION)
        box.press("Enter")
        expect(page.get_by_role("button", name="Druk af")).to_be_visible()
        draws(page)
        waiting: list[Route] = []
        asking = re.compile("/antwoord|/ask/stream")
        page.route(asking, lambda route: waiting.append(route))  # noqa: PLW0108
        box.fill("Wat is plusondersteuning?")
        with page.expect_request(asking):
            box.press("Enter")
        expect(page.locator(".vraag, .question")).to_have_count(2)
        page.evaluate("scrollTo(0, 60)")
        waiting[0].continue_()
        ready = page.get_by_role("button", name="Uw antwoord is er")
        expect(ready).to_be_visible()
        assert page.evaluate("scrollY") == 60
        assert violations(page) == []
        ready.click()
        expect(page.locator(".vraag, .question").last).to_be_in_viewport()
        expect(page.locator(".beurt, article").last).to_be_focused()
        expect(ready).to_have_count(0)

        box.fill(QUESTION)
        with page.expect_request(asking):
            box.press("Enter")
        expect(page.locator(".vraag, .question")).to_have_count(3)
        waiting[1].continue_()
        expect(page.get_by_role("button", name="Druk af")).to_have_count(3)
        expect(page.locator(".vraag, .question").last).to_be_in_viewport()
        expect(ready).to_have_count(0)
        assert errors == []


def test_question_without_its_answer_comes_back_in_the_box_when_the_page_is_loaded_again(
    context: BrowserContext, assistant: Assistant, serve: Serve
) -> None:
    may_answer = threading.Event()
    page = open_chat(context, serve(waiting_for(may_answer, assistant)))
    ask(page, "Mag dat?")
    expect(page.get_by_text("Wegwijs zoekt in de documenten")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Uw vraag")).to_have_value("Mag dat?")
    may_answer.set()
