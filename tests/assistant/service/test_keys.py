"""Keys: what is kept of them, and when a change counts."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import pytest

from assistant.service.keys import KeyFile, KeyFileError


def test_key_is_kept_as_a_hash_that_only_its_owner_may_read(tmp_path: Path) -> None:
    secret = KeyFile(tmp_path).add("website", ["bepo"], 5)

    file = tmp_path / "keys.json"
    assert secret not in file.read_text()
    assert sha256(secret.encode()).hexdigest() in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(secret.removeprefix("wegwijs_")) >= 43  # 256 bits, six to a character


def test_change_by_another_process_counts_at_once(tmp_path: Path) -> None:
    server, command = KeyFile(tmp_path), KeyFile(tmp_path)
    assert server.all() == ()

    secret = command.add("website", ["bepo"], 5)
    found = server.find(secret)
    command.remove("website")

    assert found is not None
    assert (found.name, found.organisations, found.per_minute) == ("website", ("bepo",), 5)
    assert server.find(secret) is None


def test_no_two_keys_are_alike(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path)

    secrets = {keys.add(name) for name in ("a", "b", "c")}

    assert len(secrets) == 3
    assert [key.name for key in keys.all()] == ["a", "b", "c"]
    assert keys.find("wegwijs_") is None


@pytest.mark.parametrize("name", ["", "-a", "a b", "a\n", "é", "a" * 65])
def test_name_that_would_be_hard_to_type_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(KeyFileError, match="kan niet"):
        KeyFile(tmp_path).add(name)


def test_name_is_given_once_and_only_what_is_there_is_withdrawn(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path)
    keys.add("website")

    with pytest.raises(KeyFileError, match="al een sleutel 'website'"):
        keys.add("website")
    with pytest.raises(KeyFileError, match="geen sleutel 'anders'"):
        keys.remove("anders")


@pytest.mark.parametrize("content", ["", "{}", '[{"name": "a"}]', "[1"])
def test_damaged_file_is_told_with_its_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "keys.json").write_text(content)

    with pytest.raises(KeyFileError, match=r"keys\.json is beschadigd"):
        KeyFile(tmp_path).all()


def test_keys_that_are_made_at_once_are_all_there(tmp_path: Path) -> None:
    together = Barrier(3)

    def make_five(who: str) -> None:
        together.wait()
        for number in range(5):
            KeyFile(tmp_path).add(f"{who}-{number}")

    with ThreadPoolExecutor() as pool:
        running = [pool.submit(make_five, who) for who in ("a", "b", "c")]
    assert [one.exception() for one in running] == [None] * 3
    assert len(KeyFile(tmp_path).all()) == 15
