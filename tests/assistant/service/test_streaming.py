"""Answers as server-sent events, over real HTTP."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Generator, Iterator, Sequence
from typing import Any

import httpx
import pytest

from assistant.answer import Told, Turn
from assistant.assistant import Assistant
from assistant.pieces import pieces
from assistant.service.api import create_api
from ingest.embedding import Embedder
from tests.assistant.serving import serving

QUESTION = "Hoe vaak moet een OPP minimaal geëvalueerd worden?"


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[httpx.Client]:
    with serving(lambda: create_api(assistant)) as client:
        yield client


def stream(client: httpx.Client, **fields: object) -> list[tuple[str, Any]]:
    """Ask; return the name and the data of each event."""
    response = client.post("/api/v1/ask/stream", json=fields)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    told = re.findall(r"event: (\w+)\ndata: (.*)\n\n", response.text)
    assert "".join(f"event: {name}\ndata: {data}\n\n" for name, data in told) == response.text
    return [(name, json.loads(data)) for name, data in told]


@pytest.mark.parametrize(
    "question",
    [QUESTION, "Welke niveaus van ondersteuning kent BePO?", "Hoe lang is een TLV geldig?", "Hoe bak ik een taart?"],
)
def test_sentences_are_the_answer_that_comes_last(client: httpx.Client, question: str) -> None:
    events = stream(client, question=question)

    names = [name for name, _ in events]
    assert names == ["status", *["sentence"] * (len(events) - 2), "answer"]
    answer = events[-1][1]
    asked = client.post("/api/v1/ask", json={"question": question}).json()
    assert {**answer, "id": "", "timings_ms": {}} == {**asked, "id": "", "timings_ms": {}}
    assert events[0][1] == {"status": answer["status"]}
    assert "".join(sentence["text"] for _, sentence in events[1:-1]) == answer["answer"]


def test_sentence_comes_with_the_citations_that_it_marks(client: httpx.Client) -> None:
    *others, (_, answer) = stream(client, question=QUESTION)

    sentences = [data for name, data in others if name == "sentence"]
    assert len(sentences) > 1
    assert any(sentence["citations"] for sentence in sentences)
    for sentence in sentences:
        marked = {int(number) for number in re.findall(r"\[(\d+)\]", sentence["text"])}
        assert sentence["citations"] == [one for one in answer["citations"] if one["number"] in marked]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b'{"question": " "}', {"Content-Type": "application/json"}, 422),
        (b'{"question": "a", "organisation": "swv-x"}', {"Content-Type": "application/json"}, 422),
        (
            b'{"question": "a", "history": [{"role": "user", "content": "\\ud800"}]}',
            {"Content-Type": "application/json"},
            422,
        ),
        (b'{"question": "a"}', {"Content-Type": "text/plain"}, 415),
        (b"a" * 70_000, {"Content-Type": "application/json"}, 413),
    ],
)
def test_error_comes_before_the_stream_as_a_problem(
    client: httpx.Client, body: bytes, headers: dict[str, str], status: int
) -> None:
    response = client.post("/api/v1/ask/stream", content=body, headers=headers)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_failure_inside_is_a_problem_too(assistant: Assistant, embedder: Embedder) -> None:
    class Broken(Assistant):
        def tell(
            self, question: str, history: Sequence[Turn] = (), organisation: str | None = None
        ) -> Generator[Told | None]:
            raise ZeroDivisionError(question, history, organisation)

    with serving(lambda: create_api(Broken(assistant.index, embedder))) as client:
        response = client.post("/api/v1/ask/stream", json={"question": "a"})

    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"


def test_server_goes_on_after_a_client_that_leaves_halfway(client: httpx.Client) -> None:
    for _ in range(20):
        with client.stream("POST", "/api/v1/ask/stream", json={"question": QUESTION}) as response:
            assert next(response.iter_raw(chunk_size=16)).startswith(b"event: status")

    assert stream(client, question=QUESTION)[-1][0] == "answer"
    assert threading.active_count() < 20


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", []),
        ("Ja [1].", ["Ja [1]."]),
        ("Ja [1]. Dat moet [1]; altijd [2]! Klaar", ["Ja [1]. ", "Dat moet [1]; ", "altijd [2]! ", "Klaar"]),
        ("Mag dat? [1] Ja, o.a. dat [2].", ["Mag dat? [1] ", "Ja, o.a. dat [2]."]),
        ("Dit [1]:\n\n- een [1]. En meer [1].\n- twee [1].", ["Dit [1]:\n\n", "- een [1]. En meer [1].\n- twee [1]."]),
        ("| a | b [1]. c [2] |\n| - | - |\n\nEn nu.", ["| a | b [1]. c [2] |\n| - | - |\n\n", "En nu."]),
        ("1. een [1]. Ook [1].\n2. twee\n\nSlot [2].\n", ["1. een [1]. Ook [1].\n2. twee\n\n", "Slot [2].\n"]),
        ("Artikel \\[1\\] zegt niets. Maar [1].", ["Artikel \\[1\\] zegt niets. Maar [1]."]),
    ],
)
def test_pieces_are_sentences_up_to_their_marker_and_whole_lists(markdown: str, expected: list[str]) -> None:
    assert list(pieces(markdown)) == expected
