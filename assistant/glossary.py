"""The glossary: abbreviations and terms, each as a document itself explains it. Nothing here comes from a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.abbreviation import sentence_around
from assistant.answer import Citation
from ingest.abbreviations import abbreviations, is_abbreviation
from ingest.definitions import definitions
from ingest.document import Document
from ingest.index import Index
from ingest.passages import Passage, sentences
from ingest.span import Span
from ingest.statements import unnumbered

_TERM = r"(?:de |het |een )?(?P<term>[a-zà-ÿ]+(?:[ -][a-zà-ÿ]+){0,2})"
_ASKING_HEADING = re.compile(rf"(?:wat (?:is|zijn|betekent)|wat verstaan we onder) {_TERM} ?\?", re.IGNORECASE)
_DEFINING_SENTENCE = re.compile(
    rf"(?:onder {_TERM} (?:verstaan|verstaat|wordt|worden) "
    rf"|met {_TERM.replace('term', 'meant')} (?:bedoelen we|wordt bedoeld) "
    rf"|{_TERM.replace('term', 'said')} wil zeggen (?:dat )?)",
    re.IGNORECASE,
)
_MAY_DEFINE = re.compile(r"\bonder\b|\bbedoel|\bzeggen\b", re.IGNORECASE)  # Cheaper than cutting sentences.
_NAMED_WITHIN = 3  # Sentences: an explanation that does not name its term by then is about something else.


class Kind(StrEnum):
    """What sort of word is explained."""

    ABBREVIATION = "abbreviation"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word with its meaning, and the place where a document gives it."""

    term: str
    kind: Kind
    meaning: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class _Found:
    term: str
    kind: Kind
    meaning: str
    passage: Passage
    span: Span


def glossary(index: Index) -> tuple[Entry, ...]:
    """Return the abbreviations and terms of all documents, in alphabetical order, each once per document."""
    found: dict[tuple[str, str], _Found] = {}
    for document in index.documents():
        terms = _terms(index.passages(document.source.id))
        for one in (*_abbreviations(document, index), *_listed(document, index), *terms):
            found.setdefault((one.term.lower(), document.source.id), one)
    ordered = sorted(found.values(), key=lambda one: one.term.lower())
    return tuple(
        Entry(one.term, one.kind, one.meaning, Citation(number, one.passage, one.span))
        for number, one in enumerate(ordered, start=1)
    )


def _abbreviations(document: Document, index: Index) -> Iterator[_Found]:
    for one in abbreviations(document):
        if passage := index.passage_holding(document.source.id, one.span):
            span = sentence_around(passage, one.span)
            yield _Found(one.short, Kind.ABBREVIATION, one.long, passage, span)


def _listed(document: Document, index: Index) -> Iterator[_Found]:
    for one in definitions(document):
        passage = index.passage_holding(document.source.id, one.span)
        if passage and not is_abbreviation(one):
            yield _Found(one.names[0], Kind.TERM, one.meaning, passage, one.span)


def _terms(passages: Sequence[Passage]) -> Iterator[_Found]:
    for passage in passages:
        text, asked = passage.document.text, _asked(passage)
        if asked is None and not _MAY_DEFINE.search(passage.span.of(text)):
            continue
        said = [sentence for block in passage.content for sentence in sentences(text, unnumbered(text, block))]
        for term, span in (*_asked_by_heading(passage, asked, said), *_defined_in_a_sentence(passage, said)):
            yield _Found(term, Kind.TERM, passage.document.readable(span), passage, span)


def _asked(passage: Passage) -> str | None:
    """Return the term that the heading above a passage asks for, if the passage comes first under it."""
    section = passage.section
    heading = _ASKING_HEADING.fullmatch(section.path[-1].strip()) if section.path else None
    if heading is None or section.lead is None:  # A heading at the end of a page may stand above nothing.
        return None
    return heading["term"] if section.lead.span.start == passage.content[0].span.start else None


def _asked_by_heading(passage: Passage, term: str | None, said: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """Yield the term of a heading such as "Wat is plusondersteuning?", explained up to where its text names it."""
    if term is None:
        return
    named = re.compile(rf"\b{re.escape(term)}\b", re.IGNORECASE)
    for sentence in said[:_NAMED_WITHIN]:
        if named.search(passage.document.readable(sentence)):
            yield term, Span(said[0].start, sentence.end)
            return


def _defined_in_a_sentence(passage: Passage, said: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    for sentence in said:
        if match := _DEFINING_SENTENCE.match(passage.document.readable(sentence)):
            yield next(filter(None, match.groups())), sentence
