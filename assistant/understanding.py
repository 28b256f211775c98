"""What is asked: a question after what was said before it, as one that stands by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer import Turn
from assistant.asked_which import names_some
from assistant.clock import Clock
from assistant.confidence import Verdict
from assistant.conversation import (
    asks_only_what_follows,
    asks_only_why,
    asks_simpler,
    asks_what_if,
    leans,
    names_nothing,
    previous,
    subject_of,
)
from assistant.evidence import Evidence, Form
from assistant.finding import Finder, Finding
from assistant.language import Language
from assistant.lookup import Lookup
from assistant.question import Kind, Question, QuestionReader
from assistant.readings import last_resorts, named_anew, readings, which_there_are, with_who_asks
from assistant.scope import Scope
from assistant.shapes import is_shaped, names_somebody
from assistant.thread import Thread, is_told, nothing_new, reasons
from ingest.terms import terms

_HALF = 0.5
_ALSO_TELLS_ANOTHER = 0.01  # So that of two readings the one goes first that tells of what is named alone.
_TELLS_A_CASE = re.compile(r"\b(?:als|indien|wanneer|zodra|tenzij|mits|niet|geen)\b", re.IGNORECASE)


class Understanding:
    """Understands a question in its conversation; what a follow-up may mean, the documents tell.

    The same is asked of them again and again: what they told is kept. There is one of these for each question.

    Args:
        reader: reads a question that stands by itself.
        finder: embeds it.
        lookup: tells what the documents hold on it.
        chosen: the id of the organisation that was chosen, or None.
        clock: takes the time.
    """

    def __init__(
        self, reader: QuestionReader, finder: Finder, lookup: Lookup, chosen: str | None, clock: Clock
    ) -> None:
        self._reader = reader
        self._finder = finder
        self._lookup = lookup
        self.chosen, self.clock = chosen, clock
        self._thread = Thread(reader, finder)
        self._found: dict[Question, Finding] = {}
        self._likeliest: dict[tuple[str, tuple[Turn, ...]], str] = {}

    def likeliest(self, question: str, history: Sequence[Turn]) -> str:
        """Return the reading of a question that the documents answer with words about what it names itself."""
        place = question, tuple(history)
        if place not in self._likeliest:
            self._likeliest[place] = self._likeliest_reading(question, history)
        return self._likeliest[place]

    def _likeliest_reading(self, question: str, history: Sequence[Turn]) -> str:
        instead = self._of_another_organisation(question, history)
        if history and not named_anew(question):
            history = self._of_one_organisation(question, history)
        found = (*([instead] if instead else []), *readings(question, history, self.likeliest))
        if len(found) == 1:
            return found[0]
        named = self._reader.read(named_anew(question) or with_who_asks(question, history))
        about = {reading: self._answers_about(named, question, reading) for reading in found}
        if max(about.values()) < _HALF and not named_anew(question) and not names_nothing(question):
            about |= self._about_less(named, question, subject_of(history))
        return max(about, key=lambda reading: about[reading])

    def _of_another_organisation(self, question: str, history: Sequence[Turn]) -> str | None:
        """Return what was asked of one organisation, asked of the one that is named: "en bij Koers VO?"; or None."""
        named, latest = named_anew(question), previous(history)
        says_more = "," in question.rstrip(" ,.?!")  # "en Koers VO, wat doen die eraan?"
        if not named or not latest or says_more or not self._reader.read(named).organisation:
            return None
        return self._reader.with_organisation(self.likeliest(*latest), named)

    def _about_less(self, named: Question, question: str, subject: Sequence[str]) -> Mapping[str, float]:
        """Return the readings of a follow-up with less of its subject that hold what it names, and how much."""
        if named.organisation or self._reader.read(" ".join(subject)).organisation:
            return {}  # Whose documents are to answer is not left out.
        about = {reading: self._answers_about(named, question, reading) for reading in last_resorts(question, subject)}
        which = which_there_are(question)
        return {reading: share for reading, share in about.items() if share >= _HALF or reading == which}

    def read(self, question: str, standing: str) -> Question:
        """Return a question, which was made to stand by itself, as it is understood."""
        read = self._reader.read(standing)
        if standing == question:
            return read
        asked = self._reader.read(question)  # What it names itself goes before what was spoken of earlier.
        return replace(read, organisation=asked.organisation or read.organisation)

    def doubted(self, finding: Finding, follow_up: str, history: Sequence[Turn]) -> Finding:
        """Return what was found for a follow-up with the doubts that its form gives.

        It is related only when it is not about what the follow-up names anew: words about what was spoken of before do
        not tell that it holds for this too; or it is what was told before, and of another kind than what is asked now.
        Why something is, is told where that stands. And who goes on about a subject of the documents does not speak of
        another one.
        """
        latest = previous(history)
        if latest is None:
            return finding
        if asks_simpler(follow_up):
            return self.doubted(finding, *latest)
        if asks_only_what_follows(follow_up):
            return self._thread.behind(finding, self._told_before(*latest))
        if asks_only_why(follow_up):
            told = self._told_before(*latest)
            return _why(finding, told) if _stand_together(finding, told) else self._reason_there(finding, told)
        if leans(follow_up):
            told = self._told_before(*latest)
            finding = _unless_of_another_kind(self._in_its_thread(finding, follow_up, told), told)
        if finding.verdict is Verdict.SILENT:
            told = self._told_before(*latest)
            finding = self._thread.named_in_it(finding, told, self._reader.read(follow_up))
        named = named_anew(follow_up)
        return self._only_about(self._reader.read(named), finding, latest) if named and finding.answers else finding

    def _only_about(self, named: Question, finding: Finding, latest: tuple[str, Sequence[Turn]]) -> Finding:
        """Return what was found for a follow-up that names another thing: sure only when it is about that."""
        if named.organisation and not finding.answered_by and is_told(finding, self._told_before(*latest)):
            return replace(finding, verdict=Verdict.SILENT)  # It was told, and not as theirs.
        is_about_it = finding.answers is not None and self._share_about(named, finding.answers) >= _HALF
        return finding if is_about_it else _unsure(finding)

    def _in_its_thread(self, finding: Finding, follow_up: str, told: Finding) -> Finding:
        """Return what answers a follow-up where the question before it was answered, or what was found elsewhere.

        It is no more than related when it names none of what the follow-up asks which ones of.
        """
        if names_nothing(follow_up):
            finding = self._thread.asked_there(finding, told)
            if _only_repeats(follow_up, finding, told) or (
                is_told(finding, told) and (_lacks_the_kind(finding) or _is_long(told))
            ):
                return nothing_new(finding, told)
            return _unsure(finding) if _names_nobody(finding) else finding
        elsewhere = not named_anew(follow_up) and self._thread.left_its_subject(finding, told)
        if elsewhere or not names_some(self._reader.read(follow_up), finding):
            return _unsure(finding)
        if finding.question.text == which_there_are(follow_up):  # What else was asked is left out.
            return finding if self._thread.is_beside(finding, told) else _unsure(finding)
        if finding.evidence and self._says_nothing_of(follow_up, finding.evidence):
            there = self._thread.named_there(finding, told, self._reader.read(follow_up))
            if _only_repeats(follow_up, there, told):
                return nothing_new(finding, told)
            finding = _unsure(there) if _names_nobody(there) and is_told(there, told) else there
        return finding

    def _says_nothing_of(self, follow_up: str, evidence: Evidence) -> bool:
        """Tell whether a follow-up says what is asked about the subject, and evidence holds little of that.

        In another language its words are in no document.
        """
        asked = self._reader.read(follow_up)
        if named_anew(follow_up) or asked.language is not Language.DUTCH:
            return False
        return self._share_about(asked, evidence) < _HALF

    def _told_before(self, latest: str, before: Sequence[Turn]) -> Finding:
        """Return what was found for the question before this one; of "en daarna?" it is what came next."""
        steps = 0
        while asks_only_what_follows(latest) and (earlier := previous(before)):
            latest, before = earlier
            steps += 1
        told = self.find(self.read(latest, self.likeliest(latest, before)))
        for _ in range(steps):
            told = self._thread.behind(told, told)
        return told

    def find(self, read: Question) -> Finding:
        """Return what the documents hold on a question, read in one way."""
        if read not in self._found:
            with self.clock.stage("embed"):
                vector = self._finder.embed(read)
            with self.clock.stage("retrieve"):
                self._found[read] = self._lookup.find(read, vector, Scope(read.organisation or self.chosen), read.text)
        return self._found[read]

    def _reason_there(self, finding: Finding, told: Finding) -> Finding:
        """Return the reason that is given where the thing itself was told, or what comes nearest to one there."""
        if not told.hits or not told.answers:
            return replace(finding, verdict=Verdict.RELATED) if finding.answers else finding
        evidence = self._finder.evidence(finding.question, finding.vector, told.hits[0])
        verdict = Verdict.ANSWERS if evidence.shaped else Verdict.RELATED
        return replace(finding, hits=told.hits, evidence=evidence, verdict=verdict)

    def _of_one_organisation(self, question: str, history: Sequence[Turn]) -> list[Turn]:
        """Return what was said before, without the organisations that were named before another one was."""
        meant = self._reader.read(question).organisation
        kept: list[Turn] = []
        for turn in reversed(history):
            if turn.role == "user" and (meant := meant or self._reader.read(turn.content).organisation):
                kept.append(replace(turn, content=self._reader.without_others(turn.content, meant)))
            else:
                kept.append(turn)
        return kept[::-1]

    def _answers_about(self, named: Question, question: str, reading: str) -> float:
        """Return which part of what is named an answer to a reading is about, -1 when the documents give none.

        Words of another kind than what is asked for are none: "twee keer" to "en wie doet dat?".
        """
        found = self.find(self.read(question, reading))
        if found.answers is None or _is_of_another_kind(found.question, found.answers) or not names_some(named, found):
            return -1.0
        only = _share_of_selection(named, found.answers)
        return self._share_about(named, found.answers) - _ALSO_TELLS_ANOTHER * (1 - only)

    def _share_about(self, named: Question, evidence: Evidence) -> float:
        """Return which part of what is named, 0 to 1, evidence is about. Of an organisation all its documents are."""
        if named.organisation:
            return 1.0 if evidence.passage.document.source.organisation_id == named.organisation else _HALF
        return self._reader.coverage(named, frozenset(terms(evidence.in_place)))


def _share_of_selection(named: Question, evidence: Evidence) -> float:
    """Return which part of the members that were chosen from a list hold what is named; 1 of anything else."""
    if evidence.form is not Form.SELECTION or not named.terms:
        return 1.0
    asked = set(named.terms)
    holding = [part for part in evidence.parts if not asked.isdisjoint(terms(evidence.readable(part)))]
    return len(holding) / len(evidence.parts)


def _is_long(told: Finding) -> bool:
    """Tell whether more than one sentence was told: which one is meant would not be said by telling all again."""
    return told.evidence is not None and told.evidence.form is Form.SENTENCES and len(told.evidence.parts) > 1


def _only_repeats(follow_up: str, finding: Finding, told: Finding) -> bool:
    """Tell whether what was told is found again, and cannot answer: it is of another kind, or another case is asked."""
    if asks_what_if(follow_up) and finding.answers and _say_the_same(finding, told):
        return not _TELLS_A_CASE.search(finding.answers.said)
    return _repeats_another_kind(finding, told)


def _repeats_another_kind(finding: Finding, told: Finding) -> bool:
    """Tell whether the very words that told how often, who or when are found again for what is no such question."""
    if not is_shaped(told.question.kind) or is_shaped(finding.question.kind) or not finding.answers or not told.answers:
        return False
    same_passage = finding.answers.passage.id == told.answers.passage.id
    return same_passage and finding.answers.parts == told.answers.parts


def _names_nobody(finding: Finding) -> bool:
    """Tell whether somebody is asked for, and what was found speaks of a school or a team at most."""
    if finding.question.kind is not Kind.PERSON or not finding.answers:
        return False
    return not names_somebody(finding.answers.said)


def _unless_of_another_kind(finding: Finding, told: Finding) -> Finding:
    """Return what was found: related when it is what was told and of another kind; and of the subject that was told."""
    if finding.answers and _is_of_another_kind(finding.question, finding.answers):
        return _unsure(finding) if _say_the_same(finding, told) else finding
    if finding.verdict is Verdict.FOREIGN and told.verdict is not Verdict.FOREIGN:
        return replace(finding, verdict=Verdict.SILENT)
    return finding


def _unsure(finding: Finding) -> Finding:
    return replace(finding, verdict=Verdict.RELATED) if finding.answers else finding


def _why(finding: Finding, told: Finding) -> Finding:
    """Return the reason that was found where the thing was told: of words that were told only those that give it."""
    if not is_told(finding, told):
        return finding
    given = reasons(finding.evidence) if finding.evidence else None
    return replace(finding, evidence=given) if given else nothing_new(finding, told)


def _lacks_the_kind(finding: Finding) -> bool:
    """Tell whether what is asked for has a form of its own, and nothing that was found has that."""
    return is_shaped(finding.question.kind) and finding.evidence is not None and not finding.evidence.shaped


def _is_of_another_kind(question: Question, evidence: Evidence) -> bool:
    """Tell whether words are of another kind than what is asked for. A reason may be told in any words."""
    return question.kind is not Kind.REASON and not evidence.shaped


def _say_the_same(one: Finding, other: Finding) -> bool:
    """Tell whether two questions are answered by the same words."""
    return bool(one.answers and other.answers and one.answers.overlaps(other.answers))


def _stand_together(one: Finding, other: Finding) -> bool:
    """Tell whether what answers one question stands in the same section as what answers another."""
    return bool(
        one.evidence
        and other.evidence
        and one.evidence.passage.section.span == other.evidence.passage.section.span
        and one.evidence.passage.document.source.id == other.evidence.passage.document.source.id
    )
