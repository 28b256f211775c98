"""Answers as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Answer, Citation


def answer_text(answer: Answer) -> str:
    """Return the answer with its notices, sources and follow-up questions as lines to read."""
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    yield answer.text
    for notice in answer.notices:
        yield f"\nLet op: {notice.text}"
    if answer.citations:
        yield "\nBronnen"
    for citation in answer.citations:
        yield f"[{citation.number}] {place(citation)}"
        yield f"    “{citation.readable_quote}”"
    if answer.follow_ups:
        yield "\nOok te vragen"
    for follow_up in answer.follow_ups:
        yield f"- {follow_up}"


def place(citation: Citation) -> str:
    """Return where the cited words stand: the document, the headings above them, their number and page."""
    section = citation.passage.section
    page = f"blz. {citation.page}" if citation.page else None
    label = section.label if not section.path or section.label != section.path[-1] else None
    return " › ".join(filter(None, [citation.document.source.title, *section.path, label, page]))
