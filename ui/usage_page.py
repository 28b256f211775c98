"""What use taught, as one page of HTML that holds its own style: to read, to print, and to send on."""

from __future__ import annotations

import shlex

from markupsafe import Markup

from assistant.answer import Status
from assistant.staff.asked import Asked
from assistant.staff.usage_report import Spot, UsageReport
from ui.page import STATIC
from ui.templating import templates

STATUS_WORDS = {
    Status.ANSWERED: "beantwoord",
    Status.PARTIAL: "voor een deel beantwoord",
    Status.RELATED: "misschien beantwoord",
    Status.NOT_FOUND: "niet gevonden",
    Status.OUT_OF_SCOPE: "ander onderwerp",
    Status.CLARIFY: "vraag terug",
}


def usage_page(report: UsageReport, address: str) -> str:
    """Return the page.

    Args:
        report: what it tells.
        address: where this Wegwijs can be reached, such as https://wegwijs.school.nl, for the links to sources.
    """
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("colours.css", "page.css", "usage.css"))
    template = templates.get_template("usage_report.html")
    return template.render(
        report=report,
        address=address,
        style=Markup(style),  # noqa: S704 - our own files
        status_words=STATUS_WORDS,
        command=_command,
    )


def _command(asked: Asked, spot: Spot) -> str:
    """Return what to type when this place does answer. Quoted, for a visitor chose the words."""
    words = ["wegwijs", "questions", "add", spot.place.document, asked.question, "--begins", spot.begins or ""]
    return shlex.join(words)
