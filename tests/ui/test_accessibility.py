from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.serving import fetch
from tests.ui.visiting import draws, enlarge, fits, hidden_focus, small_targets, violations, visiting

PAGES = {
    "/": "textarea",
    "/chat": "textarea",
    "/insluiten": "textarea",
    "/privacy": "h1",
    "/toegankelijkheid": "h1",
    "/bronnen": "h1",
    "/bronnen/bepo-ondersteuningsniveaus?van=500&tot=700": "mark",
    "/bronnen/bestaat-niet": "h1",
    "/bestaat-niet": "h1",
    "/docs": "h1",
}
STATES = {"answered": "Moeten ouders het OPP ondertekenen?", "not_found": "Hoe laat begint de gymles op school?"}


def ask(page: Page, state: str) -> None:
    """Ask what has an answer of this kind, and wait until all of it is there."""
    box = page.get_by_label("Uw vraag")
    box.fill(STATES[state])
    box.press("Enter")
    page.locator(f".antwoord-{state}, .answer[data-status={state}]").wait_for()
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_every_page_answers_to_head(site: str) -> None:
    statuses = {path: fetch("HEAD", site + path).status_code for path in PAGES}

    assert {path for path, status in statuses.items() if status != 200} == {"/bronnen/bestaat-niet", "/bestaat-niet"}


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["narrow and dark", "wide and light"])
def test_no_page_has_a_barrier_or_asks_another_host(browser: Browser, site: str, width: int, dark: bool) -> None:
    with visiting(browser, width, 800, dark=dark) as (context, hosts, errors):
        page = context.new_page()
        found = {}
        for path, content in PAGES.items():
            if path == "/chat":  # From the page before: the chat with an answer.
                for state in STATES:
                    ask(page, state)
                    found[state] = violations(page) + ([] if fits(page) else ["wider than the screen"])
                page.locator(".vraag").first.click()
                found["focus"] = hidden_focus(page, 20)
            page.goto(site + path)
            page.locator(content).first.wait_for()
            found[path] = violations(page) + ([] if fits(page) else ["wider than the screen"])
        assert {path: barriers for path, barriers in found.items() if barriers} == {}
        assert set(hosts) == {urlsplit(site).netloc}
        assert [error for error in errors if "404" not in error] == []  # Two pages are not there.
        assert context.cookies() == []


@pytest.mark.parametrize("letters", [24, 32])
def test_page_with_large_letters_on_a_phone_is_read_by_scrolling_down_only(
    browser: Browser, site: str, letters: int
) -> None:
    with visiting(browser, 360, 740, touch=True) as (context, _, _):
        page = context.new_page()
        enlarge(page, letters)
        wide = []
        for path, content in PAGES.items():
            page.goto(site + path)
            page.locator(content).first.wait_for()
            wide += [] if fits(page) else [path]
            if path in {"/", "/chat"}:
                for state in STATES:
                    ask(page, state)
                    wide += [] if fits(page) else [f"{state} on {path}"]
        assert wide == []
        page.goto(f"{site}/bronnen/basisondersteuning-so-sbo?van=8500&tot=8600")
        narrowest = "all => Math.min(...all.map((one) => one.getBoundingClientRect().width))"
        assert page.locator("li > .woorden").evaluate_all(narrowest) > 5 * letters


@pytest.mark.parametrize("path", ["/", "/chat", "/privacy", "/bestaat-niet"])
def test_page_to_read_stands_in_the_middle_of_a_wide_window_with_its_header_above_it(
    browser: Browser, site: str, path: str
) -> None:
    with visiting(browser) as (context, _, _):
        page = context.new_page()
        page.goto(site + path)
        text = page.locator("main > .tekst, .start")
        expect(text).to_be_visible()
        column = text.bounding_box()
        logo = page.locator(".kop a").first.bounding_box()
        assert column
        assert logo
        assert column["x"] == pytest.approx(1280 - column["x"] - column["width"], abs=1)
        assert column["x"] == pytest.approx(logo["x"], abs=1)
        assert column["width"] == pytest.approx(44 * 16, abs=1)


@pytest.mark.parametrize("path", ["/", "/chat"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)], ids=["phone", "desktop"])
def test_page_stays_still_while_a_question_is_typed_and_nothing_has_the_focus_behind_it(
    browser: Browser, site: str, path: str, width: int, height: int
) -> None:
    with visiting(browser, width, height) as (context, _, errors):
        page = context.new_page()
        page.goto(site + path)
        box = page.get_by_label("Uw vraag")
        box.fill(STATES["answered"])
        box.press("Enter")
        expect(page.get_by_role("button", name="Druk af")).to_be_visible()
        draws(page)
        page.evaluate("scrollTo(0, 0)")
        box.press_sequentially("En wie betaalt dat?")
        box.press("Shift+Enter")
        box.press_sequentially("En wanneer?")
        assert page.evaluate("scrollY") == 0

        page.locator(".vraag, .question").click()
        assert hidden_focus(page, 20) == []
        assert errors == []


def test_what_is_pressed_by_itself_is_large_enough_for_a_finger(browser: Browser, site: str) -> None:
    with visiting(browser, 390, 844, touch=True) as (context, _, _):
        page = context.new_page()
        found = {}
        for path, content in PAGES.items():
            page.goto(site + path)
            page.locator(content).first.wait_for()
            if path in {"/", "/chat"}:
                expect(page.locator("[data-vraag], .choices button").first).to_be_visible()
                found[f"start of {path}"] = small_targets(page)
                for state in STATES:
                    ask(page, state)
                    page.locator("[aria-pressed]").last.click()
                    expect(page.get_by_label("Wilt u zeggen waarom?").last).to_be_visible()
                    found[f"{state} on {path}"] = small_targets(page)
            elif path != "/docs":  # For programmers.
                found[path] = small_targets(page)
            assert fits(page)
        assert {place: small for place, small in found.items() if small} == {}


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_box_is_named_by_its_label_alone_and_what_does_not_scroll_is_no_stop_on_the_way(
    browser: Browser, site: str, path: str
) -> None:
    with visiting(browser) as (context, _, _):
        page = context.new_page()
        page.goto(site + path)
        expect(page.get_by_role("textbox")).to_have_accessible_name("Uw vraag")
        expect(page.locator("[role=group], [role=region]").locator("visible=true")).not_to_have_attribute(
            "tabindex", "0"
        )


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_buttons_and_the_chosen_verdict_are_told_apart_in_colours_of_the_visitor(
    browser: Browser, site: str, path: str
) -> None:
    with visiting(browser) as (context, _, _):
        page = context.new_page()
        page.emulate_media(forced_colors="active")
        page.goto(site + path)
        box = page.get_by_label("Uw vraag")
        box.fill(STATES["answered"])
        box.press("Enter")
        yes, no = page.locator("[aria-pressed]").first, page.locator("[aria-pressed]").last
        yes.click()
        expect(page.locator(".told, .oordeel [role=status]")).to_have_text("Dank u wel.")
        for button in (
            page.get_by_role("button", name="Vraag", exact=True),
            page.locator(".verwijzing, .marker").first,
        ):
            expect(button).to_have_css("border-top-style", "solid")
            expect(button).not_to_have_css("border-top-color", "rgba(0, 0, 0, 0)")
        look = "e => ((s) => [s.color, s.backgroundColor])(getComputedStyle(e))"
        page.mouse.move(0, 0)
        assert set(yes.evaluate(look)).isdisjoint(no.evaluate(look))


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_number_of_a_source_is_told_from_the_sentence_and_never_begins_a_line(
    browser: Browser, site: str, path: str
) -> None:
    with visiting(browser) as (context, _, errors):
        page = context.new_page()
        page.goto(site + path)
        box = page.get_by_label("Uw vraag")
        box.fill("Hoe vaak moet een OPP minimaal geëvalueerd worden?")
        box.press("Enter")
        marker = page.locator(".verwijzing, .marker").first
        expect(marker).to_have_text("[1]")
        expect(page.locator("[role=status]", has_text="Twee keer minimaal.")).to_have_count(1)
        line = """(marker) => {
          const word = document.createRange();
          const before = marker.parentElement.previousSibling;
          word.setStart(before, before.data.trimEnd().length - 1);
          word.setEnd(before, before.data.trimEnd().length);
          return word.getBoundingClientRect().bottom - marker.getBoundingClientRect().top;
        }"""
        for width in range(320, 400, 4):
            page.set_viewport_size({"width": width, "height": 800})
            for one in page.locator(".verwijzing, .marker").all():
                assert one.evaluate(line) > 0
        page.emulate_media(media="print")
        expect(marker).to_have_text("[1]")
        assert errors == []


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_what_is_copied_says_what_the_reader_must_know_and_whose_each_source_is(
    browser: Browser, site: str, path: str
) -> None:
    with visiting(browser) as (context, _, errors):
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(site + path)
        box = page.get_by_label("Uw vraag")
        box.fill("Wat doet een bpo'er?")
        box.press("Enter")
        copy = page.get_by_role("button", name="Kopieer met bronnen")
        copy.click()
        expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        notice = page.get_by_role("note").filter(has_text="31-07-2022")
        label, text = (notice.locator(part).inner_text() for part in ("strong", ":scope"))
        assert f"\n\n{label}: {text.removeprefix(label).strip()}\n\n" in copied
        assert "(Koers VO · Gold " in copied
        assert " (" in copied.split("\n\n[1] ")[1]
        links = [word for word in copied.split() if word.startswith("http")]
        assert [link.split("#")[1] for link in links] == ["citaat"] * page.locator(".bronnen li, .sources li").count()
        expect(copy).to_be_visible()  # It can be pressed again.

        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException()); }")
        copy.click()
        expect(page.get_by_role("button", name="Kopiëren mag niet van uw browser")).to_be_visible()
        assert errors == []
