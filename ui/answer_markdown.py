"""An answer's Markdown as HTML: paragraphs, lists, emphasis, explained words, markers that lead to their citation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from assistant.language import Language
from assistant.wording import language_said

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_MARKER = re.compile(r"\[(\d{1,3})\](?P<end>[.,;:!?]*)")


def answer_html(text: str, numbers: Collection[int], anchor: str, explained: Mapping[str, Markup]) -> Markup:
    """Return the HTML of an answer's text; HTML in the text itself is shown as written.

    Args:
        text: Markdown, in which `[n]` is a marker.
        numbers: the citations that exist; a marker of another stays plain text.
        anchor: `anchor + "-" + n` is the id of citation n.
        explained: what to show in the place of words, the first time that they stand there.
    """
    environment = {"numbers": numbers, "anchor": anchor, "explained": dict(explained), "pointed": set()}
    return Markup(_markdown.render(text, environment))  # noqa: S704 - the renderer escapes all text, and has no HTML rule


def _marker(state: StateInline, silent: bool) -> bool:
    found = _MARKER.match(state.src, state.pos)
    if found is None or int(found[1]) not in state.env["numbers"]:
        return False
    if not silent:
        # In one span with its punctuation and the space before it, so that neither begins a line.
        words = state.pending.rstrip(" ")
        space, state.pending = _NO_BREAK_SPACE * (words != state.pending), words
        state.push("span_open", "span", 1).attrs = {"class": "bijeen"}
        state.push("text", "", 0).content = space
        link = state.push("link_open", "a", 1)
        link.attrs = {
            "class": "verwijzing",
            "href": f"#{state.env['anchor']}-{found[1]}",
            "aria-label": f"Bron {found[1]}",
        }
        if found[1] in state.env["pointed"]:
            link.attrs["tabindex"] = "-1"  # The first one is enough for the keyboard.
        state.env["pointed"].add(found[1])
        state.push("text", "", 0).content = f"[{found[1]}]"  # On paper a bare number would belong to the sentence.
        state.push("link_close", "a", -1)
        state.push("text", "", 0).content = found["end"]
        state.push("span_close", "span", -1)
    state.pos = found.end()
    return True


def _mark_language(state: StateCore) -> None:
    for opening, words in pairwise(state.tokens):
        if opening.type == "paragraph_open" and (language := language_said(words.content)) is not Language.DUTCH:
            opening.attrs |= {"lang": language, "dir": "auto"}


def _explain(state: StateCore) -> None:
    for line in state.tokens:
        line.children = list(_explained_outside_links(line.children or (), state.env["explained"]))


def _explained_outside_links(tokens: Iterable[Token], waiting: dict[str, Markup]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in {"link_open", "link_close"} else 0
        yield from [token] if depth else _explained(token, waiting)


def _explained(token: Token, waiting: dict[str, Markup]) -> Iterator[Token]:
    """Yield a piece of text cut around the first word that still waits to be explained, and so on with the rest."""
    found = re.search("|".join(rf"(?<!\w){re.escape(words)}(?!\w)" for words in waiting), token.content)
    if token.type != "text" or not found or not found[0]:
        yield token
        return
    yield Token("text", "", 0, content=token.content[: found.start()])
    yield Token("html_inline", "", 0, content=waiting.pop(found[0]))
    yield from _explained(Token("text", "", 0, content=token.content[found.end() :]), waiting)


_markdown = MarkdownIt("zero").enable(["list", "emphasis", "escape", "newline"])
_markdown.inline.ruler.push("marker", _marker)
_markdown.core.ruler.push("mark language", _mark_language)
_markdown.core.ruler.push("explain", _explain)
