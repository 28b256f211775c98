"""The settings: `WEGWIJS_*` environment variables, or `wegwijs.toml` in the working directory."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import Field, field_validator
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
    answers_at_once: int = Field(default=4, ge=1, description="How many answers are made at the same time.")
    answers_waiting: int = Field(
        default=32, ge=0, description="How many more questions may wait for their turn; the next one gets a 503."
    )

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _separate(cls, value: object) -> object:
        return [origin for origin in re.split(r"[,\s]+", value) if origin] if isinstance(value, str) else value

    @field_validator("allowed_origins")
    @classmethod
    def _require_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [origin for origin in origins if not _ORIGIN.fullmatch(origin)]:
            raise ValueError(f"{wrong[0]!r} is geen oorsprong zoals https://www.school.nl, zonder pad erachter")
        return origins

    @field_validator("chroma_url")
    @classmethod
    def _require_address(cls, url: str | None) -> str | None:
        if url is not None and not _ORIGIN.fullmatch(url := url.rstrip("/")):
            raise ValueError(f"{url!r} is geen adres zoals http://chroma:8001, zonder pad erachter")
        return url

    def with_origins(self) -> Iterator[tuple[str, object, str | None]]:
        """Yield each setting's name, its value, and the variable or the file that gave it, if it is not the default."""
        in_file = TomlConfigSettingsSource(type(self))()
        variables = {name.upper() for name in os.environ}
        for name in type(self).model_fields:
            variable = f"{_PREFIX}{name}".upper()
            origin = variable if variable in variables else _FILE if name in in_file else None
            yield name, getattr(self, name), origin

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
