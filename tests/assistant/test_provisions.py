"""Questions that tell of a case and ask what there is for it."""

from __future__ import annotations

import re

import pytest

from assistant.answer import Answer, Status
from assistant.assistant import Assistant
from assistant.wording import DUTCH
from ingest.catalogue import NO_ORGANISATION
from ingest.terms import terms
from tests.assistant.conversing import answers


def bullets(answer: Answer) -> list[str]:
    """Return the members of the list that an answer is, without their markers."""
    return re.findall(r"^- (.+?) \[\d+\]\.?$", answer.text, re.MULTILINE)


@pytest.mark.parametrize(
    "question", ["Mijn neefje heeft dyslexie, is er iets voor hem?", "krijgt ze hulp bij dyslexie"]
)
def test_all_that_lists_name_for_a_case_is_told_as_one_list(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert set(bullets(answer)) == {"Aanbod dyslexie", "Dyslexiespecialist", "Protocol dyslexie: Actief toegepast"}
    assert answer.text.startswith(DUTCH.named_for)
    assert all("dyslexie" in citation.quote.lower() for citation in answer.citations)


def test_who_names_the_sort_gets_no_other_sort(assistant: Assistant) -> None:
    answer = assistant.ask("Mijn kind heeft dyslexie. Is er een protocol voor?")
    assert bullets(answer) == ["Protocol dyslexie: Actief toegepast"]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("opa is vorige week overleden, heeft de school daar iets voor", "Protocol rouw en overlijden"),
        ("me dochter stottert en is slecht verstaanbaar. is daar hulp voor", "Logopedist"),
        (
            "mijn zoon heeft suikerziekte, is er iets geregeld voor prikken onder schooltijd",
            "Protocol medisch handelen",
        ),
    ],
)
def test_a_case_in_everyday_words_is_known_by_the_questions_of_the_bank(
    assistant: Assistant, question: str, told: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert told in answer.text
    assert not set(terms(question)) <= set(terms(answer.text))


@pytest.mark.parametrize(
    "question",
    [
        "Mijn zoon heeft dyslexie, krijgt hij dan een eigen laptop?",
        "Mijn dochter heeft dyslexie, wie betaalt het onderzoek?",
        "mijn kind eet alleen glutenvrij, heeft de school daar iets voor",
        "Onze tweeling wil in dezelfde klas, kan de school daar iets mee?",
    ],
)
def test_something_particular_and_a_case_that_nothing_is_named_for_are_not_answered(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).status not in {Status.ANSWERED, Status.PARTIAL}


def test_a_word_for_any_child_tells_no_members_apart(assistant: Assistant) -> None:
    for question in (
        "ons kindje stottert, is er logopedie?",
        "is er hulp voor een kind dat nederlands nog moet leren?",
    ):
        assert "Jonge kind" not in assistant.ask(question).text


def test_the_documents_of_others_stay_out(assistant: Assistant) -> None:
    answer = assistant.ask("Mijn kind heeft dyslexie, is er iets voor hem?", organisation="koers-vo")
    assert {citation.document.source.organisation_id for citation in answer.citations} == {NO_ORGANISATION}


def test_another_case_of_the_same_child_stands_by_itself(assistant: Assistant) -> None:
    told = answers(
        assistant, "Mijn zoon wordt gepest, wat doet de school?", "en als hij lang ziek is, is daar een protocol voor?"
    )
    assert "zieke leerlingen" in told[-1].text
    assert "pesten" not in told[-1].text


def test_what_was_told_is_no_answer_to_what_if_it_is_not_so(assistant: Assistant) -> None:
    told = answers(assistant, "Is er een protocol voor zieke leerlingen?", "en als ze dat niet doen?")
    assert told[0].status is Status.ANSWERED
    assert told[-1].status is not Status.ANSWERED
