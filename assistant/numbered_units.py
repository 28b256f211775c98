"""Questions for a document's numbered units: "Welke ijkpunten zijn er?" names all thirteen, "ijkpunt 7" gives one."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from assistant.evidence import Evidence, Form, with_announced
from assistant.question import Kind, Question
from ingest.document import Document
from ingest.index import Index
from ingest.passages import Passage, is_lead_in
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import stem, terms, words

_ASKED_AS = frozenset({Kind.LIST, Kind.DEFINITION, Kind.QUANTITY, Kind.OTHER})
_ENUMERATED = frozenset({Kind.LIST, Kind.QUANTITY})
_NAME = re.compile(r"[^:\n.?]{2,80}(?=[:.?\n]|$)")
_LABEL = re.compile(r"(?P<noun>[^\W\d]+) \d+")
_ASKED_WHICH = re.compile(r"\b(?:welke?|which|what)\s+(?P<noun>[^\W\d]+)", re.IGNORECASE)
_NAMED = re.compile(r"\b[^\W\d]+\s+\d+(?:\.\d+)?\b")
_FEWEST = 3
_EMPTY = frozenset(
    terms(
        "zijn er bestaan horen hoort valt vallen staan staat onder bij alle allemaal precies volgens document lijst "
        "overzicht opsomming noem geef graag eens één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien "
        "veertien vijftien zestien zeventien achttien negentien twintig onderdeel rubriek groep kopje thema heten heet "
        "kun kan geven tonen zien laat zegt zeggen luidt houdt inhoudt inhoud tekst gaat vertel bedoeld betekent"
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
        self._found = [units for document in index.documents() for units in _units(document, index, _noun)]
        self._headed = [units for document in index.documents() for units in _units(document, index, _path)]
        self._labelled: dict[str, list[Passage]] = {}
        for document in index.documents():
            for passage in index.passages(document.source.id):
                if passage.section.label and passage.content:
                    self._labelled.setdefault(passage.section.label, []).append(passage)

        labels = filter(_LABEL.fullmatch, self._labelled)
        self._numbers = {(stem(noun), number) for noun, number in map(str.split, labels)}

    def find(self, question: Question, organisations: Iterable[str]) -> tuple[Evidence, ...]:
        """Return the names of all units that are asked for, in order, each at its own place; none when it is not that.

        Args:
            question: it must ask for nothing but the units, of a document or under one of its headings.
            organisations: ids of the organisations whose documents may answer; none means all.
        """
        asked = _subject_words(question)
        nouns = {stem(word): word for word in asked}
        allowed = set(organisations)
        if question.kind not in _ASKED_AS or self._label_in(question):
            return ()
        for units in self._found:
            if units.noun in nouns and (not allowed or units.document.source.organisation_id in allowed):
                chosen = _chosen(units, {word for word in asked - {nouns[units.noun]} if not word.isdigit()})
                if len(chosen) > 1:
                    return tuple(_named(passage) for passage in chosen)
        return self._under_heading(asked, allowed) if question.kind in _ENUMERATED else ()

    def _under_heading(self, asked: set[str], allowed: set[str]) -> tuple[Evidence, ...]:
        """Return the names of the units under a heading that names what is asked for, when nothing else is asked."""
        for units in self._headed:
            path = units.passages[0].section.path
            named = path and asked & set(words(path[-1])) and asked <= _known(units) | set(words(" ".join(path)))
            if named and (not allowed or units.document.source.organisation_id in allowed):
                return tuple(_named(passage) for passage in units.passages)
        return ()

    def one(self, question: Question, organisations: Iterable[str]) -> Evidence | None:
        """Return all that a unit says when the question asks for that unit by its number, and for nothing else.

        Args:
            question: it must name the unit as the document does: "ijkpunt 7".
            organisations: ids of the organisations whose documents may answer; none means all.
        """
        label = self._label_in(question)
        if label is None or _subject_words(question) - set(words(label)):
            return None
        allowed = set(organisations)
        found = [p for p in self._labelled[label] if not allowed or p.document.source.organisation_id in allowed]
        documents = {passage.document.source.id for passage in found}
        return with_announced(_whole(found[0])) if len(documents) == 1 else None

    def lack(self, question: Question) -> bool:
        """Tell whether a question names a unit by a number that no document has: "ijkpunt 14"."""
        named = {(stem(noun), number) for noun, number in map(str.split, self._names_in(question))}
        nouns = {units.noun for units in self._found}
        return any(noun in nouns and (noun, number) not in self._numbers for noun, number in named)

    def _label_in(self, question: Question) -> str | None:
        """Return the label of a unit that a question names, or None."""
        return next((label for label in self._names_in(question) if label in self._labelled), None)

    @staticmethod
    def _names_in(question: Question) -> list[str]:
        return [" ".join(match[0].lower().split()) for match in _NAMED.finditer(question.text)]


def asks_for_unit(question: Question, passage: Passage) -> bool:
    """Tell whether a question asks which unit it is that a passage is: "Welke afspraak gaat over ...?"."""
    asked = {stem(match["noun"].lower()) for match in _ASKED_WHICH.finditer(question.text)}
    return _noun(passage) in asked


def _subject_words(question: Question) -> set[str]:
    """Return the words that say what is asked for, as they are: stems make "begeleiding" the same as "beleid"."""
    return {word for word in words(question.text) if terms(word) and stem(word) not in _EMPTY}


def _chosen(units: _Units, others: set[str]) -> list[Passage]:
    """Return the units that the other words of the question leave: all, those under a heading, or none."""
    known = _known(units)
    headings = {passage: set(words(passage.section.path[-1])) for passage in units.passages if passage.section.path}
    under = [passage for passage, heading in headings.items() if heading and heading <= others]
    if others <= known:
        return list(units.passages)
    return under if under and others <= known | headings[under[0]] else []


def _known(units: _Units) -> set[str]:
    """Return the words of a document's title and organisation, which ask for nothing."""
    organisation = units.document.source.organisation
    owner = f"{organisation.name} {organisation.full_name or ''}" if organisation else ""
    return set(words(f"{units.document.source.title} {owner}"))


def _units(document: Document, index: Index, by: Callable[[Passage], Hashable]) -> Iterator[_Units]:
    """Yield the numbered units that have the same in common, when they all have names."""
    groups: dict[Hashable, dict[str | None, Passage]] = {}
    for passage in index.passages(document.source.id):
        if _noun(passage):
            groups.setdefault(by(passage), {}).setdefault(passage.section.label, passage)
    for passages in map(tuple, map(dict.values, groups.values())):
        if len(passages) >= _FEWEST and all(map(_name, passages)):
            yield _Units(document, _noun(passages[0]), passages)


def _noun(passage: Passage) -> str:
    """Return the stem of what a unit is one of, "afspraak"; empty when the passage is no numbered unit."""
    label = _LABEL.fullmatch(passage.section.label or "")
    return next(iter(terms(label["noun"])), "") if label else ""


def _path(passage: Passage) -> tuple[str, ...]:
    return passage.section.path


def _whole(passage: Passage) -> Evidence:
    text, content = passage.document.text, passage.section.content
    spans = tuple(unnumbered(text, block) for block in content)
    span = Span(content[0].span.start, content[-1].span.end)
    if len(content) > 1 and is_lead_in(text, content[0]):
        return Evidence(passage, Form.LIST, span, spans[0], spans[1:], shaped=True)
    return Evidence(passage, Form.SENTENCES, span, None, spans, shaped=True)


def _name(passage: Passage) -> Span | None:
    """Return what a unit is called: its first words up to a colon or the end of a sentence, when these are few."""
    words = unnumbered(passage.document.text, passage.content[0])
    match = _NAME.match(passage.document.text, words.start, words.end)
    return Span(*match.span()).trimmed(passage.document.text) if match else None


def _named(passage: Passage) -> Evidence:
    name = _name(passage) or passage.content[0].span
    span = Span(passage.content[0].span.start, name.end)
    return Evidence(passage, Form.ITEM, span, None, (name,), shaped=True)
