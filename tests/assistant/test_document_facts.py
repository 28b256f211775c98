"""Facts about the documents themselves, from the real index."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.document_facts import DocumentFacts
from assistant.question import QuestionReader
from assistant.scope import Scope
from ingest.index import Index


@pytest.fixture(scope="module")
def facts(assistant: Assistant) -> DocumentFacts:
    return DocumentFacts(assistant.index)


@pytest.fixture(scope="module")
def reader(assistant: Assistant) -> QuestionReader:
    index = assistant.index
    return QuestionReader(index.passage_frequencies, index.manifest.passages, index.organisations, {})


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wie is de auteur van de Werkwijze BPO?", "C. Leeuwis"),
        ("Is de Werkwijze BPO een concept of definitief?", "☒ definitief"),
        ("Wie heeft de Werkwijze BPO vastgesteld?", "College van Bestuur"),
        ("Wanneer ging de Werkwijze BPO in?", "01-08-2021"),
        ("Geldt de Werkwijze BPO nog?", "2021-2022"),
        ("Wat is de evaluatiedatum van de Werkwijze BPO?", "Evaluatiedatum xx-xx-xxxx"),
    ],
)
def test_line_of_the_title_page_answers(
    facts: DocumentFacts, reader: QuestionReader, question: str, expected: str
) -> None:
    evidence = facts.find(reader.read(question), Scope())
    assert evidence is not None
    assert expected in evidence.readable(evidence.span)


@pytest.mark.parametrize(
    "question",
    [
        "Wanneer moet het schoolondersteuningsprofiel worden vastgesteld?",
        "Wie is de auteur van de Kameleon?",
        "Wanneer wordt de Werkwijze BPO geëvalueerd?",
        "Welke taken heeft een bpo'er volgens de werkwijze?",
    ],
)
def test_question_about_something_else_is_left_alone(
    facts: DocumentFacts, reader: QuestionReader, question: str
) -> None:
    assert facts.find(reader.read(question), Scope()) is None


def test_document_of_another_organisation_is_not_read(facts: DocumentFacts, reader: QuestionReader) -> None:
    assert facts.find(reader.read("Wie is de auteur van de Werkwijze BPO?"), Scope("bepo")) is None


class _TitlesOnly:
    """An index of which nothing may be read but the titles and where they stand."""

    def __init__(self, index: Index) -> None:
        self.documents = index.documents


def test_document_that_the_question_does_not_name_is_not_read(assistant: Assistant, reader: QuestionReader) -> None:
    facts = DocumentFacts(_TitlesOnly(assistant.index))  # type: ignore[arg-type]

    assert facts.find(reader.read("Wie betaalt de begeleiding van een leerling?"), Scope()) is None
