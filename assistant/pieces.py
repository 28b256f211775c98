"""An answer in pieces, as they are sent: joined they are its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer import Answer, Piece

_MARKER = re.compile(r"\[(\d+)\]")
_BLOCK_END = re.compile(r"\n{2,}")
_SENTENCE_END = re.compile(r"\[\d+\][.!?:;,]* +(?=\S)")
_STAYS_WHOLE = re.compile(r"(?:[-*+|>#]|\d+[.)]) ?")  # A list, table, quotation or heading means nothing in parts.


def pieces_of(answer: Answer) -> Iterator[Piece]:
    """Yield an answer's sentences, each up to its marker and with its citations, and its lists and tables whole."""
    citations = {citation.number: citation for citation in answer.citations}
    for text in pieces(answer.text):
        numbers = sorted({int(number) for number in _MARKER.findall(text)} & citations.keys())
        yield Piece(text, tuple(citations[number] for number in numbers))


def pieces(markdown: str) -> Iterator[str]:
    """Yield an answer's sentences, each up to its marker, and its lists and tables whole: joined, they are the text."""
    for block in _split_after(_BLOCK_END, markdown):
        if _STAYS_WHOLE.match(block):
            yield block
        else:
            yield from _split_after(_SENTENCE_END, block)


def _split_after(end: re.Pattern[str], text: str) -> Iterator[str]:
    start = 0
    for match in end.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    if start < len(text):
        yield text[start:]
