"""The settings: `WEGWIJS_*` environment variables, or `wegwijs.toml` in the working directory."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from ingest.bundled_model import BUNDLED_MODEL

_CORPUS = Path(__file__).resolve().parent.parent / "corpus"


class Settings(BaseSettings):
    """What an operator may choose; read once, by the command line, and passed on."""

    model_config = SettingsConfigDict(env_prefix="WEGWIJS_", toml_file="wegwijs.toml", frozen=True, extra="forbid")

    home: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("wegwijs"),
        description="Where the index and the models live.",
    )
    corpus: Path = Field(default=_CORPUS, description="The corpus folder.")
    embedding_model: str = Field(
        default=BUNDLED_MODEL,
        description="The bundled model, or the hub name or folder of another sentence-transformers model.",
    )

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
