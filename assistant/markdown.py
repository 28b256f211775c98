"""The Markdown of an answer: the documents' words as they are, and the markers of their sources."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")
_END = re.compile(r"([.!?:;,]*)$")


def marked(sentence: str, *numbers: int) -> str:
    """Put the markers before the punctuation at the end: "Minimaal twee keer per jaar [1]."; no list goes on there."""
    markers = " ".join(f"[{number}]" for number in numbers)
    end = _END.search(sentence)
    closing = end[1] if end else ""
    body = sentence[: len(sentence) - len(closing)]
    if closing[:1] in {"?", "!"}:  # A question mark belongs to its words.
        return f"{sentence} {markers}"
    return f"{body} {markers}{closing.replace(';', '').replace(',', '') or '.'}"


def escaped(text: str) -> str:
    """Keep the documents' words from being read as Markdown, HTML or markers."""
    return _MARKUP.sub(r"\\\1", text)
