"""Questions after the meaning of a term that a document lists with its meaning: "Wat is een thuiszitter?"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.evidence import Evidence, Form
from assistant.scope import Scope
from ingest.abbreviations import is_abbreviation
from ingest.definitions import Definition, definitions
from ingest.document import Document
from ingest.index import Index
from ingest.passages import Passage, sentences
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import stem, terms, words

_TERM = (
    r"(?:(?:de|het|een|'n|the|an?)\s+)?(?:(?:term|begrip|woord|afkorting|letters?|word|abbreviation)\s+)?"
    r"(?:(?:de|het|een|the|an?)\s+)?(?P<term>.+?)"
)
_MEANING = r"(?:betekenis|definitie|omschrijving|meaning|definition)"
_EXPLAINED = r"(?:bedoel\w*|versta(?:an|at))"
_WHO = r"(?:(?:er|we|wij|jullie|u|je|ze|zij|men|jij|hier|de school|het samenwerkingsverband)\s+)*"
_ASKED_BEFORE = (
    r"(?:(?:en|maar|and|but)\s+)?"
    r"(?:.*\b(?:weet|weten|zeg|zeggen|vertel|vertellen|uitleggen|leg\b.*\buit|tell|know|explain)\b,?\s+"
    r"(?:(?:u|je|jij|jullie|iemand|mij|me)\s+)*)?"
)
_SIGNS = " \t?!.,:;\"'‘’“”()"


def _patterns(*asked: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_ASKED_BEFORE + one.replace("TERM", _TERM), re.IGNORECASE) for one in asked)


_ASKS_MEANING = _patterns(
    r"wat beteken(?:t|en) TERM",
    r"(?:waar|wat) sta(?:at|an) TERM voor",
    r"waarvoor sta(?:at|an) TERM",
    r"waar TERM voor sta(?:at|an)",
    rf"wat (?:wordt|word) (?:er )?{_EXPLAINED} (?:met|onder) TERM",
    rf"wat {_EXPLAINED} {_WHO}(?:met|onder) TERM",
    rf"wat (?:wordt|word|{_EXPLAINED}) {_WHO}(?:met|onder) TERM {_EXPLAINED}",
    rf"(?:wat is )?(?:de )?{_MEANING} van TERM",
    rf"(?:what(?:'s| is) )?(?:the )?{_MEANING} of TERM",
    rf"(?:{_MEANING}|afkorting) TERM",
    rf"TERM (?:{_MEANING}|afkorting)",
    r"TERM,? wat (?:is|zijn|betekent) (?:dat|dit|die)",
    r"wat is (?:dat|dit),? TERM",
    r"wat TERM beteken(?:t|en)",
    r"what (?:does|do) TERM (?:mean|stand for)",
    r"what TERM (?:means?|stands? for)",
    r"what is meant by TERM",
)
_ASKS_WHAT = _patterns(
    r"wat (?:is|zijn) TERM",
    r"wat TERM (?:is|zijn|inhoudt)",
    r"wat houdt TERM in",
    r"what(?: is| are|'s) TERM",
    r"what TERM (?:is|are)",
    r"wanneer (?:ben|bent|is|zijn|heet|noem|noemen) (?:(?:je|u|iemand|iets|er|we|wij|een (?:leerling|kind|jongere)) )?"
    r"(?:sprake van )?TERM",
    r"wanneer spreek(?:t|en|) (?:je|u|men|we|wij|jullie) van TERM",
    r"when (?:is|are) (?:someone|somebody|you|(?:a|the) (?:pupil|student|child)) TERM",
)
_ARTICLE = r"(?:(?:de|het|een|'n|the|an?)\s+)?"
# What stands before a term and behind it in a sentence that says what that is.
_SAYS_WHAT_IT_IS = tuple(
    (re.compile(rf"^{before}{_ARTICLE}$"), re.compile(behind))
    for before, behind in (
        ("", r"\s+(?:is|zijn|betekent|wil\s+zeggen)\s"),
        (r"(?:[^.]{0,60}\b)?versta(?:an|at)\b[^.]{0,30}\bonder\s+", r"(?!\w)"),
        (r"onder\s+", r"\s.*\bversta(?:an|at)\b"),
        (r"met\s+", r"\s+(?:bedoelen|wordt\s+bedoeld)"),
    )
)
_SAID_CHARS = 300  # Sentences that are together no longer than this may get another.
_FILLERS = re.compile(r"\s+(?:eigenlijk|precies|nou|ook al ?weer|alweer|toch|exactly|actually)\b", re.IGNORECASE)
_WITHIN = frozenset("bij in van volgens binnen at in of".split())  # "... bij BePO": then the document must be named.


def whose_meaning(question: str) -> str | None:
    """Return the words whose meaning is asked, as of "Wat betekent OPP?" and "OPP, wat is dat?"; None when not."""
    return _asked(question, _ASKS_MEANING)


class Definitions:
    """The terms, but for abbreviations, that the documents of an index list with their meanings."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._by_term: dict[tuple[str, ...], list[tuple[Document, Definition]]] = {}
        for document in index.documents():
            for one in definitions(document):
                for name in () if is_abbreviation(one) else one.names:
                    self._by_term.setdefault(_stems(words(name)), []).append((document, one))

    def meanings(self, question: str, scope: Scope) -> tuple[Evidence, ...]:
        """Return each different meaning of the term that a question asks for, and for nothing else.

        Args:
            question: what is asked.
            scope: whose documents may answer.
        """
        asked = _asked(question, (*_ASKS_MEANING, *_ASKS_WHAT))
        found: dict[str, Evidence] = {}
        for document, one in self._named(words(asked)) if asked else ():
            evidence = self._evidence(document, one)
            if evidence and scope.includes(document.source):
                found.setdefault(one.meaning.lower(), evidence)
        return tuple(found.values())

    @staticmethod
    def said(question: str, passages: Iterable[Passage]) -> Evidence | None:
        """Return the sentence that says what it is that a question asks for: "De poortwachter is ..."; or None.

        Args:
            question: what is asked; of another kind, it has no such sentence.
            passages: where to look.
        """
        asked = _asked(question, (*_ASKS_MEANING, *_ASKS_WHAT))
        for passage in passages if asked else ():
            text = passage.document.text
            for block in passage.content:
                spans = sentences(text, unnumbered(text, block))
                for first, span in enumerate(spans):
                    if asked and _says_what_is(passage.document.readable(span), asked):
                        parts = [one for one in spans[first:] if one.end - span.start <= _SAID_CHARS] or [span]
                        whole = Span(span.start, parts[-1].end)
                        return Evidence(passage, Form.SENTENCES, whole, None, tuple(parts), shaped=True)
        return None

    def _named(self, asked: Sequence[str]) -> Iterator[tuple[Document, Definition]]:
        """Yield the terms that words name; what they hold more must name the document: "een thuiszitter bij BePO"."""
        for size in range(1, len(asked) + 1):
            for document, one in self._by_term.get(_stems(asked[:size]), ()):
                if _is_about(document, asked[size:]):
                    yield document, one

    def _evidence(self, document: Document, one: Definition) -> Evidence | None:
        passage = self._index.passage_holding(document.source.id, one.span)
        return Evidence(passage, Form.ITEM, one.span, None, one.parts, shaped=True) if passage else None


def _asked(question: str, patterns: Iterable[re.Pattern[str]]) -> str | None:
    plain = _FILLERS.sub("", question.strip(_SIGNS))
    return next((match["term"].strip(_SIGNS) for pattern in patterns if (match := pattern.fullmatch(plain))), None)


def _says_what_is(said: str, term: str) -> bool:
    """Tell whether a sentence says what something is. The term is a visitor's, and no pattern, which would be kept."""
    low, named = said.lower(), term.lower()
    places = (place for place in range(len(low)) if low.startswith(named, place))
    return any(
        before.search(low[:place]) and behind.match(low[place + len(named) :])
        for place in places
        for before, behind in _SAYS_WHAT_IT_IS
    )


def _stems(plain_words: Iterable[str]) -> tuple[str, ...]:
    return tuple(stem(word) for word in plain_words)


def _is_about(document: Document, rest: Sequence[str]) -> bool:
    """Tell whether words say no more than where a term is used: nothing, or a document by its title or owner."""
    names = f"{document.source.title} {document.source.owner}"
    return not rest or (rest[0] in _WITHIN and set(terms(" ".join(rest[1:]))) <= set(terms(names)))
