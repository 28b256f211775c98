"""What a language model is asked to write, and from which passages."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Answer, NoticeKind, Status
from assistant.finding import Finding
from assistant.language import Language
from assistant.question import Kind
from assistant.writing.verification import LANGUAGES
from ingest.passages import Passage

_WRITTEN_FROM = 5  # Passages that a language model gets at most, but for those that were cited.


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a language model is asked to write."""

    question: str  # stands by itself
    language: Language
    asked_of: str | None  # the id of the only organisation that was asked about
    passages: tuple[Passage, ...]  # what may be used
    simpler: bool  # an earlier answer was too hard
    in_steps: bool  # a procedure: each sentence is a step


def assignment_of(finding: Finding, answer: Answer, *, simpler: bool) -> Assignment | None:
    """Return what a language model may write an answer from; None when the documents' own words are to be shown.

    Those are shown where it is not sure that they answer, where sentences in the language of the question cannot be
    verified, and where documents or organisations differ: then it matters who says what.

    Args:
        finding: on the question as a whole.
        answer: in the documents' own words.
        simpler: an earlier answer was too hard.
    """
    question = finding.question
    sources = {citation.document.source.organisation for citation in answer.citations} - {None}
    differ = any(notice.kind is NoticeKind.CONFLICT for notice in answer.notices) or len(sources) > 1
    if answer.status not in {Status.ANSWERED, Status.PARTIAL} or differ or question.language not in LANGUAGES:
        return None
    best = [hit.passage for hit in finding.hits[:_WRITTEN_FROM]]
    near = [passage for passage in best if passage.document.source.organisation in {*sources, None}]
    cited = [citation.passage for citation in answer.citations]
    passages = tuple({passage.id: passage for passage in [*cited, *near]}.values())
    return Assignment(
        question.text,
        question.language,
        finding.scope.organisation,
        passages[: max(len(cited), _WRITTEN_FROM)],
        simpler=simpler,
        in_steps=question.kind is Kind.PROCEDURE,
    )
