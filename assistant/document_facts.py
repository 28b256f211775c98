"""Questions about a document itself: who wrote it, when, its status and period, from the lines it opens with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.evidence import Evidence, Form
from assistant.question import Question
from ingest.document import Block, BlockKind, Document
from ingest.index import Index
from ingest.passages import Passage
from ingest.terms import terms

_OPENING_CHARS = 1500  # Title page and colophon.
_NAMED = (
    0.6  # Part of the question's other terms that title and organisation must hold for it to be about the document.
)
_TITLE_TERMS = 2
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
_DATE = (
    rf"\d{{1,2}}[-/ ](?:\d{{1,2}}|{'|'.join(_MONTHS.split())})[-/ ]\d{{4}}|\b(?:{'|'.join(_MONTHS.split())}) \d{{4}}"
)
_YEARS = r"\b\d{4}\s*[-–/]\s*\d{2,4}\b"


@dataclass(frozen=True, slots=True)
class _Attribute:
    asked: re.Pattern[str]
    stated: re.Pattern[str]


def _attribute(asked: str, stated: str) -> _Attribute:
    return _Attribute(re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), re.compile(stated, re.IGNORECASE))


# The first whose words are asked for decides. A document that ticks boxes states what is ticked.
_ATTRIBUTES = (
    _attribute(
        r"\w*auteurs?|schrijvers?|geschreven|schreef|opgesteld|opsteller|author|wrote|written",
        r"auteur|(?:opgesteld|geschreven|samengesteld) door|redactie",
    ),
    _attribute(r"concept\w*|definitie(?:f|ve)|status|draft", r"\bstatus\b|\bconcept\b|definitief"),
    _attribute(
        r"vastgesteld|goedgekeurd|adopted|approved",
        r"☒ (?:vastgesteld|goedgekeurd)|(?:vastgesteld|goedgekeurd) (?:door|op)",
    ),
    _attribute(r"versie|version", rf"\bversie\b|{_DATE}|{_YEARS}"),
    _attribute(
        r"schooljaar|geldt(?=.*\bnog\b)|geldig|actueel|verlopen|periode|looptijd|jaren|school year|valid|period",
        rf"{_YEARS}|geldig",
    ),
    _attribute(
        r"datum|wanneer|gold|ingegaan|gepubliceerd|verschenen|uitgegeven|publicatie\w*|date|when|published",
        _DATE,
    ),
)
_TELLS = frozenset({BlockKind.HEADING, BlockKind.ROW, BlockKind.PARAGRAPH})
_DOCUMENT_WORDS = frozenset(terms("document stuk notitie paper versie dit deze het nog welk orgaan"))


class DocumentFacts:
    """What the documents of an index say about themselves."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, question: Question, organisations: Iterable[str]) -> Evidence | None:
        """Return the line of a document that tells what is asked about that document, or None.

        Args:
            question: it must name the document, by its title.
            organisations: ids of the organisations whose documents may answer; none means all.
        """
        attribute = next((one for one in _ATTRIBUTES if one.asked.search(question.text)), None)
        if attribute is None:
            return None
        subject = [t for t in terms(attribute.asked.sub(" ", question.text)) if t not in _DOCUMENT_WORDS]
        allowed = set(organisations)
        named = [
            (_named(subject, document), document)
            for document in self._index.documents()
            if not allowed or document.source.organisation_id in allowed
        ]
        share, document = max(named, key=lambda one: one[0], default=(0.0, None))
        return self._stated(document, attribute) if document and share >= _NAMED else None

    def _stated(self, document: Document, attribute: _Attribute) -> Evidence | None:
        for passage, block in self._opening(document):
            words = document.readable(block.span)
            if attribute.stated.search(words):
                return Evidence(passage, Form.SENTENCES, block.span, None, (block.span,), shaped=True)
        return None

    def _opening(self, document: Document) -> Iterator[tuple[Passage, Block]]:
        for passage in self._index.passages(document.source.id):
            for block in passage.blocks:
                if block.span.start > _OPENING_CHARS:
                    return
                if block.kind in _TELLS:
                    yield passage, block


def _named(subject: list[str], document: Document) -> float:
    """Return which part of the subject's terms names the document: 0 to 1. Of its title two must be among them."""
    organisation = document.source.organisation
    title = _title_terms(document)
    owner = set(terms(f"{organisation.name} {organisation.full_name or ''}")) if organisation else set()
    if len(title & set(subject)) < _TITLE_TERMS:
        return 0.0
    return sum(term in title | owner for term in subject) / len(subject)


def _title_terms(document: Document) -> set[str]:
    """Return the terms of the title, also as the document itself writes it: "Titel Werkwijze BPO 2021-2022"."""
    title = set(terms(document.source.title))
    lines = (set(terms(line)) for line in document.text[:_OPENING_CHARS].splitlines())
    return title.union(*(line for line in lines if len(line & title) >= _TITLE_TERMS and len(line) <= len(title) + 1))
