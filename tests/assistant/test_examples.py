from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from assistant.answer import Status, Turn
from assistant.assistant import Assistant
from assistant.examples import examples, proposed
from assistant.finding import Finding
from assistant.language import Language, language_of
from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest
from tests.ingest.making import write_corpus

_LOKET = (
    "Aanmelden bij het loket\n\nWie meldt een leerling aan?\n\nDe school meldt een leerling aan bij het loket, samen "
    "met de ouders.\n\nHoe lang duurt het?\n\nHet loket beslist binnen zes weken.\n"
)
_BUS = "Vervoer\n\nDe gemeente betaalt de bus naar school.\n\nOpvang\n\nDe school regelt de opvang.\n"
_PLAN = """Plan van de dijk

Voorwoord

Dit plan schreven de scholen samen.

Ons gebied

In ons gebied wonen mensen langs de dijk.

De Kwelderklas

De Kwelderklas is een klas voor twaalf leerlingen.

Hoe wij werken

Wij werken met elkaar.

Geldigheid tot 2030

De geldigheid loopt tot 2030.

Niet eens met het besluit?

Bel met het loket.

Wie doet wat?

De school belt.
"""
_BANK = """
[[entry]]
begins = "De gemeente betaalt"
questions = [
  "bus betalen",
  "Who pays for the school bus?",
  "Wie betaalt de bus naar school?",
]

[[entry]]
begins = "De school regelt"
questions = ["Wie regelt in 2025 de opvang?"]
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    """An assistant on documents that have nothing to do with those that come with Wegwijs."""
    folder = tmp_path_factory.mktemp("other")
    corpus = write_corpus(
        folder / "corpus", {"loket": _LOKET, "bus": _BUS, "plan": _PLAN, "kaal": "Een zin zonder kop.\n"}
    )
    (corpus / "questions" / "bus.toml").write_text(_BANK, encoding="utf-8")
    ingest(corpus, folder / "home", lambda: embedder, BUNDLED_MODEL, lambda _: None)
    index = Index.open(folder / "home", BUNDLED_MODEL)
    yield Assistant(index, embedder)
    index.close()


def test_examples_come_from_the_bank_and_else_from_the_headings_of_what_is_served(other: Assistant) -> None:
    found = examples(other)
    assert {"Wie betaalt de bus naar school?", "Wie meldt een leerling aan?"} <= set(found)
    assert {other.ask(question).status for question in found} == {Status.ANSWERED}


def test_headings_that_tell_nothing_out_of_their_place_are_not_proposed(other: Assistant) -> None:
    document = other.index.document("plan")
    assert list(proposed(other.index, document)) == ["Wie doet wat?", "Wat staat er over de Kwelderklas?"]


def test_examples_in_another_language_are_in_the_bank_or_there_are_none(other: Assistant) -> None:
    assert examples(other, language=Language.ENGLISH) == ("Who pays for the school bus?",)


def test_examples_of_the_corpus_are_plain_answered_and_of_different_documents(assistant: Assistant) -> None:
    found = examples(assistant)
    assert len(found) == 4
    assert all(language_of(question) is Language.DUTCH and len(question) <= 60 for question in found)
    answers = [assistant.ask(question) for question in found]
    assert {answer.status for answer in answers} == {Status.ANSWERED}
    first = [answer.citations[0].document.source for answer in answers]
    assert len({source.id for source in first}) == 4
    assert {source.organisation_id for source in first} == {"", "bepo", "koers-vo"}


def test_examples_for_an_organisation_are_answered_by_its_documents_or_those_of_nobody(assistant: Assistant) -> None:
    owners = {
        citation.document.source.organisation_id
        for question in examples(assistant, "koers-vo")
        for citation in assistant.ask(question, organisation="koers-vo").citations
    }
    assert "koers-vo" in owners
    assert owners <= {"", "koers-vo"}


class _Counting(Assistant):
    """Counts how often it looks for an answer."""

    found = 0

    def find(self, question: str, history: Sequence[Turn] = (), organisation: str | None = None) -> Finding:
        self.found += 1
        return super().find(question, history, organisation)


def test_examples_that_several_ask_for_at_once_are_looked_for_once(other: Assistant, embedder: Embedder) -> None:
    alone, crowded = (_Counting(other.index, embedder) for _ in range(2))
    expected, together = examples(alone), Barrier(4)

    def ask(_: int) -> tuple[str, ...]:
        together.wait()
        return examples(crowded)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [expected] * 4
    assert crowded.found == alone.found > 0
