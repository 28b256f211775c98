"""Facts about the documents themselves, from the real index."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Status, Turn
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


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Is de werkwijze van Koers VO nog van kracht?", "Nee, “{title}” gold tot en met 31-07-2022 [1]."),
        ("Geldt de Werkwijze BPO nu nog?", "Nee, “{title}” gold tot en met 31-07-2022 [1]."),
        (
            "Is de Werkwijze BPO komend schooljaar nog geldig, of verlopen?",
            "Nee, “{title}” gold tot en met 31-07-2022 [1].",
        ),
        ("Tot wanneer is de werkwijze bpo geldig?", "“{title}” gold tot en met 31-07-2022 [1]."),
    ],
)
def test_until_when_a_document_holds_is_told_first(assistant: Assistant, question: str, first: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith(first.format(title="Werkwijze Begeleiding Passend Onderwijs 2021-2022"))
    assert "schooljaar 2021-2022" in answer.citations[0].quote.replace("\n\n", " ")


def test_document_whose_period_has_not_ended_still_holds(assistant: Assistant) -> None:
    then = Assistant(assistant.index, assistant._embedder, today=date(2022, 1, 1))
    assert then.ask("Geldt de werkwijze bpo nog?").text.startswith("Ja, “")


def test_document_that_does_not_say_until_when_it_holds_is_not_said_to_hold(assistant: Assistant) -> None:
    answer = assistant.ask("Is de Basisondersteuning SO & SBO nog geldig?")
    assert answer.status is Status.RELATED
    assert answer.text.startswith("In “Basisondersteuning SO & SBO” staat niet tot wanneer het geldt.")


@pytest.mark.parametrize("question", ["Geldt een schoolondersteuningsprofiel nog?", "Is mijn plan nog geldig?"])
def test_something_else_that_holds_is_no_document(facts: DocumentFacts, reader: QuestionReader, question: str) -> None:
    assert facts.period(reader.read(question), Scope()) is None


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (
            "Wie schreef de werkwijze bpo en wat is de status ervan?",
            ["Hoofdauteur: C. Leeuwis [1].", "Status: ☒ definitief [2]."],
        ),
        (
            "Per wanneer is de werkwijze bpo ingegaan en door wie is die goedgekeurd?",
            ["Ingangsdatum: 01-08-2021 [1].", "College van Bestuur: ☒ vastgesteld [2]."],
        ),
    ],
)
def test_two_facts_about_a_document_are_told_by_one_line_each(
    assistant: Assistant, question: str, lines: list[str]
) -> None:
    told = assistant.ask(question).text.split("\n\n")
    assert [line.removeprefix("- ") for line in told] == lines


def test_two_facts_about_the_document_spoken_of_are_told(assistant: Assistant) -> None:
    before = (Turn("user", "Is de werkwijze bpo nog actueel?"), Turn("assistant", "Nee [1]."))
    answer = assistant.ask("Wie schreef dat stuk en wie heeft het vastgesteld?", before)
    assert answer.text.split("\n\n") == ["Hoofdauteur: C. Leeuwis [1].", "College van Bestuur: ☒ vastgesteld [2]."]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Wat is de evaluatiedatum van de Werkwijze BPO?", "In het document is “Evaluatiedatum” niet ingevuld [1]."),
        ("Welk nummer heeft de Werkwijze BPO?", "In het document is “Nummer” niet ingevuld [1]."),
        ("Ondersteuningsplanraad Werkwijze BPO", "Ondersteuningsplanraad: ☒ nvt [1]."),
        (
            "Wanneer is de Werkwijze BPO goedgekeurd?",
            "College van Bestuur: ☒ vastgesteld [1].\n\nDat is in het document niet ingevuld.",
        ),
    ],
)
def test_field_that_is_not_filled_in_is_no_value(assistant: Assistant, question: str, shown: str) -> None:
    assert assistant.ask(question).text.removeprefix("- ") == shown
