"""From a passage to the words in it that answer: whole lists, whole decisions, or the sentences that say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, takewhile

import numpy as np
from numpy.typing import NDArray

from assistant.announced import with_announced
from assistant.evidence import AGREED, WHOLE_CHARS, Evidence, Form
from assistant.instructions import is_asking
from assistant.language import Language
from assistant.question import Kind, Question, QuestionReader, kind_of
from assistant.retrieval import Hit
from assistant.sentence_window import STEPS_CHARS, Sentence, is_fact, leans_back, window
from assistant.shapes import has_shape, is_shaped, lists_what_is_counted, tells
from ingest.announcing import announced_number, announces
from ingest.document import Block, BlockKind, Section
from ingest.index import Index
from ingest.passages import Passage, is_lead_in, sentences
from ingest.span import Span
from ingest.statements import Statement, statements_of, unnumbered
from ingest.terms import terms, words

_LIST_BLOCKS = frozenset({BlockKind.ITEM, BlockKind.ROW})
_IN_A_LIST = _LIST_BLOCKS | {BlockKind.REMARK}
_STANDS_OUT = 0.1  # Cosine above the mean of a list from which one member is what is asked for.
_NAMED = 0.2  # Part of the question's terms, by weight, from which a member of a list is what is asked for,
_NAMED_AS_MUCH = 0.5  # with those that hold at least this part as much,
_FEW_OF_A_LIST = 0.5  # when these are no more than this part of the list.
_SAME_HEADING = 0.8  # Part of the question's terms, by weight, that the heading must hold.
_ALL_OF_A_LIST = frozenset({Kind.LIST, Kind.MEMBERS})
_DATED = frozenset({Kind.TIME, Kind.DATE})  # What announces a list may hold the date that is asked for.
_SHORT_CHARS = 420  # A list no longer is quoted whole, and up to WHOLE_CHARS when no member is what is asked for.
_ANSWER_CHARS = 700  # What stands under a question is its answer, when it is no longer.
_IS_STEP = re.compile(r"(?:stap|fase) \d+$")
_FEWEST_STEPS = 3  # Sentences of a procedure from which each is a line of its own.
_DECIDES = re.compile(r"(?:ja|nee)\b", re.IGNORECASE)  # The last cell of a row.
_NAME = re.compile(r"(?<=\w )[A-ZÀ-Þ][\w’'-]+")
_YES_OR_NO = re.compile(r"(?:ja|nee)\W*", re.IGNORECASE)
_YES_OR_NO_FIRST = re.compile(r"(?:ja|nee),\s+(?=\S)", re.IGNORECASE)
# "ik of de leraar?"
_EITHER = re.compile(
    r"\b(?:ik|wij|we|de|het|een|mijn)\s+(?:[\w'’-]+\s+){0,2}of\s+(?:ik|wij|we|de|het|een|mijn)\s*[\w'’-]*\W*$",
    re.IGNORECASE,
)
# Found on the cases one works with. Given the right passage, the right statement comes first for 85 % of those with a
# question bank and 71 % of those without; by the cosine alone for 79 and 69 %.
_COVERAGE_WEIGHT = 0.1
_MEMBER_COVERAGE_WEIGHT = 0.5  # Of a list: a name is told by its letters.
_SHAPE_WEIGHT = 0.05
_NUMBERED_WEIGHT = 0.6  # For "hoofdstuk 2" when the question is "in welk hoofdstuk".
_ANCHOR_WEIGHT = 0.3  # For the statement that the nearest question of the bank points at.
_HEADING_WEIGHT = 0.6  # For the first sentence under a heading that asks for the same definition.
_SAME_QUESTION = 0.7  # Cosine from which questions of the bank ask the same as this one,
_MOSTLY_SHARED = 0.5  # or this part of the question's terms, by weight, stands in what was decided upon.
_ANCHOR_FROM = 0.3  # Cosine below which a question of the bank says nothing about this one.
_ANCHOR_SURE = 0.7


@dataclass(frozen=True, slots=True)
class _Unit:
    block: Block
    span: Span
    nearness: float  # cosine of the question and these words
    score: float  # higher is better


class EvidenceFinder:
    """Chooses the words of a passage that answer a question."""

    def __init__(self, index: Index, reader: QuestionReader) -> None:
        self._index = index
        self._reader = reader
        self._vectors = lru_cache(maxsize=20_000)(self._stored_vectors)

    def gather(self, question: Question, vector: Sequence[float], hit: Hit) -> Evidence:
        """Return the words that answer, with what announces them, and with what they announce.

        Args:
            question: what is asked.
            vector: its embedding.
            hit: the passage to choose from.
        """
        whole = _whole_answer(question, hit.passage) if hit.asked_above else None
        return whole or with_announced(self._chosen(question, vector, hit))

    def _chosen(self, question: Question, vector: Sequence[float], hit: Hit) -> Evidence:
        passage = hit.passage
        cosines = self._vectors(passage.id) @ np.asarray(vector, dtype=np.float32)
        units = [
            _Unit(statement.block, statement.span, cosine, cosine + self._bonus(question, hit, statement))
            for statement, cosine in zip(statements_of(passage), cosines.tolist(), strict=True)
        ]
        best = self._best(question, passage, units)
        if decision := _decision(question, passage, best):
            return self._if_asked(question, hit, decision)
        is_procedure = question.kind is Kind.PROCEDURE and best.block.kind is not BlockKind.ROW
        if is_procedure and (steps := _steps(question, self._at_first_step(passage), best)):
            return steps
        dated = question.kind in _DATED and has_shape(Kind.DATE, best.span.of(passage.document.text))
        announcing = _announces_list(passage, best.block) and not dated
        is_member = (
            best.block.kind in _LIST_BLOCKS and best.block in passage.section.content
        )  # and no piece of a long one
        if is_member or (announcing and _is_about_list(question, units, best, passage.document.text)):
            return self._of_list(question, hit, units, best)
        if best.block.kind is BlockKind.REMARK and question.kind in _ALL_OF_A_LIST and _is_in_list(passage, best.block):
            return _list(question, passage, best)
        if best.block.kind is BlockKind.REMARK and (lead := _lead_of(passage, best.block)):
            parts = (best.span,)
            shaped = _holds_shape(question, passage, parts)
            return Evidence(passage, Form.ITEM, best.block.span, lead, parts, shaped)
        evidence = _sentences(question, passage, units, units.index(best))
        asked = self._is_asked_before(question, passage, evidence.parts[0])
        return evidence if asked else _without_verdict(evidence)

    def _at_first_step(self, passage: Passage) -> Passage:
        """Return the passage where the steps begin that a step is one of; any other passage as it is."""
        steps = _steps_beside(passage)
        first = steps and self._index.passage_holding(passage.document.source.id, steps[0].content[0].span)
        return first or passage

    def _of_list(self, question: Question, hit: Hit, units: Sequence[_Unit], best: _Unit) -> Evidence:
        """Return the whole list, the members that the question names, or the one that is nearest to it."""
        passage, whole = hit.passage, _list(question, hit.passage, best)
        if is_of_what_is_counted(question, whole):
            return replace(whole, shaped=True)
        around = _around(whole)
        named = self._named(question, whole, around)
        if named is not whole or self._wants_list(question, passage, units, best, around):
            return named
        return self._row(question, passage, best.block) or self._if_asked(question, hit, _item(question, passage, best))

    def _wants_list(
        self, question: Question, passage: Passage, units: Sequence[_Unit], best: _Unit, around: str
    ) -> bool:
        """Tell whether to show the whole list: it is asked for, announced, short, or no member is what is asked for."""
        if question.kind in _ALL_OF_A_LIST or best.block.kind not in _LIST_BLOCKS or self._is_same(question, around):
            return True
        content = passage.content
        chars = content[-1].span.end - content[0].span.start
        about_all = question.kind is not Kind.YES_NO and not _stands_out(best, units)
        return chars <= _SHORT_CHARS or (about_all and chars <= WHOLE_CHARS)

    def _best(self, question: Question, passage: Passage, units: Sequence[_Unit]) -> _Unit:
        """Return the statement that answers.

        A question is answered by what comes after it; a "Ja" or "Nee" by itself answers only the question before it.
        """
        readable = passage.document.readable
        asking = {unit for unit, after in pairwise(units) if _asks(passage, unit, after)}
        scores = {unit: unit.score for unit in units}
        for unit, after in pairwise(units):
            if unit in asking:
                scores[after] = max(unit.score, after.score)
        verdicts = {unit for unit in units if _YES_OR_NO.fullmatch(readable(unit.span))}
        for unit in units:
            if unit in verdicts and self._is_asked_before(question, passage, unit.span):
                return unit
        candidates = [unit for unit in units if unit not in asking | verdicts]
        return max(candidates or units, key=lambda unit: scores[unit])

    def _named(self, question: Question, whole: Evidence, around: str) -> Evidence:
        """Return the members of a list that hold what the question says and the words around the list do not."""
        members = whole.members
        held = [whole.readable(member[0]).lower() for member in members]
        # "team" says nothing new under "ondersteuningsteam", nor what all members hold, if only in a compound.
        new = {t for t in question.terms if t not in around and not all(t in words for words in held)}
        told = [frozenset(new.intersection(terms(words))) for words in held]
        shares = [self._reader.coverage(question, one) for one in told]
        most = max(shares)
        if _EITHER.search(question.text):  # What is not named of the two may be so as well.
            return whole
        named = [place for place, share in enumerate(shares) if share >= most * _NAMED_AS_MUCH]
        by_name = _only_these_name(question, whole, [members[place] for place in named])
        few = by_name or (question.language is Language.DUTCH and len(named) <= len(members) * _FEW_OF_A_LIST)
        if most < _NAMED or not few:
            return whole
        # One that says less of what is asked than another says nothing more.
        named = [place for place in named if not any(told[place] < told[other] for other in named)]
        parts = tuple(part for place in named for part in members[place])
        rows = [block for block in whole.passage.section.blocks if block.span == parts[0] and len(parts) == 1]
        row = self._row(question, whole.passage, rows[0]) if rows else None
        shaped = _holds_shape(question, whole.passage, parts)
        return row or replace(whole, form=Form.SELECTION, parts=parts, shaped=shaped)

    def _row(self, question: Question, passage: Passage, row: Block) -> Evidence | None:
        """Return the cells of a row in the columns that the question names, or all of them; None without headings."""
        headings = passage.section.column_headings(row)
        if len(headings) != len(row.cells) or len(row.cells) < 2:
            return None
        shares = [self._share_named(question, passage.document.readable(heading)) for heading in headings[1:]]
        most = max(shares)
        asked = [cell for cell, share in zip(row.cells[1:], shares, strict=True) if share == most]
        parts = (row.cells[0], *asked)
        return Evidence(passage, Form.ROW, row.span, None, parts, _holds_shape(question, passage, parts))

    def _share_named(self, question: Question, heading: str) -> float:
        """Return which part of a question the heading of a column is; all of it when it holds every word: "Wanneer"."""
        if set(words(heading)) <= set(words(question.text)):
            return 1.0
        return self._reader.coverage(question, frozenset(terms(heading)))

    def _if_asked(self, question: Question, hit: Hit, evidence: Evidence) -> Evidence:
        """Return a decision with its "Ja" or "Nee" only when what was decided is clearly what is asked.

        A bare one is then told behind what was decided.
        """
        if evidence.form is not Form.DECISION or evidence.lead is None:
            return evidence
        shared = self._reader.coverage(question, frozenset(terms(evidence.readable(evidence.lead))))
        if question.kind is Kind.YES_NO and (hit.bank >= _SAME_QUESTION or shared >= _MOSTLY_SHARED):
            return evidence
        bare = all(_YES_OR_NO.fullmatch(evidence.readable(part)) for part in evidence.parts)
        return evidence.undecided if bare else _without_verdict(evidence)

    def _bonus(self, question: Question, hit: Hit, statement: Statement) -> float:
        span = statement.span
        words = hit.passage.document.readable(span)
        weight = _MEMBER_COVERAGE_WEIGHT if statement.block.kind in _LIST_BLOCKS else _COVERAGE_WEIGHT
        bonus = weight * self._reader.coverage(question, frozenset(terms(words)))
        if is_shaped(question.kind) and tells(question.kind, question.text, words):
            bonus += _SHAPE_WEIGHT
        if _numbers_what_is_asked(question, words):
            bonus += _NUMBERED_WEIGHT
        if span.start == hit.passage.content[0].span.start and self._is_under_same_question(question, hit.passage):
            bonus += _HEADING_WEIGHT
        if hit.bank_question and span.start <= hit.bank_question.place < span.end:
            sure = (hit.bank - _ANCHOR_FROM) / (_ANCHOR_SURE - _ANCHOR_FROM)
            bonus += _ANCHOR_WEIGHT * min(1.0, max(0.0, sure))
        return bonus

    def _is_under_same_question(self, question: Question, passage: Passage) -> bool:
        asks_meaning = question.kind is Kind.DEFINITION and kind_of(passage.section.heading) is Kind.DEFINITION
        return asks_meaning and self._is_same(question, passage.section.heading)

    def _is_asked_before(self, question: Question, passage: Passage, span: Span) -> bool:
        """Tell whether the question is the one that these words stand under."""
        before = Span(passage.section.span.start, span.start).of(passage.document.text)
        return self._is_same(question, _last_question(before))

    def _is_same(self, question: Question, other: str) -> bool:
        return self._reader.coverage(question, frozenset(terms(other))) > _SAME_HEADING

    def _stored_vectors(self, passage_id: str) -> NDArray[np.float32]:
        ids = [statement.id for statement in statements_of(self._index.passage(passage_id))]
        stored = self._index.vectors("statements", ids)
        return np.asarray([stored[one] for one in ids], dtype=np.float32)


def _last_question(text: str) -> str:
    """Return the last question of a text, from the beginning of its line on; empty when there is none."""
    end = text.rfind("?")
    start = max(text.rfind("\n", 0, end), text.rfind("?", 0, end)) + 1
    return text[start : end + 1] if end >= 0 else ""


def _numbers_what_is_asked(question: Question, words: str) -> bool:
    """Tell whether words give the number of what is asked for: "schaal 10" to "welke schaal"."""
    return any(re.search(rf"\b{noun}\s+\d", words, re.IGNORECASE) for noun in question.which)


def _asks(passage: Passage, unit: _Unit, after: _Unit) -> bool:
    """Tell whether a statement is a question that the next one answers, in its own words and not as a list."""
    return is_asking(passage.document.readable(unit.span)) and after.block.kind not in _LIST_BLOCKS


def _decision(question: Question, passage: Passage, best: _Unit) -> Evidence | None:
    """Return a numbered question with its decision, when the passage is one and the decision is short."""
    content = passage.content
    first = content[0]
    text = passage.document.text
    asks = first.kind is BlockKind.NUMBERED and is_asking(unnumbered(text, first).of(text).rstrip())
    if not asks or len(content) < 2 or content[1].kind is not BlockKind.PARAGRAPH or best.block.kind in _LIST_BLOCKS:
        return None
    span = Span(first.span.start, content[-1].span.end)
    parts = tuple(block.span for block in content[1:])
    lead = unnumbered(text, first)
    agreed = all(AGREED.fullmatch(part.of(text)) for part in parts)
    told = (lead, *parts) if agreed else parts  # "Moet het SOP jaarlijks ...? Ja" tells how often.
    return Evidence(passage, Form.DECISION, span, lead, parts, _holds_shape(question, passage, told))


def _announces_list(passage: Passage, block: Block) -> bool:
    content = passage.content
    position = content.index(block)
    follows = content[position + 1].kind if position + 1 < len(content) else None
    return follows in _LIST_BLOCKS and _is_lead(passage, block)


def _is_lead(passage: Passage, block: Block) -> bool:
    """Tell whether a block announces the list behind it: by its form, or since it tells how many members that has."""
    text, content = passage.document.text, passage.section.content
    if is_lead_in(text, block) or block not in content:
        return is_lead_in(text, block)
    behind = takewhile(lambda other: other.kind in _IN_A_LIST, content[content.index(block) + 1 :])
    members = sum(other.kind in _LIST_BLOCKS and other.depth == 0 for other in behind)
    return members > 1 and announced_number(block.span.of(text)) == members


def _is_about_list(question: Question, units: Sequence[_Unit], best: _Unit, text: str) -> bool:
    """Tell whether a list is what is asked for, and not a fact in a sentence before the one that announces it."""
    last = [unit for unit in units if unit.block is best.block][-1]
    return best is last or not is_fact(question, best.span.of(text))


def _stands_out(best: _Unit, units: Sequence[_Unit]) -> bool:
    """Tell whether a member of a list is nearer to the question than the members as a whole."""
    members = [unit.nearness for unit in units if unit.block.kind in _LIST_BLOCKS]
    return best.nearness - sum(members) / len(members) >= _STANDS_OUT


def _list(question: Question, passage: Passage, best: _Unit) -> Evidence:
    """Return the whole list around a block, with what announces it, also where it goes on in the next passage."""
    text = passage.document.text
    content = passage.section.content
    position = _place_in(content, best.block)
    first = _first_of_list(content, position if content[position].kind in _IN_A_LIST else position + 1)
    last = first
    while last + 1 < len(content) and _go_together(content[last], content[last + 1]):
        last += 1
    lead = content[first - 1] if first > 0 and _is_lead(passage, content[first - 1]) else None
    heads = passage.section.heads
    parts = tuple(unnumbered(text, block) for block in content[first : last + 1] if block.span not in heads)
    lead_words = _announcing(text, lead) if lead else None
    start = lead_words.start if lead_words else content[first].span.start
    span = Span(start, content[last].span.end)
    return Evidence(passage, Form.LIST, span, lead_words, parts, _holds_shape(question, passage, parts))


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
    return {one.kind, other.kind} <= _IN_A_LIST and {one.kind, other.kind} != _LIST_BLOCKS


def _is_in_list(passage: Passage, block: Block) -> bool:
    """Tell whether a remark stands in or behind a list."""
    content = passage.content
    before = reversed(content[: content.index(block)])
    return next((other.kind in _LIST_BLOCKS for other in before if other.kind is not BlockKind.REMARK), False)


def _around(whole: Evidence) -> str:
    """Return the words that stand around a list, in lower case."""
    return " ".join([*whole.passage.section.path, whole.readable(whole.lead) if whole.lead else ""]).lower()


def is_of_what_is_counted(question: Question, whole: Evidence) -> bool:
    """Tell whether the number of members is the answer."""
    return question.kind is Kind.QUANTITY and any(lists_what_is_counted(question.text, one) for one in whole.announcing)


def _only_these_name(question: Question, whole: Evidence, named: Sequence[Sequence[Span]]) -> bool:
    """Tell whether some members of a list, and no others, hold a name that the question holds: "in Tiel"."""
    holding = {
        term: [member[0] for member in whole.members if term in _names_in(whole.readable(member[0]))]
        for term in question.terms
    }
    chosen = [member[0] for member in named]
    return len(chosen) < len(whole.members) and chosen in holding.values()


def _names_in(words: str) -> set[str]:
    """Return the terms of the words with a capital, but for the first."""
    return {term for name in _NAME.findall(words) for term in terms(name)}


def _item(question: Question, passage: Passage, best: _Unit) -> Evidence:
    cells = best.block.cells
    if len(cells) > 1 and _DECIDES.match(passage.document.readable(cells[-1])):
        shaped = _holds_shape(question, passage, cells)
        return Evidence(passage, Form.DECISION, best.block.span, cells[0], cells[-1:], shaped)
    member = [*_over(passage, best.block), best.block, *_under(passage, best.block)]
    parts = tuple(unnumbered(passage.document.text, block) for block in member)
    span = Span(member[0].span.start, member[-1].span.end)
    lead = _lead_of(passage, best.block)
    return Evidence(passage, Form.ITEM, span, lead, parts, _holds_shape(question, passage, parts))


def _lead_of(passage: Passage, block: Block) -> Span | None:
    """Return what announces the list that a block is in, with its number left out."""
    content = passage.section.content
    first = _first_of_list(content, _place_in(content, block))
    lead = content[max(first - 1, 0)]
    return unnumbered(passage.document.text, lead) if _is_lead(passage, lead) else None


def _whole_answer(question: Question, passage: Passage) -> Evidence | None:
    """Return all that stands under a heading that is the question, when these are a few sentences; else None."""
    text, content = passage.document.text, passage.section.content
    if not content or any(block.kind is not BlockKind.PARAGRAPH for block in content):
        return None
    span = Span(content[0].span.start, content[-1].span.end)
    if span.end - span.start > _ANSWER_CHARS:
        return None
    parts = tuple(sentence for block in content for sentence in sentences(text, block.span))
    return Evidence(passage, Form.SENTENCES, span, None, parts, _holds_shape(question, passage, parts))


def _steps(question: Question, passage: Passage, best: _Unit) -> Evidence | None:
    """Return all that a section says, in order, when it is no more than a procedure's worth; else None.

    Steps that are numbered sections of their own are told together.
    """
    sections = _steps_beside(passage) or [passage.section]
    content = [block for section in sections for block in section.content]
    span = Span(content[0].span.start, content[-1].span.end) if content else passage.span
    if len(content) < 2 or span.end - span.start > STEPS_CHARS or best.block not in content:
        return None
    text = passage.document.text
    parts = tuple(unnumbered(text, block) for block in content)
    return Evidence(passage, Form.STEPS, span, None, parts, _holds_shape(question, passage, parts))


def _steps_beside(passage: Passage) -> list[Section]:
    """Return the numbered sections under one heading that a step is one of, in order; none when it is no step."""
    section = passage.section
    if not section.content or not _IS_STEP.match(section.label or ""):
        return []
    run = section.content[0].sequence
    beside = [one for one in passage.document.sections if one.path == section.path and one.content]
    return [one for one in beside if one.content[0].kind is BlockKind.NUMBERED and one.content[0].sequence == run]


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
    chars = WHOLE_CHARS if announces(block.span.of(passage.document.text)) else _SHORT_CHARS
    return deeper if deeper and deeper[-1].span.end - block.span.start <= chars else []


def _sentences(question: Question, passage: Passage, units: Sequence[_Unit], best: int) -> Evidence:
    """Return the best sentence with the sentences around it that are shown."""
    text = passage.document.text
    sentences = [Sentence(unit.block, unit.span.of(text), unit.nearness) for unit in units]
    parts = tuple(units[place].span for place in window(question, sentences, best))
    form = Form.STEPS if question.kind is Kind.PROCEDURE and len(parts) >= _FEWEST_STEPS else Form.SENTENCES
    span = Span(parts[0].start, parts[-1].end)
    return Evidence(passage, form, span, None, parts, _holds_shape(question, passage, parts))


def _without_verdict(evidence: Evidence) -> Evidence:
    """Return words without the "Ja" or "Nee" that answers another question: that which they stand under."""
    text, parts = evidence.passage.document.text, []
    for part in evidence.parts:
        said_first = _YES_OR_NO_FIRST.match(part.of(text))
        if not _YES_OR_NO.fullmatch(part.of(text)):
            parts.append(Span(part.start + said_first.end(), part.end) if said_first else part)
    return replace(evidence, parts=tuple(parts) or evidence.parts)


def _holds_shape(question: Question, passage: Passage, parts: Sequence[Span]) -> bool:
    return tells(question.kind, question.text, " ".join(passage.document.readable(part) for part in parts))
