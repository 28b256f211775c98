"""The form of an answer."""

from __future__ import annotations

import pytest

from assistant.question import Kind
from assistant.shapes import counts_another, has_shape, lists_what_is_counted, names_somebody, tells


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (Kind.FREQUENCY, "Ja, twee keer minimaal", True),
        (Kind.FREQUENCY, "Het plan wordt jaarlijks geëvalueerd.", True),
        (Kind.FREQUENCY, "De school evalueert het plan met ouders.", False),
        (Kind.DURATION, "Het besluit volgt binnen zes weken.", True),
        (Kind.DURATION, "Het schoolbestuur vraagt een TLV aan.", False),
        (Kind.QUANTITY, "passend bij schaal 10 van de CAO", True),
        (Kind.DURATION, "Lelie: 2 schooljaren", True),
        (Kind.PRICE, "Een observatie kost € 210.", True),
        (Kind.PRICE, "Ouders betalen hiervoor niets.", True),
        (Kind.PRICE, "De school betaalt een observatie.", False),
        (Kind.HOUR, "Maandag van 8.30 tot 14.15 uur", True),
        (Kind.HOUR, "Op maandag begint de school vroeg.", False),
        (Kind.CONTACT, "Het loket: 0485 - 123 456", True),
        (Kind.CONTACT, "Schrijf naar loket@swv.example.", True),
        (Kind.CONTACT, "Bel het loket van het samenwerkingsverband.", False),
        (Kind.QUANTITY, "De school zorgt voor een passende plek.", False),
        (Kind.QUANTITY, "Elk jaar wordt het bedrag vastgesteld.", False),
        (Kind.DATE, "Het plan moet er op 1 mei zijn.", True),
        (Kind.DATE, "Het plan wordt jaarlijks ingeleverd.", False),
        (Kind.PERSON, "De ondersteuningscoördinator maakt afspraken.", True),
        (Kind.MEMBERS, "Leraar, intern begeleider en directie.", True),
        (Kind.MEMBERS, "Het team helpt docenten en de school.", False),
        (Kind.DATE, "De commissie vergadert elke dinsdag.", True),
        (Kind.FREQUENCY, "Het team komt om de twee weken bijeen.", True),
        (Kind.FREQUENCY, "De mentor belt elke dinsdag.", True),
        (Kind.DURATION, "Een proefplaatsing duurt vijfentwintig schooldagen.", True),
        (Kind.DURATION, "De schorsing duurt vijf aaneengesloten lesdagen.", True),
        (Kind.QUANTITY, "Een klas telt vijfendertig leerlingen.", True),
        (Kind.OTHER, "Wat dan ook.", True),
    ],
)
def test_has_shape(kind: Kind, text: str, expected: bool) -> None:
    assert has_shape(kind, text) is expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Hoeveel leerlingen zitten daar?", "Er zijn vijf scholen die onderwijs aan leerlingen geven.", True),
        ("Hoeveel scholen zijn er?", "Er zijn vijf scholen die onderwijs aan leerlingen geven.", False),
        ("Hoeveel leerlingen zitten daar?", "Het aantal leerlingen is 14.", False),
        ("Hoeveel leden heeft de raad?", "De raad bestaat uit twaalf personen.", False),
        ("Hoeveel tijd heb ik?", "U krijgt die tijd: twee weken.", False),
    ],
)
def test_number_of_something_else_is_not_what_is_asked_for(question: str, text: str, expected: bool) -> None:
    assert counts_another(question, text) is expected


def test_number_before_what_is_asked_for_counts_when_another_stands_behind_it() -> None:
    asked = "Hoeveel stellingen over leerkrachtvaardigheden zijn er?"
    assert not counts_another(asked, "Onze docenten werken volgens de 14 stellingen over leerkrachtvaardigheden (7)")


@pytest.mark.parametrize(
    ("question", "announced", "expected"),
    [
        ("Hoeveel ondersteuningsniveaus zijn er?", "Welke niveaus van voorzieningen hanteert het bestuur?", True),
        ("Hoeveel fasen kent de aanpak?", "De aanpak bestaat uit de volgende drie fasen:", True),
        ("Hoeveel clubs zijn er?", "De stad heeft vier clubs, waarvan twee voor jeugd:", True),
        ("Hoeveel kleine so en sbo clubs zijn er?", "De stad heeft vier clubs, waarvan twee voor jeugd:", True),
        ("Hoeveel leerlingen zijn er?", "De school biedt leerlingen deze hulp:", False),
        ("Welke fasen kent de aanpak?", "De aanpak bestaat uit de volgende drie fasen:", False),
    ],
)
def test_list_of_what_is_counted_is_told_by_what_announces_it(question: str, announced: str, expected: bool) -> None:
    assert lists_what_is_counted(question, announced) is expected


@pytest.mark.parametrize(
    ("kind", "question", "text", "expected"),
    [
        (Kind.QUANTITY, "Hoe groot is de reserve eind 2025?", "De reserve is eind 2025 naar verwachting.", False),
        (Kind.QUANTITY, "Hoeveel uren krijgt een mentor?", "Een mentor zit in schaal 11 van de cao.", False),
        (Kind.QUANTITY, "Hoeveel uren krijgt een mentor?", "Dat zijn er minimaal 11.", True),
        (Kind.QUANTITY, "Hoeveel kinderen passen er in?", "De klas telt 11 leerlingen.", True),
        (Kind.QUANTITY, "Hoe groot is de reserve eind 2025?", "De reserve is eind 2025 ten minste € 1.200.000.", True),
        (
            Kind.PERSON,
            "Wie is de voorzitter van het bestuur?",
            "De voorzitter sluit de vergadering om vijf uur.",
            False,
        ),
        (Kind.PERSON, "Wie is de voorzitter van het bestuur?", "De voorzitter is mevrouw Terpstra.", True),
        (Kind.PERSON, "Wie is de voorzitter van het bestuur?", "De directeur van De Boei is voorzitter.", True),
        (
            Kind.PERSON,
            "Wie is de voorzitter van de commissie?",
            "De commissie bestaat uit een voorzitter, een orthopedagoog, een jeugdarts en een schoolleider.",
            False,
        ),
        (Kind.PERSON, "Wie beslist over verlof?", "De leerplichtambtenaar beslist over verlof.", True),
    ],
)
def test_what_the_question_says_itself_does_not_answer_it(kind: Kind, question: str, text: str, expected: bool) -> None:
    assert tells(kind, question, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De intern begeleider ondersteunt daarbij.", True),
        ("Het schoolbestuur zorgt daarvoor.", True),
        ("Het helpt de leerling in een gewone basisschool.", False),
        ("Dit staat in het Ontwikkeling Perspectief Plan (OPP).", False),
    ],
)
def test_school_is_nobody_who_does_something(text: str, expected: bool) -> None:
    assert names_somebody(text) is expected
