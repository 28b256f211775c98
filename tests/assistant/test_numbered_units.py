"""The numbered units of a document, asked for by their common name."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "first", "last", "count"),
    [
        ("Welke ijkpunten zijn er?", "Beleid", "Externe ondersteuningsstructuur", 13),
        ("Wat zijn de 13 ijkpunten van de basisondersteuning?", "Beleid", "Externe ondersteuningsstructuur", 13),
        (
            "Welke ijkpunten vallen onder begeleiding?",
            "Onderwijs-ondersteuningsarrangement van de school",
            "Betrokkenheid ouders",
            3,
        ),
        (
            "Welke drie taakgebieden heeft de bpo'er?",
            "Ondersteunen en bevorderen van het onderwijsproces van de leerling",
            "Adviseren en voorlichten",
            3,
        ),
    ],
)
def test_all_units_are_named_each_with_its_own_citation(
    assistant: Assistant, question: str, first: str, last: str, count: int
) -> None:
    answer = assistant.ask(question)
    lines = answer.text.splitlines()
    assert answer.status is Status.ANSWERED
    assert (lines[0], lines[-1]) == (f"- {first} [1].", f"- {last} [{count}].")
    assert [citation.number for citation in answer.citations] == list(range(1, count + 1))
    assert answer.citations[-1].quote.endswith(last)


@pytest.mark.parametrize(
    ("question", "label", "count"),
    [
        ("Welke stellingen zijn er?", "stelling 1", 23),
        ("stellingen planmatig werken so sbo", "stelling 14", 5),
        ("welke kwaliteitsaspecten zijn er voor de bpo", "kwaliteitsaspect 1", 18),
        ("alle punten onder Positionering en aansturing", "kwaliteitsaspect 6", 5),
    ],
)
def test_units_without_names_are_told_by_their_first_sentences(
    assistant: Assistant, question: str, label: str, count: int
) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].passage.section.label == label
    assert len(answer.text.splitlines()) == len(answer.citations) == count


@pytest.mark.parametrize(
    ("question", "first", "last", "count"),
    [
        ("In welke rubrieken zijn de ijkpunten ingedeeld?", "Beleid", "Organisatie", 4),
        (
            "Hoe zijn de afspraken gegroepeerd?",
            "Afspraken over de ondersteuningsmogelijkheden",
            "Afspraken over planvorming en cyclisch werken",
            3,
        ),
    ],
)
def test_headings_that_units_are_divided_in_are_named(
    assistant: Assistant, question: str, first: str, last: str, count: int
) -> None:
    lines = assistant.ask(question).text.splitlines()
    assert (lines[0], lines[-1], len(lines)) == (f"- {first} [1].", f"- {last} [{count}].", count)


def test_number_of_units_and_their_division_are_two_questions(assistant: Assistant) -> None:
    answer = assistant.ask("Hoeveel ijkpunten zijn er en hoe zijn ze onderverdeeld?")
    assert "- Externe ondersteuningsstructuur [13]." in answer.text
    assert answer.text.endswith("- Organisatie [17].")


def test_unit_that_is_named_is_looked_in_for_what_else_is_asked(assistant: Assistant) -> None:
    answer = assistant.ask("Wat moet er volgens afspraak 13 met ouders gebeuren?")
    assert answer.citations[0].passage.section.label == "afspraak 13"


@pytest.mark.parametrize("question", ["Welk ijkpunt gaat over ouders?", "Welke afspraken zijn er over dyslexie?"])
def test_question_with_another_subject_is_answered_in_the_usual_way(assistant: Assistant, question: str) -> None:
    assert len(assistant.ask(question).citations) < 10


@pytest.mark.parametrize(
    ("question", "label", "words"),
    [
        ("ijkpunt 7", "ijkpunt 7", "Onderwijs op maat: De school gaat na"),
        ("Wat staat er in afspraak 17 van de basisondersteuning SO en SBO?", "afspraak 17", "- Intern begeleider"),
        ("stelling 3 so sbo", "stelling 3", "Onze scholen hebben een time out voorziening"),
        ("punt 9 van het kwaliteitskader bpo", "kwaliteitsaspect 9", "concrete werkafspraken"),
        ("What does statement 20 say?", "stelling 20", "jaarlijks de effectiviteit"),
        ("Wat zegt afspraak 14?", "afspraak 14", "- Schoolmaatschappelijk werk"),
        ("Kun je stelling 3 geven?", "stelling 3", "Onze scholen hebben een time out voorziening"),
        ("Wat staat er in kwaliteitsaspect 16.2?", "kwaliteitsaspect 16.2", "De bpo'er vertaalt"),
    ],
)
def test_unit_that_is_asked_for_by_its_number_is_given_whole(
    assistant: Assistant, question: str, label: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].passage.section.label == label
    assert words in answer.text


@pytest.mark.parametrize(
    "question",
    ["Wat zegt kwaliteitsaspect 17?", "Wat wordt er van een bpo'er verwacht op het gebied van coachen?"],
)
def test_number_that_has_numbers_under_it_is_told_with_these(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    lines = answer.text.splitlines()
    assert lines[0] == "Coachen [1]."
    assert [line[:24] for line in lines[2:4]] == ["- De bpo'er coacht docen", "- De bpo'er begeleidt do"]
    assert answer.citations[0].passage.section.label == "kwaliteitsaspect 17"


def test_number_that_no_unit_has_is_not_answered(assistant: Assistant) -> None:
    assert assistant.ask("Wat zegt afspraak 99?").status is not Status.ANSWERED


def test_only_who_asks_which_one_it_is_is_told_its_number(assistant: Assistant) -> None:
    assert assistant.ask("Welke afspraak gaat over protocollen?").text.startswith("Dat is afspraak")
    assert "Dat is afspraak" not in assistant.ask("Welke afspraken gaan over protocollen?").text


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Wat houdt het vierde ijkpunt in?", "Omgeving: "),
        ("Wat zegt het laatste ijkpunt?", "Externe ondersteuningsstructuur: "),
    ],
)
def test_unit_that_is_named_by_its_place_is_told(assistant: Assistant, question: str, begins: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith(begins)
