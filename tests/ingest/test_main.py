from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ingest.__main__ import main
from tests.ingest.making import write_corpus
from ui.command_line import main as wegwijs


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    text = "De afspraken\n\n1. Moet elke school een plan hebben?\n\nJa\n\n2. Moet dat vaak?\n1) Elk jaar\na. in mei\n"
    return write_corpus(
        tmp_path / "corpus", {"plan": text, "planning": "Kop\n\nEen zin.\n", "gids": "Kop\n\nEen zin.\n"}
    )


def show(corpus: Path, document: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["ingest", "show", document, "--corpus", str(corpus)])
    return main()


def test_show_prints_sections_passages_and_blocks(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(corpus, "plan", monkeypatch) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "plan: Over plan"
    assert "  De afspraken  [afspraak 2]" in lines
    assert "      punt       1) Elk jaar" in lines
    assert "        punt       a. in mei" in lines
    assert "planning: Over planning" in lines
    assert not [line for line in lines if "gids" in line]


def test_show_looks_in_the_folder_of_the_settings(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["ingest", "show", "gids"])
    monkeypatch.setenv("WEGWIJS_CORPUS", str(corpus))
    assert main() == 0
    assert capsys.readouterr().out.startswith("gids: Over gids")

    monkeypatch.delenv("WEGWIJS_CORPUS")
    monkeypatch.chdir(corpus.parent)
    (corpus.parent / "wegwijs.toml").write_text('corpus = "corpus"\n', encoding="utf-8")
    assert main() == 0
    assert capsys.readouterr().out.startswith("gids: Over gids")


def test_show_of_an_unknown_document_is_one_line(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(corpus, "weg", monkeypatch) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"Er is geen document in {corpus} dat begint met 'weg'; er zijn: plan, planning, gids."
    ]


def test_wegwijs_shows_the_same_of_a_document_that_is_named_by_its_file(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(corpus, "gids", monkeypatch) == 0
    shown = capsys.readouterr().out
    monkeypatch.setenv("WEGWIJS_CORPUS", str(corpus))
    assert wegwijs(["show", "gids.txt"]) == 0
    assert capsys.readouterr().out == shown
