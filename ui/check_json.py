"""What staff should look at in their documents, for other programs."""

from __future__ import annotations

import json

from assistant.staff.concern import Concern, CorpusReport, Spot


def check_json(report: CorpusReport) -> str:
    """Return what to look at as JSON, by document, the most important first."""
    documents = [
        {"id": source.id, "title": source.title, "concerns": [_concern(one) for one in concerns]}
        for source, concerns in report.concerns.items()
    ]
    told = {
        "documents": documents,
        "unreadable": list(report.unreadable),
        "organisations_without_documents": [one.id for one in report.without_documents],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _concern(concern: Concern) -> dict[str, object]:
    return {"kind": concern.kind.name.lower(), "text": concern.text, "places": [_place(spot) for spot in concern.spots]}


def _place(spot: Spot) -> dict[str, object]:
    document, section = spot.document, spot.section
    return {
        "document": document.source.id,
        "section": list(section.path),
        "label": section.label,
        "page": document.page_at(spot.span.start),
        "line": spot.line,
        "start": spot.span.start,
        "end": spot.span.end,
        "quote": spot.span.of(document.text),
    }
