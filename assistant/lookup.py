"""What the documents hold on a question and its parts: what its form finds outright goes before what search finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.abbreviation import Abbreviations, asks_letters
from assistant.compounds import Compounds
from assistant.confidence import Verdict
from assistant.conversation import names_nothing
from assistant.definitions import Definitions
from assistant.document_facts import DocumentFacts, Period
from assistant.evidence import Evidence
from assistant.finding import Finder, Finding
from assistant.forms import is_of_opening_form
from assistant.numbered_units import NumberedUnits
from assistant.parts import Part, of_each_organisation, parts_of
from assistant.question import Kind, Question, QuestionReader
from assistant.readings import asked_of_another, named_anew
from assistant.scope import Scope
from assistant.shapes import is_shaped
from assistant.thread import TOLD_ON, further_on
from ingest.index import Index
from ingest.terms import terms

_SAME_QUESTION = 0.8  # Cosine from which questions of the bank ask the same as this one.
_NAMES_IT = 0.5  # Part of the name of what is compared, by weight, that a passage must hold.
_HOLDS_MUCH = 0.3  # Part of what is asked, by weight.

FoundPart = tuple[Part, Finding]  # a part of a question, and what was found for it


class Lookup:
    """Looks questions up in one index."""

    def __init__(self, index: Index, reader: QuestionReader, finder: Finder, abbreviations: Abbreviations) -> None:
        self._reader = reader
        self._finder = finder
        self._abbreviations = abbreviations
        self._definitions = Definitions(index)
        self._document_facts = DocumentFacts(index)
        self._numbered_units = NumberedUnits(index)
        self._compounds = Compounds(index)

    def find(self, question: Question, vector: Sequence[float], scope: Scope, words: str) -> Finding:
        """Return what was found for a question.

        Args:
            question: it stands by itself.
            vector: its embedding.
            scope: whose documents may answer.
            words: the question as it was asked: what these are told outright goes before what is nearest.
        """
        finding = self._finder.find(question, vector, scope)
        bare = self._reader.without_organisation(question) if question.organisation else None
        if bare and not self._answers_about(bare, finding):
            # Its name lies near all that an organisation is said to do, and only its own documents may answer now.
            doubted = replace(finding, verdict=Verdict.RELATED) if finding.answers else finding
            finding = self._finder.find_own(bare, self._finder.embed(bare), scope) or doubted
        defined = self._definitions.meanings(question.text, scope)
        asked = question if words == question.text else self._reader.read(words)
        told = self._told_outright(asked, scope, finding)
        told = told or self._fact(question, scope, finding, words) or self._abbreviations.organisation(question.text)
        if told := told or next(iter(defined), None):
            return replace(finding, evidence=told, verdict=Verdict.ANSWERS, outright=True)
        listed = self._abbreviations.listed(question.text, scope)
        if listed and (finding.answers is None or finding.answers.overlaps(listed)):
            return replace(finding, evidence=listed, verdict=Verdict.ANSWERS)
        if not finding.answers and (
            said := self._definitions.said(question.text, [hit.passage for hit in finding.hits])
        ):
            return replace(finding, evidence=said, verdict=Verdict.ANSWERS)
        no_letters = asks_letters(words)  # No document writes them out.
        return replace(finding, verdict=Verdict.RELATED) if finding.answers and no_letters else finding

    def period(self, question: Question, scope: Scope) -> Period | None:
        """Return the document of which a question asks whether or until when it holds; None when it does not."""
        return self._document_facts.period(question, scope)

    def lacks_unit(self, question: Question) -> bool:
        """Tell whether a question names a unit by a number that no document has: "ijkpunt 14"."""
        return self._numbered_units.lack(question)

    def enumerated(self, question: Question, scope: Scope) -> tuple[Evidence, ...]:
        """Return the numbered units or the different meanings that a question asks for; none when it does not."""
        meanings = self._definitions.meanings(question.text, scope)
        return self._numbered_units.find(question, scope) or (meanings if len(meanings) > 1 else ())

    def written_out(self, question: Question, scope: Scope) -> Evidence | None:
        """Return the full form of an abbreviation when a question asks what it is, and asks nothing else."""
        return self._abbreviations.written_out(question.text, scope)

    def parts(self, question: Question, whole: Finding, chosen: str | None) -> list[FoundPart]:
        """Return the parts of a question with what was found for each; none when one passage answers it.

        Args:
            question: all of it.
            whole: what was found for all of it.
            chosen: the organisation that was chosen: of two that are compared, the question names another for each.
        """
        found: list[FoundPart] = []
        text = question.text
        parts = self._compounds.completed(parts_of(text))
        for part in parts or of_each_organisation(text, self._reader.organisation_name):
            organisation = chosen if part.compared else whole.scope.organisation
            asked, finding = self._of_another(part, found, organisation) or self._of_part(part, organisation)
            finding = self._of_its_side(asked, finding, found)
            if finding.answers and not self._answers_part(found, finding, asked):
                finding = replace(finding, verdict=Verdict.RELATED)  # It may answer the other one of two things asked.
            found.append((asked, finding))
        if not any(finding.answers for _, finding in found):
            return _told_by(whole, found) if whole.answers else []
        found = self._with_what_stands_together(found)
        if whole.answers and is_of_opening_form(whole.answers):
            return found  # Each is told by a field of its own, and not by all of them.
        return [] if whole.answers and all(_holds(whole.answers, finding) for _, finding in found) else found

    def _of_another(self, part: Part, found: Sequence[FoundPart], organisation: str | None) -> FoundPart | None:
        """Return a part that only names another thing, "en hoe zit dat met B?", asked as the first one asks of A."""
        named = named_anew(part.words)
        if not named or not found:
            return None
        for question in asked_of_another(named, found[0][0].question):
            asked, finding = self._of_part(replace(part, question=question), organisation)
            if finding.answers and self._tells_of(named, finding.answers):
                return asked, finding
        return None

    def _of_part(self, part: Part, organisation: str | None) -> FoundPart:
        """Return a part as it is to be read, with what was found for it.

        What is asked of the other side is asked of this one too, when the documents speak of that where they tell most.
        """
        read = self._reader.read(part.question)
        scope = Scope(read.organisation or organisation)
        if units := self._numbered_units.find(read, scope):
            finding = self._finder.find(read, self._finder.embed(read), scope)
            answers = replace(finding, evidence=units[0], verdict=Verdict.ANSWERS, outright=True, several=units)
            return part, answers
        finding = self.find(read, self._finder.embed(read), scope, part.words)
        if not part.shared or _speaks_of_all(finding, part.shared):
            return part, finding
        bare = self._reader.without_organisation(read)
        own = bare and self._finder.find_own(bare, self._finder.embed(bare), scope)
        return (
            (part, own)
            if own and _speaks_of_all(own, part.shared)
            else self._of_part(part.without_shared, organisation)
        )

    def _answers_part(self, found: Sequence[FoundPart], finding: Finding, part: Part) -> bool:
        """Tell whether what was found answers this part: not another one, nor the other side of what is compared."""
        if not _is_of_its_kind(finding) or _tells_only(found, finding, part):
            return False
        named = named_anew(part.words)
        if named and found and finding.answers and not self._tells_of(named, finding.answers):
            return False
        return not part.is_side or self._speaks_of(part, finding)

    def _of_its_side(self, part: Part, finding: Finding, found: Sequence[FoundPart]) -> Finding:
        """Return what was found for a side: of two passages that are as near, the one that speaks of it.

        The words that answer the other side are no answer to this one, unless they hold what only this one is called.
        """
        others = {term for other, _ in found for term in terms(other.question)}
        own = set(terms(part.words)) - others
        told = [other.answers for _, other in found if other.answers]
        if not (part.is_side and own and finding.answers and any(map(finding.answers.overlaps, told))):
            return finding
        near = [one for one in self._finder.nearest(finding) if not own.isdisjoint(terms(one.said))]
        return replace(finding, evidence=near[0]) if near else replace(finding, verdict=Verdict.RELATED)

    def _tells_of(self, named: str, evidence: Evidence) -> bool:
        """Tell whether words are about what is named; of an organisation all are that its documents say."""
        read = self._reader.read(named)
        if read.organisation:
            return evidence.passage.document.source.organisation_id == read.organisation
        return self._reader.coverage(read, frozenset(terms(evidence.in_place))) >= _NAMES_IT

    def _speaks_of(self, part: Part, finding: Finding) -> bool:
        """Tell whether a passage, or a question that it is known to answer, names a side of what is compared."""
        named = self._reader.read(part.words)
        return named.organisation is not None or self._reader.coverage(named, _spoken_of(finding)) >= _NAMES_IT

    def _told_outright(self, question: Question, scope: Scope, finding: Finding) -> Evidence | None:
        """Return what is found by form alone: an abbreviation, a fact about a document, or a unit by its number."""
        return (
            self._abbreviations.meaning(question.text, scope)
            or self._fact(question, scope, finding, question.text)
            or self._numbered_units.one(question, scope)
        )

    def _fact(self, question: Question, scope: Scope, finding: Finding, words: str) -> Evidence | None:
        """Return a fact about a document, unless the question bank knows that something else is meant."""
        if period := self._document_facts.period(question, scope):
            return period.line
        fact = self._document_facts.find(question, scope, words)
        return None if fact and _is_known_of_another(finding, fact) else fact

    def _answers_about(self, question: Question, finding: Finding) -> bool:
        """Tell whether what was found is sure, and, when it is asked what something is, holds a term of that."""
        if finding.answers is None or question.kind is not Kind.DEFINITION:
            return finding.answers is not None
        return not finding.hits[0].known_by.isdisjoint(question.terms)

    def _with_what_stands_together(self, found: Sequence[FoundPart]) -> list[FoundPart]:
        """Return what was found; a less sure part is answered by a passage that surely answers the other one."""
        sure = {finding.answers.passage.id for _, finding in found if finding.answers}
        together: list[FoundPart] = []
        for part, finding in found:
            there = self._finder.within(finding, sure) if finding.verdict is Verdict.RELATED else None
            surer = replace(finding, evidence=there, verdict=Verdict.ANSWERS)
            told = there and self._answers_part([*found, *together], surer, part)
            if together:  # It has a subject of its own, of which the other one may not speak.
                told = told and self._says_as_much(surer, finding)
            if told or finding.answers or not part.leans or not together:
                together.append((part, surer if told else finding))
            else:
                together.append((part, _told_further_on(together[-1][1], part, finding)))
        return together

    def _says_as_much(self, surer: Finding, finding: Finding) -> bool:
        """Tell whether words hold as much of what is asked as those that came nearest, where these hold much."""
        one, other = (
            self._reader.coverage(finding.question, frozenset(terms(evidence.said)))
            for evidence in (surer.evidence, finding.evidence)
            if evidence
        )
        return one >= min(other, _HOLDS_MUCH)


def _told_by(whole: Finding, found: Sequence[FoundPart]) -> list[FoundPart]:
    """Return the parts that the words which answer a question as a whole tell, when they do not tell all of them."""
    by_whole = [replace(finding, evidence=whole.evidence, verdict=whole.verdict) for _, finding in found]
    told = [_is_of_its_kind(finding) for finding in by_whole]
    if all(told) or not any(told):
        return []
    return [
        (part, surer if is_told else finding)
        for (part, finding), surer, is_told in zip(found, by_whole, told, strict=True)
    ]


def _told_further_on(before: Finding, part: Part, finding: Finding) -> Finding:
    """Return what is told of a part behind what answers the one before it: sure when the part says nothing itself."""
    words = further_on(before.answers, finding.question.kind) if before.answers else None
    if words is None or finding.question.kind not in TOLD_ON:
        return finding
    sure = part.only_asks or names_nothing(part.words)
    return replace(finding, evidence=words, verdict=Verdict.ANSWERS if sure else Verdict.RELATED)


def _is_of_its_kind(finding: Finding) -> bool:
    """Tell whether words are of the kind that is asked for."""
    return finding.evidence is not None and finding.evidence.shaped


def _is_known_of_another(finding: Finding, evidence: Evidence) -> bool:
    """Tell whether the question bank asks the same about another passage: "Wanneer moet de bpo'er op school zijn?"."""
    if not finding.answers:
        return False
    top = finding.hits[0]
    return top.bank_question is not None and top.bank >= _SAME_QUESTION and top.passage.id != evidence.passage.id


def _tells_only(found: Sequence[FoundPart], finding: Finding, part: Part) -> bool:
    """Tell whether a part is answered by what answers another one, which does not name what this part asks for."""
    evidence = finding.answers
    others = [other.answers for another, other in found if other.answers and another != part]
    if evidence is None or not any(map(evidence.overlaps, others)):
        return False
    if part.only_asks and not is_shaped(finding.question.kind):
        return True
    asked = finding.hits[0].bank_question if finding.hits else None
    words = [evidence.readable(span) for span in (*evidence.parts, evidence.lead) if span]
    return not part.thing <= set(terms(" ".join([*words, asked.question if asked else ""])))


def _speaks_of_all(finding: Finding, words: str) -> bool:
    """Tell whether the passage that was found, or the question that it is known to answer, holds some words."""
    return set(terms(words)) <= _spoken_of(finding)


def _spoken_of(finding: Finding) -> frozenset[str]:
    """Return the terms of the passage that was found, and of the question of the bank that is nearest."""
    asked = finding.hits[0].asked if finding.hits else ""
    said = finding.evidence.passage.embedding_text if finding.evidence else ""
    return frozenset(terms(f"{said} {asked}"))


def _holds(whole: Evidence, finding: Finding) -> bool:
    """Tell whether all that surely answers a part is among the words that answer the whole."""
    part = None if finding.several else finding.answers
    if part is None or whole.passage.id != part.passage.id:
        return False
    return all(any(told.contains(one) for told in whole.parts) for one in part.parts)
