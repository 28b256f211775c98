"""An answer's Markdown as HTML: paragraphs, lists, emphasis, and markers that lead to their citation."""

from __future__ import annotations

import re
from collections.abc import Collection

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markupsafe import Markup

_MARKER = re.compile(r"\[(\d{1,3})\](?P<end>[.,;:!?]*)")


def answer_html(text: str, numbers: Collection[int], anchor: str) -> Markup:
    """Return the HTML of an answer's text; HTML in the text itself is shown as written.

    Args:
        text: Markdown, in which `[n]` is a marker.
        numbers: the citations that exist; a marker of another stays plain text.
        anchor: `anchor + "-" + n` is the id of citation n.
    """
    environment = {"numbers": numbers, "anchor": anchor}
    return Markup(_markdown.render(text, environment))  # noqa: S704 - the renderer escapes all text, and has no HTML rule


def _marker(state: StateInline, silent: bool) -> bool:
    found = _MARKER.match(state.src, state.pos)
    if found is None or int(found[1]) not in state.env["numbers"]:
        return False
    if not silent:
        # In one span with its punctuation, so that no line begins with a full stop.
        state.push("span_open", "span", 1).attrs = {"class": "bijeen"}
        link = state.push("link_open", "a", 1)
        link.attrs = {
            "class": "verwijzing",
            "href": f"#{state.env['anchor']}-{found[1]}",
            "aria-label": f"Bron {found[1]}",
        }
        state.push("text", "", 0).content = found[1]
        state.push("link_close", "a", -1)
        state.push("text", "", 0).content = found["end"]
        state.push("span_close", "span", -1)
    state.pos = found.end()
    return True


_markdown = MarkdownIt("zero").enable(["list", "emphasis", "escape", "newline"])
_markdown.inline.ruler.push("marker", _marker)
