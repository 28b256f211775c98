"""A visit in a real browser: which hosts it contacts, what goes wrong, and what axe finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

SCHOOL = "http://school.localhost:8080"  # A website that carries the widget; tests answer for it themselves.


@contextmanager
def visiting(
    browser: Browser, width: int = 1280, height: int = 900, *, dark: bool = False, touch: bool = False
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

    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        has_touch=touch,
        is_mobile=touch,
    )
    context.on("request", note_host)
    context.on("console", note_error)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context, hosts, errors
    context.close()


def fits(page: Page) -> bool:
    """Tell whether a page is no wider than its window: on a phone `innerWidth` grows along with what is in it."""
    assert page.viewport_size
    return bool(page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"])


def draws(page: Page) -> None:
    """Wait until a page has drawn what changed last: only then does the chat go to an answer that came."""
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def enlarge(page: Page, letters: int) -> None:
    """Let somebody's browser draw ordinary text this many pixels high, where 16 is usual."""
    sizes = {"fontSizes": {"standard": letters, "fixed": letters}}
    page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)


def goes_over_a_word_and_away(page: Page, word: Locator, meaning: Locator) -> None:
    """Go over an explained word as WCAG 1.4.13 has it, and leave the focus on it."""
    word.hover()
    expect(meaning).to_be_visible()
    meaning.hover(position={"x": 3, "y": 3})  # It stays when one goes to it,
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")  # and can be put away without going elsewhere.
    expect(meaning).to_be_hidden()
    word.click()
    expect(meaning).to_be_visible()
    page.mouse.move(1, 1)  # The focus keeps it;
    expect(meaning).to_be_visible()
    word.blur()  # without that it goes.
    expect(meaning).to_be_hidden()
    word.focus()
    expect(meaning).to_be_visible()


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with a page as it is now, by every rule it has, small targets included."""
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def small_targets(page: Page) -> list[str]:
    """Return what is less than 44 points high or wide, but for what stands inside a sentence."""
    small: list[str] = page.evaluate("""() => {
      const within = (root) => [...root.querySelectorAll('*')];
      const all = (root) => within(root).flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
      const marks = '.verwijzing, .marker, .begrip *, .term *, .uitleg *, .meaning *';
      const links = 'p > a, li > a, dd > a, td > a, footer > a';
      const words = (e) => e.innerText.replace('(opent in een nieuw tabblad)', '').trim();
      const inSentence = (e) => e.matches(marks) || (e.matches(links) && words(e.parentElement) !== words(e));
      return all(document)
        .filter((e) => e.matches('a[href], button, select, input, textarea') && e.checkVisibility() && !inSentence(e))
        .map((e) => [e, e.getBoundingClientRect()])
        .filter(([, {width, height}]) => width < 44 || height < 44)
        .map(([e, {width, height}]) => `${e.outerHTML.slice(0, 100)} is ${width} by ${height}`);
    }""")
    return small


def hidden_focus(page: Page, keys: int) -> list[str]:
    """Press Tab this many times; return what gets the focus while something else covers it."""
    covered = """() => {
      let element = document.activeElement;
      while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const [first] = element.getClientRects();
      const top = element.getRootNode().elementFromPoint(first.x + first.width / 2, first.y + first.height / 2);
      return element === document.body || element.contains(top) || top?.contains(element) ? null : element.outerHTML;
    }"""
    found = []
    for _ in range(keys):
        page.keyboard.press("Tab")
        found.append(page.evaluate(covered))
    return [element for element in found if element]
