"""Markdown: read as the web page that it describes."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from ingest.formats.html import read_html
from ingest.formats.plain_text import decoded
from ingest.manuscript import Manuscript

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")  # what programs put before the text
_TASK = re.compile(r"^(\s*(?:[-*+]|\d{1,9}[.)])\s+)\[([ xX])\](?=\s)", re.MULTILINE)
_markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read_markdown(content: bytes) -> Manuscript:
    """Return the manuscript of a Markdown text: its headings, lists and tables, the marks themselves left out."""
    text = _FRONT_MATTER.sub("", decoded(content).replace("\r\n", "\n"))
    text = _TASK.sub(lambda task: task[1] + ("☐" if task[2] == " " else "☒"), text)
    return read_html(_markdown.render(text).encode("utf-8", errors="replace"))
