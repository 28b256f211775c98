"""The OpenAI-compatible part, with the official client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from openai import OpenAI

from assistant.assistant import Assistant
from assistant.service.api import create_api
from tests.assistant.serving import serving

QUESTION = "Hoe vaak moet een OPP minimaal geëvalueerd worden?"


@pytest.fixture(scope="module")
def http(assistant: Assistant) -> Iterator[httpx.Client]:
    with serving(lambda: create_api(assistant)) as client:
        yield client


@pytest.fixture(scope="module")
def client(http: httpx.Client) -> Iterator[OpenAI]:
    with OpenAI(base_url=str(http.base_url.join("/v1")), api_key="geen", max_retries=0) as client:
        yield client


def asked(http: httpx.Client, **fields: object) -> dict[str, object]:
    """Return an answer without what differs each time."""
    return {**http.post("/api/v1/ask", json=fields).json(), "id": "", "timings_ms": {}}


def test_models_are_all_documents_and_each_organisation(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["wegwijs", "wegwijs/bepo", "wegwijs/koers-vo"]
    assert client.models.retrieve("wegwijs/bepo").owned_by == "wegwijs"
    with pytest.raises(openai.NotFoundError, match="onbekend"):
        client.models.retrieve("gpt")


def test_completion_is_the_answer_with_its_citations(client: OpenAI, http: httpx.Client) -> None:
    completion = client.chat.completions.create(
        model="wegwijs", messages=[{"role": "user", "content": QUESTION}], temperature=0, max_tokens=5
    )

    answer = asked(http, question=QUESTION)
    assert completion.choices[0].message.content == answer["answer"]
    assert completion.choices[0].finish_reason == "stop"
    assert completion.model_extra is not None
    assert {**completion.model_extra["wegwijs"], "id": "", "timings_ms": {}} == answer
    assert completion.id == f"chatcmpl-{completion.model_extra['wegwijs']['id']}"


def test_streamed_completion_adds_up_to_the_answer(client: OpenAI, http: httpx.Client) -> None:
    chunks = list(
        client.chat.completions.create(
            model="wegwijs",
            messages=[{"role": "user", "content": [{"type": "text", "text": QUESTION}]}],
            stream=True,
            stream_options={"include_usage": True},
        )
    )

    answer = asked(http, question=QUESTION)
    *spoken, last, usage = chunks
    assert len(spoken) > 2
    assert "".join(chunk.choices[0].delta.content or "" for chunk in spoken) == answer["answer"]
    assert spoken[0].choices[0].delta.role == "assistant"
    assert last.choices[0].finish_reason == "stop"
    assert last.model_extra is not None
    assert {**last.model_extra["wegwijs"], "id": "", "timings_ms": {}} == answer
    assert usage.choices == []
    assert usage.usage is not None
    assert usage.usage.total_tokens == 0  # No language model wrote.


def test_model_chooses_the_organisation_and_earlier_messages_are_the_history(
    client: OpenAI, http: httpx.Client
) -> None:
    completion = client.chat.completions.create(
        model="wegwijs/koers-vo",
        messages=[
            {"role": "system", "content": "Antwoord als een piraat."},
            {"role": "user", "content": "Wat doet een bpo'er?"},
            {"role": "assistant", "content": "Hij begeleidt."},
            {"role": "user", "content": "En hoe wordt die gefinancierd?"},
        ],
    )

    history = [
        {"role": "user", "content": "Wat doet een bpo'er?"},
        {"role": "assistant", "content": "Hij begeleidt."},
    ]
    answer = asked(http, question="En hoe wordt die gefinancierd?", history=history, organisation="koers-vo")
    assert completion.choices[0].message.content == answer["answer"]


@pytest.mark.parametrize(
    ("model", "messages", "says"),
    [
        ("gpt-4", [{"role": "user", "content": "Wat?"}], "'gpt-4' is onbekend"),
        ("wegwijs/swv-x", [{"role": "user", "content": "Wat?"}], "'swv-x' is onbekend"),
        ("wegwijs/", [{"role": "user", "content": "Wat?"}], "'wegwijs/' is onbekend"),
        ("wegwijs", [{"role": "user", "content": " "}], "De vraag is leeg"),
        ("wegwijs", [{"role": "user", "content": "a" * 501}], "hooguit 500"),
        ("wegwijs", [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}], "moet een vraag zijn"),
        ("wegwijs", [{"role": "system", "content": "a"}], "moet een vraag zijn"),
        ("wegwijs", [], "'messages' is leeg"),
        ("wegwijs", [{"role": "user", "content": [{"type": "image_url"}]}], "gebruik 'text'"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_error_is_one_that_the_client_knows(
    client: OpenAI, model: str, messages: list[Any], says: str, stream: bool
) -> None:
    with pytest.raises(openai.UnprocessableEntityError) as caught:
        client.chat.completions.create(model=model, messages=messages, stream=stream)

    assert says in caught.value.message
    assert caught.value.type == "invalid_request_error"
    assert caught.value.response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("content", ["\ud800", [{"type": "text", "text": "\ud800"}]])
def test_earlier_message_that_is_no_unicode_is_a_422(http: httpx.Client, content: object) -> None:
    messages = [{"role": "user", "content": content}, {"role": "user", "content": "Wat?"}]

    response = http.post(
        "/v1/chat/completions",
        content=json.dumps({"model": "wegwijs", "messages": messages}),
        headers={"Content-Type": "application/json"},
    )

    assert response.status_code == 422
    assert "ongeldige tekens" in response.json()["error"]["message"]


def test_stream_that_is_null_is_no_stream(http: httpx.Client) -> None:
    fields = {"model": "wegwijs", "messages": [{"role": "user", "content": QUESTION}], "stream": None}

    assert http.post("/v1/chat/completions", json=fields).json()["object"] == "chat.completion"
