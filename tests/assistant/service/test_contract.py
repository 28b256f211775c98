"""The objects that others build on."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assistant.assistant import Assistant
from assistant.service.contract import AnswerObject, AskRequest, CitationObject, RequestError, explain


def _complaint(**fields: object) -> str:
    with pytest.raises(ValidationError) as caught:
        AskRequest.model_validate(fields)
    return explain(caught.value.errors())


def test_request_has_the_defaults_of_the_contract() -> None:
    request = AskRequest.model_validate({"question": "  Wat is een OPP?\n"})

    assert request.question == "Wat is een OPP?"
    assert request.history == []
    assert request.organisation is None


@pytest.mark.parametrize("question", ["a", "é" * 500, " " * 10 + "a" * 500 + "\n"], ids=["1", "500", "500 trimmed"])
def test_question_of_1_to_500_characters_after_trimming_is_accepted(question: str) -> None:
    assert AskRequest.model_validate({"question": question}).question == question.strip()


def test_twenty_earlier_turns_are_accepted() -> None:
    history = [{"role": "user", "content": "a"}, {"role": "assistant", "content": ""}] * 10

    turns = [turn.turn for turn in AskRequest.model_validate({"question": "a", "history": history}).history]

    assert [(turn.role, turn.content) for turn in turns] == [("user", "a"), ("assistant", "")] * 10


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "De vraag ontbreekt"),
        ({"question": ""}, "De vraag is leeg: vul minstens 1 teken in."),
        ({"question": " \n\t"}, "De vraag is leeg"),
        ({"question": "a" * 501}, "De vraag is te lang: gebruik hooguit 500 tekens."),
        ({"question": 5}, "De vraag moet tekst zijn."),
        ({"question": None}, "De vraag moet tekst zijn."),
        ({"question": "a\ud800"}, "De vraag bevat ongeldige tekens"),
        ({"question": "a", "vraag": "b"}, "Het veld 'vraag' is onbekend: laat het weg."),
        ({"question": "a", "history": "b"}, "Het veld 'history' moet een lijst zijn."),
        ({"question": "a", "history": [{"role": "user", "content": "b"}] * 21}, "hooguit 20"),
        ({"question": "a", "history": [{"role": "system", "content": "b"}]}, "gebruik 'user' of 'assistant'"),
        ({"question": "a", "history": [{"role": "user"}]}, "Het veld 'history.0.content' ontbreekt"),
        ({"question": "a", "history": [{"role": "user", "content": "b", "x": 1}]}, "'history.0.x' is onbekend"),
        ({"question": "a", "history": ["b"]}, "Het veld 'history.0' moet een JSON-object zijn."),
        ({"question": "a", "organisation": 1}, "Het veld 'organisation' moet tekst zijn."),
    ],
)
def test_request_that_breaks_the_contract_is_refused_with_what_to_do(fields: dict[str, object], says: str) -> None:
    assert says in _complaint(**fields)


def test_every_complaint_is_told_once() -> None:
    complaint = _complaint(vraag="a", organisation=1)

    assert complaint.count("ontbreekt") == 1
    assert "'vraag'" in complaint
    assert "'organisation'" in complaint


def test_unknown_organisation_is_refused_with_the_known_ones(assistant: Assistant) -> None:
    request = AskRequest(question="a", organisation="bepoo")

    with pytest.raises(RequestError, match=r"'bepoo' is onbekend. Kies uit: bepo, koers-vo"):
        request.require_known_organisation(assistant.organisations)


def is_accepted(organisation: str | None, assistant: Assistant) -> bool:
    try:
        AskRequest(question="a", organisation=organisation).require_known_organisation(assistant.organisations)
    except RequestError:
        return False
    return True


def test_known_organisation_or_none_is_accepted(assistant: Assistant) -> None:
    asked = ["bepo", "koers-vo", None, "bepoo", ""]

    assert [one for one in asked if is_accepted(one, assistant)] == ["bepo", "koers-vo", None]


def test_answer_object_says_what_the_answer_says(assistant: Assistant) -> None:
    answer = assistant.ask("Hoe vaak moet een OPP minimaal geëvalueerd worden?")

    made = AnswerObject.of(answer)

    assert made.id == answer.id
    assert made.question == "Hoe vaak moet een OPP minimaal geëvalueerd worden?"
    assert made.status == "answered"
    assert made.answer == answer.text
    assert [notice.text for notice in made.notices] == [notice.text for notice in answer.notices]
    assert made.follow_ups == list(answer.follow_ups)
    assert made.mode == "extractive"
    assert made.model is None
    assert made.timings_ms == answer.timings_ms
    for one, citation in zip(made.citations, answer.citations, strict=True):
        assert one.number == citation.number
        assert one.document.id == citation.document.source.id
        assert one.section == list(citation.passage.section.path)
        assert one.label == citation.passage.section.label
        assert citation.document.text[one.start : one.end] == one.quote
        assert one.href == f"/bronnen/{one.document.id}?van={one.start}&tot={one.end}"


def test_example_in_the_documentation_is_true(assistant: Assistant) -> None:
    (example,) = AnswerObject.model_json_schema()["examples"]

    citation = CitationObject.model_validate(example["citations"][0])

    text = assistant.index.document(citation.document.id).text
    assert text[citation.start : citation.end] == citation.quote
    assert AnswerObject.model_validate(example).model_dump(mode="json") == example


def test_answer_object_says_in_which_language_each_part_is(assistant: Assistant) -> None:
    languages = AnswerObject.of(assistant.ask("Do parents have to sign the OPP?")).languages

    assert languages.question == "en"
    assert languages.answer[:2] == ["en", "nl"]
