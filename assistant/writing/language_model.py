"""The language model that may write answers: any server with OpenAI's API, through llama-index's `OpenAILike`."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any

import httpx
import openai
from llama_index.core.llms import ChatMessage, ChatResponse
from llama_index.llms.openai_like import OpenAILike
from openai.types.chat import ChatCompletionChunk
from pybreaker import CircuitBreaker, CircuitBreakerError

from assistant.answer import Tokens
from assistant.settings import Settings
from assistant.writing.rewriting import Rewriter
from assistant.writing.verification import Verifier
from assistant.writing.writer import LanguageModelError, Spend, Writer
from ingest.embedding import Embedder
from ingest.errors import WegwijsError

logger = logging.getLogger(__name__)

_TOKENS = 1000  # Of an answer: one that repeats itself without end stops here.
_FAILURES = 3  # In a row, after which the server is left alone
_REST_SECONDS = 60  # for this long.
# What not every server takes: a JSON schema, and the request to count tokens. Tried are both, one, the other, neither.
_EXTRAS = (("response_format", "stream_options"), ("stream_options",), ("response_format",), ())
_REFUSES_EXTRAS = {400, 422, 501}  # What servers say that do not.
_NO_KEY = "geen"  # The client wants one, also for a server that does not.


class LanguageModel:
    """Streams what a model writes. May be used from several threads.

    Args:
        base_url: the API's address, such as http://localhost:11434/v1.
        model: the model's name there.
        api_key: None when the server wants none.
        seconds: after which the server is surely given up. In half of it a whole answer must have come; the other half
            is for a silence that begins at the very end, since how long one may last is set before.
    """

    def __init__(self, base_url: str, model: str, api_key: str | None, seconds: float) -> None:
        self.name = model
        self._seconds = seconds
        self._extras = 0  # Place of those that the server takes, for all that is known
        self._breaker = CircuitBreaker(_FAILURES, _REST_SECONDS, exclude=[GeneratorExit], success_threshold=1)
        self._options: dict[str, Any] = {
            "model": model,
            "api_base": base_url,
            "api_key": api_key or _NO_KEY,
            "is_chat_model": True,
            "timeout": seconds / 2,
            "max_retries": 0,  # The documents' own words are there at once; trying again would keep people waiting.
            "max_tokens": _TOKENS,
            "temperature": 0,
        }

    def stream(self, instructions: str, message: str, schema: Mapping[str, Any], spend: Spend) -> Generator[str]:
        """Yield what the model writes, piece by piece. Closing the iterator ends the model's work.

        Args:
            instructions: what holds for every answer.
            message: what is asked now.
            schema: the JSON schema of the answer, for servers that can keep to one.
            spend: told what it took, once, when the server counts that.

        Raises:
            LanguageModelError: the server is away, slow, overloaded, refuses, or breaks off.
        """
        messages = [ChatMessage(role="system", content=instructions), ChatMessage(role="user", content=message)]
        try:
            with self._breaker.calling():
                extras = {"response_format": _response_format(schema), "stream_options": {"include_usage": True}}
                yield from self._pieces(messages, extras, time.monotonic() + self._seconds / 2, spend)
        except CircuitBreakerError as error:
            raise LanguageModelError(
                "The language model is left alone for a minute, after failing repeatedly."
            ) from error
        except openai.APIStatusError as error:
            raise LanguageModelError(f"The language model's server answers with status {error.status_code}.") from error
        # The client reads without looking: what is no event of the API fails anyhow.
        except (openai.OpenAIError, httpx.HTTPError, AttributeError, TypeError, ValueError) as error:
            raise LanguageModelError(f"The language model gave no answer: {type(error).__name__}.") from error

    def _pieces(
        self, messages: Sequence[ChatMessage], extras: Mapping[str, Any], deadline: float, spend: Spend
    ) -> Iterator[str]:
        """Yield the pieces of an answer to a request with as many extras as the server takes."""
        place = self._extras
        while True:
            try:
                options = {name: extras[name] for name in _EXTRAS[place]}
                yield from self._requested(messages, options, deadline, spend)
            except openai.APIStatusError as error:
                place += 1
                if error.status_code not in _REFUSES_EXTRAS or place == len(_EXTRAS):
                    raise
            else:
                self._extras = place
                return

    def _requested(
        self, messages: Sequence[ChatMessage], options: Mapping[str, Any], deadline: float, spend: Spend
    ) -> Iterator[str]:
        finished = tokens = None
        # Closing its connection is what tells the server that nobody reads on. It leads to no other server.
        late = f"The language model was not ready within {self._seconds / 2:.0f} s."

        def read_in_time(response: httpx.Response) -> None:
            response.stream = _InTime(response.stream, deadline, late)

        with httpx.Client(follow_redirects=False, event_hooks={"response": [read_in_time]}) as connection:
            client = OpenAILike(**self._options, http_client=connection)  # type: ignore[call-arg] # its parent's
            for part in client.stream_chat(messages, **options):
                yield part.delta or ""
                finished = _finish_reason(part) or finished
                tokens = _tokens(part) or tokens
        if tokens:
            spend(tokens)
        if finished != "stop":
            raise LanguageModelError(f"The language model broke off ({finished}).")


class _InTime(httpx.SyncByteStream):
    """What a server sends until a moment, also when that is nothing but signs of life."""

    def __init__(self, stream: httpx.SyncByteStream | httpx.AsyncByteStream, deadline: float, late: str) -> None:
        assert isinstance(stream, httpx.SyncByteStream)  # noqa: S101 - the client is no asynchronous one
        self._stream = stream
        self._deadline = deadline
        self._late = late

    def __iter__(self) -> Iterator[bytes]:
        for part in self._stream:
            if time.monotonic() > self._deadline:
                raise LanguageModelError(self._late)
            yield part

    def close(self) -> None:
        self._stream.close()


def _finish_reason(part: ChatResponse) -> str | None:
    choices = part.raw.choices if isinstance(part.raw, ChatCompletionChunk) else []
    return choices[0].finish_reason if choices else None


def _tokens(part: ChatResponse) -> Tokens | None:
    read, wrote = (part.additional_kwargs.get(name) for name in ("prompt_tokens", "completion_tokens"))
    return Tokens(read, wrote) if isinstance(read, int) and isinstance(wrote, int) else None


def _response_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "antwoord", "strict": True, "schema": schema}}


def configured_writer(settings: Settings, embedder: Embedder) -> Writer:
    """Return what writes answers with the language model that the settings name.

    Raises:
        WegwijsError: the settings name none, or contradict each other.
    """
    return Writer(language_model(settings), Verifier(embedder))


def configured_rewriter(settings: Settings) -> Rewriter:
    """Return what makes follow-ups stand alone with the language model that the settings name.

    It may keep people waiting for a quarter of the time for an answer, and is left alone by itself when it fails: one
    that is too slow for this may still be quick enough to write.

    Raises:
        WegwijsError: the settings name none, or contradict each other.
    """
    return Rewriter(language_model(settings, settings.llm_seconds / 4))


def language_model(settings: Settings, seconds: float | None = None) -> LanguageModel:
    """Return the language model that the settings name.

    Args:
        settings: of the installation.
        seconds: after which its server is surely given up; None: as the settings say.

    Raises:
        WegwijsError: the settings name none, or contradict each other.
    """
    if settings.llm_base_url is None:
        raise WegwijsError("WEGWIJS_LLM_BASE_URL ontbreekt: noem het adres van het taalmodel.")
    address = str(settings.llm_base_url)
    if not settings.llm_model:
        raise WegwijsError("WEGWIJS_LLM_MODEL ontbreekt: noem het model dat op WEGWIJS_LLM_BASE_URL draait.")
    if settings.llm_is_elsewhere and not settings.llm_outside:
        host = settings.llm_base_url.host
        raise WegwijsError(
            f"Het taalmodel op {host!r} is buiten deze machine, en WEGWIJS_LLM_OUTSIDE staat dat niet toe."
        )
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    return LanguageModel(address, settings.llm_model, key, seconds or settings.llm_seconds)
