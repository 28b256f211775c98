"""From evidence to the text of an answer: the documents' own words, short first, each fact with its marker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence, Form
from assistant.wording import Wording
from ingest.span import Span

_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")
_END = re.compile(r"([.!?:;,]*)$")


def fact(evidence: Evidence, number: int, wording: Wording) -> str:
    """Return the Markdown for one piece of evidence, its marker at the end of each sentence and list."""
    if evidence.form is Form.LIST:
        return _list(evidence, number)
    sentences = " ".join(_marked(_words(evidence, part), number) for part in evidence.parts)
    if evidence.form is Form.DECISION and evidence.lead and evidence.passage.section.label:
        lead = _escaped(evidence.readable(evidence.lead))
        label = evidence.passage.section.label
        sentences += "\n\n" + _marked(wording.decided_on.format(label=label, lead=lead), number)
    return sentences


def _list(evidence: Evidence, number: int) -> str:
    items = [_words(evidence, part) for part in evidence.parts]
    lines = [f"- {item}" for item in items[:-1]] + [f"- {_marked(items[-1], number)}"]
    if evidence.lead:
        lines.insert(0, _marked(_escaped(evidence.readable(evidence.lead)), number) + "\n")
    return "\n".join(lines)


def _words(evidence: Evidence, part: Span) -> str:
    """Return the words of a part; the cells of a table row with a colon between them."""
    block = next((b for b in evidence.passage.section.blocks if b.span == part), None)
    spans: Sequence[Span] = block.cells if block and block.cells else (part,)
    return ": ".join(_escaped(evidence.readable(span)).rstrip(".:" if len(spans) > 1 else "") for span in spans)


def _marked(sentence: str, number: int) -> str:
    """Put the marker before the punctuation at the end: "Minimaal twee keer per jaar [1]."."""
    end = _END.search(sentence)
    closing = end[1] if end else ""
    body = sentence[: len(sentence) - len(closing)]
    if closing[:1] in {"?", "!"}:  # A question mark belongs to its words.
        return f"{sentence} [{number}]"
    return f"{body} [{number}]{closing or '.'}"


def _escaped(text: str) -> str:
    """Keep the documents' words from being read as Markdown, HTML or markers."""
    return _MARKUP.sub(r"\\\1", text)
