"""Questions that are made of several."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.assistant import Assistant
from assistant.compounds import Compounds
from assistant.parts import of_each_organisation, parts_of


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Wie vraagt een TLV aan en wie adviseert daarover?",
            ["Wie vraagt een TLV aan?", "wie adviseert daarover vraagt TLV?"],
        ),
        (
            "Is een rustige werkplek verplicht, en hoeveel vierkante meter moet die zijn?",
            ["Is een rustige werkplek verplicht?", "hoeveel vierkante meter moet rustige werkplek verplicht zijn?"],
        ),
        (
            "Wat is het verschil tussen basisondersteuning en plusondersteuning bij BePO?",
            ["Wat is basisondersteuning bij BePO?", "Wat is plusondersteuning bij BePO?"],
        ),
        ("verschil SOP en OPP", ["Wat is SOP?", "Wat is OPP?"]),
        (
            "Wie is de auteur van de werkwijze en per wanneer gaat die in?",
            ["Wie is de auteur van de werkwijze?", "per wanneer gaat auteur werkwijze in?"],
        ),
        (
            "Wat is het verschil in samenstelling van het team tussen Koers VO en BePO?",
            ["Wat is samenstelling van het team bij Koers VO?", "Wat is samenstelling van het team bij BePO?"],
        ),
        (
            "Wat is het verschil tussen Koers VO en BePO in hoe het geld verdeeld wordt?",
            ["Hoe het geld verdeeld wordt bij Koers VO?", "Hoe het geld verdeeld wordt bij BePO?"],
        ),
        (
            "Wie is er verantwoordelijk voor het actualiseren van het SOP, en wie voor het OPP?",
            [
                "Wie is er verantwoordelijk voor het actualiseren van het SOP?",
                "Wie is er verantwoordelijk voor het actualiseren van het OPP?",
            ],
        ),
        (
            "Wie is verantwoordelijk voor het bijwerken van het SOP, en wie voor de OPP's?",
            [
                "Wie is verantwoordelijk voor het bijwerken van het SOP?",
                "Wie is verantwoordelijk voor het bijwerken van het OPP's?",
            ],
        ),
        (
            "Waaruit wordt de pleegzorg betaald en waaruit de dagopvang?",
            ["Waaruit wordt de pleegzorg betaald?", "Waaruit wordt de dagopvang betaald?"],
        ),
        ("wat is plusondersteuning en wie betaalt dat", ["wat is plusondersteuning?", "wie betaalt plusondersteuning"]),
        (
            "Welke bijlagen zijn er en ben je verplicht die te gebruiken?",
            ["Welke bijlagen zijn er?", "ben je verplicht die te gebruiken bijlagen?"],
        ),
        (
            "Zijn ouders lid van het zorgteam, en langs wie gaat een klacht over het bestuur?",
            ["Zijn ouders lid van het zorgteam?", "langs wie gaat een klacht over het bestuur?"],
        ),
        (
            "Waar komt het geld voor extra hulp vandaan en waar dat voor de pilots?",
            ["Waar komt het geld voor extra hulp vandaan?", "Waar komt het geld voor de pilots vandaan?"],
        ),
        (
            "Mag een specialist bovenschools zijn en waar dan voor?",
            ["Mag een specialist bovenschools zijn?", "waar dan voor specialist bovenschools?"],
        ),
        (
            "Wie betaalt plusondersteuning en hoeveel is dat?",
            ["Wie betaalt plusondersteuning?", "hoeveel is betaalt plusondersteuning?"],
        ),
        ("Wie maakt het OPP en wat is een TLV?", ["Wie maakt het OPP?", "wat is een TLV?"]),
        ("Wie maakt het OPP en wat is het doel?", ["Wie maakt het OPP?", "wat is het doel maakt OPP?"]),
        (
            "Wat is het verschil tussen basisondersteuning en plusondersteuning?",
            ["Wat is basisondersteuning?", "Wat is plusondersteuning?"],
        ),
        ("Hoe verhouden een OPP en een SOP zich tot elkaar?", ["Wat is een OPP?", "Wat is een SOP?"]),
        ("Hoe verhoudt het OPP zich tot het SOP?", ["Wat is het OPP?", "Wat is het SOP?"]),
        ("Is een OPP hetzelfde als een handelingsplan?", ["Wat is een OPP?", "Wat is een handelingsplan?"]),
        (
            "Waarin verschilt de looptijd van een TLV van die van een OPP?",
            ["Wat is de looptijd van een TLV?", "Wat is de looptijd van een OPP?"],
        ),
        (
            "Wat is het verschil tussen de taak van de mentor en de zorgcoördinator?",
            ["Wat is de taak van de mentor?", "Wat is de taak van de zorgcoördinator?"],
        ),
        (
            "Waarin verschilt het plan van een school (punt 3) van het jaarverslag (punt 5)?",
            ["Wat is het plan van een school (punt 3)?", "Wat is het jaarverslag (punt 5)?"],
        ),
        (
            "Wat is het verschil tussen het bestuur van de school en het bestuur van de stichting?",
            ["Wat is het bestuur van de school?", "Wat is het bestuur van de stichting?"],
        ),
        (
            "Wat is het verschil tussen het plan en het verslag in de bijlage?",  # Where, and not in what.
            ["Wat is het plan in de bijlage?", "Wat is het verslag in de bijlage?"],
        ),
        (
            "What is the difference between basic support and extra support?",
            ["Wat is basic support?", "Wat is extra support?"],
        ),
    ],
)
def test_question_of_two_parts(question: str, expected: list[str]) -> None:
    assert [part.question for part in parts_of(question)] == expected


@pytest.mark.parametrize(
    "question",
    [
        "Wat is een OPP?",
        "Welke afspraken zijn er over dyslexie en rekenen?",
        "Op welke datum en door wie is het plan vastgesteld?",
        "Hoe werken ouders en school samen als een leerling extra hulp krijgt?",
        "Aan welke eisen moet het voldoen? Graag alle punten.",
    ],
)
def test_one_question_has_no_parts(question: str) -> None:
    assert parts_of(question) == ()


@pytest.mark.parametrize(
    ("second", "thing"),
    [
        ("welke vragenlijst hoort daarbij?", {"vranlijs"}),
        ("wie doet dat?", set()),
        ("welke stappen zet de school dan?", set()),
    ],
)
def test_part_may_name_the_thing_that_it_asks_for(second: str, thing: set[str]) -> None:
    assert parts_of(f"Moet een school het protocol toepassen, en {second}")[1].thing == thing


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Wie is de voorzitter bij BePO en bij Koers VO?",
            ["Wie is de voorzitter bij BePO?", "Wie is de voorzitter bij Koers VO?"],
        ),
        ("Hoe verdelen Koers VO en BePO geld?", ["Hoe verdelen Koers VO geld?", "Hoe verdelen BePO geld?"]),
        ("Wie is de voorzitter bij BePO?", []),
    ],
)
def test_what_is_asked_of_two_organisations_is_asked_of_each(question: str, expected: list[str]) -> None:
    assert [part.question for part in of_each_organisation(question, r"Koers\W+VO|BePO")] == expected


@pytest.mark.parametrize(
    ("question", "organisation", "left_open"),
    [
        ("Wie kan subsidie voor een pilot aanvragen en hoe lang duurt die?", "bepo", "hoe lang duurt die"),
        ("Hoe heet de school in Culemborg en hoeveel leerlingen heeft die?", "bepo", "hoeveel leerlingen heeft die"),
        ("Mag een specialist bovenschools zijn en waar dan voor?", None, "waar dan voor"),
        ("Wat is het verschil tussen een bpo'er en een onderwijsassistent?", "koers-vo", "een onderwijsassistent"),
    ],
)
def test_half_that_the_words_shown_do_not_tell_is_said_to_be_open(
    assistant: Assistant, question: str, organisation: str | None, left_open: str
) -> None:
    answer = assistant.ask(question, (), organisation)
    assert answer.status is Status.PARTIAL
    assert f"“{left_open}”" in answer.text


def test_second_half_is_told_by_the_next_sentence_that_names_someone(assistant: Assistant) -> None:
    answer = assistant.ask("Hoe vaak wordt de bpo'er geëvalueerd en wie is daarbij?", (), "koers-vo")
    assert answer.status is Status.ANSWERED
    assert "De ondersteuningscoördinator is bij de evaluatie hiervan betrokken" in answer.text


def test_sides_of_what_is_compared_stand_under_their_names(assistant: Assistant) -> None:
    answer = assistant.ask("Wat is het verschil tussen plusondersteuning en speciale ondersteuning?", (), "bepo")
    assert answer.text.startswith("**Plusondersteuning**")
    assert "**Speciale ondersteuning**" in answer.text


def test_side_is_told_by_the_passage_that_speaks_of_it(assistant: Assistant) -> None:
    text = assistant.ask("Wat is het verschil tussen de interne en de externe ondersteuningsstructuur?").text
    assert "**Interne**\n\nInterne ondersteuningsstructuur: " in text
    assert "\n\nExterne ondersteuningsstructuur: " in text


def test_half_that_only_names_another_thing_asks_the_same_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("Moet het protocol rouw aanwezig zijn, en hoe zit dat met dyslexie?")
    assert answer.status is Status.ANSWERED
    assert "Protocol rouw en overlijden: " in answer.text
    assert "Protocol dyslexie: " in answer.text


def test_members_of_one_list_that_answer_different_halves_are_both_told(assistant: Assistant) -> None:
    answer = assistant.ask("Waarmee meten we het wat in POS, en waar komt het hoe aan bod?")
    assert "zelfevaluatie" in answer.text
    assert "kwaliteitsgesprek" in answer.text


def test_three_that_are_compared_stand_each_under_its_name(assistant: Assistant) -> None:
    text = assistant.ask(
        "Wat zijn de verschillen tussen basisondersteuning, plusondersteuning en speciale ondersteuning?"
    ).text
    places = [
        text.index(f"**{name}**") for name in ("Basisondersteuning", "Plusondersteuning", "Speciale ondersteuning")
    ]
    assert places == sorted(places)


def test_what_is_asked_of_one_side_is_asked_of_the_other(assistant: Assistant) -> None:
    answer = assistant.ask("Wat is het verschil tussen de kwaliteit van plusondersteuning en speciale ondersteuning?")
    assert "**Kwaliteit van speciale ondersteuning**" in answer.text
    assert "BePO kwaliteitstandaard" in answer.text


def test_what_the_documents_say_of_one_side_only_is_not_asked_of_the_other(assistant: Assistant) -> None:
    answer = assistant.ask("Wat is het verschil tussen de raad van toezicht en plusondersteuning?")
    assert "**Plusondersteuning" in answer.text


def test_sides_that_different_documents_answer_stand_under_what_was_asked(assistant: Assistant) -> None:
    answer = assistant.ask("Wat is het verschil tussen een bpo'er en een intern begeleider?")
    assert answer.text.startswith("**Bpo'er (Koers VO)**\n")
    assert "\n**Intern begeleider**\n" in answer.text
    assert "****" not in answer.text


@pytest.mark.parametrize(
    ("compared", "first", "second"),
    [
        ("plusondersteuning en basis", "Plusondersteuning", "Basisondersteuning"),
        ("plus en basis", "Plusondersteuning", "Basisondersteuning"),
        ("plus en speciaal", "Plusondersteuning", "Speciale ondersteuning"),
    ],
    ids=["other side", "both short", "adjective"],
)
def test_name_said_short_is_compared_by_its_whole_name(
    assistant: Assistant, compared: str, first: str, second: str
) -> None:
    answer = assistant.ask(f"Wat is het onderscheid tussen {compared}?")
    assert answer.text.startswith(f"**{first}**\n")
    assert f"\n**{second}**\n" in answer.text


def test_three_short_names_are_completed_by_what_the_last_ends_with(assistant: Assistant) -> None:
    parts = parts_of("Wat is het verschil tussen basis-, plus- en speciale ondersteuning?")
    completed = [part.words for part in Compounds(assistant.index).completed(parts)]
    assert completed == ["basisondersteuning", "plusondersteuning", "speciale ondersteuning"]


@pytest.mark.parametrize("compared", ["school en schoolbestuur", "onderwijs en jeugdhulp", "leraar en leerling"])
def test_whole_names_stay_as_they_are(assistant: Assistant, compared: str) -> None:
    parts = parts_of(f"Wat is het verschil tussen {compared}?")
    assert Compounds(assistant.index).completed(parts) == parts


def test_numbered_units_are_counted_in_one_half_of_a_question(assistant: Assistant) -> None:
    answer = assistant.ask("Hoeveel ijkpunten staan er in het document en wie neemt de regie bij de overdracht?")
    assert answer.text.startswith("Dit zijn er 13:\n\n- Beleid [1].")


def test_what_is_surely_answered_comes_before_what_is_open(assistant: Assistant) -> None:
    answer = assistant.ask("Wat kost een onderwijsassistent en hoe vaak moet het SOP worden besproken?")
    assert answer.status is Status.PARTIAL
    assert answer.text.index("jaarlijks") < answer.text.index("“Wat kost een onderwijsassistent”")


def test_full_forms_of_what_is_compared_are_told_first(assistant: Assistant) -> None:
    answer = assistant.ask("Zijn BPO en BePO hetzelfde, of hoe verhouden BPO en BePO zich tot elkaar?")
    assert "**BPO (Koers VO)**\n\nBegeleider passend onderwijs (bpo'er) [1]." in answer.text
    assert "**BePO**\n\nSamenwerkingsverband Betuws Primair Passend Onderwijs [2]." in answer.text
