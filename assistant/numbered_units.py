"""Questions for a document's numbered units: "Welke ijkpunten zijn er?" names all thirteen, "ijkpunt 7" gives one."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from assistant.announced import with_announced
from assistant.evidence import Evidence, Form
from assistant.ordinals import LAST, PLACES
from assistant.parts import parts_of
from assistant.question import Kind, Question
from assistant.scope import Scope
from ingest.document import BlockKind, Document
from ingest.index import Index
from ingest.passages import Passage, is_lead_in, sentences
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import stem, terms, words

_ASKED_AS = frozenset({Kind.LIST, Kind.DEFINITION, Kind.QUANTITY, Kind.OTHER})
_ENUMERATED = frozenset({Kind.LIST, Kind.QUANTITY})
_NAME = re.compile(r"[^:\n.?]{2,80}(?=[:.?\n]|$)")
_LABEL = re.compile(r"(?P<noun>[^\W\d]+) (?P<number>\d+)")
_FEWEST = 3
# What any numbered unit may be called, whatever the document calls it.
_ANY_UNIT = frozenset({stem(word) for word in "punt nummer nr onderdeel item regel point number".split()})
_IN_DUTCH = {
    "statement": "stelling",
    "agreement": "afspraak",
    "article": "artikel",
    "chapter": "hoofdstuk",
    "section": "paragraaf",
    "appendix": "bijlage",
    "step": "stap",
    "question": "vraag",
    "criterion": "criterium",
}
_GROUP = (
    r"(?:groep(?:en)?|rubriek(?:en)?|categorie\w*|thema['’]?s?|onderdelen|kop(?:pen|jes)|hoofdstukken|blokken|delen|"
    r"groups?|categor\w+|headings?|parts)"
)
_DIVIDED = r"(?:(?:onder)?verdeeld|ingedeeld|gegroepeerd|geordend|divided|grouped)"
# "In welke groepen zijn ze verdeeld?", "hoe zijn ze ingedeeld?"
_HOW_DIVIDED = re.compile(
    rf"\b(?:welke|wat voor|hoeveel|which|what|how many)\s+{_GROUP}\b.*\b{_DIVIDED}\b|\b(?:hoe|how)\b.*\b{_DIVIDED}\b",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    terms(
        "zijn er bestaan horen hoort valt vallen staan staat onder bij alle allemaal precies volgens document "
        "stuk notitie lijst overzicht opsomming noem geef graag eens één twee drie vier vijf zes zeven acht negen "
        "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig onderdeel rubriek "
        "groep kopje thema heten heet kun kan geven tonen zien laat zegt zeggen luidt houdt inhoudt inhoud tekst "
        "gaat vertel bedoeld betekent daar say says list all show give me tell about there"
    )
) | {stem(name) for name in PLACES}


@dataclass(frozen=True, slots=True)
class _Run:
    """The numbered units of a document that are counted together."""

    document: Document
    noun: str  # the stem of what each is one of
    passages: tuple[Passage, ...]

    def told(self, passages: Iterable[Passage]) -> tuple[Evidence, ...]:
        """Return the names of some of its units, or their first sentences when not all of its units have names."""
        return tuple(_told(passage, _name(passage) if self.is_named else None) for passage in passages)

    @property
    def is_named(self) -> bool:
        return all(map(_name, self.passages))


class NumberedUnits:
    """The numbered units of the documents of an index."""

    def __init__(self, index: Index) -> None:
        self._runs = [run for document in index.documents() for run in _runs(document, index, _noun_and_run)]
        headed = [run for document in index.documents() for run in _runs(document, index, _path)]
        self._headed = [run for run in headed if run.is_named]
        self._numbered: dict[str, list[Passage]] = {}
        labelled: set[tuple[str, str]] = set()
        for document in index.documents():
            for passage in index.passages(document.source.id):
                label = passage.section.label
                if label and passage.content and (document.source.id, label) not in labelled:
                    labelled.add((document.source.id, label))
                    self._numbered.setdefault(label.split()[-1], []).append(passage)
        self._numbered[str(LAST)] = [run.passages[-1] for run in self._runs]

    def find(self, question: Question, scope: Scope) -> tuple[Evidence, ...]:
        """Return all units that are asked for, in order, each at its own place; none when it is not that.

        Args:
            question: it must ask for nothing but the units, of a document or under one of its headings.
            scope: whose documents may answer.
        """
        if question.kind not in _ASKED_AS or any(map(self._of_that_number, question.units)):
            return ()
        asked = _subject_words(question)
        if _HOW_DIVIDED.search(question.text) and not parts_of(question.text):
            return self._headings(question, scope)
        runs = [run for run in self._runs if scope.includes(run.document.source)]
        found = [run.told(units) for run in runs if len(units := _asked_of(run, asked)) > 1]
        if len(found) == 1:
            return found[0]
        return self._under_heading(asked, scope) if question.kind in _ENUMERATED else ()

    def _headings(self, question: Question, scope: Scope) -> tuple[Evidence, ...]:
        """Return the headings that the units which a question names stand under; none when it names other things."""
        asked = set(filter(_says_something, words(re.sub(rf"\b(?:{_GROUP}|{_DIVIDED})\b", " ", question.text.lower()))))
        for run in self._runs:
            named = {word for word in asked if _stem_in_dutch(word) == run.noun}
            if named and asked - named <= _known(run.document) and scope.includes(run.document.source):
                headings = tuple(filter(None, map(_heading_over, run.passages)))
                return headings if len(headings) > 1 else ()
        return ()

    def _under_heading(self, asked: set[str], scope: Scope) -> tuple[Evidence, ...]:
        """Return the names of the units under a heading that names what is asked for, when nothing else is asked."""
        for run in self._headed:
            path = run.passages[0].section.path
            named = path and asked & set(words(path[-1])) and asked <= _known(run.document) | set(words(" ".join(path)))
            if named and scope.includes(run.document.source):
                return run.told(run.passages)
        return ()

    def one(self, question: Question, scope: Scope) -> Evidence | None:
        """Return all that a unit says when the question asks for that unit by its number, and for nothing else.

        Args:
            question: it may also name the unit's document, organisation or headings: "punt 9 van het kwaliteitskader".
            scope: whose documents may answer.
        """
        if not question.units:
            return None
        unit = question.units[0]
        others = _subject_words(question) - set(words(unit))
        found = [
            passage
            for passage in self._of_that_number(unit)
            if scope.includes(passage.document.source)
            and others <= _known(passage.document) | set(words(" ".join(passage.section.path)))
        ]
        return with_announced(_whole(found[0])) if len(found) == 1 else None

    def lack(self, question: Question) -> bool:
        """Tell whether a question names a unit by a number that no document has: "ijkpunt 14"."""
        nouns = {run.noun for run in self._runs}
        return any(
            _stem_in_dutch(unit.split()[0]) in nouns and not self._of_that_number(unit) for unit in question.units
        )

    def _of_that_number(self, unit: str) -> list[Passage]:
        """Return the units, of any document, that "ijkpunt 7" or "punt 7" may mean."""
        word, number = unit.split()
        noun = _stem_in_dutch(word)
        return [p for p in self._numbered.get(number, []) if noun in _ANY_UNIT or noun == _noun(p)]


def asks_for_unit(question: Question, passage: Passage) -> bool:
    """Tell whether a question asks which unit it is that a passage is: "Welke afspraak gaat over ...?", and of one."""
    label = _LABEL.match(passage.section.label or "")
    asked = {_IN_DUTCH.get(noun.lower(), noun.lower()) for noun in question.which}
    return label is not None and label["noun"].lower() in asked


def _stem_in_dutch(word: str) -> str:
    return stem(_IN_DUTCH.get(word.removesuffix("s"), word))


def _subject_words(question: Question) -> set[str]:
    """Return the words that say what is asked for, as they are: stems make "begeleiding" the same as "beleid"."""
    return {word for word in words(question.text) if _says_something(word)}


def _says_something(word: str) -> bool:
    return bool(terms(word)) and stem(word) not in _EMPTY


def _asked_of(run: _Run, asked: set[str]) -> list[Passage]:
    """Return the units that are asked for: all of a run, or those under the headings that the question names."""
    nouns = {word for word in asked if _stem_in_dutch(word) == run.noun}
    called = nouns or {word for word in asked if stem(word) in _ANY_UNIT}  # "alle punten onder ..."
    if not called:
        return []
    others = {word for word in asked - called if not word.isdigit()} - _known(run.document)
    headings = {passage: _headings_named(passage, asked) for passage in run.passages}
    return [passage for passage, named in headings.items() if others <= named and (named or nouns)]


def _headings_named(passage: Passage, asked: set[str]) -> set[str]:
    """Return the words of the headings over a unit that the question names whole."""
    headings = (set(filter(_says_something, words(heading))) for heading in passage.section.path)
    return set().union(*(heading for heading in headings if heading <= asked))


def _known(document: Document) -> set[str]:
    """Return the words of a document's title, id and organisation, which ask for nothing."""
    source = document.source
    return set(words(f"{source.title} {source.id} {source.owner}"))


def _runs(document: Document, index: Index, by: Callable[[Passage], Hashable]) -> Iterator[_Run]:
    """Yield the numbered units that have the same in common."""
    groups: dict[Hashable, dict[str | None, Passage]] = {}
    for passage in index.passages(document.source.id):
        counted = _LABEL.fullmatch(passage.section.label or "")  # and not "kwaliteitsaspect 16.1"
        if counted and passage.content[0].kind is BlockKind.NUMBERED:
            groups.setdefault(by(passage), {}).setdefault(passage.section.label, passage)
    for passages in map(tuple, map(dict.values, groups.values())):
        if len(passages) >= _FEWEST:
            yield _Run(document, _noun(passages[0]), passages)


def _noun(passage: Passage) -> str:
    """Return the stem of what a unit is one of, "afspraak"; empty when the passage is no numbered unit."""
    label = _LABEL.match(passage.section.label or "")
    return stem(label["noun"]) if label else ""


def _noun_and_run(passage: Passage) -> tuple[str, int | None]:
    return _noun(passage), passage.content[0].sequence


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


def _heading_over(passage: Passage) -> Evidence | None:
    """Return the heading that a unit comes first under; None when another one does."""
    readable, heading = passage.document.readable, passage.section.heading
    headings = (one.span for one in passage.blocks if one.kind is BlockKind.HEADING and readable(one.span) == heading)
    span = next(headings, None)
    return Evidence(passage, Form.ITEM, span, None, (span,), shaped=True) if span else None


def _told(passage: Passage, name: Span | None) -> Evidence:
    text = passage.document.text
    told = name or sentences(text, unnumbered(text, passage.content[0]))[0]
    return Evidence(passage, Form.ITEM, Span(passage.content[0].span.start, told.end), None, (told,), shaped=True)
