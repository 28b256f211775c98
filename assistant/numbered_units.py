"""Questions for a document's numbered units by their common name: "Welke ijkpunten zijn er?" names all thirteen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.evidence import Evidence, Form
from assistant.question import Kind, Question
from ingest.document import Document
from ingest.index import Index
from ingest.passages import Passage
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import stem, terms, words

_ASKED_AS = frozenset({Kind.LIST, Kind.DEFINITION, Kind.OTHER})
_NAME = re.compile(r"[^:\n.?]{2,80}(?=[:.?\n]|$)")
_LABEL = re.compile(r"(?P<noun>[^\W\d]+) \d+")
_FEWEST = 3
_EMPTY = frozenset(
    terms(
        "zijn er bestaan horen hoort valt vallen staan staat onder bij alle allemaal precies volgens document lijst "
        "overzicht opsomming noem geef graag eens één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien "
        "veertien vijftien zestien zeventien achttien negentien twintig onderdeel rubriek groep kopje thema heten heet"
    )
)


@dataclass(frozen=True, slots=True)
class _Units:
    document: Document
    noun: str
    passages: tuple[Passage, ...]


class NumberedUnits:
    """The numbered units of the documents of an index that have names."""

    def __init__(self, index: Index) -> None:
        self._found = [units for document in index.documents() for units in _units(document, index)]

    def find(self, question: Question, organisations: Iterable[str]) -> tuple[Evidence, ...]:
        """Return the names of all units that are asked for, in order, each at its own place; none when it is not that.

        Args:
            question: it must ask for nothing but the units, of a document or under one of its headings.
            organisations: ids of the organisations whose documents may answer; none means all.
        """
        # Words as they are: stems make "begeleiding" the same as "beleid".
        asked = {word for word in words(question.text) if terms(word) and stem(word) not in _EMPTY}
        nouns = {stem(word): word for word in asked}
        allowed = set(organisations)
        if question.kind not in _ASKED_AS:
            return ()
        for units in self._found:
            if units.noun in nouns and (not allowed or units.document.source.organisation_id in allowed):
                chosen = _chosen(units, {word for word in asked - {nouns[units.noun]} if not word.isdigit()})
                if len(chosen) > 1:
                    return tuple(_named(passage) for passage in chosen)
        return ()


def _chosen(units: _Units, others: set[str]) -> list[Passage]:
    """Return the units that the other words of the question leave: all, those under a heading, or none."""
    source = units.document.source
    known = set(words(source.title))
    if source.organisation:
        known |= set(words(f"{source.organisation.name} {source.organisation.full_name or ''}"))
    headings = {passage: set(words(passage.section.path[-1])) for passage in units.passages if passage.section.path}
    under = [passage for passage, heading in headings.items() if heading and heading <= others]
    if others <= known:
        return list(units.passages)
    return under if under and others <= known | headings[under[0]] else []


def _units(document: Document, index: Index) -> Iterator[_Units]:
    by_noun: dict[str, dict[str, Passage]] = {}
    for passage in index.passages(document.source.id):
        label = _LABEL.fullmatch(passage.section.label or "")
        if label and terms(label["noun"]):
            by_noun.setdefault(terms(label["noun"])[0], {}).setdefault(label[0], passage)
    for noun, passages in by_noun.items():
        if len(passages) >= _FEWEST and all(_name(passage) for passage in passages.values()):
            yield _Units(document, noun, tuple(passages.values()))


def _name(passage: Passage) -> Span | None:
    """Return what a unit is called: its first words up to a colon or the end of a sentence, when these are few."""
    words = unnumbered(passage.document.text, passage.content[0])
    match = _NAME.match(passage.document.text, words.start, words.end)
    return Span(*match.span()).trimmed(passage.document.text) if match else None


def _named(passage: Passage) -> Evidence:
    name = _name(passage) or passage.content[0].span
    span = Span(passage.content[0].span.start, name.end)
    return Evidence(passage, Form.ITEM, span, None, (name,), shaped=True)
