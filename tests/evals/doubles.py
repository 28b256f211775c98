"""Small documents, cases, answers and results for the tests of evals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.answer import Answer, Citation, Notice, NoticeKind, Status, Turn
from assistant.retrieval import UNKNOWN, Hit
from evals.cases import Case, Quote
from evals.places import Place, evidence_places
from evals.run import Result
from ingest.catalogue import Source
from ingest.document import Document, Section
from ingest.passages import Passage
from ingest.span import Span

PLAN = "Het plan wordt twee keer per jaar geëvalueerd. De intern begeleider nodigt de ouders uit."
TEXTS = {"plan": PLAN}


def make_passage(start: int, end: int, text: str = PLAN, document: str = "plan") -> Passage:
    source = Source(document, "Het plan", Path("plan.txt"), None, None, None, None, None, None)
    section = Section((), None, Span(0, len(text)), ())
    return Passage(f"{document}:{start}", Document(source, text, (section,)), section, Span(start, end), ())


def make_case(
    question: str = "Hoe vaak?",
    *,
    kind: str = "fact",
    statuses: Sequence[Status] = (Status.ANSWERED,),
    quotes: Sequence[str] = ("twee keer per jaar",),
    holds: Sequence[str] = ("twee keer",),
    notices: Sequence[NoticeKind] = (),
) -> Case:
    return Case.model_validate(
        {
            "id": "een",
            "kind": kind,
            "style": "plain",
            "question": question,
            "statuses": tuple(statuses),
            "evidence": tuple(Quote(document="plan", quote=quote) for quote in quotes),
            "holds": tuple(holds),
            "notices": tuple(notices),
        }
    )


def make_refusable(kind: str = "unanswerable") -> Case:
    return make_case("Wat kost het?", kind=kind, statuses=(Status.NOT_FOUND, Status.RELATED), quotes=(), holds=())


def make_answer(
    text: str = "Twee keer per jaar [1].",
    status: Status = Status.ANSWERED,
    cited: Sequence[tuple[int, int]] = ((0, 46),),
    notices: Sequence[NoticeKind] = (),
) -> Answer:
    citations = tuple(Citation(number, make_passage(*span), Span(*span)) for number, span in enumerate(cited, start=1))
    return Answer("1", "Hoe vaak?", status, text, citations, tuple(Notice(kind, "Let op.") for kind in notices))


def make_refusal(status: Status = Status.NOT_FOUND) -> Answer:
    return make_answer("Dat staat er niet in.", status, ())


def make_result(case: Case, answer: Answer, found: Sequence[tuple[int, int]] = ((0, 46),), ms: float = 10) -> Result:
    places = tuple(Place("plan", Span(*span)) for span in found)
    return Result(case, evidence_places(case, TEXTS), places, answer, ms)


class ScriptedAssistant:
    """Gives one answer to everything, finds one passage, and remembers what it was asked."""

    def __init__(self, answer: Answer, passage: Passage) -> None:
        self._answer = answer
        self._passage = passage
        self.asked: list[tuple[str, Sequence[Turn], str | None]] = []

    def ask(self, question: str, history: Sequence[Turn] = (), organisation: str | None = None) -> Answer:
        self.asked.append((question, history, organisation))
        return self._answer

    def search(
        self, question: str, history: Sequence[Turn] = (), organisation: str | None = None, limit: int = 10
    ) -> list[Hit]:
        self.asked.append((question, history, organisation))
        return [
            Hit(
                passage=self._passage,
                score=1.0,
                dense=1.0,
                statement=1.0,
                bank=1.0,
                bank_question=None,
                coverage=1.0,
                on_subject=True,
                asked_above=False,
                known=UNKNOWN,
                known_at_best=1.0,
                unanswered=None,
            )
        ][:limit]
