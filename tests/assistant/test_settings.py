"""Where settings come from, and which values are refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.settings import Settings


@pytest.mark.parametrize(
    "written", ["https://a.nl, https://b.nl", "https://a.nl https://b.nl,", "https://a.nl\nhttps://b.nl"]
)
def test_origins_are_written_with_commas_or_spaces(written: str) -> None:
    assert Settings(allowed_origins=written).allowed_origins == ("https://a.nl", "https://b.nl")  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["*", "school.nl", "https://school.nl/pad", "https://*.nl"])
def test_origin_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError, match="geen oorsprong"):
        Settings(allowed_origins=(wrong,))


def test_chroma_server_is_an_address_without_a_path() -> None:
    assert Settings(chroma_url="http://chroma:8001/").chroma_url == "http://chroma:8001"
    with pytest.raises(ValidationError, match="geen adres zoals http://chroma:8001"):
        Settings(chroma_url="chroma:8001")


def test_config_tells_where_each_setting_comes_from(process_environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "wegwijs.toml").write_text('allowed_origins = ["https://a.nl"]\nanswers_at_once = 2\n')

    shown = subprocess.run(
        [Path(sys.executable).with_name("wegwijs"), "config"],
        env={**process_environment, "WEGWIJS_ANSWERS_AT_ONCE": "3"},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()

    assert f"home = {process_environment['WEGWIJS_HOME']}  (WEGWIJS_HOME)" in shown
    assert "allowed_origins = https://a.nl  (wegwijs.toml)" in shown
    assert "answers_at_once = 3  (WEGWIJS_ANSWERS_AT_ONCE)" in shown
    assert "answers_waiting = 32  (standaard)" in shown
    assert len(shown) == len(Settings.model_fields)
