"""Terms with their meanings where a document lists them: "In dit reglement wordt verstaan onder: a. ouders: ...".

A list is known by its form: words or a heading that announce it, or the heads of a table's columns, and after these
items, rows or paragraphs that each give a term, a sign, and its meaning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile

from ingest.document import Block, BlockKind, Document
from ingest.span import Span
from ingest.statements import unnumbered

_SUBJECT = (
    r"(?:\w*begrippen(?:lijst|kader)?|begrips(?:bepaling|omschrijving)(?:en)?|definities|definitiebepaling(?:en)?|"
    r"afkortingen(?:lijst)?|woordenlijst|glossarium|glossary|definitions|abbreviations)"
)
_HEADING = re.compile(rf"\b{_SUBJECT}\b", re.IGNORECASE)
_HEADING_WORDS = 8  # A longer one only speaks of terms.
_LEAD = re.compile(
    r"\bversta(?:an|at)(?: we| wij| men)?\s+onder\W*$"
    rf"|\bonder\b.*\b(?:volgende|deze)\b.*\bverstaan\b[^.]*:$|\b{_SUBJECT}\b[^.:]*:$",
    re.IGNORECASE,
)
_LEAD_CHARS = 300  # Words that announce a list are few.
_TERM_HEAD = re.compile(
    r"(?:begrip(?:pen)?|term(?:en)?|afkorting(?:en)?|afk\.?|woord(?:en)?|abbreviation)", re.IGNORECASE
)
_MEANING_HEAD = re.compile(
    r"(?:omschrijving|betekenis|definitie|uitleg|verklaring|toelichting|voluit|volledige? \w+|(?:staat|stands?) voor|"
    r"meaning|definition|description)",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"[*_\"'“‘]*(?P<term>[^\W_][^.:;=?!\n\"”’*]{0,60}?(?:['’][a-z]{1,3})?)[*_\"'”’]*"
    r"(?:\s*[:=][*_]*\s+|\s+[–—-]\s+|\t+)(?P<meaning>\S.*)",
    re.DOTALL,
)
_TERM_WORDS = 6
_RUNS_ON = re.compile(r"\s[A-ZÀ-Þ][\w-]*\s*[:=]\s")  # Another term in it: lines that were joined.
_END = re.compile(r"\s*(?:[;,]\s*(?:en|of|and|or)?|\.)\s*$")
_ARTICLE = re.compile(r"(?:de|het|een|the|an?)\s+(?=\S)", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_FEWEST = 2  # Under a heading; one "term: meaning" there may be anything.
_PASSED_OVER = frozenset({BlockKind.FURNITURE, BlockKind.CONTENTS, BlockKind.REMARK})


@dataclass(frozen=True, slots=True)
class Definition:
    """A term with the meaning that a list gives it."""

    names: tuple[str, ...]  # the term, and what stands behind it in brackets: "toelaatbaarheidsverklaring (TLV)"
    meaning: str
    span: Span  # term and meaning together
    parts: tuple[Span, ...]  # what to quote: both in one, or each when they stand in blocks of their own


class _Announced(Enum):
    """What announces terms."""

    BY_HEADING = auto()
    IN_WORDS = auto()
    NOT = auto()


def definitions(document: Document) -> Iterator[Definition]:
    """Yield the terms that a document lists with their meanings, in its order."""
    for announced, blocks in _stretches(document):
        if announced is _Announced.IN_WORDS:
            yield from _after_words(document, blocks)
        elif announced is _Announced.BY_HEADING:
            yield from _under_heading(document, blocks)
        yield from _in_tables(document, blocks, None if announced is _Announced.NOT else (0, 1))


def in_capitals(term: str) -> bool:
    """Tell whether a term is written as abbreviations are: "SWV", "IB'er"."""
    return " " not in term and sum(letter.isupper() for letter in term) > 1


def _stretches(document: Document) -> Iterator[tuple[_Announced, list[Block]]]:
    """Yield the blocks between headings and announcements, each time with what announces them."""
    announced, blocks = _Announced.NOT, list[Block]()
    for block in _blocks(document):
        here = _announcement(document.readable(block.span), block)
        ends = block.kind is BlockKind.HEADING and not _is_listed(document, block, announced)
        if ends or here is not _Announced.NOT:
            yield announced, blocks
            announced, blocks = here, []
        else:
            blocks.append(block)
    yield announced, blocks


def _blocks(document: Document) -> list[Block]:
    return [block for section in document.sections for block in section.blocks if block.kind not in _PASSED_OVER]


def _announcement(words: str, block: Block) -> _Announced:
    if block.kind not in {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.NUMBERED}:
        return _Announced.NOT
    if block.kind is not BlockKind.HEADING and len(words) <= _LEAD_CHARS and _LEAD.search(words):
        return _Announced.IN_WORDS
    # Not every heading is known as one.
    as_heading = block.kind is BlockKind.HEADING or not words.endswith((".", ":", ";", ",", "?"))
    is_short = len(words.split()) <= _HEADING_WORDS
    return _Announced.BY_HEADING if as_heading and is_short and _HEADING.search(words) else _Announced.NOT


def _is_listed(document: Document, block: Block, announced: _Announced) -> bool:
    """Tell whether what looks like a heading is one of a list of abbreviations: "SWV – samenwerkingsverband"."""
    found = _entry(document, block) if announced is not _Announced.NOT else None
    return found is not None and in_capitals(found.names[0])


def _after_words(document: Document, blocks: Sequence[Block]) -> Iterator[Definition]:
    """Yield what follows directly on the words that announce it; an item within an item is part of a meaning."""
    outermost = (block for block in blocks if not block.depth)
    yield from filter(None, takewhile(bool, (_entry(document, block) for block in outermost)))


def _under_heading(document: Document, blocks: Sequence[Block]) -> Iterator[Definition]:
    found = [(block, entry) for block in blocks if not block.depth and (entry := _entry(document, block))]
    kinds = Counter(block.kind for block, _ in found)
    yield from (entry for block, entry in found if kinds[block.kind] >= _FEWEST)
    if not found:
        yield from _in_turns(document, blocks)


def _in_turns(document: Document, blocks: Sequence[Block]) -> Iterator[Definition]:
    """Yield what stands in paragraphs by turns, first a term and then its meaning."""
    pairs = list(zip(blocks[::2], blocks[1::2], strict=False))
    spans = [(term.span, meaning.span) for term, meaning in pairs]
    if len(blocks) < 2 * _FEWEST or len(blocks) % 2 or any(block.kind is not BlockKind.PARAGRAPH for block in blocks):
        return
    made = [_made(document, term, meaning, (term, meaning)) for term, meaning in spans]
    if all(not re.search(r"[.:;,?!]$", term.of(document.text)) for term, _ in spans) and all(made):
        yield from filter(None, made)


def _in_tables(document: Document, blocks: Sequence[Block], columns: tuple[int, int] | None) -> Iterator[Definition]:
    """Yield the rows of tables whose heads speak of terms; with columns given, also of those without heads."""
    headed = None
    for block in blocks:
        heads = [document.readable(cell) for cell in block.cells]
        if block.kind is not BlockKind.ROW:
            headed = None
        elif found := _columns(heads):
            headed = found
        elif (both := headed or (None if block.head else columns)) and max(both) < len(block.cells):
            made = _made(document, block.cells[both[0]], block.cells[both[1]], (block.span,))
            yield from filter(None, [made])


def _columns(heads: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns of terms and of meanings, when a row holds the heads of both."""
    terms = [place for place, head in enumerate(heads) if _TERM_HEAD.fullmatch(head)]
    meanings = [place for place, head in enumerate(heads) if _MEANING_HEAD.fullmatch(head)]
    return (terms[0], meanings[0]) if terms and meanings else None


def _entry(document: Document, block: Block) -> Definition | None:
    """Return the term and meaning that a block gives with a sign between them, or None."""
    if block.cells:
        return None
    words = unnumbered(document.text, block)
    match = _ENTRY.fullmatch(document.text, words.start, words.end)
    if not match or _RUNS_ON.search(match["meaning"]):
        return None
    term, meaning = Span(*match.span("term")), Span(*match.span("meaning"))
    end = meaning.end - len(found[0]) if (found := _END.search(match["meaning"])) else meaning.end
    return _made(document, term, Span(meaning.start, end), (Span(words.start, end),))


def _made(document: Document, term: Span, meaning: Span, parts: tuple[Span, ...]) -> Definition | None:
    names = tuple(_names(document.readable(term)))
    explained = document.readable(meaning)
    if not names or len(names[0].split()) > _TERM_WORDS or not re.search(r"[^\W\d_]{2}", explained):
        return None
    return Definition(names, _END.sub("", explained), Span(parts[0].start, parts[-1].end), parts)


def _names(term: str) -> Iterable[str]:
    outside = _ARTICLE.sub("", _BRACKETS.sub("", term), count=1).strip()
    inside = (match[1] for match in _BRACKETS.finditer(term) if match[0][0].isspace())  # Not the "(s)" of "ouder(s)".
    return (name for name in (outside, *inside) if re.search(r"[^\W\d_]{2}", name))
