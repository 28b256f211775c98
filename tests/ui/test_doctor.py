from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from assistant.settings import Settings
from tests.ingest.making import write_corpus
from ui.command_line import _doctor


def test_each_finding_is_one_line_and_a_fault_is_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_corpus(tmp_path / "corpus", {"bus": "Vervoer\n\nDe gemeente betaalt de bus.\n"})
    (tmp_path / "home" / "models" / "wegwijs-e5-small-1").mkdir(parents=True)  # A model that will not load.

    code = _doctor(Namespace(), Settings(home=tmp_path / "home", corpus=tmp_path / "corpus"))

    lines = capsys.readouterr().out.splitlines()
    assert code == 1
    assert len(lines) >= 7
    assert all(line.startswith(("goed    ", "let op  ", "fout    ")) for line in lines)
    faults = [line for line in lines if line.startswith("fout")]
    assert "wegwijs ingest" in faults[0]
    assert "laadt niet" in faults[-1]
