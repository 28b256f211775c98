"""What staff should look at in their documents, as one file to open in a browser: it loads nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from markupsafe import Markup

from assistant.staff.concern import CorpusReport
from ui.check_text import NAME_OR_REMOVE, place, quote
from ui.templating import templates

_STATIC = Path(__file__).parent / "static"
_STYLES = ("colours.css", "page.css")


def check_page(report: CorpusReport, day: date) -> str:
    """Return what to look at as a page, by document, the most important first."""
    styles = "".join((_STATIC / name).read_text(encoding="utf-8") for name in _STYLES)
    return templates.get_template("check.html").render(
        report=report,
        count=sum(map(len, report.concerns.values())),
        day=day,
        styles=Markup(styles),  # noqa: S704 - our own style sheets
        name_or_remove=NAME_OR_REMOVE,
        place=place,
        quote=quote,
    )
