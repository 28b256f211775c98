"""Follow-ups that are answered where the question before them was."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answer import Answer, Status, Turn
from assistant.assistant import Assistant
from assistant.conversation import asks_only_what_follows, names_nothing
from assistant.wording import DUTCH


def last_of(assistant: Assistant, questions: Sequence[str], organisation: str | None = None) -> Answer:
    """Return the answer to the last of some questions, asked one after another."""
    history: list[Turn] = []
    for question in questions[:-1]:
        history += [Turn("user", question), Turn("assistant", assistant.ask(question, history, organisation).text)]
    return assistant.ask(questions[-1], history, organisation)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("en daarna?", True),
        ("wat gebeurt er dan?", True),
        ("hoe gaat het dan verder?", True),
        ("and then?", True),
        ("wie dan?", False),
        ("en als het niet lukt, wat dan?", False),
    ],
)
def test_asking_only_what_follows(message: str, *, expected: bool) -> None:
    assert asks_only_what_follows(message) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("en wie doet dat dan?", True),
        ("hoe vaak moet dat?", True),
        ("wie is daarbij?", True),
        ("wie vraagt die aan?", False),
        ("en wie betaalt dat?", False),
    ],
)
def test_question_that_names_nothing_itself(question: str, *, expected: bool) -> None:
    assert names_nothing(question) is expected


@pytest.mark.parametrize(
    ("questions", "organisation", "says"),
    [
        (("Hoe vaak moet het OPP geevalueerd worden?", "en wie doet dat dan?"), None, "Intern begeleider"),
        (("Moet de school samenwerken met ouders?", "wie moet dat regelen?"), None, "Leraar / mentor"),
        (("Wanneer maakt de school een OPP?", "wie moet dat ondertekenen?"), "bepo", "Ouders moeten"),
        (("Wat is speciale ondersteuning?", "welke scholen doen dat?"), "bepo", "Julianaschool"),
    ],
)
def test_what_is_asked_of_what_was_told_is_answered_there(
    assistant: Assistant, questions: Sequence[str], organisation: str | None, says: str
) -> None:
    answer = last_of(assistant, questions, organisation)
    assert answer.status is Status.ANSWERED
    assert says in answer.text


def test_which_ones_there_are_is_not_surely_told_by_words_that_name_none(assistant: Assistant) -> None:
    answer = last_of(assistant, ["Wie zitten er in het SOT?", "en welke trainingen krijgen ze?"], "koers-vo")
    assert answer.status is Status.RELATED


def test_list_of_all_is_not_surely_the_answer_for_some_case(assistant: Assistant) -> None:
    questions = ["Wat is plusondersteuning?", "en welke scholen zijn er als dat ook niet genoeg is?"]
    answer = last_of(assistant, questions, "bepo")
    assert answer.status is Status.RELATED
    assert "Julianaschool" in answer.text


def test_what_comes_next_is_told_without_what_was_told(assistant: Assistant) -> None:
    answer = last_of(assistant, ["Wie vraagt een TLV aan?", "en daarna?"], "bepo")
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith(DUTCH.comes_next)
    assert "Nadat het samenwerkingsverband" in answer.text
    assert "In sommige gevallen" not in answer.text


def test_what_comes_next_in_the_text_need_not_come_next_in_time(assistant: Assistant) -> None:
    answer = last_of(assistant, ["Wie regelt de kennismaking met de koersconsulent?", "en daarna?"], "koers-vo")
    assert answer.status is Status.RELATED
    assert answer.text.startswith(DUTCH.may_come_next)


def test_what_was_told_is_not_told_again_when_there_is_no_more(assistant: Assistant) -> None:
    answer = last_of(assistant, ["Wie vraagt een TLV aan?", "en daarna?", "en dan?"], "bepo")
    assert answer.status is Status.RELATED
    assert answer.text == "Meer dan wat ik net liet zien, vind ik hier niet over in de documenten [1]."


def test_reason_is_told_without_the_words_around_it(assistant: Assistant) -> None:
    answer = last_of(assistant, ["Wat is plusondersteuning?", "waarom is dat er?"], "bepo")
    assert answer.text.startswith("De inzet van plusondersteuning is erop gericht")


def test_who_is_no_reason(assistant: Assistant) -> None:
    answer = last_of(assistant, ["Welke functionaris moet ouders betrekken bij ondersteuning?", "waarom?"])
    assert answer.status is Status.RELATED
    assert "Leraar" not in answer.text


def test_another_member_takes_the_place_of_the_one_before_the_latest_question(assistant: Assistant) -> None:
    questions = [
        "Is er een protocol voor dyslexie?",
        "moeten leraren daar ook echt mee werken?",
        "en voor schoolverzuim?",
    ]
    answer = last_of(assistant, questions)
    assert answer.status is Status.ANSWERED
    assert "schoolverzuim" in answer.text
    assert "dyslexie" not in answer.text


def test_easier_words_for_an_unsure_answer_have_one_frame(assistant: Assistant) -> None:
    questions = ["Wat doet de ondersteuningscoördinator?", "leg dat eens simpeler uit"]
    answer = last_of(assistant, questions, "koers-vo")
    assert answer.status is Status.RELATED
    assert answer.text.startswith(DUTCH.simpler_unsure)
    assert DUTCH.related not in answer.text


@pytest.mark.parametrize(
    ("question", "said_first"),
    [("Wat is plusondersteuning?", DUTCH.simpler), ("Wie voert de basisondersteuning uit?", DUTCH.not_simpler)],
)
def test_easier_words_are_fewer_words_or_are_said_to_be_missing(
    assistant: Assistant, question: str, said_first: str
) -> None:
    whole = assistant.ask(question, (), "bepo")
    answer = last_of(assistant, [question, "kan dat simpeler?"], "bepo")
    told = answer.text.removeprefix(f"{said_first}\n\n")
    assert answer.text.startswith(said_first)
    assert (len(told) < len(whole.text)) is (said_first is DUTCH.simpler)
