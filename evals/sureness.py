"""How sure the assistant is that the documents answer a question, before it decides what to call it."""

from __future__ import annotations

from assistant.assistant import Assistant
from assistant.confidence import answerability
from evals.cases import Case, Kind
from evals.run import Sureness


def sureness_of(assistant: Assistant) -> Sureness:
    """Return the sureness of an assistant, from 0 to 1, for the cases that it is to tell apart; None for others."""

    def sureness(case: Case) -> float | None:
        if not (case.answerable or case.kind is Kind.UNANSWERABLE):
            return None
        finding = assistant.find(case.question, case.history, case.organisation)
        if finding.evidence is None:
            return 0.0
        return answerability(finding.question, finding.hits, finding.evidence)

    return sureness
