"""Questions after the meaning of an abbreviation: its full form, from the place where a document writes it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.definitions import whose_meaning
from assistant.evidence import Evidence, Form
from assistant.scope import Scope
from ingest.abbreviations import Abbreviation, abbreviations, without_ending
from ingest.index import Index
from ingest.passages import Passage, sentences
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import STOP_WORDS, words

_FULL_FORM = r"\bafkorting\w*\b|\bvoluit\b|\bstands? for\b|\babbreviation\b"
# "Waar staat OPP voor?" and not "Waar staat wat de school voor mijn kind doet?"
_STANDS_FOR = (
    r"\bwaarvoor sta(?:at|an)\b|\bwaar\b.*\bvoor sta(?:at|an)\b|\bsta(?:at|an)\b(?:\s+\S+){1,5}?\s+voor\b"
    r"(?=\W*$|[^\w\s]|\s+(?:in|op|bij|volgens|binnen|en|of)\b)"
)
_MEANS = r"\bbetekenis\b|\bbeteken(?:t|en)\b(?!\s+(?:(?:het|dit|dat)\s+)?(?:als|wanneer|indien|voor)\b)"
_ASKS_MEANING = re.compile(rf"{_STANDS_FOR}|{_MEANS}|{_FULL_FORM}", re.IGNORECASE)
# What only a form written out can answer; "betekenis" may be asked of any word.
_ASKS_LETTERS = re.compile(rf"{_STANDS_FOR}|{_FULL_FORM}", re.IGNORECASE)
# "Wat is een TLV?": what it does and what its letters stand for are both wanted.
_ASKS_WHAT = re.compile(
    r"^\W*(?:wat (?:is|zijn)|what (?:is|are|'s))\s+(?:(?:een|de|het|an?|the)\s+)?([\w'’-]+)\W*$", re.IGNORECASE
)

_CAPITALS = re.compile(r"[A-Z]{2,}")
_SIGNS = re.compile(r"[\s.;,]*(?:en|of)?\s*")  # What may end an item of a list.


def asks_letters(question: str) -> bool:
    """Tell whether a question asks what letters stand for."""
    return _ASKS_LETTERS.search(question) is not None


class Abbreviations:
    """The abbreviations that the documents of an index write out."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._by_short = _by_short(a for document in index.documents() for a in abbreviations(document))
        self._organisations = {one.name.lower(): one for one in index.organisations if one.full_name}

    @property
    def forms(self) -> Mapping[str, frozenset[str]]:
        """The long forms of each short form, in lower case."""
        return {short: frozenset(one.long.lower() for one in found) for short, found in self._by_short.items()}

    def meaning(self, question: str, scope: Scope) -> Evidence | None:
        """Return the words that write out the abbreviation whose meaning is asked, or None.

        Args:
            question: what is asked.
            scope: whose documents may answer.
        """
        asked = question if _ASKS_MEANING.search(question) else whose_meaning(question)
        found = self._found(asked, scope) if asked else None
        return self._evidence(found) if found else None

    def organisation(self, question: str) -> Evidence | None:
        """Return the words of an organisation's document that write out its name, when what it is is all that is asked.

        Args:
            question: it may ask what the name means, or what the organisation is.
        """
        what = _ASKS_WHAT.match(question)
        asked = whose_meaning(question) or (what[1] if what else "")
        organisation = self._organisations.get(asked.lower())
        if organisation is None or organisation.full_name is None:
            return None
        full_name = r"\s+".join(map(re.escape, organisation.full_name.split()))
        written = re.compile(rf"(?:\bsamenwerkingsverband\s+)?\b{full_name}\b", re.IGNORECASE)
        for document in self._index.documents():
            match = written.search(document.text) if document.source.organisation == organisation else None
            passage = self._index.passage_holding(document.source.id, Span(*match.span())) if match else None
            if match and passage:
                span = Span(*match.span())
                return Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True)
        return None

    def listed(self, question: str, scope: Scope) -> Evidence | None:
        """Return what a document's own list says of an abbreviation when a question asks what it is."""
        found = self._asked_what(question, scope)
        return self._evidence(found) if found and found.listed else None

    def written_out(self, question: str, scope: Scope) -> Evidence | None:
        """Return the full form of an abbreviation when a question asks what it is, and asks nothing else."""
        found = self._asked_what(question, scope)
        return self._evidence(found, found.span) if found else None

    def _asked_what(self, question: str, scope: Scope) -> Abbreviation | None:
        asked = _ASKS_WHAT.match(question)
        return self._found(asked[1], scope) if asked else None

    def _found(self, asked: str, scope: Scope) -> Abbreviation | None:
        """Return the first abbreviation that is named and that these organisations' documents write out."""
        in_capitals = set(_CAPITALS.findall(asked))
        named = dict.fromkeys(without_ending(word) for word in words(asked))
        found = (
            abbreviation
            for word in named
            if word not in STOP_WORDS or word.upper() in in_capitals  # "OP" is not the "op" of every other question.
            for abbreviation in self._by_short.get(word, ())
        )
        return next((a for a in found if scope.includes(self._index.document(a.document).source)), None)

    def _evidence(self, abbreviation: Abbreviation, quoted: Span | None = None) -> Evidence | None:
        """Return the full form, and behind it the sentence that it stands in unless only it is to be quoted."""
        passage = self._index.passage_holding(abbreviation.document, abbreviation.span)
        if passage is None:
            return None
        sentence = quoted or sentence_around(passage, abbreviation.span)
        parts = tuple(dict.fromkeys((abbreviation.span, sentence)))
        return Evidence(passage, Form.SENTENCES, sentence, None, parts, shaped=True)


def sentence_around(passage: Passage, span: Span) -> Span:
    """Return the sentence of a passage that holds a span; the span when none holds all of it, or when it is that."""
    text = passage.document.text
    inside = (s for block in passage.blocks for s in sentences(text, unnumbered(text, block)) if s.contains(span))
    sentence = next(inside, span)
    return span if _SIGNS.fullmatch(text[span.end : sentence.end]) and sentence.start == span.start else sentence


def _by_short(found: Iterable[Abbreviation]) -> Mapping[str, list[Abbreviation]]:
    by_short: dict[str, list[Abbreviation]] = {}
    for abbreviation in found:
        by_short.setdefault(abbreviation.short.lower(), []).append(abbreviation)
    return by_short
