"""Questions to begin with: plain ones that are surely answered, spread over the documents and whose they are."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from threading import Lock
from weakref import WeakKeyDictionary

from assistant.assistant import Assistant
from assistant.conversation import lacks_subject
from assistant.language import Language, language_of
from assistant.parts import asks
from assistant.scope import Scope
from ingest.abbreviations import abbreviations
from ingest.document import Document
from ingest.index import Index
from ingest.question_bank import BankQuestion
from ingest.terms import STOP_WORDS, terms, words

_MOST = 4
_TRIED = 40  # Questions: finding takes some hundredths of a second for each.
_PLAIN_CHARS = 60
_NAMING = re.compile(r"[^\W\d_][^\d|!?]*")
_ARTICLES = frozenset({"de", "het", "een"})
# The small words that a noun phrase may hold; other ones make it a clause, or point at who writes.
_JOINING = _ARTICLES | frozenset("aan bij door en in met naar of op over per te tot uit van via voor".split())
_Chosen = dict[tuple[str | None, Language], tuple[str, ...]]
_chosen: WeakKeyDictionary[Assistant, _Chosen] = WeakKeyDictionary()  # An assistant is on one index.
_choosing = Lock()  # Else all who come while they are looked for would look for them too.


def examples(
    assistant: Assistant, organisation: str | None = None, language: Language = Language.DUTCH
) -> tuple[str, ...]:
    """Return up to four questions that are surely answered; they are looked for once.

    Args:
        assistant: on the index that is to answer them.
        organisation: the id of a known one: only its documents, and those of nobody, are to answer; None: all.
        language: of the questions.
    """
    asked = organisation, language
    chosen = _chosen.get(assistant, {})
    if asked not in chosen:
        with _choosing:
            chosen = _chosen.setdefault(assistant, {})
            if asked not in chosen:
                chosen[asked] = tuple(islice(_answered(assistant, organisation, language), _MOST))
    return chosen[asked]


def proposed(index: Index, document: Document, language: Language = Language.DUTCH) -> Iterator[str]:
    """Yield questions that a document may answer, from its bank, its headings and its abbreviations, best first."""
    yield from _plain(index.bank(document.source.id), language)
    if language is not Language.DUTCH:
        return
    headings = (section.unnumbered_heading for section in document.sections)
    yield from (one for one in headings if one.endswith("?") and asks(one) and not lacks_subject(one))
    meanings = [f"Wat betekent {found.short}?" for found in abbreviations(document)]
    yield from meanings[:1]  # One is enough, as long as there is something else to ask.
    yield from (f"Wat staat er over {_in_a_sentence(topic)}?" for topic in _topics(document))
    yield from meanings[1:]


def _answered(assistant: Assistant, organisation: str | None, language: Language) -> Iterator[str]:
    """Yield questions that are answered by the document that they are about; each document has its turn."""
    scope = Scope(organisation)
    documents = [one for one in assistant.index.documents() if scope.includes(one.source)]
    turns = deque((one.source.id, proposed(assistant.index, one, language)) for one in _by_turns(documents))
    tried: set[str] = set()
    while turns and len(tried) < _TRIED:
        document_id, questions = turns.popleft()
        question = next((one for one in questions if one not in tried and not lacks_subject(one)), None)
        if question is None:
            continue
        tried.add(question)
        turns.append((document_id, questions))
        found = assistant.find(question, organisation=organisation).answers
        if found and found.passage.document.source.id == document_id:
            yield question


def _by_turns(documents: Iterable[Document]) -> list[Document]:
    """Return documents so that each organisation has its turn."""
    groups: dict[str, list[Document]] = {}
    for one in documents:
        groups.setdefault(one.source.organisation_id, []).append(one)
    return [one for turn in zip_longest(*groups.values()) for one in turn if one]


def _plain(bank: Sequence[BankQuestion], language: Language) -> list[str]:
    """Return the first wordings of a bank, which are its plainest, those first that are about what most is asked of."""
    first: dict[tuple[str, int], str] = {}
    for one in bank:
        place, question = (one.passage_id, one.place), one.question
        whole = question.endswith("?") and question[:1].isupper()
        if whole and place not in first and language_of(question) is language:
            first[place] = question
    asked = Counter(term for one in bank for term in set(terms(one.question)))
    plain = [one for one in first.values() if len(one) <= _PLAIN_CHARS and not any(map(str.isdigit, one))]
    return sorted(plain, key=lambda question: -_asked_of(question, asked))


def _asked_of(question: str, asked: Mapping[str, int]) -> float:
    """Return in how many questions a term of this one is, on average."""
    found = set(terms(question))
    return sum(asked[term] for term in found) / max(len(found), 1)


def _topics(document: Document) -> Iterator[str]:
    """Yield the headings that name what is told under them: their words come back there, and are not the title's."""
    title = frozenset(terms(document.source.title))
    for section in document.sections:
        topic = section.unnumbered_heading.partition(":")[0]
        named = frozenset(terms(topic))
        told = frozenset(terms(" ".join(document.readable(block.span) for block in section.content)))
        if _is_noun_phrase(topic) and named <= told and not named <= title:
            yield topic


def _is_noun_phrase(heading: str) -> bool:
    """Tell whether a heading can stand behind "over": "Hoe wij werken" and "Van vso naar regulier" cannot."""
    said = words(heading)
    clause = STOP_WORDS.intersection(said) - _JOINING or STOP_WORDS.intersection(said[:1]) - _ARTICLES
    return not clause and _NAMING.fullmatch(heading) is not None


def _in_a_sentence(heading: str) -> str:
    """Return a heading without the capital that it begins with; the capitals of a name or an abbreviation stay."""
    first = heading.split(maxsplit=1)[0]
    return heading[:1].lower() + heading[1:] if first[1:].islower() else heading
