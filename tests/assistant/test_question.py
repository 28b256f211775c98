"""What is understood of a question."""

from __future__ import annotations

import pytest

from assistant.question import Kind, QuestionReader, kind_of, topic_of
from tests.assistant.making import BEPO, KOERS_VO

FREQUENCIES = {"ondersteuningsteam": 3, "evaluer": 2, "school": 9, "specialist": 1}


@pytest.fixture
def reader() -> QuestionReader:
    return QuestionReader(FREQUENCIES, 10, [BEPO, KOERS_VO], {"opp": frozenset({"ontwikkeling perspectief plan"})})


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hoe vaak komt het team bijeen?", Kind.FREQUENCY),
        ("hoeveel keer per jaar", Kind.FREQUENCY),
        ("Hoe lang is een TLV geldig?", Kind.DURATION),
        ("Hoeveel scholen zijn er?", Kind.QUANTITY),
        ("Wanneer gaat het in?", Kind.TIME),
        ("Wat kost een observatie?", Kind.PRICE),
        ("Kost de training iets?", Kind.PRICE),
        ("hoelaat begint de les", Kind.HOUR),
        ("Wat is het telefoonnummer van het loket?", Kind.CONTACT),
        ("Op welk e-mailadres is het loket te bereiken?", Kind.CONTACT),
        ("Wat is het mailadres van BePO?", Kind.CONTACT),
        ("Vóór welke datum moet het plan er zijn?", Kind.DATE),
        ("Wie vraagt een TLV aan?", Kind.PERSON),
        ("Wie zitten er in het ondersteuningsteam?", Kind.MEMBERS),
        ("wie moet er in het zorgteam zitten", Kind.MEMBERS),
        ("Hoeveel weken is een verklaring geldig?", Kind.DURATION),
        ("Hoeveel jaar oud zijn de leerlingen?", Kind.QUANTITY),
        ("Who is in the support team?", Kind.MEMBERS),
        ("Wat betekent plusondersteuning?", Kind.DEFINITION),
        ("Waar staat OPP voor?", Kind.DEFINITION),
        ("Welke specialisten zijn er?", Kind.LIST),
        ("Waarom is er een profiel?", Kind.REASON),
        ("Wat is het verschil tussen SO en SBO?", Kind.COMPARISON),
        ("Moet elke school een team hebben?", Kind.YES_NO),
        ("How often is the plan evaluated?", Kind.FREQUENCY),
    ],
)
def test_kind_of_question(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


def test_misspelled_word_counts_as_the_word_in_the_documents(reader: QuestionReader) -> None:
    assert (
        reader.read("wie zit er in het ondersteunigsteam").terms
        == reader.read("wie zit er in het ondersteuningsteam").terms
    )


@pytest.mark.parametrize("question", ["wie zit in het ondersteunings team", "wie zit in het ondersteuning team"])
def test_compound_that_is_written_apart_counts_as_the_word_in_the_documents(
    reader: QuestionReader, question: str
) -> None:
    assert "ondersteuningsteam" in reader.read(question).terms


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Wie zitten er in het team van Koers VO?", "Wie zitten er in het team?"),
        ("Who is in the team at Koers VO?", "Who is in the team?"),
        ("Wat doet Koers VO voor het team?", None),
        ("Wie zitten er in het team?", None),
        ("bij BePO?", None),
    ],
)
def test_question_can_be_asked_without_whose_documents_are_to_answer(
    reader: QuestionReader, question: str, left: str | None
) -> None:
    bare = reader.without_organisation(reader.read(question))
    assert (bare and bare.text) == left
    assert bare is None or bare.organisation == "koers-vo"


def test_who_asks_is_not_what_is_asked_about(reader: QuestionReader) -> None:
    asked = reader.read("Ik werk bij de gemeente. Met wie werkt een school samen?")
    assert asked.terms == reader.read("Met wie werkt een school samen?").terms


def test_of_two_organisations_that_are_named_neither_is_meant_alone(reader: QuestionReader) -> None:
    assert reader.read("Wat doen BePO en Koers VO voor thuiszitters?").organisation is None


def test_bpo_is_not_bepo(reader: QuestionReader) -> None:
    assert reader.read("Wat doet een bpo'er?").organisation is None
    assert reader.read("Wat doet BePO?").organisation == "bepo"
    assert reader.read("wat betaalt koers vo").organisation == "koers-vo"


def test_rare_term_weighs_more_than_a_common_one(reader: QuestionReader) -> None:
    question = reader.read("specialist school")
    assert reader.coverage(question, frozenset({"specialist"})) > 0.5 > reader.coverage(question, frozenset({"school"}))
    assert reader.coverage(question, frozenset()) == 0
    assert reader.coverage(question, frozenset({"specialist", "school"})) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("het opp wordt besproken", True),
        ("het ontwikkelingsperspectiefplan wordt besproken", True),
        ("de oppas wordt besproken", False),
        ("het plan wordt besproken", False),
    ],
)
def test_text_speaks_of_an_abbreviation_in_short_or_in_full(reader: QuestionReader, text: str, *, speaks: bool) -> None:
    assert reader.speaks_of(reader.read("Wie maakt de OPP's?"), text) is speaks
    assert reader.speaks_of(reader.read("Wie maakt de plannen?"), text)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Wat staat er in het plan over verzuim?", "verzuim?"),
        ("vertel eens iets over verzuim", "verzuim"),
        ("What does the plan say about meals?", "meals?"),
        ("verzuim op school", "verzuim op school"),
        ("Wat moet de school weten over verzuim?", None),
        ("Wie gaat er over verzuim?", None),
    ],
)
def test_topic_of_which_all_is_asked(question: str, topic: str | None) -> None:
    assert topic_of(question) == topic
