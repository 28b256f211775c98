"""The part of OpenAI's API that chat programs use, over the same answers: the whole answer rides along in `wegwijs`.

The model `wegwijs` looks in all documents, `wegwijs/<organisation id>` in those of one organisation.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal

from fastapi.sse import format_sse_event
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Answer, Piece, Tokens, Told
from assistant.service.contract import HISTORY_TURNS, AnswerObject, AskRequest, RequestError, TurnObject, explain
from ingest.catalogue import Organisation

MODEL = "wegwijs"


class TextPart(BaseModel):
    """Een stuk tekst van een bericht."""

    type: Literal["text"]
    text: str


class ChatMessage(BaseModel):
    """Een bericht uit het gesprek. Wegwijs leest die van `user` en `assistant`; andere slaat het over."""

    role: Literal["developer", "system", "user", "assistant", "tool", "function"]
    content: str | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """What the message says."""
        if isinstance(self.content, list):
            return "".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """Wat er bij een stroom hoort."""

    include_usage: bool = Field(default=False, strict=True)


class ChatRequest(BaseModel):
    """Een gesprek zoals OpenAI's API het kent. Instellingen van een taalmodel, zoals `temperature`, tellen niet."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"model": MODEL, "messages": [{"role": "user", "content": "Wat is plusondersteuning?"}]}]
        }
    )

    model: str = Field(description="`wegwijs`, of `wegwijs/<id van een samenwerkingsverband>`.")
    messages: list[ChatMessage] = Field(min_length=1, description="Het laatste bericht is de vraag.")
    stream: bool | None = Field(default=False, strict=True)
    stream_options: StreamOptions | None = None

    def asked(self) -> AskRequest:
        """Return the question that the conversation ends with.

        Raises:
            RequestError: the model is unknown, or the last message is no question.
        """
        name, _, organisation = self.model.partition("/")
        if name != MODEL or self.model.endswith("/"):
            raise RequestError(f"Model {self.model!r} is onbekend. Op /v1/models staat welke er zijn.")
        talk = [message for message in self.messages if message.role in {"user", "assistant"}]
        if not talk or talk[-1].role != "user":
            raise RequestError("Het laatste bericht moet een vraag zijn: een bericht met de rol 'user'.")
        try:
            history = [TurnObject(role=_role(message), content=message.text) for message in talk[:-1]]
            return AskRequest(
                question=talk[-1].text, history=history[-HISTORY_TURNS:], organisation=organisation or None
            )
        except ValidationError as exc:
            raise RequestError(explain(exc.errors())) from exc


class ModelObject(BaseModel):
    """Een model: alle documenten, of die van één samenwerkingsverband."""

    id: str
    object: Literal["model"] = "model"
    created: int = Field(description="Wanneer de documenten zijn ingelezen, in seconden sinds 1970.")
    owned_by: str = MODEL


class ModelList(BaseModel):
    """De modellen."""

    object: Literal["list"] = "list"
    data: list[ModelObject]


class CompletionMessage(BaseModel):
    """Het antwoord als bericht."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class Choice(BaseModel):
    """Het enige antwoord."""

    index: Literal[0] = 0
    message: CompletionMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(BaseModel):
    """Hoeveel een taalmodel las en schreef: niets als er geen schreef, of als zijn server niet telt."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int

    @classmethod
    def of(cls, spent: Tokens | None) -> Usage:
        """Return what an answer took."""
        prompt, written = (spent.prompt, spent.completion) if spent else (0, 0)
        return cls(prompt_tokens=prompt, completion_tokens=written, total_tokens=prompt + written)


class ChatCompletion(BaseModel):
    """Een antwoord zoals OpenAI's API het kent, met het hele antwoord van Wegwijs erbij."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    wegwijs: AnswerObject


def models(organisations: Sequence[Organisation], created: float) -> ModelList:
    """Return the models that may be asked."""
    ids = [MODEL, *(f"{MODEL}/{organisation.id}" for organisation in organisations)]
    return ModelList(data=[ModelObject(id=model, created=int(created)) for model in ids])


def completion(answer: Answer, model: str) -> ChatCompletion:
    """Return an answer as one completion."""
    return ChatCompletion(
        id=f"chatcmpl-{answer.id}",
        created=int(time.time()),
        model=model,
        choices=[Choice(message=CompletionMessage(content=answer.text))],
        usage=Usage.of(answer.tokens),
        wegwijs=AnswerObject.of(answer),
    )


async def completion_events(told: AsyncIterator[Told], request: ChatRequest) -> AsyncIterator[bytes]:
    """Yield an answer as the chunks of a streamed completion; the last one with a choice carries the whole answer."""
    chunk = {
        "id": f"chatcmpl-{uuid.uuid4()}",
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": request.model,
    }
    yield _event({**chunk, "choices": [_delta({"role": "assistant", "content": ""})]})
    async for one in told:
        if isinstance(one, Piece):
            yield _event({**chunk, "choices": [_delta({"content": one.text})]})
        elif isinstance(one, Answer):
            whole = AnswerObject.of(one).model_dump(mode="json")
            yield _event({**chunk, "choices": [_delta({}, "stop")], "wegwijs": whole})
            if request.stream_options and request.stream_options.include_usage:
                yield _event({**chunk, "choices": [], "usage": Usage.of(one.tokens).model_dump()})
    yield format_sse_event(data_str="[DONE]")


def _role(message: ChatMessage) -> Literal["user", "assistant"]:
    return "user" if message.role == "user" else "assistant"


def _delta(delta: dict[str, str], finish_reason: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}


def _event(chunk: dict[str, Any]) -> bytes:
    return format_sse_event(data_str=json.dumps(chunk, ensure_ascii=False))
