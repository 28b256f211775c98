"""From what was found to the answer that it makes: which outcome it is, what is quoted, and what is to be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Notice, NoticeKind, Status
from assistant.composition import Draft
from assistant.confidence import Verdict
from assistant.disagreement import broken_promise, conflicting
from assistant.document_facts import Period
from assistant.evidence import Evidence, Form
from assistant.finding import Finder, Finding, Progress
from assistant.forms import is_of_opening_form
from assistant.lists import is_of_what_is_counted
from assistant.lookup import FoundPart, Lookup
from assistant.numbered_units import asks_for_unit
from assistant.parts import Part
from assistant.provisions import Provisions
from assistant.question import Kind, Question
from assistant.refusals import Refusals, refusal
from assistant.scope import Scope
from assistant.shapes import has_shape
from assistant.source_notices import SourceNotices
from assistant.suggestions import Suggestions
from assistant.thread import core
from assistant.wording import Wording
from ingest.catalogue import NO_ORGANISATION
from ingest.index import Index

_WHEN = frozenset({Kind.TIME, Kind.DATE})


class Answering:
    """Answers from one index in the documents' own words."""

    def __init__(self, index: Index, finder: Finder, lookup: Lookup, source_notices: SourceNotices) -> None:
        self._name = index.organisation_name
        self._finder = finder
        self._lookup = lookup
        self._source_notices = source_notices
        self._provisions = Provisions(finder)
        self._suggestions = Suggestions(index)
        self._refusals = Refusals(index, self._suggestions)

    def answer(self, question: Question, finding: Finding, chosen: str | None, wording: Wording) -> Answer:
        """Return the answer to a question.

        Args:
            question: it stands by itself.
            finding: on the question as a whole.
            chosen: the id of the organisation that was chosen; the question may name another. None: all.
            wording: in the language of the question.
        """
        if finding.progress and finding.evidence:
            return self._gone_on(finding, finding.evidence, wording)
        if self._lookup.lacks_unit(question):
            return self._refusals.not_found(finding, wording)
        if several := self._lookup.enumerated(question, finding.scope):
            return self._enumerated(finding, several, wording)
        if period := self._lookup.period(question, finding.scope):
            return self._of_period(finding, period, wording)
        if parts := self._lookup.parts(question, finding, chosen):
            return self._in_parts(finding, parts, wording)
        return self._judged(finding, chosen, wording)

    def simpler(self, question: Question, finding: Finding, chosen: str | None, wording: Wording) -> Answer:
        """Return the answer in as few of the documents' words as tell it, and say that easier ones are not there."""
        shorter = finding
        if finding.answers:
            shorter = replace(finding, evidence=core(finding.answers), outright=True)
        answer = self.answer(question, shorter, chosen, replace(wording, related=wording.simpler_unsure))
        if answer.status not in {Status.ANSWERED, Status.PARTIAL}:
            return answer
        said_first = wording.not_simpler if shorter.evidence is finding.evidence else wording.simpler
        return replace(answer, text=f"{said_first}\n\n{answer.text}")

    def _gone_on(self, finding: Finding, evidence: Evidence, wording: Wording) -> Answer:
        """Return what stands behind what was told, or that there is no more than that."""
        if finding.progress is Progress.NEXT and not finding.answers:
            return self._related(finding, [evidence], wording.may_come_next, wording)
        draft = Draft(wording)
        if finding.progress is Progress.NONE:
            draft.point_at(evidence, wording.nothing_new)
            return self._drafted(Status.RELATED, draft, finding, wording)
        draft.say(wording.comes_next)
        draft.quote(evidence)
        return self._drafted(Status.ANSWERED, draft, finding, wording)

    def _judged(self, finding: Finding, chosen: str | None, wording: Wording) -> Answer:
        """Return the answer to a question that is one, by how sure it is that what was found answers it."""
        if finding.answers and (other := self._finder.of_another_organisation(finding)):
            return self._of_both(finding, finding.answers, other, wording)
        if finding.answers:
            return self._answered(finding, finding.answers, chosen, wording)
        asked_of = finding.scope.organisation
        everywhere = self._finder.everywhere(finding) if asked_of else finding
        if asked_of and everywhere.answers and everywhere.answered_by not in {NO_ORGANISATION, asked_of}:
            return self._of_another(everywhere, everywhere.answers, asked_of, wording)
        if finding.verdict is Verdict.RELATED and finding.evidence:
            return self._related(finding, self._finder.nearest(finding), wording.related, wording)
        if finding.verdict is Verdict.SILENT or everywhere.verdict is not Verdict.FOREIGN:
            return self._refusals.not_found(finding, wording)
        return refusal(Status.OUT_OF_SCOPE, wording.out_of_scope)

    def _answered(self, finding: Finding, evidence: Evidence, chosen: str | None, wording: Wording) -> Answer:
        question, conflict = finding.question, []
        draft = Draft(wording)
        draft.say(wording.dutch_quote)
        full_form = self._lookup.written_out(question, finding.scope)
        if full_form and not _begins_with(evidence, full_form):
            draft.quote(full_form)
        if evidence.form is Form.LIST and is_of_what_is_counted(question, evidence) and not _tells_number(evidence):
            draft.say(wording.counted.format(number=len(evidence.members)))
        provided = self._provisions.all_of(finding)
        if provided:
            draft.say(wording.named_for)
            draft.enumerate(provided)
        elif not (full_form and is_of_opening_form(evidence)):  # What a document is called tells nothing more.
            draft.quote(evidence, naming_unit=asks_for_unit(question, evidence.passage))
        if against := _against(finding):
            draft.quote(against)
            conflict.append(Notice(NoticeKind.CONFLICT, wording.conflict))
        elif broken := broken_promise(evidence):
            promised, listed = broken
            conflict.append(Notice(NoticeKind.CONFLICT, wording.promise.format(promised=promised, listed=listed)))
        elif not provided and (second := self._finder.runner_up(finding)):
            draft.quote_besides(second.undecided)
        if draft.leaves_out_empty and question.kind in _WHEN and not has_shape(Kind.DATE, draft.text):
            draft.say(wording.not_filled_in)
        answer = self._drafted(Status.ANSWERED, draft, finding, wording, *conflict)
        if chosen and question.organisation and question.organisation != chosen:
            names = {"found": self._name(question.organisation), "chosen": self._name(chosen)}
            notice = Notice(NoticeKind.OTHER_ORGANISATION, wording.named_organisation.format(**names))
            answer = replace(answer, notices=(*answer.notices, notice))
        return answer

    def _of_both(self, finding: Finding, evidence: Evidence, other: Evidence, wording: Wording) -> Answer:
        """Return what two organisations answer, each under its name."""
        draft = Draft(wording)
        draft.say(wording.dutch_quote)
        draft.say(_name_as_heading(evidence))
        draft.quote(evidence, naming_unit=asks_for_unit(finding.question, evidence.passage))
        draft.say(_name_as_heading(other))
        draft.quote(other)
        return self._drafted(Status.ANSWERED, draft, finding, wording)

    def _enumerated(self, finding: Finding, several: Sequence[Evidence], wording: Wording) -> Answer:
        draft = Draft(wording)
        draft.say(wording.dutch_quote)
        _enumerate(draft, finding.question, several, wording)
        return self._drafted(Status.ANSWERED, draft, finding, wording)

    def _of_period(self, finding: Finding, period: Period, wording: Wording) -> Answer:
        """Return whether or until when a document holds, with the line in which it tells its years."""
        draft = Draft(wording)
        self._tell_period(draft, finding.question, period, wording)
        status = Status.ANSWERED if period.source.valid_until else Status.RELATED
        return self._drafted(status, draft, finding, wording)

    def _tell_period(self, draft: Draft, question: Question, period: Period, wording: Wording) -> None:
        source, asks_whether = period.source, question.kind is Kind.YES_NO
        if source.valid_until is None:
            draft.say(wording.period_unknown.format(title=source.title))
        else:
            ended, holds = wording.held_no_more, wording.holds_still
            told = (ended, holds) if asks_whether else (wording.held, wording.holds)
            said = told[0] if self._source_notices.has_ended(source) else told[1]
            draft.point_at(period.line, said.format(title=source.title, until=f"{source.valid_until:%d-%m-%Y}"))
        draft.quote(period.line)

    def _in_parts(self, whole: Finding, parts: Sequence[FoundPart], wording: Wording) -> Answer:
        """Return what answers each part, what is surely answered first."""
        draft, disagree = Draft(wording), False
        draft.say(wording.dutch_quote)
        joined = _joined(parts)
        for part, finding in joined:
            if not finding.answers:
                continue
            if part.compared and len(joined) == len(parts):
                draft.name(self._heading(part, finding, parts))
            self._tell_part(draft, part, finding, wording)
            if against := _against(finding):
                draft.quote(against)
                disagree = True
        for part, finding in joined:
            if finding.answers:
                continue
            draft.say(wording.unanswered_part.format(part=part.words.strip(" ?")))
            if finding.verdict is Verdict.RELATED and finding.evidence and not draft.quotes(finding.evidence):
                draft.say(wording.nearest)
                draft.quote(finding.evidence.undecided)
        answered = [finding for _, finding in parts if finding.answers]
        status = Status.ANSWERED if len(answered) == len(parts) else Status.PARTIAL
        conflict = [Notice(NoticeKind.CONFLICT, wording.conflict)] if disagree else []
        return self._drafted(status, draft, replace(answered[0], said=whole.said), wording, *conflict)

    def _tell_part(self, draft: Draft, part: Part, finding: Finding, wording: Wording) -> None:
        """Quote what answers a part of a question."""
        if finding.answers is None:
            return
        full_form = self._lookup.written_out(finding.question, finding.scope) if part.is_side else None
        if full_form and not _begins_with(finding.answers, full_form):
            draft.quote(full_form)
        if period := self._lookup.period(finding.question, finding.scope):
            self._tell_period(draft, finding.question, period, wording)
        elif finding.several:
            _enumerate(draft, finding.question, finding.several, wording)
        elif not (full_form and is_of_opening_form(finding.answers)):  # What a document is called tells nothing more.
            draft.quote(finding.answers)

    def _heading(self, part: Part, finding: Finding, parts: Sequence[FoundPart]) -> str:
        """Return what stands over one of two sides: what was asked of it, with whose words answer where they differ."""
        if not part.is_side:
            return self._name(finding.question.organisation or finding.answered_by)
        owners = {one.answered_by for _, one in parts if one.answers}
        owner = self._name(finding.answered_by)
        return part.name if len(owners) < 2 or owner.lower() in part.name.lower() else f"{part.name} ({owner})"

    def _related(self, finding: Finding, evidence: Sequence[Evidence], said_first: str, wording: Wording) -> Answer:
        draft = Draft(wording)
        draft.say(said_first)
        for one in evidence:
            draft.quote(one.undecided)
        return self._drafted(Status.RELATED, draft, finding, wording)

    def _of_another(self, finding: Finding, evidence: Evidence, asked_of: str, wording: Wording) -> Answer:
        """Return what an organisation says that was not asked for."""
        names = {"found": _organisation_name(evidence), "chosen": self._name(asked_of)}
        answer = self._related(finding, [evidence], wording.elsewhere.format(**names), wording)
        notice = Notice(NoticeKind.OTHER_ORGANISATION, wording.other_organisation.format(**names))
        return replace(answer, notices=(notice, *answer.notices))

    def _drafted(self, status: Status, draft: Draft, finding: Finding, wording: Wording, *conflict: Notice) -> Answer:
        """Return a draft as an answer, with what is to be known of its sources and what may be asked next of these."""
        notices = (*conflict, *self._source_notices.of(draft.citations, wording, finding.scope.organisation))
        organisation = draft.citations[0].document.source.organisation
        quoted = Scope(organisation.id if organisation else None)
        follow_ups = self._suggestions.near(finding, quoted, draft.citations, draft.text)
        return Answer("", "", status, draft.text, tuple(draft.citations), notices, follow_ups)


def _joined(parts: Sequence[FoundPart]) -> list[FoundPart]:
    """Return the parts, with two that the same words or the same passage's sentences answer as one."""
    joined: list[FoundPart] = []
    for part, finding in parts:
        if finding.answers and any(finding.answers == before.answers for _, before in joined):
            continue
        before = joined[-1][1] if joined and not (finding.outright or joined[-1][1].outright) else None
        if before and before.answers and finding.answers and (both := before.answers.joined(finding.answers)):
            joined[-1] = joined[-1][0], replace(before, evidence=both)
        else:
            joined.append((part, finding))
    return joined


def _enumerate(draft: Draft, question: Question, several: Sequence[Evidence], wording: Wording) -> None:
    """Add numbered units, or different meanings, with how many there are when that is asked."""
    if question.kind is Kind.QUANTITY:
        draft.say(wording.counted.format(number=len(several)))
    draft.enumerate(several)


def _against(finding: Finding) -> Evidence | None:
    """Return what another passage found says instead of what answers, or None."""
    against = conflicting(finding.answers, [hit.passage for hit in finding.hits]) if finding.answers else None
    if against is None:
        return None
    passage, span = against
    return Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True)


def _tells_number(evidence: Evidence) -> bool:
    """Tell whether what announces a list says how many members it has."""
    return evidence.lead is not None and has_shape(Kind.QUANTITY, evidence.readable(evidence.lead))


def _begins_with(evidence: Evidence, other: Evidence) -> bool:
    return evidence.passage.id == other.passage.id and evidence.parts[0].start == other.span.start


def _organisation_name(evidence: Evidence) -> str:
    organisation = evidence.passage.document.source.organisation
    return organisation.name if organisation else ""


def _name_as_heading(evidence: Evidence) -> str:
    return f"**{_organisation_name(evidence)}**"
