"""From blocks to sections: which blocks are headings, how they nest, and what each numbered unit is called.

The rules know how Dutch policy texts look, not which documents exist:

* a heading is a short line without a full stop that stands above something;
* chapters ("4. Kwaliteitskader") stand above capitals, these above plain headings, these above question headings;
* a heading directly under a heading is its child; inside a running enumeration, headings are siblings, and the first
  heading after its last number closes all that the enumeration was under;
* an enumeration is called after the noun that announces it: "De afspraken ..." gives "afspraak 1".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.blocks import split_blocks
from ingest.document import Block, BlockKind, Section, plain
from ingest.span import Span

_HEADING_WORDS = 14
_HEADING_CHARS = 110
_CHAPTER_WORDS = 12
_LIST_ITEM_CHARS = 200  # A lead-in with numbered lines shorter than this is one list, not units of their own.
_DATE = re.compile(r"\b\d{1,2}[-/ ](?:\d{1,2}|[a-z]{3,9})[-/ ]\d{4}\b|\bversie\b.*\d", re.IGNORECASE)
_CHAPTER_WORD = re.compile(r"(?:hoofdstuk|paragraaf|bijlage|deel|onderdeel)\s+(?:\d+|[A-Z]|[IVX]+)\b", re.IGNORECASE)
_TABLE_HEAD = frozenset(
    "item nr nummer onderwerp afspraak stelling criterium wie wat wanneer actie toelichting norm status "
    "score antwoord datum omschrijving verantwoordelijke".split()
)
# Nouns that policy texts count by, plural to singular. Compounds ("kwaliteitsaspecten") end in them.
_COUNTED = {
    "afspraken": "afspraak", "artikelen": "artikel", "aspecten": "aspect", "beloften": "belofte",
    "criteria": "criterium", "doelen": "doel", "doelstellingen": "doelstelling", "eisen": "eis", "fasen": "fase",
    "indicatoren": "indicator", "ijkpunten": "ijkpunt", "kenmerken": "kenmerk", "maatregelen": "maatregel",
    "normen": "norm", "punten": "punt", "principes": "principe", "regels": "regel", "richtlijnen": "richtlijn",
    "spelregels": "spelregel", "standaarden": "standaard", "stappen": "stap", "stellingen": "stelling",
    "taken": "taak", "uitgangspunten": "uitgangspunt", "uitspraken": "uitspraak", "voorwaarden": "voorwaarde",
    "vragen": "vraag", "vereisten": "vereiste", "bepalingen": "bepaling", "bouwstenen": "bouwsteen",
    "besluiten": "besluit", "actiepunten": "actiepunt", "verplichtingen": "verplichting", "beginselen": "beginsel",
    "thema's": "thema",
}  # fmt: skip
_DETERMINERS = frozenset("de het een onze alle deze volgende woordelijke in over van en".split())
_UNNAMED = "punt"


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str
    rank: float  # lower stands higher
    style: str


def outline(text: str, title: str) -> tuple[Section, ...]:
    """Cut a text into its sections; joined, they are the text.

    Args:
        text: the final text of a document.
        title: the document's title, which may name its enumeration ("Basisondersteuning in 13 ijkpunten").
    """
    blocks = _with_headings(text, split_blocks(text))
    if not blocks:
        return (Section((), None, Span(0, len(text)), ()),) if text else ()
    return _tiled(text, _Outliner(text, title, blocks).sections())


def _tiled(text: str, sections: Sequence[Section]) -> tuple[Section, ...]:
    """Stretch each section to the start of the next, so that no character falls between."""
    starts = [0, *(section.span.start for section in sections[1:]), len(text)]
    return tuple(
        replace(section, span=Span(start, end))
        for section, start, end in zip(sections, starts[:-1], starts[1:], strict=True)
    )


# --- which blocks are headings ---------------------------------------------------------------------------------------


def _with_headings(text: str, blocks: Sequence[Block]) -> list[Block]:
    blocks = _lists_apart(text, blocks)
    chapters = _chapter_sequences(text, blocks)
    kinds = [_kind(text, blocks, index, chapters) for index in range(len(blocks))]
    kinds = _only_above_something(text, blocks, kinds)
    return [replace(block, kind=kind) for block, kind in zip(blocks, kinds, strict=True)]


def _lists_apart(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Turn short numbered lines under a lead-in ("... als volgt:") into items of one list."""
    members: dict[int, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if block.sequence is not None and block.sequence >= 0:
            members[block.sequence].append(index)
    result = list(blocks)
    for indices in members.values():
        before = next((b for b in reversed(blocks[: indices[0]]) if b.kind is not BlockKind.FURNITURE), None)
        announced = before is not None and before.span.of(text).rstrip().endswith(":")
        compact = indices[-1] - indices[0] + 1 == len(indices)
        short = all(len(blocks[i].span.of(text)) <= _LIST_ITEM_CHARS for i in indices)
        if announced and compact and short and len(indices) > 1:
            for i in indices:
                result[i] = replace(blocks[i], kind=BlockKind.ITEM, sequence=None)
    return result


def _chapter_sequences(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """Find the runs of numbers that are chapters: short lines without a full stop, each with something under it."""
    members: dict[int, list[bool]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.NUMBERED and block.sequence is not None and block.sequence >= 0:
            after = _next_block(blocks, index)
            has_body = after is not None and after.kind is not BlockKind.NUMBERED
            members[block.sequence].append(_is_title_like(block.span.of(text), _CHAPTER_WORDS) and has_body)
    return frozenset(s for s, chapter_like in members.items() if 2 * sum(chapter_like) > len(chapter_like))


def _is_title_like(line: str, words: int) -> bool:
    line = " ".join(line.split())
    return (
        len(line) <= _HEADING_CHARS
        and len(line.split()) <= words
        and not line.endswith((".", ";", ",", ":", "!", "…"))
        and ". " not in re.sub(r"^[\d.]+\s", "", line)
        and line.count(",") < 2
    )


def _kind(text: str, blocks: Sequence[Block], index: int, chapters: frozenset[int]) -> BlockKind:
    block = blocks[index]
    line = block.span.of(text)
    if block.kind is BlockKind.NUMBERED:
        chapter = block.sequence in chapters or (
            block.sequence == -1
            and "." in block.marker
            and bool(chapters)
            and _is_title_like(line, _CHAPTER_WORDS)
            and not line.endswith("?")
            and not _inside_items(blocks, index, chapters)
        )
        return BlockKind.HEADING if chapter else block.kind
    if block.kind is not BlockKind.PARAGRAPH:
        return block.kind
    if re.match(r"#{1,6}\s+\S", line):
        return BlockKind.HEADING
    words = [word.lower() for word in line.split()]
    if len(words) > 1 and all(word in _TABLE_HEAD for word in words):
        return BlockKind.FURNITURE  # The head of a flattened table ("Item Afspraak") says nothing by itself.
    return BlockKind.HEADING if _looks_like_heading(line) else block.kind


def _inside_items(blocks: Sequence[Block], index: int, chapters: frozenset[int]) -> bool:
    """Tell whether the number "16.1" belongs to an agreement 16 rather than to a chapter 16."""
    parent = blocks[index].marker.split(".", maxsplit=1)[0] + "."
    before = (b for b in reversed(blocks[:index]) if b.kind is BlockKind.NUMBERED and b.marker == parent)
    owner = next(before, None)
    return owner is not None and owner.sequence not in chapters


def _looks_like_heading(line: str) -> bool:
    first = line.lstrip("*_“\"'‘¿ ")[:1]
    return (
        _is_title_like(line, _HEADING_WORDS)
        and (first.isupper() or bool(_CHAPTER_WORD.match(line)))
        and (": " not in line or bool(_CHAPTER_WORD.match(line)))
        and not _DATE.search(line)
        and "http" not in line
        and "@" not in line
    )


def _only_above_something(text: str, blocks: Sequence[Block], kinds: Sequence[BlockKind]) -> list[BlockKind]:
    """Take back headings that stand above nothing, or that are the answer to the numbered question before them."""
    result = list(kinds)
    later = _later_numbers(blocks, kinds)
    for index in reversed(range(len(blocks))):
        block = blocks[index]
        if result[index] is not BlockKind.HEADING or block.kind is BlockKind.NUMBERED:
            continue
        below = _next_index(blocks, index)
        if below is None:
            result[index] = BlockKind.PARAGRAPH
            continue
        above = _previous_index(blocks, index)
        question = (
            above is not None
            and kinds[above] is BlockKind.NUMBERED
            and blocks[above].span.of(text).rstrip().endswith("?")
        )
        running = later.get(index)
        interrupts = running is not None and running not in _chain_end(blocks, result, index)
        if question or interrupts:
            result[index] = BlockKind.PARAGRAPH
    return result


def _later_numbers(blocks: Sequence[Block], kinds: Sequence[BlockKind]) -> dict[int, int]:
    """Return for each position inside a running enumeration the index of its next number."""
    members: dict[int, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if kinds[index] is BlockKind.NUMBERED and block.sequence is not None and block.sequence >= 0:
            members[block.sequence].append(index)
    return {
        between: following
        for indices in members.values()
        for current, following in pairwise(indices)
        for between in range(current + 1, following)
    }


def _chain_end(blocks: Sequence[Block], kinds: Sequence[BlockKind], index: int) -> range:
    """Return the indices that a chain of headings starting here reaches directly: the block under the last of them."""
    end = index
    while end < len(blocks) and kinds[end] in {BlockKind.HEADING, BlockKind.FURNITURE, BlockKind.ROW}:
        end += 1
    while (
        end < len(blocks) and kinds[end] is BlockKind.PARAGRAPH and blocks[end].span.end - blocks[end].span.start < 40
    ):
        end += 1  # A lead-in such as "De begeleider:" may stand between heading and number.
    return range(index, end + 1)


def _next_index(blocks: Sequence[Block], index: int) -> int | None:
    return next((i for i in range(index + 1, len(blocks)) if blocks[i].kind is not BlockKind.FURNITURE), None)


def _previous_index(blocks: Sequence[Block], index: int) -> int | None:
    return next((i for i in reversed(range(index)) if blocks[i].kind is not BlockKind.FURNITURE), None)


def _next_block(blocks: Sequence[Block], index: int) -> Block | None:
    following = _next_index(blocks, index)
    return None if following is None else blocks[following]


# --- how headings nest, and what numbers are called ------------------------------------------------------------------


class _Outliner:
    """Walks over the blocks once, keeping the headings that are open and the enumeration that is running."""

    def __init__(self, text: str, title: str, blocks: Sequence[Block]) -> None:
        self._text = text
        self._title = title
        self._blocks = blocks
        self._last_number = {b.sequence: i for i, b in enumerate(blocks) if b.sequence is not None}
        self._open: list[_Heading] = []
        self._roots: dict[int, tuple[_Heading, int]] = {}  # enumeration: its topmost own heading, where that began
        self._chain: list[_Heading] = []  # headings since the last content
        self._closed: _Heading | None = None  # topmost heading of an enumeration that has ended
        self._started = False
        self._parent: tuple[str, str] | None = None  # marker and text of the number that may get "16.1" under it

    def sections(self) -> list[Section]:
        """Return a section for each heading with its content and for each numbered unit."""
        sections: list[Section] = []
        pending: list[Block] = []
        for index, block in enumerate(self._blocks):
            if block.kind is BlockKind.HEADING:
                self._open_heading(block)
                pending.append(block)
            elif block.kind is BlockKind.FURNITURE and (pending or not sections):
                pending.append(block)
            elif block.kind is BlockKind.NUMBERED or pending or not sections:
                sections.append(self._section([*pending, block], block, index))
                pending = []
            else:
                grown = (*sections[-1].blocks, block)
                sections[-1] = replace(sections[-1], blocks=grown)
        if pending:
            sections.append(self._section(pending, pending[-1], len(self._blocks)))
        return sections

    def _section(self, blocks: Sequence[Block], first: Block, index: int) -> Section:
        if not self._started and len(self._chain) > 1:
            self._open = self._open[-1:]  # Headings on top of each other at the very start are the document's title.
        self._started = True
        label, path = None, tuple(heading.text for heading in self._open)
        if first.kind is BlockKind.NUMBERED:
            self._continue_enumeration(first, index)
            label = self._label(first)
            if self._parent and first.marker.startswith(self._parent[0] + "."):
                path = (*path, self._parent[1])
            elif re.fullmatch(r"\d+\.", first.marker):
                self._parent = (first.marker.rstrip("."), plain(first.span.of(self._text)))
        else:
            self._parent = None
        self._chain = []
        return Section(path, label, Span(blocks[0].span.start, blocks[-1].span.end), tuple(blocks))

    def _continue_enumeration(self, block: Block, index: int) -> None:
        sequence = block.sequence
        if sequence is None or sequence < 0:
            return
        if sequence not in self._roots and (root := self._chain[0] if self._chain else None):
            self._roots[sequence] = (root, index)
        if index == self._last_number[sequence] and sequence in self._roots:
            self._closed = self._roots[sequence][0]

    def _open_heading(self, block: Block) -> None:
        text = _heading_text(self._text, block)
        style, base = _style(text, block)
        if self._chain and self._chain[-1].style == style:
            rank = self._chain[-1].rank + 0.1
        elif not self._chain and self._closed and style == self._closed.style:
            rank = self._closed.rank
        elif not self._chain and (sibling := next((h for h in reversed(self._open) if h.style == style), None)):
            rank = sibling.rank
        else:
            rank = base
        heading = _Heading(text, rank, style)
        if not self._chain:
            self._closed = None
        self._open = [*(h for h in self._open if h.rank < rank), heading]
        self._chain.append(heading)

    def _label(self, block: Block) -> str:
        number = block.marker.rstrip(".:)– ")
        if match := re.match(r"([a-z]+)\s+(\d+[a-z]?)", number, re.IGNORECASE):
            return f"{match[1].lower()} {match[2]}"
        headings = [heading.text for heading in self._open]
        noun = next((n for h in headings if (n := _counted_noun(h))), None) or _counted_noun(self._title, anywhere=True)
        return f"{noun or _UNNAMED} {number}"


def _heading_text(text: str, block: Block) -> str:
    return plain(block.span.of(text)).lstrip("# ")


def _style(text: str, block: Block) -> tuple[str, float]:
    if hashes := re.match(r"#+", block.marker):
        return (f"#{len(hashes[0])}", len(hashes[0]) - 1)
    if block.sequence is not None:
        dots = block.marker.rstrip(".").count(".")
        return (f"number{dots}", 0.2 * dots)
    if _CHAPTER_WORD.match(text):
        return ("chapter", 0.0)
    if text.endswith("?"):
        return ("question", 3.0)
    return ("capitals", 1.0) if text.isupper() or _mostly_capitals(text) else ("plain", 2.0)


def _mostly_capitals(text: str) -> bool:
    first = text.split("(", maxsplit=1)[0].strip()
    return len(first) > 3 and first.isupper()


def _counted_noun(heading: str, *, anywhere: bool = False) -> str | None:
    """Return the singular of the counted noun that opens a heading, or that follows a number in it."""
    words = [word.strip("()[],.:;/").lower() for word in heading.split()]
    start = 0
    while start < len(words) and words[start] in _DETERMINERS:
        start += 1
    for position, word in enumerate(words):
        opens = position <= start
        counted = position > 0 and words[position - 1].isdigit()
        if (opens or counted or anywhere) and (noun := _singular(word)):
            return noun
    return None


def _singular(word: str) -> str | None:
    plural = next((p for p in sorted(_COUNTED, key=len, reverse=True) if word.endswith(p)), None)
    return None if plural is None else word[: -len(plural)] + _COUNTED[plural]
