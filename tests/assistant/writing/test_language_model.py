"""The language model's server, with all that can go wrong with it, over real HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import AnyHttpUrl, SecretStr

from assistant.answer import Tokens
from assistant.settings import Settings
from assistant.writing.language_model import LanguageModel, language_model
from assistant.writing.writer import LanguageModelError
from ingest.errors import WegwijsError
from tests.assistant.model_server import PROMPT_TOKENS, ModelServer, model_server

SCHEMA = {"type": "object"}
LIMIT = 4.0  # seconds, where the limit is the point
_PATIENCE = 120.0  # Seconds elsewhere: the machine may be busy.


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def loaded_client() -> None:
    """Load what the first request of all loads, which takes long on a busy machine, before one is timed."""
    with model_server() as server:
        written(model_on(server))


def model_on(server: ModelServer, key: str | None = None, seconds: float = _PATIENCE) -> LanguageModel:
    return LanguageModel(server.address, "klein", key, seconds)


def written(model: LanguageModel, spent: list[Tokens] | None = None) -> str:
    return "".join(model.stream("Wees kort.", "Wat is een OPP?", SCHEMA, ([] if spent is None else spent).append))


def test_pieces_come_as_they_are_written(server: ModelServer) -> None:
    server.pieces = ["Een ", "OPP ", "is een plan."]

    assert written(model_on(server, "sleutel")) == "Een OPP is een plan."
    (request,) = server.requests
    assert request["model"] == "klein"
    assert request["stream"] is True
    assert request["temperature"] == 0
    assert request["authorization"] == "Bearer sleutel"
    assert [message["content"] for message in request["messages"]] == ["Wees kort.", "Wat is een OPP?"]
    assert request["response_format"]["json_schema"]["schema"] == SCHEMA


def test_server_that_knows_no_schema_is_asked_without_one_from_then_on(server: ModelServer) -> None:
    server.pieces, server.refused = ["Goed."], frozenset({"response_format"})
    model = model_on(server)

    assert [written(model), written(model)] == ["Goed.", "Goed."]
    assert ["response_format" in request for request in server.requests] == [True, False, False]


def test_tokens_are_told_when_the_server_counts_them(server: ModelServer) -> None:
    server.pieces, spent = ["Een ", "OPP."], list[Tokens]()

    assert written(model_on(server), spent) == "Een OPP."
    assert spent == [Tokens(PROMPT_TOKENS, 2)]


def test_answer_of_a_server_that_does_not_count_is_as_good(server: ModelServer) -> None:
    server.pieces, server.counts_tokens, spent = ["Goed."], False, list[Tokens]()

    assert written(model_on(server), spent) == "Goed."
    assert spent == []


def test_server_that_will_not_count_is_not_asked_to_from_then_on(server: ModelServer) -> None:
    server.pieces, server.refused = ["Goed."], frozenset({"stream_options"})
    model = model_on(server)

    assert [written(model), written(model)] == ["Goed.", "Goed."]
    assert "stream_options" not in server.requests[-1]
    assert "response_format" in server.requests[-1]
    assert len(server.requests) == 4


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_refusal_of_the_server_is_told_by_its_status_and_not_tried_again(server: ModelServer, status: int) -> None:
    server.status = status

    with pytest.raises(LanguageModelError, match=str(status)):
        written(model_on(server, "geheim"))
    assert len(server.requests) == 1


def test_server_that_is_not_there_is_told() -> None:
    with model_server() as server:
        address = server.address

    with pytest.raises(LanguageModelError, match="APIConnectionError"):
        written(LanguageModel(address, "klein", None, _PATIENCE))


@pytest.mark.parametrize(
    "raw", [b"data: {niet af\n\n", b"data: 7\n\n", b"\xff\xfe\xfa", b'data: {"error": {"message": "vol"}}\n\n'],
    ids=["half json", "a number", "no text", "an error in the stream"],
)  # fmt: skip
def test_what_is_no_answer_is_an_error(server: ModelServer, raw: bytes) -> None:
    server.raw = raw

    with pytest.raises(LanguageModelError, match=r"gave no answer: \w+\.$"):
        written(model_on(server))


@pytest.mark.parametrize("how", [{"breaks_off": True}, {"finish_reason": "length"}], ids=["cut off", "too long"])
def test_what_was_not_finished_is_an_error_after_what_came(server: ModelServer, how: dict[str, Any]) -> None:
    server.pieces = ["Een ", "OPP"]
    for name, value in how.items():
        setattr(server, name, value)
    pieces = model_on(server).stream("", "", SCHEMA, list[Tokens]().append)

    assert [next(pieces), next(pieces)] == ["Een ", "OPP"]
    with pytest.raises(LanguageModelError, match="broke off"):
        list(pieces)


def test_silence_ends_within_the_limit(server: ModelServer) -> None:
    server.pieces, server.pause = ["laat"], LIMIT * 2
    start = time.monotonic()

    with pytest.raises(LanguageModelError, match="Timeout"):
        written(model_on(server, seconds=LIMIT))
    assert time.monotonic() - start < LIMIT


def test_endless_writing_ends_within_the_limit(server: ModelServer) -> None:
    server.pieces, server.pause = ["woord "] * 1000, 0.05
    start = time.monotonic()

    with pytest.raises(LanguageModelError, match="not ready"):
        written(model_on(server, seconds=LIMIT))
    assert time.monotonic() - start < LIMIT


def test_signs_of_life_are_no_answer(server: ModelServer) -> None:
    server.signs_of_life, server.pause = 1000, 0.05
    start = time.monotonic()

    with pytest.raises(LanguageModelError, match="not ready"):
        written(model_on(server, seconds=LIMIT))
    assert time.monotonic() - start < LIMIT


def test_who_leaves_ends_the_writing(server: ModelServer) -> None:
    server.pieces, server.pause = ["woord "] * 1000, 0.01
    stream = model_on(server).stream("", "", SCHEMA, list[Tokens]().append)
    next(stream)

    stream.close()

    assert server.left.wait(timeout=_PATIENCE)
    assert server.sent < 1000


def test_server_that_fails_repeatedly_is_left_alone(server: ModelServer) -> None:
    server.status = 500
    model = model_on(server)

    for _ in range(5):
        with pytest.raises(LanguageModelError):
            written(model)

    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("how", "seconds"),
    [({"pause": 0.05}, LIMIT), ({"finish_reason": "length"}, _PATIENCE)],
    ids=["too slow", "too long"],
)
def test_answers_that_never_end_are_failures_too(server: ModelServer, how: dict[str, Any], seconds: float) -> None:
    server.pieces = ["woord "] * 100
    for name, value in how.items():
        setattr(server, name, value)
    model = model_on(server, seconds=seconds)

    for _ in range(4):
        with pytest.raises(LanguageModelError):
            written(model)

    assert len(server.requests) == 3


def test_other_server_is_not_gone_to(server: ModelServer) -> None:
    server.status, server.headers = 307, {"Location": "http://127.0.0.1:1/v1/chat/completions"}

    with pytest.raises(LanguageModelError, match="307"):
        written(model_on(server))


def test_error_holds_neither_the_key_nor_the_question(server: ModelServer) -> None:
    server.status = 401

    with pytest.raises(LanguageModelError) as caught:
        written(model_on(server, "geheim"))
    assert "geheim" not in str(caught.value)
    assert "OPP" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "expected"),
    [("http://127.0.0.1:11434/v1", False), ("http://localhost:8080/v1", False), ("http://127.1.2.3:1/v1", False),
     ("http://[::1]:11434/v1", False), ("http://[2001:db8::1]/v1", True),
     ("http://10.0.0.5/v1", True), ("http://93.184.216.34/v1", True), ("http://bestaat-niet.invalid/v1", True)],
)  # fmt: skip
def test_other_machines_are_told_from_this_one(address: str, expected: bool) -> None:
    assert Settings(llm_base_url=AnyHttpUrl(address)).llm_is_elsewhere is expected


def test_operator_can_forbid_other_machines() -> None:
    settings = Settings(llm_base_url=AnyHttpUrl("http://10.0.0.5/v1"), llm_model="klein", llm_outside=False)

    with pytest.raises(WegwijsError, match=r"10\.0\.0\.5"):
        language_model(settings)


def test_model_must_be_named() -> None:
    with pytest.raises(WegwijsError, match="WEGWIJS_LLM_MODEL"):
        language_model(Settings(llm_base_url=AnyHttpUrl("http://127.0.0.1:11434/v1")))


def test_key_is_not_shown_with_the_settings() -> None:
    settings = Settings(llm_api_key=SecretStr("geheim"))

    assert "geheim" not in repr(list(settings.with_origins()))
