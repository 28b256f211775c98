"""`wegwijs add` and `wegwijs remove`: what a person sees, and what is in the corpus and the index afterwards."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from assistant.settings import Settings
from ingest.catalogue import load_catalogue
from ingest.errors import CatalogueError, DocumentError, WegwijsError
from ingest.index import Index
from tests.ingest.making import write_corpus
from ui.adding import add_document, remove_document

_PLAN = (
    "Aanmelden bij het loket\n\nWie meldt een leerling aan?\n\nDe school meldt een leerling aan bij het loket, samen "
    "met de ouders.\n\nHoe lang duurt het?\n\nHet loket beslist binnen zes weken.\n"
)


@pytest.fixture
def settings(tmp_path: Path, models_home: Path) -> Settings:
    """Settings of an installation with a corpus of one document, of an organisation."""
    organisation = '[[organisation]]\nid = "bepo"\nname = "BePO"\n'
    corpus = write_corpus(tmp_path / "corpus", {"vervoer": "Vervoer\n\nDe gemeente betaalt de bus.\n"}, organisation)
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(models_home, target_is_directory=True)
    return Settings(home=home, corpus=corpus)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(_PLAN, encoding="utf-8")
    return file


@contextmanager
def typing(monkeypatch: pytest.MonkeyPatch, words: str) -> Iterator[None]:
    """Sit at a terminal and type."""
    ours, theirs = os.openpty()
    os.write(ours, words.encode())
    with os.fdopen(theirs, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        yield
    os.close(ours)


def indexed(settings: Settings) -> tuple[str, ...]:
    index = Index.open(settings.home, settings.embedding_model)
    try:
        return index.document_ids
    finally:
        index.close()


def test_a_document_is_added_asked_about_and_removed(
    settings: Settings, plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with typing(monkeypatch, "\nbepo\n2027-07-31\n"):
        assert add_document(settings, str(plan), {}, None, allow_private=False) == 0
    shown = capsys.readouterr().out
    assert "aanmelden-bij-het-loket: toegevoegd" in shown
    assert "Aanmelden bij het loket: 2 passages" in shown
    assert "\n  Aanmelden bij het loket\n  Wie meldt een leerling aan?\n  Hoe lang duurt het?\n" in shown
    assert "??" not in shown
    assert "Deze vragen kan Wegwijs nu beantwoorden uit dit document:" in shown
    source = load_catalogue(settings.corpus).sources[-1]
    assert (source.title, source.organisation_id) == ("Aanmelden bij het loket", "bepo")
    assert source.valid_until == date(2027, 7, 31)
    assert indexed(settings) == ("vervoer", "aanmelden-bij-het-loket")

    assert remove_document(settings, "aanmelden-bij-het-loket") == 0
    assert "aanmelden-bij-het-loket: verwijderd (plan.txt)" in capsys.readouterr().out
    assert indexed(settings) == ("vervoer",)


def test_a_wrong_date_adds_nothing(settings: Settings, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with typing(monkeypatch, "\n\nmorgen\n"), pytest.raises(CatalogueError, match="'morgen' is geen datum; schrijf"):
        add_document(settings, str(plan), {}, None, allow_private=False)
    assert [source.id for source in load_catalogue(settings.corpus).sources] == ["vervoer"]


def test_what_cannot_be_read_adds_nothing(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"geen pdf")
    with pytest.raises(DocumentError, match=r"^plan\.pdf: is geen geldig \.pdf-bestand"):
        add_document(settings, str(tmp_path / "plan.pdf"), {}, None, allow_private=False)
    with pytest.raises(WegwijsError, match=r"weg\.pdf: kan niet geopend worden .* geef een webadres"):
        add_document(settings, str(tmp_path / "weg.pdf"), {}, None, allow_private=False)
    assert sorted(file.name for file in settings.corpus.iterdir()) == ["catalogue.toml", "documents", "questions"]
