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


_DATED = (
    "PROTOCOL VERZUIM (SVB)\n\nVastgesteld op 12 maart 2025\n\nGeldig van 1 augustus 2025 tot en met 31 juli 2027\n\n"
    "De thuiszitterstafel\n\nDe thuiszitterstafel komt elke maand bijeen en bespreekt elke leerling die thuiszit.\n"
)


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    file = tmp_path / "protocol.txt"
    file.write_text(_DATED, encoding="utf-8")
    return file


def days(settings: Settings) -> tuple[date | None, ...]:
    source = load_catalogue(settings.corpus).sources[-1]
    return source.published, source.valid_from, source.valid_until


def test_dates_that_a_document_states_are_proposed_and_a_person_decides(
    settings: Settings, dated: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with typing(monkeypatch, "\n\n-\n2025-09-01\n\n"):
        add_document(settings, str(dated), {}, None, allow_private=False)
    assert days(settings) == (None, date(2025, 9, 1), date(2027, 7, 31))
    shown = capsys.readouterr().out
    assert "Het document zegt: “Vastgesteld op 12 maart 2025”.\nVastgesteld op [2025-03-12; " in shown
    assert "voeg het dan toe" not in shown


def test_dates_that_nobody_confirmed_are_said_and_not_stored(
    settings: Settings, dated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_document(settings, str(dated), {"valid_from": date(2025, 9, 1)}, None, allow_private=False)
    assert days(settings) == (None, date(2025, 9, 1), None)
    shown = capsys.readouterr().out
    assert (
        "Het document zegt: “Geldig van 1 augustus 2025 tot en met 31 juli 2027”. "
        "Klopt dat, voeg het dan toe met --valid-until 2027-07-31.\n"
    ) in shown
    assert "--valid-from" not in shown

    add_document(settings, str(dated), {"valid_until": date(2027, 7, 31)}, None, allow_private=False)
    assert days(settings) == (None, date(2025, 9, 1), date(2027, 7, 31))


def test_capitals_stay_in_a_question_about_a_heading(
    settings: Settings, dated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_document(settings, str(dated), {}, None, allow_private=False)
    shown = capsys.readouterr().out
    assert "  Wat staat er over de thuiszitterstafel?\n" in shown
    assert "pROTOCOL" not in shown


def test_one_abbreviation_is_asked_about_when_there_is_more_to_ask(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raden.txt").write_text(
        "De raden\n\nDe ondersteuningsplanraad (OPR) heeft twaalf leden.\n\n"
        "De medezeggenschapsraad (MR) heeft er zes.\n\nDe raad van toezicht (RVT) heeft er vijf.\n\n"
        "Vergoeding van reiskosten\n\nOuders krijgen een vergoeding van hun reiskosten voor elke vergadering.\n\n"
        "De thuiszitterstafel\n\nDe thuiszitterstafel komt elke maand bijeen en bespreekt elke leerling.\n",
        encoding="utf-8",
    )
    add_document(settings, str(tmp_path / "raden.txt"), {}, None, allow_private=False)
    asked = capsys.readouterr().out.partition("uit dit document:")[2]
    assert asked.count("Wat betekent") == 1
    assert asked.count("Wat staat er over") == 2


def test_when_no_question_is_surely_answered_that_is_said(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kaal.txt").write_text("Een zin zonder kop.\n", encoding="utf-8")
    add_document(settings, str(tmp_path / "kaal.txt"), {}, None, allow_private=False)
    shown = capsys.readouterr().out
    assert "op geen daarvan geeft dit document zeker antwoord. Met vragen in questions/kaal.toml" in shown
