"""What stands where the question before was answered: a follow-up that names nothing itself is answered there first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.confidence import Verdict
from assistant.conversation import subject_words
from assistant.evidence import Evidence, Form
from assistant.finding import Finder, Finding, Progress
from assistant.instructions import is_asking
from assistant.language import Language
from assistant.question import Kind, Question, QuestionReader
from assistant.sentence_window import leans_back
from assistant.shapes import has_shape, is_shaped
from ingest.document import BlockKind
from ingest.passages import Passage
from ingest.span import Span
from ingest.statements import Statement, statements_of
from ingest.terms import terms

TOLD_ON = frozenset({Kind.PERSON, Kind.MEMBERS, Kind.FREQUENCY})  # Of a form that hardly anything else has.
_SENTENCE_BLOCKS = frozenset({BlockKind.PARAGRAPH, BlockKind.NUMBERED})
_SAME_SUBJECT = 0.3  # Part of what was asked before, by weight, that a passage beside it must hold.
_MOSTLY = 0.5  # Part of what a follow-up itself says, by weight, that a sentence must hold.
_WORTH_SHOWING = 0.4  # The same of one that is shown when nothing answers.
_NEXT_CHARS = 520  # Of what is told on.
_AFTERWARDS = re.compile(
    r"^(?:nadat|daarna|hierna|daarop|vervolgens|dan|zodra|wanneer|als|ten slotte|tot slot|after|then|next)\b",
    re.IGNORECASE,
)
_STEP = re.compile(r"(?:stap|fase)\b", re.IGNORECASE)


class Thread:
    """Follows what was told to what stands around it.

    Args:
        reader: tells how much of a subject a passage holds.
        finder: finds the words in the passages beside it.
    """

    def __init__(self, reader: QuestionReader, finder: Finder) -> None:
        self._reader = reader
        self._finder = finder

    def asked_there(self, finding: Finding, told: Finding) -> Finding:
        """Return words of the asked kind that stand where what was told stands; what was found when none do.

        "En wie doet dat?" is answered by the next sentence, or by the agreement below, when these name someone.
        """
        kind = finding.question.kind
        if kind not in TOLD_ON or told.answers is None or _tells(kind, told.answers):
            return finding
        if finding.answers and _tells(kind, finding.answers) and _goes_further(finding.answers, told.answers):
            return finding
        if words := further_on(told.answers, kind):
            return self._at(finding, told, words)
        beside = self._finder.beside(finding, told.answers.passage)
        holding = (one for one in beside if one.shaped and _tells(kind, one))
        words = next((one for one in holding if self._is_of_the_subject(told, one.passage)), None)
        return self._at(finding, told, words) if words else finding

    def named_there(self, finding: Finding, told: Finding, asked: Question) -> Finding:
        """Return the sentence beside what was told that holds what is asked about it; what was found when none does.

        After "Wanneer komt er een OPP?" that is, for "wie moet dat ondertekenen?", who must sign, further on.
        """
        if told.answers is None:
            return finding
        for one in statements_of(told.answers.passage):
            if one.block.kind not in _SENTENCE_BLOCKS or any(part.overlap(one.span) for part in told.answers.parts):
                continue
            words = told.answers.readable(one.span)
            if self._reader.coverage(asked, frozenset(terms(words))) >= _MOSTLY and has_shape(asked.kind, words):
                return self._at(finding, told, _sentences([one]))
        return finding

    def named_in_it(self, finding: Finding, told: Finding, asked: Question) -> Finding:
        """Return the sentence of the passage that was told which holds most of what is asked; or what was found."""
        if told.answers is None or not asked.terms:
            return finding
        passage = told.answers.passage
        held = {
            one: self._reader.coverage(asked, frozenset(terms(passage.document.readable(one.span))))
            for one in statements_of(passage)
        }
        best = max(held, key=lambda one: held[one], default=None)
        if best is None or held[best] < _WORTH_SHOWING:
            return finding
        return replace(self._at(finding, told, _sentences([best])), verdict=Verdict.RELATED)

    def is_beside(self, finding: Finding, told: Finding) -> bool:
        """Tell whether what was found stands in the passage of what was told, or in one beside it."""
        if not finding.evidence or not told.evidence:
            return False
        found, place = finding.evidence.passage, told.evidence.passage
        behind = {passage.id for one in (found, place) if (passage := self._finder.behind(one))}
        return found.id == place.id or bool(behind & {found.id, place.id})

    def left_its_subject(self, finding: Finding, told: Finding) -> bool:
        """Tell whether what was found is another organisation's, and not of the subject of what was told."""
        if not finding.answers or not told.answers or finding.answered_by == told.answered_by:
            return False
        if finding.question.organisation or finding.question.language is not Language.DUTCH:
            return False
        return not self._is_of_the_subject(told, finding.answers.passage, _MOSTLY)

    def behind(self, finding: Finding, told: Finding) -> Finding:
        """Return what the document says behind what was told, or that it says no more."""
        if told.evidence is None or not told.is_shown:
            return finding
        if told.progress is Progress.NONE:
            return nothing_new(finding, told)
        after = self._statements_behind(told, told.evidence)
        if not after:
            return nothing_new(finding, told)
        words = _sentences(after)
        goes_on = _AFTERWARDS.match(words.readable(words.parts[0])) or _STEP.match(words.passage.section.label or "")
        verdict = Verdict.ANSWERS if told.answers and goes_on else Verdict.RELATED
        return replace(finding, hits=told.hits[:1], evidence=words, verdict=verdict, progress=Progress.NEXT)

    def _statements_behind(self, told: Finding, evidence: Evidence) -> list[Statement]:
        """Return what comes behind the sentence that answers most, up to the end of its section or of the next step."""
        statements = statements_of(evidence.passage)
        place = self._place_of_answer(told, evidence, statements)
        quoted = [n for n, one in enumerate(statements) if any(one.span.overlap(part) for part in evidence.parts)]
        is_next = place + 1 < len(statements) and _AFTERWARDS.match(evidence.readable(statements[place + 1].span))
        if place + 1 in quoted and not is_next:  # It was told, and does not say that it comes after.
            place = quoted[-1]
        if place + 1 < len(statements):
            return list(statements[place + 1 :])
        after = self._finder.behind(evidence.passage)
        return list(statements_of(after)) if after and _goes_on(evidence.passage, after) else []

    def _place_of_answer(self, told: Finding, evidence: Evidence, statements: Sequence[Statement]) -> int:
        """Return which statement holds most of what was asked; of a list it is the last member that was told."""
        quoted = [n for n, one in enumerate(statements) if any(one.span.overlap(part) for part in evidence.parts)]
        if evidence.form is not Form.SENTENCES or told.progress or not quoted:
            return max(quoted, default=len(statements) - 1)
        kind = told.question.kind
        told_by = {
            n: self._reader.coverage(told.question, frozenset(terms(evidence.readable(statements[n].span))))
            + (is_shaped(kind) and has_shape(kind, evidence.readable(statements[n].span)))
            for n in quoted
        }
        return max(told_by, key=lambda n: told_by[n])

    def _is_of_the_subject(self, told: Finding, passage: Passage, share: float = _SAME_SUBJECT) -> bool:
        subject = self._reader.read(" ".join(subject_words(told.question.text)))
        return self._reader.coverage(subject, frozenset(terms(passage.embedding_text))) >= share

    def _at(self, finding: Finding, told: Finding, words: Evidence) -> Finding:
        return replace(finding, hits=told.hits[:1], evidence=words, verdict=Verdict.ANSWERS, outright=True)


def nothing_new(finding: Finding, told: Finding) -> Finding:
    """Return that nothing was found but what was told; when that is nothing, that nothing answers."""
    if not told.is_shown:
        return replace(finding, verdict=Verdict.SILENT)
    return replace(finding, hits=told.hits[:1], evidence=told.evidence, verdict=Verdict.RELATED, progress=Progress.NONE)


def _goes_further(found: Evidence, told: Evidence) -> bool:
    """Tell whether words are other ones of the document that was quoted."""
    return found.passage.document is told.passage.document and not found.overlaps(told)


def is_told(finding: Finding, told: Finding) -> bool:
    """Tell whether all that was found is what was told."""
    if not finding.evidence or not told.evidence or finding.evidence.passage.id != told.evidence.passage.id:
        return False
    return all(any(whole.contains(part) for whole in told.evidence.parts) for part in finding.evidence.parts)


def reasons(evidence: Evidence) -> Evidence | None:
    """Return the sentences that give a reason; None when none does."""
    given = tuple(part for part in evidence.parts if has_shape(Kind.REASON, evidence.readable(part)))
    if evidence.form is not Form.SENTENCES or not given:
        return None
    return replace(evidence, span=Span(given[0].start, given[-1].end), parts=given)


def core(evidence: Evidence) -> Evidence:
    """Return the first of some sentences with those that lean on it; anything else as it is."""
    if evidence.form is not Form.SENTENCES:
        return evidence
    last = 1
    while last < len(evidence.parts) and leans_back(evidence.readable(evidence.parts[last])):
        last += 1
    parts = evidence.parts[:last]
    if parts == evidence.parts:
        return evidence
    return replace(evidence, span=Span(parts[0].start, parts[-1].end), parts=parts)


def _tells(kind: Kind, evidence: Evidence) -> bool:
    """Tell whether words hold what is of a kind; who a question of the document speaks of is not told by it."""
    told = [words for words in map(evidence.readable, evidence.parts) if not is_asking(words)]
    return any(has_shape(kind, words) for words in told)


def further_on(told: Evidence, kind: Kind) -> Evidence | None:
    """Return the first sentence behind what was told, in its passage, that is of a kind."""
    behind = (one for one in statements_of(told.passage) if one.span.start >= told.parts[-1].end)
    sentences = (one for one in behind if one.block.kind in _SENTENCE_BLOCKS)
    found = next((one for one in sentences if has_shape(kind, told.readable(one.span))), None)
    return _sentences([found]) if found else None


def _sentences(statements: Sequence[Statement]) -> Evidence:
    """Return statements as the words that answer, as many as are told on."""
    first, parts = statements[0], [statements[0].span]
    for one in statements[1:]:
        if one.span.end - first.span.start > _NEXT_CHARS:
            break
        parts.append(one.span)
    span = Span(parts[0].start, parts[-1].end)
    return Evidence(first.passage, Form.SENTENCES, span, None, tuple(parts), shaped=True)


def _goes_on(passage: Passage, after: Passage) -> bool:
    """Tell whether a passage is of the same section as the one before it, or the next of the same numbered units."""
    if after.section.span == passage.section.span:
        return True
    one, other = ((section.label or "").rpartition(" ")[0] for section in (passage.section, after.section))
    return bool(one) and one == other
