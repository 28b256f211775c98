"""Follow-ups that are made to stand by themselves."""

from __future__ import annotations

import pytest

from assistant.answer import Turn
from assistant.conversation import asks_simpler, lacks_subject, only_accepts, standalone
from assistant.language import Language
from assistant.wording import WORDINGS

HISTORY = (Turn("user", "Wat is plusondersteuning bij BePO?"), Turn("assistant", "Extra hulp [1]."))


@pytest.mark.parametrize(
    ("follow_up", "expected"),
    [
        ("En wie betaalt dat?", "En wie betaalt plusondersteuning BePO?"),
        ("Hoe lang duurt die?", "Hoe lang duurt plusondersteuning BePO?"),
        ("En voor hoeveel leerlingen?", "En voor hoeveel leerlingen plusondersteuning BePO?"),
        ("Wie zitten daar in?", "Wie zitten daar in plusondersteuning BePO?"),
        ("Hoe vaak?", "Hoe vaak plusondersteuning BePO?"),
        ("En wie beslist erover?", "En wie beslist erover plusondersteuning BePO?"),
        ("Wie maakt het?", "Wie maakt plusondersteuning BePO?"),
    ],
)
def test_follow_up_takes_its_subject_from_the_question_before_it(follow_up: str, expected: str) -> None:
    assert standalone(follow_up, HISTORY) == expected


def test_what_was_compared_is_the_subject_and_not_that_it_was() -> None:
    history = (Turn("user", "Wat is het verschil tussen basisondersteuning en plusondersteuning?"),)
    assert standalone("en wie betaalt die?", history) == "en wie betaalt basisondersteuning plusondersteuning?"


def test_asking_whether_it_is_so_says_nothing_of_its_own() -> None:
    asked = "er staan er twee genoemd, klopt dat?"
    assert "BePO" in standalone(asked, HISTORY)


def test_follow_up_on_a_follow_up_keeps_the_first_subject() -> None:
    history = (*HISTORY, Turn("user", "En wie betaalt dat?"), Turn("assistant", "BePO [1]."))
    assert standalone("Hoe vaak gebeurt dat?", history) == "Hoe vaak gebeurt betaalt plusondersteuning BePO?"


@pytest.mark.parametrize(
    "asked_between", ["En wie betaalt dat?", "wie beslist daarover?", "Waarom eigenlijk?", "en daarna?"]
)
def test_what_a_follow_up_asked_is_left_out_of_the_subject_after_the_next_one(asked_between: str) -> None:
    turns = [*HISTORY]
    for question in (asked_between, "En hoe lang duurt dat?"):
        turns += [Turn("user", question), Turn("assistant", "Dat staat er [1].")]
    assert standalone("Wie regelt dat?", turns) == "Wie regelt duurt plusondersteuning BePO?"


@pytest.mark.parametrize(
    ("earlier", "follow_up", "expected"),
    [
        ("Wat zegt stelling 10 over overdracht?", "en stelling 13?", "Wat zegt stelling 13 over overdracht?"),
        ("Wat zegt stelling 10?", "en ijkpunt 13?", "ijkpunt 13?"),
        ("Wat zegt afspraak 4?", "en 5?", "Wat zegt afspraak 5?"),
        ("Wat zegt stelling 19?", "and number 20?", "Wat zegt stelling 20?"),
        ("Wat zegt afspraak 4?", "doe nummer 9 ook eens", "Wat zegt afspraak 9?"),
        ("Wat houdt ijkpunt 3 in?", "En het volgende ijkpunt?", "Wat houdt ijkpunt 4 in?"),
        ("Wat houdt ijkpunt 3 in?", "en het vorige?", "Wat houdt ijkpunt 2 in?"),
    ],
)
def test_follow_up_may_ask_the_same_of_another_one_of_its_kind(earlier: str, follow_up: str, expected: str) -> None:
    assert standalone(follow_up, (Turn("user", earlier), Turn("assistant", "Dat staat er [1]."))) == expected


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("opp wat is dat nou weer", "wat is opp nou weer"),
        ("de TLV, wie vraagt die aan?", "wie vraagt de TLV aan?"),
        ("basisondersteuning hoe werkt dat", "hoe werkt basisondersteuning"),
        ("mijn kind, wat doet die school daarmee", "mijn kind, wat doet die school daarmee"),
        ("ik wil weten wat dat is", "ik wil weten wat dat is"),
        ("Welke school is dat", "Welke school is dat"),
    ],
)
def test_topic_that_is_said_first_is_put_where_it_is_pointed_at(spoken: str, expected: str) -> None:
    assert standalone(spoken, ()) == expected


def test_next_one_comes_after_the_one_that_was_asked_for_last() -> None:
    history = [Turn("user", "Wat houdt ijkpunt 3 in?"), Turn("user", "en 6?")]
    assert standalone("en het volgende?", history) == "Wat houdt ijkpunt 7 in?"


@pytest.mark.parametrize(
    ("said", "alone"),
    [("Dat staat in het plan [1].", True), ("Dat staat in het plan [1]. Zal ik uitleggen wat een OPP is?", False)],
)
def test_yes_to_nothing_asks_for_nothing(said: str, *, alone: bool) -> None:
    assert only_accepts("ja graag", (Turn("user", "Wat is een SOP?"), Turn("assistant", said))) is alone


@pytest.mark.parametrize("language", list(WORDINGS))
def test_yes_to_a_fixed_reply_asks_for_nothing(language: Language) -> None:
    for reply in WORDINGS[language].remarks.values():
        assert only_accepts("ja graag", (Turn("user", "bedankt"), Turn("assistant", reply))), reply


@pytest.mark.parametrize(
    "question",
    [
        "Welke protocollen moet elke school actief toepassen?",
        "Wat doet een school die een kind niet langer kan helpen met eigen middelen?",
    ],
)
def test_question_that_stands_by_itself_is_left_alone(question: str) -> None:
    assert standalone(question, HISTORY) == question


def test_another_subject_leaves_the_history_behind() -> None:
    question = "Dank u. Iets heel anders: wat doen ze daar tegen pesten?"
    assert standalone(question, HISTORY) == "wat doen ze daar tegen pesten?"


def test_yes_to_an_offer_asks_for_what_was_offered() -> None:
    history = (
        Turn("user", "Hebben sbo-scholen specialisten?"),
        Turn("assistant", "Ja, die zijn er. Zal ik opnoemen welke dat zijn?"),
    )
    assert standalone("ja graag", history) == "opnoemen welke sbo-scholen specialisten zijn?"


def test_without_history_only_politeness_goes() -> None:
    assert standalone("Hallo, wat is een OPP?", ()) == "wat is een OPP?"
    assert standalone("En wie betaalt dat?", ()) == "En wie betaalt dat?"
    assert standalone("Wat is een OPP, in gewone taal aub? Alvast bedankt!", ()) == "Wat is een OPP"
    assert standalone("Bedankt!", ()) == "Bedankt!"


def test_asking_for_easier_words_repeats_the_question_in_its_conversation() -> None:
    history = (*HISTORY, Turn("user", "En wie betaalt dat?"), Turn("assistant", "BePO [1]."))
    assert standalone("Leg dat eens makkelijker uit", history) == "En wie betaalt plusondersteuning BePO?"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("kunt u dat eenvoudiger zeggen?", True),
        ("dat snap ik niet", True),
        ("Wordt het makkelijker voor scholen om een arrangement aan te vragen bij het samenwerkingsverband?", False),
    ],
)
def test_asking_for_easier_words(message: str, *, expected: bool) -> None:
    assert asks_simpler(message) is expected


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("Hoe vaak wordt dat geëvalueerd?", True),
        ("Mag dat?", True),
        ("wie beslist daarover", True),
        ("Wat is 2+2?", True),
        ("Hoe werkt dat met een TLV?", False),
        ("MAS, wat is dat?", False),
        ("opp, wat is dat", False),
        ("Wie betaalt het plan?", False),
        ("Wie betaalt de begeleiding?", False),
    ],
)
def test_question_that_nobody_can_answer_without_its_subject(question: str, *, lacking: bool) -> None:
    assert lacks_subject(question) is lacking
