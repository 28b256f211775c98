"""From a passage to the words in it that answer: whole lists, whole decisions, or the sentences that say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.announced import with_announced
from assistant.evidence import AGREED, WHOLE_CHARS, Evidence, Form
from assistant.instructions import is_asking
from assistant.language import Language
from assistant.lists import (
    LIST_BLOCKS,
    SHORT_CHARS,
    announces_list,
    around_list,
    is_in_list,
    is_of_what_is_counted,
    lead_of,
    one_member,
    that_name,
    unless_anyone,
    whole_list,
)
from assistant.question import Kind, Question, QuestionReader, kind_of
from assistant.retrieval import Hit
from assistant.sentence_window import Sentence, can_come_first, is_fact, window
from assistant.shapes import has_shape, is_shaped, is_told, sums_up_persons, tells
from assistant.steps import all_steps, steps_beside
from ingest.document import Block, BlockKind
from ingest.index import Index
from ingest.passages import Passage, sentences
from ingest.span import Span
from ingest.statements import Statement, statement_at, statements_of, unnumbered
from ingest.terms import terms, words

_STANDS_OUT = 0.1  # Cosine above the mean of a list from which one member is what is asked for.
_NAMED = 0.2  # Part of the question's terms, by weight, from which a member of a list is what is asked for,
_NAMED_AS_MUCH = 0.5  # with those that hold at least this part as much,
_FEW_OF_A_LIST = 0.5  # when these are no more than this part of the list.
_SAME_HEADING = 0.8  # Part of the question's terms, by weight, that the heading must hold.
_ALL_OF_A_LIST = frozenset({Kind.LIST, Kind.MEMBERS})
_DATED = frozenset({Kind.TIME, Kind.DATE})  # What announces a list may hold the date that is asked for.
_ANSWER_CHARS = 700  # What stands under a question is its answer, when it is no longer.
_FEWEST_STEPS = 3  # Sentences of a procedure from which each is a line of its own.
_YES_OR_NO = re.compile(r"(?:ja|nee)\W*", re.IGNORECASE)
_YES_OR_NO_FIRST = re.compile(r"(?:ja|nee),\s+(?=\S)", re.IGNORECASE)
# "..., en wie nog meer?", "..., ook met de gemeente?": the one that is named is not all that is asked for.
_AND_OTHERS = re.compile(
    r"\b(?:wie|wat|welke|waar\w*|verder)\s+(?:\w+\s+)?nog\b|\bnog meer\b|\b(?:who|what) else\b|"
    r",\s*(?:ook|also)\s+(?:aan|bij|met|van|voor|with|for)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b([^\W\d]+)\s+\d")
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
_SUM_WEIGHT = 0.8  # For a sentence that names several persons when a group is asked about.
_NUMBERED_WEIGHT = 0.6  # For "hoofdstuk 2" when the question is "in welk hoofdstuk".
_ANCHOR_WEIGHT = 0.3  # For the statement that the nearest question of the bank points at.
_HEADING_WEIGHT = 0.6  # For the first sentence under a heading that asks for the same definition.
_SAME_QUESTION = 0.7  # Cosine from which questions of the bank ask the same as this one,
_MOSTLY_SHARED = 0.5  # or this part of the question's terms, by weight, stands in what was decided upon.
_ANCHOR_FROM = 0.3  # Cosine below which a question of the bank says nothing about this one.
_ANCHOR_SURE = 0.7
_POINTS_FROM = 0.45  # Cosine from which a question of the bank about one member of a list tells which is meant.


@dataclass(frozen=True, slots=True)
class _Unit:
    block: Block
    span: Span
    meant: bool  # the nearest question of the bank is about it
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
        statements = statements_of(passage)
        meant = statement_at(statements, hit.bank_question.place) if hit.bank_question else None
        units = [
            _Unit(
                statement.block,
                statement.span,
                statement is meant,
                cosine,
                cosine + self._bonus(question, hit, statement, is_meant=statement is meant),
            )
            for statement, cosine in zip(statements, cosines.tolist(), strict=True)
        ]
        best = self._best(question, passage, units)
        if decision := _decision(question, passage, best):
            return self._if_asked(question, hit, decision)
        is_procedure = question.kind is Kind.PROCEDURE and best.block.kind is not BlockKind.ROW
        if is_procedure and (steps := all_steps(question, self._at_first_step(passage), best.block)):
            return steps
        dated = question.kind in _DATED and has_shape(Kind.DATE, best.span.of(passage.document.text))
        announcing = announces_list(passage, best.block) and not dated
        # A piece of a long item is told as sentences.
        is_member = best.block.kind in LIST_BLOCKS and best.block in passage.section.content
        if is_member or (announcing and _is_about_list(question, units, best, passage.document.text)):
            return self._of_list(question, hit, units, best)
        if best.block.kind is BlockKind.REMARK and question.kind in _ALL_OF_A_LIST and is_in_list(passage, best.block):
            return whole_list(question, passage, best.block)
        if best.block.kind is BlockKind.REMARK and (lead := lead_of(passage, best.block)):
            parts = (best.span,)
            shaped = is_told(question, passage, parts)
            return Evidence(passage, Form.ITEM, best.block.span, lead, parts, shaped)
        evidence = _sentences(question, passage, units, units.index(best))
        asked = self._is_asked_before(question, passage, evidence.parts[0])
        return evidence if asked else _without_verdict(evidence)

    def _at_first_step(self, passage: Passage) -> Passage:
        """Return the passage where the steps begin that a step is one of; any other passage as it is."""
        steps = steps_beside(passage)
        first = steps and self._index.passage_holding(passage.document.source.id, steps[0].content[0].span)
        return first or passage

    def _of_list(self, question: Question, hit: Hit, units: Sequence[_Unit], best: _Unit) -> Evidence:
        """Return the whole list, the members that the question names, or the one that is nearest to it."""
        passage, whole = hit.passage, whole_list(question, hit.passage, best.block)
        if is_of_what_is_counted(question, whole):
            return replace(whole, shaped=True)
        if _AND_OTHERS.search(question.text) and best.block.kind in LIST_BLOCKS:
            return whole
        around = around_list(whole)
        named = self._named(question, whole, around)
        if named is not whole or self._wants_list(question, hit, units, best, around):
            return named
        return self._row(question, passage, best.block) or self._if_asked(
            question, hit, one_member(question, passage, best.block)
        )

    def _wants_list(self, question: Question, hit: Hit, units: Sequence[_Unit], best: _Unit, around: str) -> bool:
        """Tell whether to show the whole list: it is asked for, announced, short, or no member is what is asked for."""
        of_its_case = _tells_its_case(question, hit) and best.meant
        if (
            (question.kind in _ALL_OF_A_LIST and not of_its_case)
            or best.block.kind not in LIST_BLOCKS
            or self._is_same(question, around)
        ):
            return True
        content = hit.passage.content
        chars = content[-1].span.end - content[0].span.start
        about_one = question.kind is Kind.YES_NO or _stands_out(best, units) or _is_meant(hit, best)
        return chars <= SHORT_CHARS or (not about_one and chars <= WHOLE_CHARS)

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
        if _EITHER.search(question.text):  # What is not named of the two may be so as well.
            return whole
        members, by_name = whole.members, that_name(question, whole)
        if question.language is not Language.DUTCH:  # Of its words the list can hold only names.
            return self._only(question, whole, by_name[0]) if len(by_name) == 1 else whole
        held = [whole.readable(_name_of(question, whole, member)).lower() for member in members]
        # "team" says nothing new under "ondersteuningsteam", nor what all members hold, if only in a compound.
        new = {t for t in question.terms if t not in around and not all(t in words for words in held)}
        told = [unless_anyone(frozenset(new.intersection(terms(words)))) for words in held]
        shares = [self._reader.coverage(question, one) for one in told]
        most = max(shares)
        named = [place for place, share in enumerate(shares) if share >= most * _NAMED_AS_MUCH]
        few = [members[place] for place in named] in by_name or len(named) <= len(members) * _FEW_OF_A_LIST
        if most < _NAMED or not few:
            return whole
        # One that says less of what is asked than another says nothing more.
        named = [place for place in named if not any(told[place] < told[other] for other in named)]
        return self._only(question, whole, [members[place] for place in named])

    def _only(self, question: Question, whole: Evidence, members: Sequence[Sequence[Span]]) -> Evidence:
        """Return some members of a list; of one row the columns that are asked for."""
        parts = tuple(part for member in members for part in member)
        block = _block_at(whole.passage, parts[0]) if len(parts) == 1 else None
        row = self._row(question, whole.passage, block) if block else None
        shaped = is_told(question, whole.passage, parts)
        return row or replace(whole, form=Form.SELECTION, parts=parts, shaped=shaped)

    def _row(self, question: Question, passage: Passage, row: Block) -> Evidence | None:
        """Return the cells of a row in the columns that the question names, or all of them; None without headings."""
        headings = passage.section.column_headings(row)
        if len(headings) != len(row.cells) or len(row.cells) < 2:
            return None
        shares = [self._share_named(question, passage.document.readable(heading)) for heading in headings[1:]]
        most = max(shares)
        asked = [cell for cell, share in zip(row.cells[1:], shares, strict=True) if share == most]
        if not any(map(passage.document.readable, asked)):  # What is asked for is not filled in.
            asked = list(row.cells[1:])
        parts = (row.cells[0], *asked)
        return Evidence(passage, Form.ROW, row.span, None, parts, is_told(question, passage, parts))

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

    def _bonus(self, question: Question, hit: Hit, statement: Statement, *, is_meant: bool) -> float:
        span = statement.span
        words = hit.passage.document.readable(span)
        weight = _MEMBER_COVERAGE_WEIGHT if statement.block.kind in LIST_BLOCKS else _COVERAGE_WEIGHT
        bonus = weight * self._reader.coverage(question, frozenset(terms(words)))
        if is_shaped(question.kind) and tells(question.kind, question.text, words):
            bonus += _SHAPE_WEIGHT
        if question.kind is Kind.MEMBERS and sums_up_persons(words):
            bonus += _SUM_WEIGHT
        if _numbers_what_is_asked(question, words):
            bonus += _NUMBERED_WEIGHT
        if span.start == hit.passage.content[0].span.start and self._is_under_same_question(question, hit.passage):
            bonus += _HEADING_WEIGHT
        if is_meant:
            sure = 1.0 if _tells_its_case(question, hit) else (hit.bank - _ANCHOR_FROM) / (_ANCHOR_SURE - _ANCHOR_FROM)
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


def _name_of(question: Question, whole: Evidence, member: Sequence[Span]) -> Span:
    """Return the words that a member of a list is named by: of a row that is to be decided upon, the first cell."""
    block = _block_at(whole.passage, member[0]) if question.kind is Kind.YES_NO else None
    return block.cells[0] if block and block.cells else member[0]


def _block_at(passage: Passage, span: Span) -> Block | None:
    return next((block for block in passage.section.blocks if block.span == span), None)


def _last_question(text: str) -> str:
    """Return the last question of a text, from the beginning of its line on; empty when there is none."""
    end = text.rfind("?")
    start = max(text.rfind("\n", 0, end), text.rfind("?", 0, end)) + 1
    return text[start : end + 1] if end >= 0 else ""


def _numbers_what_is_asked(question: Question, words: str) -> bool:
    """Tell whether words give the number of what is asked for: "schaal 10" to "welke schaal"."""
    numbered = {noun.lower() for noun in _NUMBERED.findall(words)}
    return any(noun.lower() in numbered for noun in question.which)


def _asks(passage: Passage, unit: _Unit, after: _Unit) -> bool:
    """Tell whether a statement is a question that the next one answers, in its own words and not as a list."""
    return is_asking(passage.document.readable(unit.span)) and after.block.kind not in LIST_BLOCKS


def _decision(question: Question, passage: Passage, best: _Unit) -> Evidence | None:
    """Return a numbered question with its decision, when the passage is one and the decision is short."""
    content = passage.content
    first = content[0]
    text = passage.document.text
    asks = first.kind is BlockKind.NUMBERED and is_asking(unnumbered(text, first).of(text).rstrip())
    if not asks or len(content) < 2 or content[1].kind is not BlockKind.PARAGRAPH or best.block.kind in LIST_BLOCKS:
        return None
    span = Span(first.span.start, content[-1].span.end)
    parts = tuple(block.span for block in content[1:])
    lead = unnumbered(text, first)
    agreed = all(AGREED.fullmatch(part.of(text)) for part in parts)
    told = (lead, *parts) if agreed else parts  # "Moet het SOP jaarlijks ...? Ja" tells how often.
    return Evidence(passage, Form.DECISION, span, lead, parts, is_told(question, passage, told))


def _is_about_list(question: Question, units: Sequence[_Unit], best: _Unit, text: str) -> bool:
    """Tell whether a list is what is asked for, and not a fact in a sentence before the one that announces it."""
    last = [unit for unit in units if unit.block is best.block][-1]
    return best is last or not is_fact(question, best.span.of(text))


def _stands_out(best: _Unit, units: Sequence[_Unit]) -> bool:
    """Tell whether a member of a list is nearer to the question than the members as a whole."""
    members = [unit.nearness for unit in units if unit.block.kind in LIST_BLOCKS]
    return best.nearness - sum(members) / len(members) >= _STANDS_OUT


def _tells_its_case(question: Question, hit: Hit) -> bool:
    """Tell whether a question asks what there is for a case, in words that the place found is known by."""
    return question.asks_what_there_is and bool(hit.known.telling)


def _is_meant(hit: Hit, best: _Unit) -> bool:
    """Tell whether a statement is the one that the nearest question of the bank asks about, and that is near enough."""
    return best.meant and (hit.bank >= _POINTS_FROM or bool(hit.known.telling))


def _whole_answer(question: Question, passage: Passage) -> Evidence | None:
    """Return all that stands under a heading that is the question, when these are a few sentences; else None."""
    text, content = passage.document.text, passage.section.content
    if not content or any(block.kind is not BlockKind.PARAGRAPH for block in content):
        return None
    span = Span(content[0].span.start, content[-1].span.end)
    if span.end - span.start > _ANSWER_CHARS:
        return None
    parts = tuple(sentence for block in content for sentence in sentences(text, block.span))
    return Evidence(passage, Form.SENTENCES, span, None, parts, is_told(question, passage, parts))


def _sentences(question: Question, passage: Passage, units: Sequence[_Unit], best: int) -> Evidence:
    """Return the best sentence with the sentences around it that are shown; what a fact leans on comes behind it."""
    text = passage.document.text
    sentences = [Sentence(unit.block, unit.span.of(text), unit.nearness) for unit in units]
    places = window(question, sentences, best)
    first = best if can_come_first(question, sentences[best].text) else places[0]
    leaned_on = tuple(units[place].span for place in places if place < first)
    parts = tuple(units[place].span for place in places if place >= first)
    form = Form.STEPS if question.kind is Kind.PROCEDURE and len(parts) >= _FEWEST_STEPS else Form.SENTENCES
    span = Span(units[places[0]].span.start, parts[-1].end)
    return Evidence(passage, form, span, None, parts, is_told(question, passage, parts), leaned_on)


def _without_verdict(evidence: Evidence) -> Evidence:
    """Return words without the "Ja" or "Nee" that answers another question: that which they stand under."""
    text, parts = evidence.passage.document.text, []
    for part in evidence.parts:
        said_first = _YES_OR_NO_FIRST.match(part.of(text))
        if not _YES_OR_NO.fullmatch(part.of(text)):
            parts.append(Span(part.start + said_first.end(), part.end) if said_first else part)
    return replace(evidence, parts=tuple(parts) or evidence.parts)
