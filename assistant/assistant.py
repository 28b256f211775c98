"""The assistant: a question in, a cited answer out."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property

from assistant.abbreviation import Abbreviations, asks_letters
from assistant.answer import Answer, Citation, Notice, NoticeKind, Piece, Searched, Status, Tokens, Told, Turn
from assistant.composition import Draft, WrittenDraft
from assistant.confidence import Verdict
from assistant.conversation import asks_simpler, lacks_subject, only_accepts
from assistant.definitions import Definitions
from assistant.disagreement import broken_promise, conflicting
from assistant.document_facts import DocumentFacts
from assistant.evidence import Evidence, Form
from assistant.explanations import Explanations
from assistant.finding import Finder, Finding
from assistant.glossary import Entry, glossary
from assistant.numbered_units import NumberedUnits, asks_for_unit
from assistant.parts import parts_of
from assistant.pieces import pieces_of
from assistant.question import Kind, Question, QuestionReader
from assistant.readings import named_anew, readings
from assistant.redaction import without_personal_data
from assistant.remarks import remark_in
from assistant.retrieval import Hit
from assistant.rewriting import Rewriter
from assistant.scope import Scope
from assistant.suggestions import Suggestions
from assistant.wording import WORDINGS, Wording
from assistant.writer import Assignment, LanguageModelError, Spend, Writer
from ingest.catalogue import Organisation, Source
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.terms import terms

logger = logging.getLogger(__name__)

_WRITTEN_FROM = 5  # Passages that a language model gets at most, but for those that were cited.
_OF_THE_QUESTION = frozenset({NoticeKind.REDACTED, NoticeKind.OTHER_ORGANISATION})  # The others are of the sources.
_NEAREST = 3
_HALF = 0.5


class Assistant:
    """Answers questions from one index. It holds no state between questions and may be used from several threads."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        today: date | None = None,
        writer: Writer | None = None,
        rewriter: Rewriter | None = None,
    ) -> None:
        self.index = index
        self._embedder = embedder
        self._writer = writer  # None: answers are the documents' own words.
        self._rewriter = rewriter  # None: follow-ups are made to stand alone without a language model.
        self._today = today  # None: the day of the question
        self._abbreviations = Abbreviations(index)
        self._reader = QuestionReader(
            index.passage_frequencies, index.manifest.passages, index.organisations, self._abbreviations.forms
        )
        self._finder = Finder(index, self._reader, embedder)
        self._suggestions = Suggestions(index)
        self._definitions = Definitions(index)
        self._document_facts = DocumentFacts(index)
        self._numbered_units = NumberedUnits(index)

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """The organisations that a question may be limited to."""
        return self.index.organisations

    @cached_property
    def glossary(self) -> tuple[Entry, ...]:
        """The abbreviations and terms that the documents explain."""
        return glossary(self.index)

    @cached_property
    def _explanations(self) -> Explanations:
        return Explanations(self.glossary)

    @cached_property
    def _sources(self) -> tuple[Source, ...]:
        return tuple(document.source for document in self.index.documents())

    def on(self, index: Index) -> Assistant:
        """Return the same assistant on another index."""
        return Assistant(index, self._embedder, self._today, self._writer, self._rewriter)

    def search(
        self, question: str, history: Sequence[Turn] = (), organisation: str | None = None, limit: int = 10
    ) -> list[Hit]:
        """Return the passages that may answer a question, best first."""
        read = self._read(question, self._likeliest(question, history, organisation))
        return self._finder.search(read, self._finder.embed(read), Scope(read.organisation or organisation), limit)

    def find(self, question: str, history: Sequence[Turn] = (), organisation: str | None = None) -> Finding:
        """Return what the documents hold on a question taken as one, before it becomes an answer."""
        read = self._read(question, self._likeliest(question, history, organisation))
        return self._finder.find(read, self._finder.embed(read), Scope(read.organisation or organisation))

    def ask(self, question: str, history: Sequence[Turn] = (), organisation: str | None = None) -> Answer:
        """Answer from the documents, with citations, or say that they do not tell.

        Args:
            question: 1 to 500 characters.
            history: earlier turns, the oldest first.
            organisation: an organisation's id, or None for all.
        """
        return next(told for told in self.tell(question, history, organisation) if isinstance(told, Answer))

    def tell(
        self, question: str, history: Sequence[Turn] = (), organisation: str | None = None
    ) -> Generator[Told | None]:
        """Answer as `ask` does, but bit by bit: the status, the pieces as soon as they are there, last the answer.

        None comes in between while a language model writes: who asked may have left. Closing the iterator stops it.
        """
        clock = _Clock()
        question, history, left_out = without_personal_data(question, history)
        spent: list[Tokens] = []
        standing = self._standing(question, history, organisation, spent.append, clock)
        answer, finding = self._answer(question, standing, history, organisation, clock)
        if left_out:
            answer = replace(answer, notices=(self._redacted_notice(question), *answer.notices))
        yield answer.status
        simpler = bool(history) and asks_simpler(question)
        if self._writer and finding and (assignment := _assignment(finding, answer, simpler=simpler)):
            answer = yield from self._written(self._writer, assignment, answer, spent.append, clock)
        else:
            yield from pieces_of(answer)
        timings = clock.timings_ms()
        fields = {
            "status": answer.status,
            "mode": answer.mode,
            "citations": len(answer.citations),
            "timings_ms": timings,
        }
        text = "%s, %s, %d citations, %.0f ms"
        told = answer.status, answer.mode, len(answer.citations), timings["total"]
        logger.info(text, *told, extra={"fields": fields})
        yield replace(
            answer,
            id=str(uuid.uuid4()),
            question=question,
            explanations=self._explanations.of(answer),
            timings_ms=timings,
            tokens=sum(spent, start=Tokens(0, 0)) if spent else None,
        )

    def _redacted_notice(self, question: str) -> Notice:
        return Notice(NoticeKind.REDACTED, WORDINGS[self._reader.read(question).language].redacted)

    def _answer(
        self, question: str, standing: str, history: Sequence[Turn], chosen: str | None, clock: _Clock
    ) -> tuple[Answer, Finding | None]:
        """Return the answer in the documents' own words, and what was found for it; None when nothing was searched."""
        read = self._read(question, standing)
        wording = WORDINGS[read.language]
        if remark := remark_in(question):
            return _refusal(Status.CLARIFY, wording.remarks[remark]), None
        if only_accepts(question, history):
            return _refusal(Status.CLARIFY, wording.more), None
        if not history and lacks_subject(read.text) and not parts_of(question):
            return _refusal(Status.CLARIFY, wording.unclear), None
        with clock.stage("embed"):
            vector = self._finder.embed(read)
        with clock.stage("retrieve"):
            finding = self._found(read, Scope(read.organisation or chosen), vector, read.text)
        with clock.stage("compose"):
            another = named_anew(question) if history else None
            if another and finding.answers and self._share_about(self._reader.read(another), finding.answers) < _HALF:
                # Words about what was spoken of before it do not tell that it holds for this too.
                finding = replace(finding, verdict=Verdict.RELATED)
            answer = self._composed(read, finding, chosen, wording)
        if history and asks_simpler(question):
            answer = _prefaced(wording.simpler, answer)
        nearest = tuple(hit.passage for hit in finding.hits[:_NEAREST])
        return replace(answer, understood=read.text, nearest=nearest), finding

    def _composed(self, read: Question, finding: Finding, chosen: str | None, wording: Wording) -> Answer:
        if self._numbered_units.lack(read):
            return self._not_found(finding, wording)
        if units := self._numbered_units.find(read, finding.scope):
            return self._enumerated(finding, units, wording)
        if len(meanings := self._definitions.meanings(read.text, finding.scope)) > 1:
            return self._enumerated(finding, meanings, wording)
        if parts := self._parts(read, finding, chosen):
            return self._in_parts(parts, wording)
        return self._judged(finding, chosen, wording)

    def _written(
        self, writer: Writer, assignment: Assignment, extractive: Answer, spend: Spend, clock: _Clock
    ) -> Generator[Piece | None, None, Answer]:
        """Tell what a language model writes and what holds of it; the extractive answer when nothing does."""
        wording = WORDINGS[assignment.language]
        draft = WrittenDraft(in_lines=assignment.in_steps)
        notices = [notice for notice in extractive.notices if notice.kind in _OF_THE_QUESTION]
        with clock.stage("write"):
            try:
                for sentence in writer.write(assignment, spend):
                    if sentence and not draft.citations:
                        clock.mark("first_sentence")
                    yield draft.add(sentence) if sentence else None
            except LanguageModelError as error:
                logger.warning("%s", error)
                notices.append(Notice(NoticeKind.FALLBACK, wording.unfinished))
        if not draft.citations:
            yield from pieces_of(extractive)
            return replace(extractive, notices=(*extractive.notices, Notice(NoticeKind.FALLBACK, wording.fallback)))
        if not draft.tells(extractive.citations[0]):  # The model left out, or got wrong, what was asked for.
            yield draft.add_quote(extractive.citations[0], wording.in_document)
        return replace(
            extractive,
            text=draft.text,
            citations=tuple(draft.citations),
            notices=(*notices, *self._notices(draft.citations, wording)),
            mode="generative",
            model=writer.model.name,
        )

    def _standing(self, question: str, history: Sequence[Turn], chosen: str | None, spend: Spend, clock: _Clock) -> str:
        """Return a question without need of its history: as a language model writes it when that is safe."""
        if self._rewriter and history and not (remark_in(question) or asks_simpler(question)):
            with clock.stage("rewrite"):
                if rewritten := self._rewriter.rewritten(question, history, spend):
                    return rewritten
        return self._likeliest(question, history, chosen)

    def _likeliest(self, question: str, history: Sequence[Turn], chosen: str | None) -> str:
        """Return the reading of a question that the documents answer with words about what it names itself."""
        found = readings(question, history, lambda latest, before: self._likeliest(latest, before, chosen))
        if len(found) == 1:
            return found[0]
        named = self._reader.read(named_anew(question) or question)
        about = {reading: self._answers_about(named, question, reading, chosen) for reading in found}
        return max(found, key=lambda reading: about[reading])

    def _answers_about(self, named: Question, question: str, reading: str, chosen: str | None) -> float:
        """Return which part of what is named an answer to a reading is about, -1 when the documents give none."""
        read = self._read(question, reading)
        finding = self._found(read, Scope(read.organisation or chosen), self._finder.embed(read), reading)
        return self._share_about(named, finding.answers) if finding.answers else -1.0

    def _share_about(self, named: Question, evidence: Evidence) -> float:
        """Return which part of what is named, 0 to 1, evidence is about. Of an organisation all its documents are."""
        passage = evidence.passage
        if named.organisation:
            return 1.0 if passage.document.source.organisation_id == named.organisation else _HALF
        spans = [evidence.lead, *evidence.parts] if evidence.lead else evidence.parts
        said = " ".join([passage.document.source.title, *passage.section.path, *map(evidence.readable, spans)])
        return self._reader.coverage(named, frozenset(terms(said)))

    def _read(self, question: str, standing: str) -> Question:
        """Return a question, which was made to stand by itself, as it is understood."""
        read = self._reader.read(standing)
        asked = self._reader.read(question)  # What it names itself goes before what was spoken of earlier.
        return replace(read, organisation=asked.organisation or read.organisation)

    def _found(self, question: Question, scope: Scope, vector: Sequence[float], words: str) -> Finding:
        """Return what was found; what the words as they were asked are told outright goes before what is nearest."""
        finding = self._finder.find(question, vector, scope)
        if question.organisation and not finding.answers and (bare := self._reader.without_organisation(question)):
            # Its name lies near all that an organisation is said to do, and only its own documents may answer now.
            finding = self._finder.find_own(bare, self._finder.embed(bare), scope) or finding
        defined = self._definitions.meanings(question.text, scope)
        if told := self._told_outright(self._reader.read(words), scope) or next(iter(defined), None):
            return replace(finding, evidence=told, verdict=Verdict.ANSWERS, outright=True)
        listed = self._abbreviations.listed(question.text, scope)
        if listed and (finding.answers is None or _overlap(finding.answers, listed)):
            return replace(finding, evidence=listed, verdict=Verdict.ANSWERS)
        if not finding.answers and (
            said := self._definitions.said(question.text, [hit.passage for hit in finding.hits])
        ):
            return replace(finding, evidence=said, verdict=Verdict.ANSWERS)
        no_letters = asks_letters(words)  # No document writes them out.
        return replace(finding, verdict=Verdict.RELATED) if finding.answers and no_letters else finding

    def _told_outright(self, question: Question, scope: Scope) -> Evidence | None:
        """Return what is found by form alone: an abbreviation, a fact about a document, or a unit by its number."""
        return (
            self._abbreviations.meaning(question.text, scope)
            or self._document_facts.find(question, scope)
            or self._numbered_units.one(question, scope)
        )

    def _parts(self, question: Question, whole: Finding, chosen: str | None) -> list[tuple[str, Finding]]:
        """Return the parts of a question with what was found for each; none when one passage answers it."""
        found = []
        for part in parts_of(question.text):
            read = self._reader.read(part.question)
            others = chosen if part.compared else whole.scope.organisation
            finding = self._found(read, Scope(read.organisation or others), self._finder.embed(read), part.words)
            if finding.answers and not finding.answers.shaped:  # Of two things asked, it may answer the other one.
                finding = replace(finding, verdict=Verdict.RELATED)
            found.append((part.words, finding))
        if not any(finding.answers for _, finding in found):
            return []
        found = self._with_what_stands_together(found)
        return [] if whole.answers and all(_holds(whole.answers, finding.answers) for _, finding in found) else found

    def _with_what_stands_together(self, parts: Sequence[tuple[str, Finding]]) -> list[tuple[str, Finding]]:
        """Return the parts; one that is less sure is answered by a passage that surely answers the other one."""
        sure = {finding.answers.passage.id for _, finding in parts if finding.answers}
        together = []
        for words, finding in parts:
            there = self._finder.within(finding, sure) if finding.verdict is Verdict.RELATED else None
            answers = there and there.shaped
            found = replace(finding, evidence=there, verdict=Verdict.ANSWERS) if answers else finding
            together.append((words, found))
        return together

    def _enumerated(self, finding: Finding, units: Sequence[Evidence], wording: Wording) -> Answer:
        draft = Draft(wording)
        draft.say(wording.dutch_quote)
        draft.enumerate(units)
        notices = tuple(self._notices(draft.citations, wording))
        return _drafted(Status.ANSWERED, draft, notices, self._suggested(finding, draft.citations))

    def _in_parts(self, parts: Sequence[tuple[str, Finding]], wording: Wording) -> Answer:
        draft, disagree = Draft(wording), False
        draft.say(wording.dutch_quote)
        for words, finding in _joined(parts):
            if finding.answers:
                draft.quote(finding.answers)
                if against := _against(finding):
                    draft.quote(against)
                    disagree = True
            else:
                draft.say(wording.unanswered_part.format(part=words.strip(" ?")))
                if finding.verdict is Verdict.RELATED and finding.evidence and not draft.quotes(finding.evidence):
                    draft.say(wording.nearest)
                    draft.quote(finding.evidence.undecided)
        answered = [finding for _, finding in parts if finding.answers]
        status = Status.ANSWERED if len(answered) == len(parts) else Status.PARTIAL
        conflict = [Notice(NoticeKind.CONFLICT, wording.conflict)] if disagree else []
        notices = (*conflict, *self._notices(draft.citations, wording))
        return _drafted(status, draft, notices, self._suggested(answered[0], draft.citations))

    def _judged(self, finding: Finding, chosen: str | None, wording: Wording) -> Answer:
        asked_of = finding.scope.organisation
        if asked_of and not finding.answers and (elsewhere := self._elsewhere(finding)):
            return self._of_another(elsewhere, asked_of, wording)
        if finding.answers:
            return self._answered(finding, finding.answers, chosen, wording)
        if finding.verdict is Verdict.RELATED and finding.evidence:
            return self._related(finding, self._finder.nearest(finding), wording.related, wording)
        if finding.verdict is Verdict.SILENT or (asked_of and self._is_of_the_field(finding)):
            return self._not_found(finding, wording)
        return _refusal(Status.OUT_OF_SCOPE, wording.out_of_scope)

    def _is_of_the_field(self, finding: Finding) -> bool:
        """Tell whether the documents of all speak of what is asked, where those of who was chosen do not."""
        return self._finder.find(finding.question, finding.vector, Scope()).verdict is not Verdict.FOREIGN

    def _answered(self, finding: Finding, evidence: Evidence, chosen: str | None, wording: Wording) -> Answer:
        question, notices = finding.question, []
        draft = Draft(wording)
        draft.say(wording.dutch_quote)
        other = None if finding.scope.organisation else self._finder.of_another_organisation(finding)
        if other and other.answers:
            draft.say(f"**{_organisation_name(evidence)}**")
        elif (full_form := self._abbreviations.written_out(question.text, finding.scope)) and not _begins_with(
            evidence, full_form
        ):
            draft.quote(full_form)
        draft.quote(evidence, naming_unit=asks_for_unit(question, evidence.passage))
        if other and other.answers:
            draft.say(f"**{_organisation_name(other.answers)}**")
            draft.quote(other.answers)
        elif against := _against(finding):
            draft.quote(against)
            notices.append(Notice(NoticeKind.CONFLICT, wording.conflict))
        elif broken := broken_promise(evidence):
            promised, listed = broken
            notices.append(Notice(NoticeKind.CONFLICT, wording.promise.format(promised=promised, listed=listed)))
        elif finding.evidence is evidence and (second := self._finder.runner_up(finding)):
            draft.quote_besides(second.undecided)
        notices.extend(self._notices(draft.citations, wording))
        if chosen and question.organisation and question.organisation != chosen:
            names = {"found": self._name(question.organisation), "chosen": self._name(chosen)}
            notices.append(Notice(NoticeKind.OTHER_ORGANISATION, wording.named_organisation.format(**names)))
        return _drafted(Status.ANSWERED, draft, tuple(notices), self._suggested(finding, draft.citations))

    def _related(self, finding: Finding, evidence: Sequence[Evidence], said_first: str, wording: Wording) -> Answer:
        draft = Draft(wording)
        draft.say(said_first)
        for one in evidence:
            draft.quote(one.undecided)
        notices = tuple(self._notices(draft.citations, wording))
        return _drafted(Status.RELATED, draft, notices, self._suggested(finding, draft.citations))

    def _not_found(self, finding: Finding, wording: Wording) -> Answer:
        whom = self._ask_whom(finding.scope.organisation or self._nearest_organisation(finding), wording)
        refusal = _refusal(Status.NOT_FOUND, f"{wording.not_found} {whom}")
        suggested = self._suggestions.near(finding, finding.scope, ())
        return replace(refusal, follow_ups=suggested, searched=self._searched(finding))

    def _suggested(self, finding: Finding, citations: Sequence[Citation]) -> tuple[str, ...]:
        """Return what may be asked next, of those that answered and of documents that name no organisation."""
        organisation = citations[0].document.source.organisation
        return self._suggestions.near(finding, Scope(organisation.id if organisation else None), citations)

    def _searched(self, finding: Finding) -> Searched:
        sources = [one for one in self._sources if finding.scope.includes(one)]
        owners = {one.organisation_id for one in sources}
        return Searched(
            documents=len(sources),
            organisations=tuple(one for one in self.organisations if one.id in owners),
            nearest=tuple(dict.fromkeys(hit.passage.document.source for hit in finding.hits[:_NEAREST])),
        )

    def _elsewhere(self, finding: Finding) -> Finding | None:
        """Return what the documents of an organisation that was not asked for answer, or None."""
        found = self._finder.find(finding.question, finding.vector, Scope())
        organisation = found.evidence.passage.document.source.organisation if found.evidence else None
        return found if found.answers and organisation and organisation.id != finding.scope.organisation else None

    def _of_another(self, finding: Finding, asked_of: str, wording: Wording) -> Answer:
        evidence = [finding.evidence] if finding.evidence else []
        names = {"found": _organisation_name(*evidence), "chosen": self._name(asked_of)}
        answer = self._related(finding, evidence, wording.elsewhere.format(**names), wording)
        notice = Notice(NoticeKind.OTHER_ORGANISATION, wording.other_organisation.format(**names))
        return replace(answer, notices=(notice, *answer.notices))

    def _notices(self, citations: Sequence[Citation], wording: Wording) -> Iterator[Notice]:
        today = self._today or datetime.now(UTC).date()
        for source in dict.fromkeys(citation.document.source for citation in citations):
            if source.valid_until and source.valid_until < today:
                text = wording.outdated.format(title=source.title, until=f"{source.valid_until:%d-%m-%Y}")
                yield Notice(NoticeKind.OUTDATED, text)
            if source.organisation is None:
                yield Notice(NoticeKind.ORGANISATION_UNKNOWN, wording.organisation_unknown.format(title=source.title))

    def _nearest_organisation(self, finding: Finding) -> str | None:
        """Return the only organisation there is, or the one whose documents all came nearest."""
        near = {hit.passage.document.source.organisation_id for hit in finding.hits[:_NEAREST]}
        only = {organisation.id for organisation in self.organisations}
        return next((ids.pop() for ids in (only, near) if len(ids) == 1), None)

    def _ask_whom(self, organisation: str | None, wording: Wording) -> str:
        reached = next((o.contact or o.website for o in self.organisations if o.id == organisation), None)
        return wording.ask.format(contact=f": {reached}" if reached else "")

    def _name(self, organisation_id: str) -> str:
        return next((o.name for o in self.organisations if o.id == organisation_id), organisation_id)


def _assignment(finding: Finding, answer: Answer, *, simpler: bool) -> Assignment | None:
    """Return what a language model may write an answer from; None when the documents' own words are to be shown.

    Those are shown where it is not sure that they answer, and where documents or organisations differ: then it matters
    who says what.
    """
    question = finding.question
    sources = {citation.document.source.organisation for citation in answer.citations} - {None}
    differ = any(notice.kind is NoticeKind.CONFLICT for notice in answer.notices) or len(sources) > 1
    if answer.status not in {Status.ANSWERED, Status.PARTIAL} or differ or not Writer.writes(question.language):
        return None
    best = [hit.passage for hit in finding.hits[:_WRITTEN_FROM]]
    near = [passage for passage in best if passage.document.source.organisation in {*sources, None}]
    cited = [citation.passage for citation in answer.citations]
    passages = tuple({passage.id: passage for passage in [*cited, *near]}.values())
    return Assignment(
        question.text,
        question.language,
        passages[: max(len(cited), _WRITTEN_FROM)],
        simpler=simpler,
        in_steps=question.kind is Kind.PROCEDURE,
    )


class _Clock:
    """Takes the time of each stage of one question."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self._stages[name] = time.perf_counter() - start

    def mark(self, name: str) -> None:
        """Note that something happened for the first time."""
        self._stages[name] = time.perf_counter() - self._start

    def timings_ms(self) -> dict[str, float]:
        stages = {**self._stages, "total": time.perf_counter() - self._start}
        return {name: round(seconds * 1000, 2) for name, seconds in stages.items()}


def _refusal(status: Status, text: str) -> Answer:
    return Answer("", "", status, text)


def _drafted(status: Status, draft: Draft, notices: tuple[Notice, ...], follow_ups: tuple[str, ...]) -> Answer:
    return Answer("", "", status, draft.text, tuple(draft.citations), notices, follow_ups)


def _prefaced(sentence: str, answer: Answer) -> Answer:
    return replace(answer, text=f"{sentence}\n\n{answer.text}") if answer.citations else answer


def _joined(parts: Sequence[tuple[str, Finding]]) -> list[tuple[str, Finding]]:
    """Return the parts, with two that the same words or the same passage's sentences answer as one."""
    joined: list[tuple[str, Finding]] = []
    for words, finding in parts:
        if finding.answers and any(finding.answers == before.answers for _, before in joined):
            continue
        before = joined[-1][1] if joined else None
        if before and before.answers and finding.answers and (both := before.answers.joined(finding.answers)):
            joined[-1] = joined[-1][0], replace(before, evidence=both)
        else:
            joined.append((words, finding))
    return joined


def _against(finding: Finding) -> Evidence | None:
    """Return what another passage found says instead of what answers, or None."""
    against = conflicting(finding.answers, [hit.passage for hit in finding.hits]) if finding.answers else None
    if against is None:
        return None
    passage, span = against
    return Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True)


def _holds(whole: Evidence, part: Evidence | None) -> bool:
    return part is not None and whole.passage.id == part.passage.id and whole.span.contains(part.span)


def _begins_with(evidence: Evidence, other: Evidence) -> bool:
    return evidence.passage.id == other.passage.id and evidence.parts[0].start == other.span.start


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.passage.id == other.passage.id and one.span.overlap(other.span) > 0


def _organisation_name(evidence: Evidence) -> str:
    organisation = evidence.passage.document.source.organisation
    return organisation.name if organisation else ""
