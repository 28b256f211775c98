"""Questions about a document itself: who wrote it, when, its status and period, from the lines it opens with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence, Form
from assistant.parts import parts_of
from assistant.question import Question
from assistant.scope import Scope
from ingest.catalogue import Source
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
_LINE_CHARS = 100  # A longer one of the title page tells of other documents too.
_CELLS = 2  # A label, and what is filled in.
_DATE = rf"\d{{1,2}}[-/ ](?:\d{{1,2}}|{'|'.join(MONTHS)})[-/ ]\d{{4}}|\b(?:{'|'.join(MONTHS)}) \d{{4}}"
_YEARS = r"\b\d{4}\s*[-–/]\s*\d{2,4}\b"


@dataclass(frozen=True, slots=True)
class _Attribute:
    asked: re.Pattern[str]
    stated: re.Pattern[str]
    named: float  # part of the question's other terms that must name the document


@dataclass(frozen=True, slots=True)
class Period:
    """The document of which is asked whether it holds, and its line that tells a year or its name."""

    source: Source
    line: Evidence


@dataclass(frozen=True, slots=True)
class _Stated:
    named: float  # part of the subject's terms that name the document
    evidence: Evidence | None


def _attribute(asked: str, stated: str, named: float = _NAMED) -> _Attribute:
    return _Attribute(re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), re.compile(stated, re.IGNORECASE), named)


_DATED = re.compile(rf"\bversie\b|{_DATE}", re.IGNORECASE)
_PERIOD = re.compile(rf"{_YEARS}|geldig", re.IGNORECASE)
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
        _PERIOD.pattern,
    ),
    _attribute(
        r"datum|wanneer|gold|gepubliceerd|verschenen|uitgegeven|publicatie\w*|date|when|published",
        _DATE,
        _ALL_NAMED,
    ),
)
_ASKS_VALIDITY = re.compile(
    r"\b(?:geldt|gelden|gold)\b.*\bnog\b|\bnog\b.*\b(?:geldig|geldt|gelden|actueel|van kracht|van toepassing)\b|"
    r"\btot (?:en met )?wanneer\b.*\b(?:geldt|gelden|gold|geldig|loopt|liep|van kracht)\b|\b(?:verlopen|verouderd)\b|"
    r"\bstill\b.*\b(?:valid|apply|applies|in force)\b|\buntil when\b|\bexpired\b",
    re.IGNORECASE,
)
_VALIDITY_WORDS = frozenset(
    terms(
        "is geldt gelden gold nog steeds altijd geldig actueel kracht toepassing tot met wanneer loopt liep verlopen "
        "verouderd al inmiddels document stuk notitie paper deze dit hij en still valid apply applies force until when "
        "expired does nu vandaag momenteel vorig dit volgend komend jaar schooljaar now last this year"
    )
)
_OF_ANY = re.compile(r"\b(?:een|geen|mijn|onze?|elke?|an?|my|our|any)\b", re.IGNORECASE)
_OF_ATTRIBUTES = frozenset(
    terms(
        "auteur schrijver geschreven schreef opgesteld status concept definitief vastgesteld goedgekeurd ingegaan "
        "ingangsdatum versie geldig geldt gold actueel hij hem"
    )
)
_TELLS = frozenset({BlockKind.HEADING, BlockKind.ROW, BlockKind.PARAGRAPH})
_DOCUMENT_WORDS = frozenset(terms("document stuk notitie paper versie dit deze het nog welk orgaan"))


class DocumentFacts:
    """What the documents of an index say about themselves."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._titles = {document.source.id: _title_terms(document) for document in index.documents()}

    def find(self, question: Question, scope: Scope, words: str | None = None) -> Evidence | None:
        """Return the line of a document that tells what is asked about that document, or None.

        Args:
            question: it must name the document, by its title.
            scope: whose documents may answer.
            words: what is asked, as it was asked; None: in the words of the question.
        """
        words = words or question.text
        attribute = next((one for one in _ATTRIBUTES if one.asked.search(words)), None)
        subject, asked = (
            [term for term in terms(text) if term not in _DOCUMENT_WORDS]
            for text in (attribute.asked.sub(" ", one) if attribute else one for one in (question.text, words))
        )
        stated = (
            self._stated(document, subject, asked, attribute)
            for document in self._index.documents()
            if scope.includes(document.source) and self._names_title(subject, document)
        )
        best = max(stated, key=lambda one: one.named, default=None)
        return best.evidence if best and best.named >= (attribute.named if attribute else _NAMED) else None

    def period(self, question: Question, scope: Scope) -> Period | None:
        """Return of which document it is asked whether or until when it holds; None when none is named, or more.

        Args:
            question: it must name the document by its title, and ask nothing else.
            scope: whose documents may answer.
        """
        text = question.text
        if not _ASKS_VALIDITY.search(text) or _OF_ANY.search(text) or parts_of(text):
            return None
        subject = set(terms(_without_attributes(text))) - _VALIDITY_WORDS
        named = [
            document
            for document in self._index.documents()
            if scope.includes(document.source)
            and subject <= self._titles[document.source.id] | set(terms(document.source.owner))
            and subject & self._titles[document.source.id]
        ]
        lines = list(self._opening(named[0])) if len(named) == 1 else []
        short = [line for line in lines if len(line[1].span.of(named[0].text)) <= _LINE_CHARS]
        told = (line for sort in (_PERIOD, _DATED) for line in short if sort.search(named[0].readable(line[1].span)))
        line = next(told, next(iter(lines), None))
        if line is None:
            return None
        passage, block = line
        evidence = Evidence(passage, Form.SENTENCES, block.span, None, (block.span,), shaped=True)
        return Period(named[0].source, evidence)

    def _stated(
        self, document: Document, subject: Sequence[str], asked: Sequence[str], attribute: _Attribute | None
    ) -> _Stated:
        """Return the line that begins with what is asked, or else the first that states the attribute."""
        opening = list(self._opening(document))
        labelled = [
            (passage, block, cell)
            for passage, block in opening
            for cell in block.cells[:-1]
            if _names(document, cell, asked)
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
        others = [term for term in subject if term not in _OF_ATTRIBUTES] or subject  # What is asked beside it.
        return sum(term in title | owner for term in others) / len(others)

    def _names_title(self, subject: Sequence[str], document: Document) -> bool:
        return len(self._titles[document.source.id].intersection(subject)) >= _TITLE_TERMS

    def _opening(self, document: Document) -> Iterator[tuple[Passage, Block]]:
        for passage in self._index.passages(document.source.id):
            for block in passage.blocks:
                if block.span.start > OPENING_CHARS:
                    return
                if block.kind in _TELLS:
                    yield passage, block


def _without_attributes(question: str) -> str:
    """Return what is left of a question without the words that ask for something of a document."""
    for attribute in _ATTRIBUTES:
        question = attribute.asked.sub(" ", question)
    return question


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
