"""Questions where it stands what was just told: "waar staat dat?", "in welk document?", "op welke bladzijde?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Status, Turn
from assistant.markdown import escaped, marked
from assistant.wording import Wording

_IT = r"(?:dat|dit|het|die|deze|that|this|it)"
_WHERE = r"(?:document|stuk|bestand|notitie|bron|tekst|hoofdstuk|paragraaf|artikel|onderdeel|kopje|afspraak|stelling)"
_ON = r"(?:bladzijde|blz|pagina|plek|plaats|regel)"
_FINDS = (
    r"(?:staa[nt]|stond(?:en)?|vind(?:t|en)?|lees|lezen|"
    r"(?:kan|kun|kunnen|mag)(?=.*\b(?:vinden|lezen|nalezen|terugvinden|opzoeken)\b))"
)
_WHO = r"(?:ik|je|jij|u|we|wij|jullie|men)"
_MORE = (
    r"(?:\s+(?:precies|dan|nou|nu|eigenlijk|ook al ?weer|alweer|weer|zo|wel|beschreven|geschreven|allemaal|in|terug|"
    r"vinden|lezen|nalezen|terugvinden|opzoeken|exactly))*"
)
_DOCUMENT = r"(?:document|paper|source|chapter|section|page|text)"
_ASKED = "|".join(
    (
        rf"waar{_MORE}\s+{_FINDS}(?:\s+{_WHO})?\s+{_IT}",
        rf"waar\s+(?:haal|haalt|heb|hebt|heeft)\s+{_WHO}\s+{_IT}\s+vandaan",
        rf"in\s+welke?\s+{_WHERE}(?:{_MORE}\s+{_FINDS}(?:\s+{_WHO})?(?:\s+{_IT})?)?",
        rf"op\s+welke\s+{_ON}(?:{_MORE}\s+{_FINDS}(?:\s+{_WHO})?(?:\s+{_IT})?)?",
        rf"(?:uit|van)\s+welke?\s+{_WHERE}\s+(?:komt|is|heb\s+{_WHO}|haal\s+{_WHO})\s+{_IT}(?:\s+vandaan)?",
        rf"wat\s+is\s+(?:hiervan\s+|daarvan\s+)?(?:de|je|jouw|uw|jullie)\s+bron(?:\s+(?:van|voor|hiervan|daarvan))?(?:\s+{_IT})?",
        rf"where\s+(?:does\s+it\s+say\s+(?:that|this|so)|is\s+{_IT}(?:\s+(?:written|stated))?)",
        rf"(?:in|on)\s+(?:which|what)\s+{_DOCUMENT}(?:\s+(?:is|does|can)\b[^?]{{0,30}})?",
        rf"(?:which|what)\s+{_DOCUMENT}\s+(?:is\s+{_IT}\s+in|says\s+{_IT}|does\s+{_IT}\s+come\s+from)",
        r"what\s+is\s+(?:the|your)\s+source",
    )
)
_ASKS_WHERE = re.compile(rf"\W*(?:(?:en|maar|ok[eé]?|dank\w*|and|but)\W+)*(?:{_ASKED}){_MORE}\W*", re.IGNORECASE)
_ASKS_PAGE = re.compile(r"\b(?:bladzijde|blz|pagina|page)\b", re.IGNORECASE)
_MOST_CHARS = 120
_TOLD = frozenset({Status.ANSWERED, Status.PARTIAL, Status.RELATED})


def asks_where_told(message: str) -> bool:
    """Tell whether a message asks where it stands what was told, and nothing else: not "waar staat OPP voor?"."""
    return len(message) <= _MOST_CHARS and _ASKS_WHERE.fullmatch(message) is not None


def without_where_told(history: Sequence[Turn]) -> list[Turn]:
    """Return a conversation without what was asked and told of where things stand: it goes on about those things."""
    kept: list[Turn] = []
    leaves_out = False
    for turn in history:
        if turn.role == "user":
            leaves_out = bool(kept) and asks_where_told(turn.content)
        if not leaves_out:
            kept.append(turn)
    return kept


def located(told: Answer, question: str, wording: Wording) -> Answer | None:
    """Return where the words of an answer stand; None when it has none.

    Args:
        told: the answer.
        question: where what it says stands.
        wording: in the language of the question.
    """
    if told.status not in _TOLD:
        return None
    places: dict[str, list[int]] = {}
    for citation in told.citations:
        places.setdefault(_place(citation, wording), []).append(citation.number)
    lines = [marked(place, *numbers) for place, numbers in places.items()]
    text = "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else lines[0]
    if _ASKS_PAGE.search(question) and not any(citation.page for citation in told.citations):
        text = f"{text}\n\n{wording.no_pages}"
    return replace(told, status=Status.ANSWERED, text=text, follow_ups=())


def _place(citation: Citation, wording: Wording) -> str:
    """Return a sentence that tells the document, the headings, the label and the page of a place."""
    return wording.stands_in.format(
        title=escaped(citation.document.source.title), place="".join(_inside(citation, wording))
    )


def _inside(citation: Citation, wording: Wording) -> Iterator[str]:
    section = citation.passage.section
    headings = [heading for heading in section.path if heading != citation.document.source.title]
    if headings:
        yield wording.place_heading.format(headings=" › ".join(map(escaped, headings)))
    if section.label:
        yield wording.place_label.format(label=escaped(section.label))
    if citation.page:
        yield wording.place_page.format(page=citation.page)
