"""Answers as HTML. Pure functions: the same answer gives the same words on every screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from assistant.answer import Answer, NoticeKind, Status
from ui.answer_markdown import answer_html
from ui.templating import templates

_STATUS_LABELS = {
    Status.ANSWERED: "Antwoord uit de documenten",
    Status.PARTIAL: "Antwoord op een deel van uw vraag",
    Status.RELATED: "Misschien het antwoord",
    Status.NOT_FOUND: "Niet gevonden in de documenten",
    Status.OUT_OF_SCOPE: "Ander onderwerp",
    Status.CLARIFY: "Wegwijs",
}
_NOTICE_LABELS = {
    NoticeKind.CONFLICT: "Er staat niet overal hetzelfde",
    NoticeKind.OUTDATED: "Verlopen",
    NoticeKind.OTHER_ORGANISATION: "Van een ander samenwerkingsverband",
    NoticeKind.ORGANISATION_UNKNOWN: "Samenwerkingsverband onbekend",
    NoticeKind.REDACTED: "Persoonsgegevens weggelaten",
    NoticeKind.FALLBACK: "Letterlijk uit de documenten",
}
EXAMPLES_PLACE = "<!-- voorbeelden -->"  # Where in the start the examples come.


def render_start() -> str:
    """Return what a visitor sees before the first question, without the examples."""
    return templates.get_template("start.html").render(examples_place=EXAMPLES_PLACE)


def render_examples(questions: Sequence[str]) -> str:
    """Return questions to begin with; nothing when there are none."""
    return templates.get_template("examples.html").render(questions=questions)


def render_failure(question: str, reason: str) -> str:
    """Return the question with the reason why it could not be answered just now."""
    return templates.get_template("failure.html").render(question=question, reason=reason)


def render_answer(answer: Answer, asked: date) -> str:
    """Return the question with its answer, notices, citations, follow-up questions, and on paper the day."""
    anchor = f"bron-{answer.id}"
    numbers = {citation.number for citation in answer.citations}
    return templates.get_template("answer.html").render(
        answer=answer,
        asked=asked,
        anchor=anchor,
        text=answer_html(answer.text, numbers, anchor, _explained(answer)),
        status_label=_STATUS_LABELS[answer.status],
        notice_labels=_NOTICE_LABELS,
    )


def _explained(answer: Answer) -> dict[str, Markup]:
    """Return each word that is explained as a button with its explanation."""
    template = templates.get_template("explanation.html")
    return {
        one.words: Markup(template.render(explanation=one, anchor=f"uitleg-{answer.id}-{number}"))  # noqa: S704 - the template escapes
        for number, one in enumerate(answer.explanations)
    }
