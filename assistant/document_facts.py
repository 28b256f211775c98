"""Questions about a document itself: who wrote it, when, its status and period, from the lines it opens with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence, Form
from assistant.question import Question
from assistant.scope import Scope
from ingest.document import Block, BlockKind, Document
from ingest.index import Index
from ingest.passages import Passage
from ingest.span import Span
from ingest.stated_dates import MONTHS, OPENING_CHARS
from ingest.terms import terms

# Part of the question's other terms that title and organisation must hold for it to be about the document:
_NAMED = 0.8
_ALL_NAMED = 1.0  # when it asks when, for that may be asked of anything: "Wanneer wordt de werkwijze geëvalueerd?".
_TITLE_TERMS = 2
_CELLS = 2  # A label, and what is filled in.
_DATE = rf"\d{{1,2}}[-/ ](?:\d{{1,2}}|{'|'.join(MONTHS)})[-/ ]\d{{4}}|\b(?:{'|'.join(MONTHS)}) \d{{4}}"
_YEARS = r"\b\d{4}\s*[-–/]\s*\d{2,4}\b"


@dataclass(frozen=True, slots=True)
class _Attribute:
    asked: re.Pattern[str]
    stated: re.Pattern[str]
    named: float  # part of the question's other terms that must name the document


@dataclass(frozen=True, slots=True)
class _Stated:
    named: float  # part of the subject's terms that name the document
    evidence: Evidence | None


def _attribute(asked: str, stated: str, named: float = _NAMED) -> _Attribute:
    return _Attribute(re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), re.compile(stated, re.IGNORECASE), named)


# The first whose words are asked for decides. A document that ticks boxes states what is ticked.
_ATTRIBUTES = (
    _attribute(
        r"\w*auteurs?|schrijvers?|geschreven|schreef|opgesteld|opsteller|author|wrote|written",
        r"auteur|(?:opgesteld|geschreven|samengesteld) door|redactie",
    ),
    _attribute(r"concept\w*|definitie(?:f|ve)(?: vastgesteld)?|status|draft", r"\bstatus\b|\bconcept\b|definitief"),
    _attribute(
        r"vastgesteld|goedgekeurd|adopted|approved",
        r"☒ (?:vastgesteld|goedgekeurd)|(?:vastgesteld|goedgekeurd) (?:door|op)",
    ),
    _attribute(
        r"(?:per|vanaf|sinds) wanneer(?: geldt)?|ingangsdatum|in(?:ge)?ga(?:at|an)|(?:ging|gaat)(?=.*\bin\b)|"
        r"start(?:s|ed)?",
        r"ingangsdatum|gaat in|geldig vanaf|met ingang van|in werking",
    ),
    _attribute(r"versie|version", rf"\bversie\b|{_DATE}|{_YEARS}"),
    _attribute(
        r"schooljaar|geldt(?=.*\bnog\b)|geldig|actueel|verlopen|periode|looptijd|jaren|school year|valid|period",
        rf"{_YEARS}|geldig",
    ),
    _attribute(
        r"datum|wanneer|gold|gepubliceerd|verschenen|uitgegeven|publicatie\w*|date|when|published",
        _DATE,
        _ALL_NAMED,
    ),
)
_TELLS = frozenset({BlockKind.HEADING, BlockKind.ROW, BlockKind.PARAGRAPH})
_DOCUMENT_WORDS = frozenset(terms("document stuk notitie paper versie dit deze het nog welk orgaan"))


class DocumentFacts:
    """What the documents of an index say about themselves."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._titles = {document.source.id: _title_terms(document) for document in index.documents()}

    def find(self, question: Question, scope: Scope) -> Evidence | None:
        """Return the line of a document that tells what is asked about that document, or None.

        Args:
            question: it must name the document, by its title.
            scope: whose documents may answer.
        """
        attribute = next((one for one in _ATTRIBUTES if one.asked.search(question.text)), None)
        asked = terms(attribute.asked.sub(" ", question.text) if attribute else question.text)
        subject = [term for term in asked if term not in _DOCUMENT_WORDS]
        stated = (
            self._stated(document, subject, attribute)
            for document in self._index.documents()
            if scope.includes(document.source) and self._names_title(subject, document)
        )
        best = max(stated, key=lambda one: one.named, default=None)
        return best.evidence if best and best.named >= (attribute.named if attribute else _NAMED) else None

    def _stated(self, document: Document, subject: Sequence[str], attribute: _Attribute | None) -> _Stated:
        """Return the line that begins with what is asked, or else the first that states the attribute."""
        opening = list(self._opening(document))
        labelled = [
            (passage, block, cell)
            for passage, block in opening
            for cell in block.cells[:-1]
            if _names(document, cell, subject)
        ]
        if labelled:
            label = set(terms(document.readable(labelled[0][2])))
            subject = [term for term in subject if term not in label]
        lines = labelled or [
            (passage, block, block.cells[0] if block.cells else block.span)
            for passage, block in opening
            if attribute and attribute.stated.search(document.readable(block.span))
        ]
        evidence = [
            Evidence(passage, Form.SENTENCES, block.span, None, (_filled_in(document, block, label),), shaped=True)
            for passage, block, label in lines[:1]
        ]
        return _Stated(self._named(subject, document), evidence[0] if evidence else None)

    def _named(self, subject: Sequence[str], document: Document) -> float:
        """Return which part of the subject's terms names the document: 0 to 1. Of its title two must be among them."""
        title, owner = self._titles[document.source.id], set(terms(document.source.owner))
        if not self._names_title(subject, document):
            return 0.0
        return sum(term in title | owner for term in subject) / len(subject)

    def _names_title(self, subject: Sequence[str], document: Document) -> bool:
        return len(self._titles[document.source.id].intersection(subject)) >= _TITLE_TERMS

    def _opening(self, document: Document) -> Iterator[tuple[Passage, Block]]:
        for passage in self._index.passages(document.source.id):
            for block in passage.blocks:
                if block.span.start > OPENING_CHARS:
                    return
                if block.kind in _TELLS:
                    yield passage, block


def _names(document: Document, cell: Span, subject: Sequence[str]) -> bool:
    """Tell whether a cell is something that the question names: "Medezeggenschapsraad"."""
    label = set(terms(document.readable(cell)))
    return bool(label) and label <= set(subject)


def _filled_in(document: Document, block: Block, label: Span) -> Span:
    """Return a line, or of a form's row a label with its value; with boxes, those that are ticked tell it."""
    if len(block.cells) < _CELLS or "☒" in document.readable(block.span):
        return block.span
    return Span(label.start, block.cells[block.cells.index(label) + 1].end)


def _title_terms(document: Document) -> set[str]:
    """Return the terms of the title, also as the document itself writes it: "Titel Werkwijze BPO 2021-2022"."""
    title = set(terms(document.source.title))
    lines = (set(terms(line)) for line in document.text[:OPENING_CHARS].splitlines())
    return title.union(*(line for line in lines if len(line & title) >= _TITLE_TERMS and len(line) <= len(title) + 1))
