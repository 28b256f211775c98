"""The lists and tables of a passage: what announces one, its members, and what belongs to each of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from assistant.evidence import WHOLE_CHARS, Evidence, Form
from assistant.language import Language
from assistant.question import Kind, Question
from assistant.sentence_window import leans_back
from assistant.shapes import has_shape, is_told, lists_what_is_counted
from ingest.announcing import announced_number, announces
from ingest.document import Block, BlockKind
from ingest.passages import Passage, is_lead_in, sentences
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import terms

LIST_BLOCKS = frozenset({BlockKind.ITEM, BlockKind.ROW})
SHORT_CHARS = 420  # A list no longer is quoted whole, and up to WHOLE_CHARS when no member is what is asked for.
_IN_A_LIST = LIST_BLOCKS | {BlockKind.REMARK}
ANYONE = frozenset(terms("kind kinderen leerling leerlingen child children pupils"))
_FEWEST_CHARS = 5  # Of a term that is looked for inside words: "dyslexie" in "Dyslexiespecialist".
_DECIDES = re.compile(r"(?:ja|nee)\b", re.IGNORECASE)  # The last cell of a row.
_NAME = re.compile(r"(?<=\w )[A-ZÀ-Þ][\w’'-]+")


def whole_list(question: Question, passage: Passage, block: Block) -> Evidence:
    """Return the whole list around a block, with what announces it, also where it goes on in the next passage."""
    text = passage.document.text
    content = passage.section.content
    position = _place_in(content, block)
    first = _first_of_list(content, position if content[position].kind in _IN_A_LIST else position + 1)
    last = first
    while last + 1 < len(content) and _go_together(content[last], content[last + 1]):
        last += 1
    lead = content[first - 1] if first > 0 and _is_lead(passage, content[first - 1]) else None
    heads = passage.section.heads
    parts = tuple(unnumbered(text, one) for one in content[first : last + 1] if one.span not in heads)
    lead_words = _announcing(text, lead) if lead else None
    start = lead_words.start if lead_words else content[first].span.start
    span = Span(start, content[last].span.end)
    return Evidence(passage, Form.LIST, span, lead_words, parts, is_told(question, passage, parts))


def one_member(question: Question, passage: Passage, block: Block) -> Evidence:
    """Return one member of a list, with what stands over and under it, or the decision that a row ends with."""
    cells = block.cells
    if len(cells) > 1 and _DECIDES.match(passage.document.readable(cells[-1])):
        shaped = is_told(question, passage, cells)
        return Evidence(passage, Form.DECISION, block.span, cells[0], cells[-1:], shaped)
    member = [*_over(passage, block), block, *_under(passage, block)]
    parts = tuple(unnumbered(passage.document.text, one) for one in member)
    span = Span(member[0].span.start, member[-1].span.end)
    lead = lead_of(passage, block)
    return Evidence(passage, Form.ITEM, span, lead, parts, is_told(question, passage, parts))


def announces_list(passage: Passage, block: Block) -> bool:
    """Tell whether a list comes after a block that announces it."""
    content = passage.content
    position = content.index(block)
    follows = content[position + 1].kind if position + 1 < len(content) else None
    return follows in LIST_BLOCKS and _is_lead(passage, block)


def _is_lead(passage: Passage, block: Block) -> bool:
    """Tell whether a block announces the list behind it: by its form, or since it tells how many members that has."""
    text, content = passage.document.text, passage.section.content
    if is_lead_in(text, block) or block not in content:
        return is_lead_in(text, block)
    behind = takewhile(lambda other: other.kind in _IN_A_LIST, content[content.index(block) + 1 :])
    members = sum(other.kind in LIST_BLOCKS and other.depth == 0 for other in behind)
    return members > 1 and announced_number(block.span.of(text)) == members


def _announcing(text: str, lead: Block) -> Span:
    """Return the sentence that announces a list, with those before it when it leans on these."""
    words = unnumbered(text, lead)
    last = sentences(text, words)[-1]
    return words if leans_back(last.of(text)) else last


def _place_in(content: Sequence[Block], block: Block) -> int:
    """Return the position of a block, or of the long one that it is a piece of."""
    return next(place for place, other in enumerate(content) if other.span.contains(block.span))


def _first_of_list(content: Sequence[Block], position: int) -> int:
    """Return the position where the list begins that a block is in."""
    while position > 0 and _go_together(content[position - 1], content[position]):
        position -= 1
    return position


def _go_together(one: Block, other: Block) -> bool:
    """Tell whether two blocks are of one list: items are no rows of the table behind them."""
    return {one.kind, other.kind} <= _IN_A_LIST and {one.kind, other.kind} != LIST_BLOCKS


def is_in_list(passage: Passage, block: Block) -> bool:
    """Tell whether a remark stands in or behind a list."""
    content = passage.content
    before = reversed(content[: content.index(block)])
    return next((other.kind in LIST_BLOCKS for other in before if other.kind is not BlockKind.REMARK), False)


def around_list(whole: Evidence) -> str:
    """Return the words that stand around a list, in lower case."""
    return " ".join([*whole.passage.section.path, whole.readable(whole.lead) if whole.lead else ""]).lower()


def is_of_what_is_counted(question: Question, whole: Evidence) -> bool:
    """Tell whether the number of members is the answer. What another language counts has another name here."""
    if question.kind is not Kind.QUANTITY:
        return False
    foreign = question.language is not Language.DUTCH
    return any(
        lists_what_is_counted(question.text, one) or (foreign and has_shape(Kind.QUANTITY, one))
        for one in whole.announcing
    )


def that_name(question: Question, whole: Evidence) -> list[list[list[Span]]]:
    """Return, for each name in the question that some members of a list hold and others do not, who hold it."""
    holding = [
        [member for member in whole.members if term in _names_in(whole.readable(member[0]))] for term in question.terms
    ]
    return [members for members in holding if 0 < len(members) < len(whole.members)]


def named_in_members(question: Question, evidence: Evidence) -> frozenset[str]:
    """Return the terms of a question that members of a list hold, also inside a compound, and its lead does not."""
    if not evidence.is_from_a_list:
        return frozenset()
    lead = terms(evidence.readable(evidence.lead)) if evidence.lead else []
    return unless_anyone(frozenset(term for term in question.terms if _holds(evidence.said, term)).difference(lead))


def unless_anyone(found: frozenset[str]) -> frozenset[str]:
    """Return terms that were found; none when they hold no more than "kind", which tells no members apart."""
    return found if found - ANYONE else frozenset()


def members_that_name(named: Iterable[str], passage: Passage) -> list[Evidence]:
    """Return the members of the lists of a passage that hold one of some terms, also inside a compound."""
    text = passage.document.text
    members = [unnumbered(text, block) for block in passage.content if block.kind in LIST_BLOCKS]
    return [
        Evidence(passage, Form.ITEM, span, None, (span,), shaped=True)
        for span in members
        if any(_holds(span.of(text), term) for term in named)
    ]


def _holds(words: str, term: str) -> bool:
    return term in terms(words) or (len(term) >= _FEWEST_CHARS and term in words.lower())


def _names_in(words: str) -> set[str]:
    """Return the terms of the words with a capital, but for the first."""
    return {term for name in _NAME.findall(words) for term in terms(name)}


def lead_of(passage: Passage, block: Block) -> Span | None:
    """Return what announces the list that a block is in, with its number left out."""
    content = passage.section.content
    first = _first_of_list(content, _place_in(content, block))
    lead = content[max(first - 1, 0)]
    return unnumbered(passage.document.text, lead) if _is_lead(passage, lead) else None


def _over(passage: Passage, block: Block) -> list[Block]:
    """Return the item of each list around that of a block, the outermost first: "1) Interne begeleiding" over "a."."""
    over: list[Block] = []
    for before in reversed(passage.content[: passage.content.index(block)]):
        depth = over[0].depth if over else block.depth
        if depth == 0 or before.kind is not BlockKind.ITEM:
            break
        if before.depth < depth:
            over.insert(0, before)
    return over


def _under(passage: Passage, block: Block) -> list[Block]:
    """Return what stands under an item or row: the items of a deeper list, when they are short, or a remark."""
    after = passage.content[passage.content.index(block) + 1 :]
    if after and after[0].kind is BlockKind.REMARK:
        return [after[0]]
    deeper = list(takewhile(lambda other: other.kind is BlockKind.ITEM and other.depth > block.depth, after))
    chars = WHOLE_CHARS if announces(block.span.of(passage.document.text)) else SHORT_CHARS
    return deeper if deeper and deeper[-1].span.end - block.span.start <= chars else []
