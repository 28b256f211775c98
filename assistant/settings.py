"""The settings: `WEGWIJS_*` environment variables, or `wegwijs.toml` in the working directory."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import AnyHttpUrl, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ingest.bundled_model import BUNDLED_MODEL

_PREFIX = "WEGWIJS_"
_FILE = "wegwijs.toml"
_ORIGIN = re.compile(r"https?://[^/\s,*]+")
_CORPUS = Path(__file__).resolve().parent.parent / "corpus"


class Settings(BaseSettings):
    """What an operator may choose; read once, by the command line, and passed on."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, toml_file=_FILE, frozen=True, extra="forbid")

    home: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("wegwijs"),
        description="Where the index and the models live.",
    )
    corpus: Path = Field(default=_CORPUS, description="The corpus folder.")
    embedding_model: str = Field(
        default=BUNDLED_MODEL,
        description="The bundled model, or the hub name or folder of another sentence-transformers model.",
    )
    chroma_url: str | None = Field(
        default=None,
        description="The Chroma server that keeps the index for several machines, such as http://chroma:8001; else it "
        "is in home.",
    )

    log: Literal["text", "json"] = Field(
        default="text", description="How the log is written: lines of text, or JSON for programs that collect logs."
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="The websites whose pages may call the API, such as https://www.school.nl, with commas between "
        "them. Pages of Wegwijs itself always may; others are refused.",
    )
    questions_per_minute: int = Field(
        default=60,
        ge=1,
        description="How many requests with a question one visitor (network address) may make each minute. Requests "
        "from this machine itself are not counted: else everyone behind a proxy that does not say for whom it asks "
        "would be one visitor.",
    )
    site_questions_per_minute: int | None = Field(
        default=None,
        ge=1,
        description="How many of those all visitors of one listed website may make together each minute; not counted "
        "when left out.",
    )
    answers_at_once: int = Field(default=4, ge=1, description="How many answers are made at the same time.")
    answers_waiting: int = Field(
        default=32, ge=0, description="How many more questions may wait for their turn; the next one gets a 503."
    )
    answer_seconds: int = Field(
        default=30,
        ge=1,
        description="How long a question may wait for its turn before it gets a 503, and how long its answer may then "
        "take before it gets a 504.",
    )
    keep_questions_days: int = Field(
        default=0,
        ge=0,
        le=365,
        description="How many days questions that were not answered and feedback are kept, for `wegwijs report`; 0: "
        "nothing is kept.",
    )

    llm_base_url: AnyHttpUrl | None = Field(
        default=None,
        description="The address of a language model's API (OpenAI's form), such as http://localhost:11434/v1. With it "
        "answers are written in plain language, each sentence checked; without it they are the documents' own words.",
    )
    llm_model: str = Field(default="", description="The model's name at that address.")
    llm_api_key: SecretStr | None = Field(default=None, description="The key for that address, if it wants one.")
    llm_seconds: float = Field(
        default=40, ge=2, le=600, description="Within how many seconds the language model must have written its answer."
    )
    llm_outside: bool = Field(
        default=True, description="Whether a language model may run elsewhere than on this machine."
    )

    require_key: bool = Field(
        default=False,
        description="Whether programs need a key, made with `wegwijs keys add`. Pages of Wegwijs and of the listed "
        "websites do not.",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("127.0.0.1", "::1"),
        description="The addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, "
        "with commas between them.",
    )
    api_off: str = Field(default="", description="What the API says instead of answering, while it is switched off.")
    chat_off: str = Field(default="", description="What stands on the pages of the chat, while it is switched off.")

    @field_validator("allowed_origins", "trusted_proxies", mode="before")
    @classmethod
    def _separate(cls, value: object) -> object:
        return [part for part in re.split(r"[,\s]+", value) if part] if isinstance(value, str) else value

    @field_validator("allowed_origins")
    @classmethod
    def _require_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [origin for origin in origins if not _ORIGIN.fullmatch(origin)]:
            raise ValueError(f"{wrong[0]!r} is geen oorsprong zoals https://www.school.nl, zonder pad erachter")
        return origins

    @field_validator("trusted_proxies")
    @classmethod
    def _require_networks(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in proxies:
            try:
                ipaddress.ip_network(proxy)
            except ValueError as exc:
                raise ValueError(f"{proxy!r} is geen netwerkadres zoals 10.0.0.2, of netwerk zoals 10.0.0.0/8") from exc
        return proxies

    @field_validator("api_off", "chat_off")
    @classmethod
    def _without_white_space(cls, message: str) -> str:
        return message.strip()

    @property
    def seconds_for_an_answer(self) -> float:
        """How long an answer may take, a language model's time included."""
        return self.answer_seconds + (self.llm_seconds if self.llm_base_url else 0)

    @field_validator("chroma_url")
    @classmethod
    def _require_address(cls, url: str | None) -> str | None:
        if url is not None and not _ORIGIN.fullmatch(url := url.rstrip("/")):
            raise ValueError(f"{url!r} is geen adres zoals http://chroma:8001, zonder pad erachter")
        return url

    @property
    def llm_is_elsewhere(self) -> bool:
        """Whether questions go to a language model on another machine, as far as its address tells."""
        if self.llm_base_url is None:
            return False
        host = (self.llm_base_url.host or "").strip("[]")  # Of an IPv6 address they are no part.
        try:
            found = socket.getaddrinfo(host, self.llm_base_url.port, type=socket.SOCK_STREAM)
        except OSError:
            return True
        return not all(ipaddress.ip_address(str(address[0]).partition("%")[0]).is_loopback for *_, address in found)

    def with_origins(self) -> Iterator[tuple[str, object, str | None]]:
        """Yield each setting's name, its value, and the variable or the file that gave it, if it is not the default."""
        in_file = TomlConfigSettingsSource(type(self))()
        variables = {name.upper() for name in os.environ}
        for name in type(self).model_fields:
            variable = f"{_PREFIX}{name}".upper()
            origin = variable if variable in variables else _FILE if name in in_file else None
            yield name, getattr(self, name), origin

    @classmethod
    def unknown_variables(cls) -> list[str]:
        """Return the environment variables that are named as a setting and are none."""
        known = {f"{_PREFIX}{name}".upper() for name in cls.model_fields}
        return sorted(name for name in os.environ if name.upper().startswith(_PREFIX) and name.upper() not in known)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic-settings' signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
