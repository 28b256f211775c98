from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ingest.whole_file import write_whole


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "brief.txt"
    file.write_text("oud", encoding="utf-8")
    write_whole(file, b"nieuw")
    assert file.read_bytes() == b"nieuw"
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_take_its_place_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    with pytest.raises(OSError, match="map"):
        write_whole(folder, b"nieuw")
    assert list(tmp_path.iterdir()) == [folder]


def test_what_is_private_is_for_its_owner_only_also_after_a_crash(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    (tmp_path / ".keys.json.new").write_text("half", encoding="utf-8")
    write_whole(file, b"[]", private=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
