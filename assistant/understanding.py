"""What is asked: a question after what was said before it, as one that stands by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Turn
from assistant.clock import Clock
from assistant.confidence import Verdict
from assistant.conversation import asks_only_why, asks_simpler, leans, previous
from assistant.evidence import Evidence
from assistant.finding import Finder, Finding
from assistant.lookup import Lookup
from assistant.question import Kind, Question, QuestionReader
from assistant.readings import named_anew, readings
from assistant.remarks import remark_in
from assistant.scope import Scope
from assistant.writing.rewriting import Rewriter
from assistant.writing.writer import Spend
from ingest.terms import terms

_HALF = 0.5


class Understanding:
    """Understands questions in their conversations; what a follow-up may mean, the documents tell.

    Args:
        reader: reads a question that stands by itself.
        finder: embeds it.
        lookup: tells what the documents hold on it.
        rewriter: None: follow-ups are made to stand alone without a language model.
    """

    def __init__(self, reader: QuestionReader, finder: Finder, lookup: Lookup, rewriter: Rewriter | None) -> None:
        self._reader = reader
        self._finder = finder
        self._lookup = lookup
        self._rewriter = rewriter

    def standing(self, question: str, history: Sequence[Turn], chosen: str | None, spend: Spend, clock: Clock) -> str:
        """Return a question without need of its history: as a language model writes it when that is safe.

        Args:
            question: the latest.
            history: what was said before it.
            chosen: the id of the organisation that was chosen, or None.
            spend: told what the language model took.
            clock: takes its time.
        """
        if self._rewriter and history and not (remark_in(question) or asks_simpler(question)):
            with clock.stage("rewrite"):
                if rewritten := self._rewriter.rewritten(question, history, spend):
                    return rewritten
        return self.likeliest(question, history, chosen)

    def likeliest(self, question: str, history: Sequence[Turn], chosen: str | None) -> str:
        """Return the reading of a question that the documents answer with words about what it names itself."""
        if history and not named_anew(question):  # "en bij Koers VO?" takes the place of the other one.
            history = self._of_one_organisation(question, history)
        found = readings(question, history, lambda latest, before: self.likeliest(latest, before, chosen))
        if len(found) == 1:
            return found[0]
        named = self._reader.read(named_anew(question) or question)
        about = {reading: self._answers_about(named, question, reading, chosen) for reading in found}
        return max(found, key=lambda reading: about[reading])

    def read(self, question: str, standing: str) -> Question:
        """Return a question, which was made to stand by itself, as it is understood."""
        read = self._reader.read(standing)
        asked = self._reader.read(question)  # What it names itself goes before what was spoken of earlier.
        return replace(read, organisation=asked.organisation or read.organisation)

    def doubted(self, finding: Finding, follow_up: str, history: Sequence[Turn], chosen: str | None) -> Finding:
        """Return what was found for a follow-up with the doubts that its form gives.

        It is related only when it is not about what the follow-up names anew: words about what was spoken of before do
        not tell that it holds for this too; or it is what was told before, and of another kind than what is asked now.
        Why something is, is told where that stands. And who goes on about a subject of the documents does not speak of
        another one.
        """
        latest = previous(history)
        if latest and asks_only_why(follow_up):
            told = self._told_before(*latest, chosen)
            return finding if _stand_together(finding, told) else self._reason_there(finding, told)
        misshapen = finding.answers and _is_of_another_kind(finding.question, finding.answers)
        if latest and leans(follow_up) and (misshapen or finding.verdict is Verdict.FOREIGN):
            told = self._told_before(*latest, chosen)
            if misshapen and _say_the_same(finding, told):
                return replace(finding, verdict=Verdict.RELATED)
            if not misshapen and told.verdict is not Verdict.FOREIGN:
                return replace(finding, verdict=Verdict.SILENT)
        named = named_anew(follow_up)
        if not named or not finding.answers or self._share_about(self._reader.read(named), finding.answers) >= _HALF:
            return finding
        return replace(finding, verdict=Verdict.RELATED)

    def _told_before(self, latest: str, before: Sequence[Turn], chosen: str | None) -> Finding:
        """Return what was found for the question before this one."""
        return self._found(latest, self.likeliest(latest, before, chosen), chosen)

    def _found(self, question: str, reading: str, chosen: str | None) -> Finding:
        """Return what the documents hold on a question, read in one way."""
        read = self.read(question, reading)
        return self._lookup.find(read, self._finder.embed(read), Scope(read.organisation or chosen), reading)

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

    def _answers_about(self, named: Question, question: str, reading: str, chosen: str | None) -> float:
        """Return which part of what is named an answer to a reading is about, -1 when the documents give none.

        Words of another kind than what is asked for are none: "twee keer" to "en wie doet dat?".
        """
        found = self._found(question, reading, chosen)
        if found.answers is None or _is_of_another_kind(found.question, found.answers):
            return -1.0
        return self._share_about(named, found.answers)

    def _share_about(self, named: Question, evidence: Evidence) -> float:
        """Return which part of what is named, 0 to 1, evidence is about. Of an organisation all its documents are."""
        passage = evidence.passage
        if named.organisation:
            return 1.0 if passage.document.source.organisation_id == named.organisation else _HALF
        spans = [evidence.lead, *evidence.parts] if evidence.lead else evidence.parts
        said = " ".join([passage.document.source.title, *passage.section.path, *map(evidence.readable, spans)])
        return self._reader.coverage(named, frozenset(terms(said)))


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
