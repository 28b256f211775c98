"""From blocks to sections: which blocks are headings, how they nest, and what each numbered unit is called.

The rules know how Dutch policy texts look, not which documents exist:

* numbered lines that words announce ("als volgt:") are the items of one list; others are units of their own;
* a heading is a short line without a full stop that stands above something;
* chapters ("4. Kwaliteitskader") stand above capitals, these above plain headings, these above question headings, these
  above "Artikel 3" and "Stap 2";
* a heading directly under a heading is its child; inside a running enumeration, headings are siblings, and the first
  heading after its last number closes all that the enumeration was under;
* an enumeration is called after the noun that announces it: "De afspraken ..." gives "afspraak 1"; the numbers under
  "Artikel 3" are its members ("artikel 3 lid 1").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile

from ingest.announcing import announced_number, announces, counted_noun
from ingest.blocks import split_blocks
from ingest.document import Block, BlockKind, Section, plain
from ingest.list_numbers import letters, roman
from ingest.manuscript import Hint
from ingest.numbering import NO_RUN
from ingest.span import Span

LIST_CHARS = 2000  # A list stays whole up to here, in one passage.
_HEADING_WORDS = 14
_HEADING_CHARS = 110
_CHAPTER_WORDS = 12
_STACKED = 30  # No text has more headings on top of each other, each under all before it.
_LIST_ITEM_CHARS = 200  # A lead-in with numbered lines shorter than this is one list, not units of their own;
_SHORT_ITEM_CHARS = 40  # without a lead-in, they are when they are as short as this.
_INSIDE_AN_ITEM = frozenset({BlockKind.ITEM, BlockKind.REMARK, BlockKind.FURNITURE})
_CAPITAL_MARKER = re.compile(r"\(?([IVX]{1,5}|[A-Z])[.)]\s*(?=[\"'‘“(]?[^\W\d_])")
_ANNOUNCING = frozenset({BlockKind.PARAGRAPH, BlockKind.NUMBERED, BlockKind.ITEM})
_FEWEST_TO_COMPARE = 3  # From so many numbers on, the others tell how much text stands under one.
_DATE = re.compile(r"\b\d{1,2}[-/ ](?:\d{1,2}|[a-z]{3,9})[-/ ]\d{4}\b|\bversie\b.*\d", re.IGNORECASE)
_CHAPTER_RANKS = {"deel": -0.2, "bijlage": -0.1, "hoofdstuk": 0.0, "afdeling": 0.1, "paragraaf": 0.2, "onderdeel": 0.3}
_CHAPTER_WORD = re.compile(rf"({'|'.join(_CHAPTER_RANKS)})\s+(?:\d+|[A-Z]|[IVX]+)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?i:\bpostbus)\s+\d|^(?:.{,60}\s)?[1-9]\d{3} ?[A-Z]{2}\s+[A-Z]")
# Headings that begin a chapter without a number.
_UNNUMBERED_CHAPTERS = frozenset(
    "voorwoord samenvatting inhoud inhoudsopgave begrippenlijst begrippen afkortingen bijlagen literatuur bronnen "
    "colofon nawoord actielijst actiepuntenlijst besluitenlijst".split()
)
_TABLE_HEAD = frozenset(
    "item nr nummer onderwerp afspraak stelling criterium wie wat wanneer actie toelichting norm status "
    "score antwoord datum omschrijving verantwoordelijke".split()
)
_UNNAMED = "punt"
# What a heading may have before its words: a number, and before a question a sentence: "Mijn kind zit thuis. Wat nu?".
_BEFORE_WORDS = re.compile(r"^(?:[\d.]+\s|[^.]*[a-zà-ÿ]{2}\. (?=[A-ZÀ-Þ][^.]*\?$))")
_INNER_CAPITAL = re.compile(r"[a-zà-ÿ0-9,)]\s+[A-ZÀ-Þ][a-zà-ÿ]")
_TABLE_ROWS = 3
_UNRANKED_STYLES = frozenset({"capitals", "plain", "question"})
_RANKED_STYLES = ("##", "number", *_CHAPTER_RANKS)
_Run = int | str
_TOLD_TOGETHER = frozenset({_UNNAMED, "stap"})  # what short units are called that are one list
_MEMBER = {"artikel": "lid"}  # what the numbers under it are called


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str
    rank: float  # lower stands higher
    style: str
    label: str | None
    noun: str | None  # what the numbers under it are called


def outline(text: str, title: str, hints: Mapping[int, Hint] | None = None) -> tuple[Section, ...]:
    """Cut a text into its sections; joined, they are the text.

    Args:
        text: the final text of a document.
        title: the document's title, which may name its enumeration ("Basisondersteuning in 13 ijkpunten").
        hints: what the document's format says of its lines, by where they start; None for plain text.
    """
    blocks = _with_headings(text, split_blocks(text, hints), hints or {})
    if not blocks:
        return (Section((), None, Span(0, len(text)), ()),) if text else ()
    sections = _Outliner(text, title, blocks).sections()
    if listed := _listed(text, sections):
        sections = _Outliner(text, title, _with_items(blocks, listed)).sections()
    return _tiled(text, sections)


def _tiled(text: str, sections: Sequence[Section]) -> tuple[Section, ...]:
    """Stretch each section to the start of the next, so that no character falls between."""
    starts = [0, *(section.span.start for section in sections[1:]), len(text)]
    return tuple(
        replace(section, span=Span(start, end))
        for section, start, end in zip(sections, starts[:-1], starts[1:], strict=True)
    )


# --- which units are one list -----------------------------------------------------------------------------------------


def _listed(text: str, sections: Sequence[Section]) -> frozenset[int]:
    """Find the units that are one list, by where they start: short ones directly under a heading.

    They are steps, or numbers that no noun counts; an agreement is known by its number.
    """
    found: set[int] = set()
    for _, run in groupby(sections, key=_run_of):
        units = list(run)
        numbers = [block for section in units for block in section.blocks if block.kind is BlockKind.NUMBERED]
        whole = units[-1].span.end - units[0].span.start
        headed = units[0].blocks[0].kind is BlockKind.HEADING
        if len(numbers) > 1 and headed and whole <= LIST_CHARS and all(_is_short_unit(text, one) for one in units):
            found.update(block.span.start for block in numbers)
    return frozenset(found)


def _run_of(section: Section) -> tuple[int | None, tuple[str, ...]]:
    """Return to which run of numbers under one heading a section belongs."""
    number = next((block for block in section.blocks if block.kind is BlockKind.NUMBERED), None)
    return (None if number is None else number.sequence, section.path)


def _is_short_unit(text: str, section: Section) -> bool:
    """Tell whether a unit is a number with one line, and has no name but its number or that of a step."""
    named = section.label is None or section.label.split()[0] not in _TOLD_TOGETHER
    kinds = {block.kind for block in section.content} - _INSIDE_AN_ITEM
    words = sum(len(block.span.of(text)) for block in section.content)
    return not named and kinds == {BlockKind.NUMBERED} and words <= _LIST_ITEM_CHARS


def _with_items(blocks: Sequence[Block], listed: Collection[int]) -> list[Block]:
    """Return blocks with those that start at these places as items, and the items among them one deeper."""
    result: list[Block] = []
    inside = False
    for block in blocks:
        if block.span.start in listed:
            inside = True
            result.append(replace(block, kind=BlockKind.ITEM, sequence=None))
            continue
        inside = inside and block.kind in _INSIDE_AN_ITEM
        deeper = inside and block.kind is BlockKind.ITEM
        result.append(replace(block, depth=block.depth + 1) if deeper else block)
    return result


# --- which blocks are headings ---------------------------------------------------------------------------------------


def _with_headings(text: str, blocks: Sequence[Block], hints: Mapping[int, Hint]) -> list[Block]:
    """Judge which blocks are headings, but for those of which the format tells."""
    blocks = _lists_apart(text, _with_capital_items(text, blocks))
    if not hints:
        blocks = _tables_apart(text, blocks)
    titles = frozenset(index for index in _titles(text, blocks) if blocks[index].span.start not in hints)
    kinds = [
        block.kind if block.span.start in hints else _kind(text, blocks, index, titles)
        for index, block in enumerate(blocks)
    ]
    kinds = _only_above_something(text, blocks, kinds)
    return [replace(block, kind=kind) for block, kind in zip(blocks, kinds, strict=True)]


def _lists_apart(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Turn the numbered lines of one list into its items: all that a lead-in announces, and short ones."""
    result = list(blocks)
    for indices in _members(blocks):
        if not (_is_announced_list(text, blocks, indices) or _is_short_list(text, blocks, indices)):
            continue
        for i in range(indices[0], indices[-1] + 1):
            if i in indices:
                result[i] = replace(blocks[i], kind=BlockKind.ITEM, sequence=None)
            elif blocks[i].kind is BlockKind.ITEM and blocks[i].depth == 0:
                result[i] = replace(blocks[i], depth=1)
    return result


def _with_capital_items(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Turn paragraphs that begin with "I.", "II." or "A.", "B." into items, where words announce them."""
    result = list(blocks)
    for index in range(len(blocks)):
        for numeral in (roman, letters):
            run = _capital_run(text, blocks, index, numeral)
            if len(run) > 1 and _is_announced(text, blocks, list(run)):
                for i, marker in run.items():
                    result[i] = replace(blocks[i], kind=BlockKind.ITEM, marker=marker)
    return result


def _capital_run(text: str, blocks: Sequence[Block], first: int, numeral: Callable[[int], str]) -> dict[int, str]:
    """Return the markers of consecutive paragraphs that count from one, by index."""
    run: dict[int, str] = {}
    for index in range(first, len(blocks)):
        marked = _CAPITAL_MARKER.match(blocks[index].span.of(text))
        counts = blocks[index].kind is BlockKind.PARAGRAPH and marked is not None
        if marked and counts and marked[1] == numeral(len(run) + 1).upper():
            run[index] = marked[0].strip()
        elif not run or blocks[index].kind not in _INSIDE_AN_ITEM:
            break
    return run


def _members(blocks: Sequence[Block]) -> list[list[int]]:
    """Return the indices of each run of numbers."""
    members: dict[int, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.NUMBERED and block.sequence is not None and block.sequence >= 0:
            members[block.sequence].append(index)
    return list(members.values())


def _is_announced_list(text: str, blocks: Sequence[Block], indices: Sequence[int]) -> bool:
    """Tell whether numbers are one list, however long its items: a lead-in announces them, and one passage holds all.

    Numbers with paragraphs of their own are units.
    """
    between = {blocks[i].kind for i in range(indices[0], indices[-1]) if i not in indices}
    whole = blocks[indices[-1]].span.end - blocks[indices[0]].span.start
    return (
        len(indices) > 1 and between <= _INSIDE_AN_ITEM and whole <= LIST_CHARS and _is_announced(text, blocks, indices)
    )


def _is_announced(text: str, blocks: Sequence[Block], indices: Sequence[int]) -> bool:
    """Tell whether a run of numbers stands under words that announce it."""
    above = _previous_index(blocks, indices[0])
    if above is None or blocks[above].kind not in _ANNOUNCING:
        return False
    before = blocks[above].span.of(text)
    return announces(before) or announced_number(before) == len(indices)


def _is_short_list(text: str, blocks: Sequence[Block], indices: Sequence[int]) -> bool:
    """Tell whether numbered lines are one list since all are short and they stand together."""
    above = _previous_index(blocks, indices[0])
    before = blocks[above].span.of(text) if above is not None else ""
    limit = _LIST_ITEM_CHARS if before.endswith((":", "?")) else 0 if counted_noun(before) else _SHORT_ITEM_CHARS
    compact = indices[-1] - indices[0] + 1 == len(indices)
    return compact and len(indices) > 1 and all(len(blocks[i].span.of(text)) <= limit for i in indices)


def _tables_apart(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Turn short lines on top of each other, each of which might pass for a heading, into rows of a flattened table.

    "Ontvangst bevestigen Secretariaat 2 werkdagen" has a capital where its second cell begins; a heading has none but
    in names. So most lines of the run must have one.
    """
    result = list(blocks)
    for stack in _stacks(text, blocks):
        cell_starts = sum(bool(_INNER_CAPITAL.search(blocks[i].span.of(text))) for i in stack)
        if len(stack) >= _TABLE_ROWS and 3 * cell_starts >= 2 * len(stack):
            for i in stack:
                result[i] = replace(blocks[i], kind=BlockKind.ROW, cells=(blocks[i].span,))
    return result


def _stacks(text: str, blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Yield the runs of lines that stand on top of each other and look like rows."""
    stack: list[int] = []
    for index, block in enumerate(blocks):
        fits = block.kind is BlockKind.PARAGRAPH and _looks_like_row(block.span.of(text))
        if stack and not (fits and text[blocks[stack[-1]].span.end : block.span.start].count("\n") == 1):
            yield stack
            stack = []
        if fits:
            stack.append(index)
    if stack:
        yield stack


def _looks_like_row(line: str) -> bool:
    ends_sentence = line.endswith((".", ";", ",", ":", "!", "?", "…"))
    return len(line) <= _HEADING_CHARS and line[:1].isupper() and not ends_sentence


def _titles(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """Find the numbers that are headings: runs of short lines without a full stop, each with something under it."""
    runs = _runs(blocks)
    members: dict[_Run, list[bool]] = defaultdict(list)
    for index, run in runs.items():
        below = _next_index(blocks, index)
        has_body = below is not None and runs.get(below) != run
        line = blocks[index].span.of(text).removeprefix(blocks[index].marker).lstrip(" .:)–-\t")
        members[run].append(has_body and _is_title_like(line, _CHAPTER_WORDS) and not line.endswith("?"))
    return frozenset(index for index, run in runs.items() if 2 * sum(members[run]) > len(members[run]))


def _runs(blocks: Sequence[Block]) -> dict[int, _Run]:
    """Return to which numbers each number belongs: its run, or those with the same keyword or as many dots."""
    runs: dict[int, _Run] = {}
    owners: dict[str, int] = {}  # the run that the last "16." belongs to
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.NUMBERED or block.sequence is None:
            continue
        if block.sequence != NO_RUN:
            runs[index] = owners[block.marker] = block.sequence
        else:
            owner = owners.get(block.marker.split(".", maxsplit=1)[0] + ".")
            runs[index] = _keyword(block) or f"{block.marker.count('.')} dots under {owner}"
    return runs


def _keyword(block: Block) -> str:
    """Return the word in a marker such as "Artikel 3", else nothing."""
    return block.marker.split()[0].lower() if block.marker[:1].isalpha() and block.sequence == NO_RUN else ""


def _is_title_like(line: str, words: int) -> bool:
    line = " ".join(line.split())
    return (
        len(line) <= _HEADING_CHARS
        and len(line.split()) <= words
        and not line.endswith((".", ";", ",", ":", "!", "…"))
        and ". " not in _BEFORE_WORDS.sub("", line)
        and line.count(",") < 2
    )


def _kind(text: str, blocks: Sequence[Block], index: int, titles: frozenset[int]) -> BlockKind:
    block = blocks[index]
    line = block.span.of(text)
    if block.kind is BlockKind.NUMBERED:
        return BlockKind.HEADING if index in titles else block.kind
    if block.kind is not BlockKind.PARAGRAPH:
        return block.kind
    if re.match(r"#{1,6}\s+\S", line):
        return BlockKind.HEADING
    words = [word.lower() for word in line.split()]
    if len(words) > 1 and all(word in _TABLE_HEAD for word in words):
        return BlockKind.FURNITURE  # The head of a flattened table ("Item Afspraak") says nothing by itself.
    above = _previous_index(blocks, index)
    goes_on = above is not None and blocks[above].span.of(text).endswith(",")  # "Met vriendelijke groet,"
    return BlockKind.HEADING if _looks_like_heading(line) and not goes_on else block.kind


def _looks_like_heading(line: str) -> bool:
    first = line.lstrip("*_“\"'‘¿ ")[:1]
    return (
        _is_title_like(line, _HEADING_WORDS)
        and (first.isupper() or bool(_CHAPTER_WORD.match(line)))
        and (": " not in line or bool(_CHAPTER_WORD.match(line)))
        and not _DATE.search(line)
        and "http" not in line
        and "@" not in line
        and not _ADDRESS.search(line)
        and line.count("(") <= line.count(")")
    )


def _only_above_something(text: str, blocks: Sequence[Block], kinds: Sequence[BlockKind]) -> list[BlockKind]:
    """Take back headings that stand above nothing or an address, or that answer the numbered question before them."""
    result = list(kinds)
    later = _later_numbers(blocks, kinds)
    for index in reversed(range(len(blocks))):
        block = blocks[index]
        if result[index] is not BlockKind.HEADING or block.kind is not BlockKind.PARAGRAPH:
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
        addressed = result[below] is BlockKind.PARAGRAPH and bool(_ADDRESS.search(blocks[below].span.of(text)))
        if question or interrupts or addressed:
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


# --- how headings nest, and what numbers are called ------------------------------------------------------------------


class _Outliner:
    """Walks over the blocks once, keeping the headings that are open and the enumeration that is running."""

    def __init__(self, text: str, title: str, blocks: Sequence[Block]) -> None:
        self._text = text
        self._title = title
        self._blocks = blocks
        self._last_number = {b.sequence: i for i, b in enumerate(blocks) if b.sequence is not None}
        self._behind = _behind_enumerations(blocks)
        self._open: list[_Heading] = []
        self._titles: list[_Heading] = []  # those at the very start, which stand above everything
        self._roots: dict[int, tuple[_Heading, int]] = {}  # enumeration: its topmost own heading, where that began
        self._chain: list[_Heading] = []  # headings since the last content
        self._closed: _Heading | None = None  # topmost heading of an enumeration that has ended
        self._started = False
        self._parent: tuple[str, str] | None = None  # marker and text of the number that may get "16.1" under it

    def sections(self) -> list[Section]:
        """Return a section for each heading with its content and for each numbered unit."""
        sections: list[Section] = []
        members: list[list[Block]] = []  # of each section
        pending: list[Block] = []
        for index, block in enumerate(self._blocks):
            if block.kind is BlockKind.HEADING:
                self._open_heading(block)
                pending.append(block)
            elif block.kind is BlockKind.FURNITURE and (pending or not sections):
                pending.append(block)
            elif block.kind is BlockKind.NUMBERED or pending or not sections or index in self._behind:
                sections.append(self._section([*pending, block], block, index))
                members.append([*pending, block])
                pending = []
            else:
                members[-1].append(block)
        if pending:
            sections.append(self._section(pending, pending[-1], len(self._blocks)))
            members.append(pending)
        return [replace(section, blocks=tuple(own)) for section, own in zip(sections, members, strict=True)]

    def _section(self, blocks: Sequence[Block], first: Block, index: int) -> Section:
        if not self._started and len(self._chain) > 1:
            # Headings on top of each other at the very start are the document's title, unless a mark ranks them or
            # others like them follow.
            above = [h for h in self._open if h is not self._chain[-1]]
            title = [h for h in above if self._may_be_title(h) and not self._comes_back(h)]
            self._open = [h for h in self._open if h not in title]
            self._titles = [h for h in self._chain[:_STACKED] if h not in self._open]
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
            label = self._chain[-1].label if self._chain else None
        self._chain = []
        return Section(path, label, Span(blocks[0].span.start, blocks[-1].span.end), tuple(blocks))

    def _comes_back(self, heading: _Heading) -> bool:
        """Tell whether a heading in the first chain, not the topmost, is a chapter: others of its style follow."""
        if heading is self._chain[0] or heading.style == self._chain[-1].style:
            return False
        headings = [block for block in self._blocks if block.kind is BlockKind.HEADING][len(self._chain) :]
        return any(_style(block.span.of(self._text), block)[0] == heading.style for block in headings)

    def _may_be_title(self, heading: _Heading) -> bool:
        """Tell whether a heading above the first chapter may be the document's title: no other has its level."""
        alone = sum(bool(block.level) and block.level - 1 == heading.rank for block in self._blocks) < 2
        return alone and not heading.style.startswith(_RANKED_STYLES)

    def _continue_enumeration(self, block: Block, index: int) -> None:
        sequence = block.sequence
        if sequence is None or sequence < 0:
            return
        if sequence not in self._roots and (root := self._chain[0] if self._chain else None):
            self._roots[sequence] = (root, index)
        if index == self._last_number[sequence] and sequence in self._roots:
            self._closed = self._roots[sequence][0]

    def _open_heading(self, block: Block) -> None:
        text = plain(block.span.of(self._text)).lstrip("# ")
        style, base = _style(block.span.of(self._text), block)
        if block.level:
            rank = base
        elif self._chain and (self._chain[-1].style == style or style in _UNRANKED_STYLES):
            rank = max(base, self._chain[-1].rank + (0.1 if len(self._chain) < _STACKED else 0))
        elif not self._chain and self._closed and style == self._closed.style:
            rank = self._closed.rank
        elif not self._chain and (sibling := next((h for h in reversed(self._open) if h.style == style), None)):
            rank = sibling.rank
        else:
            rank = base
        if not self._chain:
            self._closed = None
        above = [h for h in self._open if h.rank < rank]
        titles = self._titles if self._started else self._chain[:_STACKED]
        heading = _Heading(text, rank, style, self._heading_label(block, [*above, *titles]), counted_noun(text))
        self._open = [*above, heading]
        self._chain.append(heading)

    def _heading_label(self, block: Block, above: Sequence[_Heading]) -> str | None:
        """Name a heading that is itself a numbered unit: "Artikel 3 Samenstelling", "2. Ouders" under "Ijkpunten"."""
        if block.sequence is None:
            return None
        if _keyword(block):
            return " ".join(block.marker.lower().split())
        noun = _noun_above(above, block) or counted_noun(self._title, opening=False)
        return f"{noun} {block.marker.rstrip('.')}" if noun else None

    def _label(self, block: Block) -> str:
        if _keyword(block):
            return " ".join(block.marker.lower().split())
        number = block.marker.rstrip(".")
        owner = self._open[-1] if self._open else None
        if owner and owner.label and owner.style in _MEMBER:
            return f"{owner.label} {_MEMBER[owner.style]} {number}"
        noun = _noun_above([*self._open, *self._titles], block) or counted_noun(self._title, anywhere=True)
        if noun and noun.endswith("vraag") and "?" not in block.span.of(self._text):
            noun = None
        return f"{noun or _UNNAMED} {number}"


def _behind_enumerations(blocks: Sequence[Block]) -> frozenset[int]:
    """Find the paragraphs behind the last number of a run that are more than stand under any other number of it."""
    found = set()
    for indices in [*_members(blocks), *_keyword_runs(blocks)]:
        own = [_paragraphs_under(blocks, index) for index in indices]
        most = max(map(len, own[:-1]), default=0)
        if len(indices) >= _FEWEST_TO_COMPARE and len(own[-1]) > most:
            found.add(own[-1][most])
    return frozenset(found)


def _keyword_runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Yield the indices of the numbers with one keyword, "Stap 1" and "Stap 2", between two headings."""
    run: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING or (run and _keyword(block) not in {"", _keyword(blocks[run[0]])}):
            yield run
            run = []
        if block.kind is BlockKind.NUMBERED and _keyword(block):
            run.append(index)
    yield run


def _paragraphs_under(blocks: Sequence[Block], index: int) -> list[int]:
    """Return the indices of the paragraphs between a number and the next number or heading."""
    ends = {BlockKind.NUMBERED, BlockKind.HEADING}
    under = takewhile(lambda i: blocks[i].kind not in ends, range(index + 1, len(blocks)))
    return [i for i in under if blocks[i].kind is BlockKind.PARAGRAPH]


def _noun_above(headings: Sequence[_Heading], block: Block) -> str | None:
    """Return the noun that counts what a number is one of; "4.4.1" under "4.4 Aanvragen in zes stappen" is no step."""
    parts = block.marker.rstrip(".").split(".")
    chapters = {".".join(parts[:depth]) for depth in range(1, len(parts))}
    counting = (heading for heading in headings if heading.noun and _number_of(heading.text) not in chapters)
    return next((heading.noun for heading in counting), None)


def _number_of(heading: str) -> str:
    number = re.match(r"\d+(?:\.\d+)*", heading)
    return number[0] if number else ""


def _style(text: str, block: Block) -> tuple[str, float]:
    keyword = _keyword(block)
    if block.level:
        return (keyword or "#" * block.level, block.level - 1)
    if keyword:
        return (keyword, 3.5)
    if block.sequence is not None:
        dots = block.marker.rstrip(".").count(".")
        return (f"number{dots}", 0.2 * dots)
    return _style_of_words(text)


def _style_of_words(text: str) -> tuple[str, float]:
    if hashes := re.match(r"#+", text):
        return (hashes[0], len(hashes[0]) - 1)
    if chapter := _CHAPTER_WORD.match(text):
        word = chapter[1].lower()
        return (word, _CHAPTER_RANKS[word])
    text = plain(text)
    if text.lower() in _UNNUMBERED_CHAPTERS:
        return ("unnumbered chapter", 0.0)
    unmarked = ("capitals", 1.0) if _in_capitals(text) else ("plain", 2.0)
    return ("question", 3.0) if text.endswith("?") else unmarked


def _in_capitals(text: str) -> bool:
    first = text.split("(", maxsplit=1)[0].strip()
    return len(first) > 5 and first.isupper()  # Shorter ones may be abbreviations.
