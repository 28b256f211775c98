"""Which sentences are shown of a text: the one that answers, and as much around it as it takes to understand it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import Kind, Question
from assistant.shapes import has_shape, is_shaped
from ingest.document import Block, BlockKind
from ingest.terms import terms

STEPS_CHARS = 1600  # Of a procedure, over all passages of its section.
# Sentences that are together no longer than this may get another:
_FACT_CHARS = 300  # around a number, a time, a role or a reason that is asked for,
_SENTENCES_CHARS = 520  # and where they tell anything else.
_AS_NEAR = 0.15  # Difference in cosine by which a sentence is about as near as the one that answers.
_MOST_TO_LEAN_ON = 5  # Sentences, when the first begins with "In dit geval" and needs what stands before it.
_TOLD_ON = frozenset({Kind.REASON, Kind.PROCEDURE, Kind.COMPARISON})  # One sentence is too few.
_EXPLAINED = _TOLD_ON | {Kind.DEFINITION}
# "wat gebeurt er als ...", "wat moeten we dan", "Ons bestuur wil ... Wat is nodig?"
_IN_A_CASE = re.compile(
    r"\w.*\b(?:als|indien|wanneer|zodra|if|when)\b|\b(?:wat|wie|hoe|what|how)\b.*\b(?:dan|then)\b|\b(?:en|wat) nu\b|"
    r"[.!?]\s+\w",
    re.IGNORECASE,
)
_SUMS_UP = re.compile(r"\b(?:samen(?:gevat|vat\w*)|vat\b.*\bsamen|in het kort|summar\w+)\b", re.IGNORECASE)
_ASKING = r"(?:wie|wat|welke?|hoe\w*|waar\w*|wanneer|who|what|how|when)"
_ASKS_MORE = re.compile(
    rf"\b{_ASKING}\b.*\b(?:en|and)\s+(?:(?:door|met|bij|voor|van|aan|by|for)\s+)?{_ASKING}\b", re.IGNORECASE
)
_LEANS_BACK = re.compile(
    r"^(?:dit|dat|deze|die|daar\w*|hier\w*|dan|zij|ze|hij|het (?:gaat|betreft)|in (?:dit|dat|deze) [a-z]+|"
    r"(?:dat|het)zelfde|vervolgens|ook|bovenstaande|zo|concreet|voorwaarde hierbij)\b",
    re.IGNORECASE,
)
# These tell when it holds, and not what it is about: the rest can be understood without the sentence before it.
_SETS_A_CASE = re.compile(r"^(?:in (?:dit|dat|deze) [a-z]+|dan|ook|vervolgens)\b", re.IGNORECASE)
_LINKED = "bij|door|mee|na|naast|om|toe|van|voor"
# "Het uitgangspunt is dat deze vertegenwoordiging ...": of the first words of a paragraph one points at the one before.
_REFERS_BACK = re.compile(
    rf"^(?:[^\s.]+\s+){{0,6}}?(?:deze|dit|(?:hier|daar)(?:{_LINKED})|dat geval|bovenstaande)\b", re.IGNORECASE
)
# "Door corona heeft dit geen voortgang gevonden": what was said before it holds no more, or not always.
_TAKES_BACK = re.compile(
    r"^(?:maar|echter|helaas|toch)\b|"
    r"^(?=.*\b(?:dit|dat|deze|die|daar\w*|hier\w*)\b).*\b(?:geen|niet|vervallen|gestopt|echter)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")  # No sentence, though it ends like one.


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, as it stands next to the others."""

    block: Block
    text: str
    nearness: float  # cosine of the question and this sentence


def window(question: Question, sentences: Sequence[Sentence], best: int) -> list[int]:
    """Return the places of the sentences to show, in order.

    A question often tells of the case that a sentence names; what then holds comes after that sentence, sometimes in
    the next paragraph. Before it stands what leads up to it: that is shown only with an explanation, or when the
    sentence leans on it.

    Args:
        question: what is asked.
        sentences: all of a passage.
        best: place of the one that answers.
    """
    found = _Window(question, sentences, best)
    found.go_on()
    found.go_back()
    found.take_in_what_is_asked()
    found.take_in_what_it_leans_on()
    found.leave_out_what_announces()
    shown = range(found.first, found.last + 1)
    return [place for place in shown if place == best or not _ADDRESS.fullmatch(sentences[place].text)]


class _Window:
    def __init__(self, question: Question, sentences: Sequence[Sentence], best: int) -> None:
        self._kind = question.kind
        self._terms = frozenset(question.terms)
        self._asks_more = asks_more_than_a_sentence(question)
        self._sentences = sentences
        self._is_fact = is_fact(question, sentences[best].text)
        self._nearness = sentences[best].nearness
        self._best = self.first = self.last = best

    def go_on(self) -> None:
        """Take in what comes after it and still answers, and what takes a fact back."""
        while self._may_take(self.last + 1) and self._still_answers(self.last + 1):
            self.last += 1
        if self._is_fact and self._may_take(self.last + 1) and _TAKES_BACK.search(self._sentences[self.last + 1].text):
            self.last += 1

    def _still_answers(self, place: int) -> bool:
        """Tell whether a sentence answers too: it is about as near, or goes on with what is more than a fact."""
        sentence = self._sentences[place]
        if self._kind in _TOLD_ON or sentence.nearness >= self._nearness - _AS_NEAR or self._begins_meaning(place):
            return True
        told = {term for before in self._sentences[self.first : place] for term in terms(before.text)}
        new = self._terms & set(terms(sentence.text)) - told
        goes_on = leans_back(sentence.text) or bool(new)
        return not self._is_fact and (self._asks_more or goes_on)

    def _begins_meaning(self, place: int) -> bool:
        """Tell whether a sentence comes right behind the one that says what something is: that is mostly too little."""
        return self._kind is Kind.DEFINITION and place == self._best + 1

    def go_back(self) -> None:
        """Take in what comes before an explanation, and before a meaning that nothing comes behind."""
        explains = self._kind in _TOLD_ON or (self._kind is Kind.DEFINITION and self.last == self._best)
        while explains and self._is_joined(self.first) and self._has_room(self.first - 1):
            self.first -= 1

    def take_in_what_is_asked(self) -> None:
        """Take in a neighbour that holds the number, the time or the role that is asked for, when nothing does yet."""
        if not is_shaped(self._kind) or any(map(self._is_told, range(self.first, self.last + 1))):
            return
        before, after = self._is_joined(self.first), self._goes_on(self.last + 1)
        if before and self._is_told(self.first - 1):
            self.first -= 1
        if after and self._is_told(self.last + 1):
            self.last += 1

    def take_in_what_it_leans_on(self) -> None:
        """Take in what the first sentence points back at."""
        while (
            self.first > 0
            and self.last - self.first + 1 < _MOST_TO_LEAN_ON
            and leans_back(self._sentences[self.first].text)
        ):
            self.first -= 1

    def leave_out_what_announces(self) -> None:
        """Leave out what announces a list at the end: that list was not asked for."""
        while self.last > self._best and self._kind not in _EXPLAINED and self._sentences[self.last].text.endswith(":"):
            self.last -= 1

    def _may_take(self, place: int) -> bool:
        return self._goes_on(place) and self._has_room(place)

    def _is_joined(self, place: int) -> bool:
        """Tell whether a sentence is of the same paragraph as the one before it."""
        return 0 < place < len(self._sentences) and self._sentences[place - 1].block is self._sentences[place].block

    def _goes_on(self, place: int) -> bool:
        """Tell whether a sentence is of the same paragraph as the one before it, or of the next and refers to it."""
        if not 0 < place < len(self._sentences):
            return False
        before, sentence = self._sentences[place - 1], self._sentences[place]
        in_paragraphs = before.block.kind is sentence.block.kind is BlockKind.PARAGRAPH
        return self._is_joined(place) or (in_paragraphs and _REFERS_BACK.match(sentence.text) is not None)

    def _has_room(self, place: int) -> bool:
        chars = sum(len(sentence.text) + 1 for sentence in self._sentences[self.first : self.last + 1])
        procedure = self._kind is Kind.PROCEDURE
        most = _FACT_CHARS if self._is_fact else STEPS_CHARS if procedure else _SENTENCES_CHARS
        return chars <= most and not _ADDRESS.fullmatch(self._sentences[place].text)

    def _is_told(self, place: int) -> bool:
        return has_shape(self._kind, self._sentences[place].text)


def leans_back(words: str) -> bool:
    """Tell whether a sentence points back at the one before it: "In dit geval ..."."""
    return _LEANS_BACK.match(words) is not None


def can_come_first(question: Question, answering: str) -> bool:
    """Tell whether a sentence that answers can stand before what it leans on: "In dat geval vraagt het bestuur ..."."""
    return question.kind is not Kind.REASON and is_fact(question, answering) and bool(_SETS_A_CASE.match(answering))


def is_fact(question: Question, answering: str) -> bool:
    """Tell whether a sentence holds what is asked for: a number, a time, a role. Not what then holds in some case."""
    asked = is_shaped(question.kind) and not asks_more_than_a_sentence(question)
    return asked and has_shape(question.kind, answering)


def asks_more_than_a_sentence(question: Question) -> bool:
    """Tell whether a question tells of a case, asks two things, or wants a summary."""
    return any(pattern.search(question.text) for pattern in (_IN_A_CASE, _ASKS_MORE, _SUMS_UP))
