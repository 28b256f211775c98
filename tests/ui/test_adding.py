"""`wegwijs add` and `wegwijs remove`: what a person sees, and what is in the corpus and the index afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest

from assistant.settings import Settings
from ingest.catalogue import Catalogue, Organisation, load_catalogue
from ingest.errors import CatalogueError, DocumentError, WegwijsError
from ingest.index import Index
from tests.ingest.making import write_corpus
from ui.adding import add_document, remove_document
from ui.asking import ask_new_organisation
from ui.command_line import main

_PLAN = (
    "Aanmelden bij het loket\n\nWie meldt een leerling aan?\n\nDe school meldt een leerling aan bij het loket, samen "
    "met de ouders.\n\nHoe lang duurt het?\n\nHet loket beslist binnen zes weken.\n"
)


@pytest.fixture
def settings(tmp_path: Path, models_home: Path) -> Settings:
    """Settings of an installation with a corpus of one document, of an organisation."""
    organisation = '[[organisation]]\nid = "bepo"\nname = "BePO"\nfull_name = "Betuws Primair"\n'
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


def offered(settings: Settings) -> list[str]:
    """Return the ids of the organisations that visitors may choose."""
    index = Index.open(settings.home, settings.embedding_model)
    try:
        return [one.id for one in index.organisations]
    finally:
        index.close()


def test_a_document_is_added_asked_about_and_removed(
    settings: Settings, plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with typing(monkeypatch, "bepo\n\n\n2027-07-31\n"):
        assert add_document(settings, str(plan), {}, None, allow_private=False) == 0
    shown = capsys.readouterr().out
    assert "aanmelden-bij-het-loket: toegevoegd" in shown
    assert "Aanmelden bij het loket: 2 passages" in shown
    assert "\n  Aanmelden bij het loket\n  Wie meldt een leerling aan?\n  Hoe lang duurt het?\n" in shown
    assert "??" not in shown
    assert "Vragen om het mee te proberen:\n  Wie meldt een leerling aan?\n" in shown
    assert "zegt Wegwijs dan dat het niet zeker is" in shown
    assert '  wegwijs questions add aanmelden-bij-het-loket "Uw vraag?" --begins ' in shown
    source = load_catalogue(settings.corpus).sources[-1]
    assert (source.title, source.organisation_id) == ("Aanmelden bij het loket", "bepo")
    assert source.valid_until == date(2027, 7, 31)
    assert indexed(settings) == ("vervoer", "aanmelden-bij-het-loket")

    assert remove_document(settings, "plan.txt") == 0
    assert "aanmelden-bij-het-loket: verwijderd (plan.txt)" in capsys.readouterr().out
    assert indexed(settings) == ("vervoer",)


def add_beside(settings: Settings, plan: Path, text: str, owner: str) -> None:
    """Add the plan, of BePO, and then another document."""
    add_document(settings, str(plan), {"organisation": "bepo"}, "plan", allow_private=False)
    other = plan.with_name("ander.txt")
    other.write_text(text, encoding="utf-8")
    assert add_document(settings, str(other), {}, "ander", organisation_name=owner, allow_private=False) == 0


@pytest.mark.parametrize(
    "text",
    [
        _PLAN.replace("Het loket beslist", "Het bestuur beslist"),
        f"{_PLAN}\nWie betaalt?\n\nDe gemeente betaalt de hulp, zodra het loket heeft beslist.\n",
    ],
    ids=["a few words changed", "a part more"],
)
def test_a_document_that_is_nearly_the_same_as_another_is_told_with_what_to_do(
    settings: Settings, plan: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    add_beside(settings, plan, text, "BePO")
    shown = capsys.readouterr().out
    assert shown.count("Let op: dit lijkt sterk op “Aanmelden bij het loket” (plan).\n") == 1
    assert "  wegwijs remove ander  (dit document)\n  wegwijs remove plan  (het andere)\n" in shown
    assert "  --id plan\n" in shown


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        (_PLAN.replace("Het loket beslist", "Het bestuur beslist"), "De Waalsprong"),
        ("Loket\n\nDe school meldt een leerling aan bij het loket.\n\nDaar werken vier mensen.\n", "BePO"),
    ],
    ids=["of another organisation", "another text on the subject"],
)
def test_a_document_that_belongs_beside_another_is_taken_without_a_remark(
    settings: Settings, plan: Path, capsys: pytest.CaptureFixture[str], text: str, owner: str
) -> None:
    add_beside(settings, plan, text, owner)
    assert "Let op" not in capsys.readouterr().out


def test_questions_that_a_removed_document_leaves_are_told(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = settings.corpus / "questions" / "vervoer.toml"
    bank.write_text('[[entry]]\nbegins = "De gemeente"\nquestions = ["Wie betaalt?"]\n', encoding="utf-8")
    remove_document(settings, "vervoer")
    shown = capsys.readouterr().out
    assert f"De vragen bij dit document staan nog in {bank}. Komt het document niet terug, verwijder dat" in shown
    assert bank.is_file()


def test_a_date_that_will_not_do_is_asked_again(
    settings: Settings, plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with typing(monkeypatch, "\n\n1 mei\n01-05-2025\n2024-07-31\n31-7-2027\n"):
        add_document(settings, str(plan), {"valid_from": date(2025, 8, 1)}, None, allow_private=False)
    shown = capsys.readouterr().out
    assert "'1 mei' is geen datum; schrijf bijvoorbeeld 31-07-2026.\n" in shown
    assert "31-07-2024 ligt voor de dag vanaf wanneer het geldt, 01-08-2025.\n" in shown
    assert days(settings) == (date(2025, 5, 1), date(2025, 8, 1), date(2027, 7, 31))


@pytest.mark.parametrize("called", ["BEPO", "Betuws Primair"])
def test_an_organisation_may_be_called_by_its_name(
    settings: Settings, plan: Path, monkeypatch: pytest.MonkeyPatch, called: str
) -> None:
    with typing(monkeypatch, f"{called}\n\n\n\n"):
        add_document(settings, str(plan), {}, None, allow_private=False)
    assert load_catalogue(settings.corpus).sources[-1].organisation_id == "bepo"


@pytest.mark.parametrize(("answer", "expected"), [("", "bepo"), ("-", "")], ids=["Enter", "a dash"])
def test_the_organisation_that_a_document_is_of_is_proposed(
    settings: Settings, plan: Path, monkeypatch: pytest.MonkeyPatch, answer: str, expected: str
) -> None:
    with typing(monkeypatch, f"{answer}\n\n\n\n"):
        add_document(settings, str(plan), {}, None, allow_private=False)
    assert load_catalogue(settings.corpus).sources[-1].organisation_id == expected


def test_a_question_for_yes_or_no_says_so_when_it_gets_neither(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with typing(monkeypatch, "\nn\n"):
        assert ask_new_organisation(Catalogue((), ()), "bepp") is None
    shown = capsys.readouterr().out
    assert "Typ j (ja) of n (nee).\n" in shown
    assert shown.count("(j/n)") == 2


def test_an_unknown_organisation_is_asked_again_or_made_new(
    settings: Settings, plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    new = "De Waalsprong\nj\n\nPassend Onderwijs De Waalsprong\ngeen\nwaal.example\nhet loket\nloket@waal.example\n"
    with typing(monkeypatch, f"bepp\nn\n{new}\n\n\n"):
        add_document(settings, str(plan), {}, None, allow_private=False)
    shown = capsys.readouterr().out
    assert "'bepp' staat niet in de catalogus. Is het een nieuw samenwerkingsverband?" in shown
    assert "'geen' is geen website; schrijf bijvoorbeeld https://verband.example." in shown
    assert "'het loket' is geen " in shown
    organisation = load_catalogue(settings.corpus).sources[-1].organisation
    assert organisation == Organisation(
        "de-waalsprong",
        "De Waalsprong",
        "Passend Onderwijs De Waalsprong",
        None,
        "https://waal.example",
        "loket@waal.example",
    )


def test_an_unknown_organisation_in_an_option_is_asked_about_at_a_terminal(
    settings: Settings, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with typing(monkeypatch, "j\nDe Waalsprong\n\n\n\n\n\n\n"):
        add_document(settings, str(plan), {"organisation": "de-waalsprong"}, None, allow_private=False)
    organisation = load_catalogue(settings.corpus).sources[-1].organisation
    assert organisation == Organisation("de-waalsprong", "De Waalsprong", None, None, None)


def test_an_unknown_organisation_without_a_terminal_needs_a_name(settings: Settings, plan: Path) -> None:
    facts = {"organisation": "de-waalsprong"}
    with pytest.raises(
        CatalogueError, match=r"'de-waalsprong' staat niet in .* staan: bepo\..* --organisation-name\.$"
    ):
        add_document(settings, str(plan), facts, None, allow_private=False)
    assert [source.id for source in load_catalogue(settings.corpus).sources] == ["vervoer"]

    add_document(settings, str(plan), facts, None, organisation_name="De Waalsprong", allow_private=False)
    organisation = load_catalogue(settings.corpus).sources[-1].organisation
    assert organisation == Organisation("de-waalsprong", "De Waalsprong", None, None, None)

    with pytest.raises(CatalogueError, match=r"^bepo heet al 'BePO'; verander de naam in .*catalogue\.toml\.$"):
        add_document(settings, str(plan), {"organisation": "bepo"}, None, organisation_name="B", allow_private=False)


def test_a_new_organisation_is_told_and_so_is_one_that_a_correction_leaves_without_documents(
    settings: Settings, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "Samenwerkingsverband Waterrijk"
    for called in ("SWV Waterrijk", "kromrijk"):
        facts = {"organisation": called}
        add_document(settings, str(plan), facts, None, organisation_name=name, allow_private=False)
        assert f"Nieuw samenwerkingsverband: {called.lower().replace(' ', '-')} ({name})\n" in (
            shown := capsys.readouterr().out
        )
    assert f"Geen document is nu nog van swv-waterrijk ({name}). Hoort dit samenwerkingsverband er niet " in shown
    assert "van bepo" not in shown
    assert offered(settings) == ["kromrijk"]

    remove_document(settings, "plan.txt")
    assert f"Geen document is nu nog van kromrijk ({name}). " in capsys.readouterr().out
    assert offered(settings) == []


def test_an_unknown_organisation_is_told_before_anything_heavy_is_loaded(settings: Settings, plan: Path) -> None:
    code = "import sys; from ui.command_line import main; print(main(sys.argv[1:]), 'torch' in sys.modules)"
    process = subprocess.run(
        [sys.executable, "-c", code, "add", str(plan), "--organisation", "de-waalsprong"],
        env={**os.environ, "WEGWIJS_CORPUS": str(settings.corpus), "WEGWIJS_HOME": str(settings.home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert process.stdout == "1 False\n"
    assert process.stderr.startswith("Samenwerkingsverband 'de-waalsprong' staat niet in de catalogus")


def test_the_same_document_again_tells_what_the_catalogue_holds_and_how_to_correct_it(
    settings: Settings, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_document(settings, str(plan), {}, None, allow_private=False)
    assert "onbekend" not in capsys.readouterr().out

    add_document(settings, str(plan), {}, None, allow_private=False)
    shown = capsys.readouterr().out
    assert "ongewijzigd\n  Titel: Aanmelden bij het loket\n  Samenwerkingsverband: onbekend\n" in shown
    assert "Klopt daar iets niet? Voeg het document nog eens toe" in shown

    add_document(settings, str(plan), {"organisation": "bepo"}, None, allow_private=False)
    assert "aanmelden-bij-het-loket: bijgewerkt\n" in capsys.readouterr().out
    assert load_catalogue(settings.corpus).sources[-1].organisation_id == "bepo"


def test_questions_that_no_longer_fit_a_new_version_are_told(
    settings: Settings, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = '[[entry]]\nbegins = "Het loket beslist"\nquestions = ["Wanneer hoor ik het?"]\n'
    (settings.corpus / "questions" / "aanmelden-bij-het-loket.toml").write_text(bank, encoding="utf-8")
    add_document(settings, str(plan), {}, None, allow_private=False)
    assert "staat niet (meer)" not in capsys.readouterr().err

    plan.write_text(_PLAN.replace("Het loket beslist", "Een besluit volgt"), encoding="utf-8")
    assert add_document(settings, str(plan), {}, None, allow_private=False) == 0
    told = "begins 'Het loket beslist' staat niet (meer) in het document; wijs de plek opnieuw aan.\n"
    assert f"aanmelden-bij-het-loket.toml: {told}" in capsys.readouterr().err


def test_a_question_bank_that_cannot_be_read_is_told_when_its_document_is_added(
    settings: Settings, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = settings.corpus / "questions" / "aanmelden-bij-het-loket.toml"
    bank.write_text("[[entry\n", encoding="utf-8")
    assert add_document(settings, str(plan), {}, None, allow_private=False) == 1
    assert f"{bank}: is geen geldige TOML" in capsys.readouterr().err


def test_what_cannot_be_read_adds_nothing(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"geen pdf")
    with pytest.raises(DocumentError, match=r"^plan\.pdf: is geen geldig \.pdf-bestand"):
        add_document(settings, str(tmp_path / "plan.pdf"), {}, None, allow_private=False)
    with pytest.raises(
        WegwijsError, match=r"weg\.pdf: kan niet geopend worden \(het staat er niet\); .* geef een webadres"
    ):
        add_document(settings, str(tmp_path / "weg.pdf"), {}, None, allow_private=False)
    with pytest.raises(WegwijsError, match=r"kan niet geopend worden \(het is een map\)"):
        add_document(settings, str(tmp_path), {}, None, allow_private=False)
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


@pytest.mark.parametrize("unknown", ["-", "n", "Nee"])
def test_dates_that_a_document_states_are_proposed_and_a_person_decides(
    settings: Settings,
    dated: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    unknown: str,
) -> None:
    with typing(monkeypatch, f"\n\n{unknown}\n2025-09-01\n\n"):
        add_document(settings, str(dated), {}, None, allow_private=False)
    assert days(settings) == (None, date(2025, 9, 1), date(2027, 7, 31))
    shown = capsys.readouterr().out
    assert "Het document zegt: “Vastgesteld op 12 maart 2025”.\nDatum van het document [12-03-2025; " in shown
    assert "voeg het dan toe" not in shown


def test_dates_that_nobody_confirmed_are_said_and_not_stored(
    settings: Settings, dated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_document(settings, str(dated), {"valid_from": date(2025, 9, 1)}, None, allow_private=False)
    assert days(settings) == (None, date(2025, 9, 1), None)
    shown = capsys.readouterr().out
    assert (
        "Het document zegt: “Geldig van 1 augustus 2025 tot en met 31 juli 2027”. "
        "Klopt dat, voeg het dan toe met --valid-until 31-07-2027.\n"
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
    asked = capsys.readouterr().out.partition("Vragen om het mee te proberen:")[2]
    assert asked.count("Wat betekent") == 1
    assert asked.count("Wat staat er over") == 2


def test_when_no_question_is_surely_answered_none_is_proposed(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kaal.txt").write_text("Een zin zonder kop.\n", encoding="utf-8")
    add_document(settings, str(tmp_path / "kaal.txt"), {}, None, allow_private=False)
    shown = capsys.readouterr().out
    assert "kaal: 1 passage\n" in shown
    assert "Vragen om het mee te proberen" not in shown
    assert "  wegwijs questions add kaal " in shown


def test_a_document_with_a_question_bank_is_not_said_to_lack_one(
    settings: Settings, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = '[[entry]]\nbegins = "Het loket beslist"\nquestions = ["Wanneer hoor ik het?"]\n'
    (settings.corpus / "questions" / "aanmelden-bij-het-loket.toml").write_text(bank, encoding="utf-8")
    add_document(settings, str(plan), {}, None, allow_private=False)
    shown = capsys.readouterr().out
    assert "wegwijs questions add" not in shown


def test_a_name_for_the_catalogue_that_will_not_do_is_told_by_its_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert _told(capsys, "--id", "../plan") == (
        "wegwijs add: --id: '../plan' is geen goede naam: gebruik alleen kleine letters, cijfers en streepjes, "
        "zoals plan-2026. Zie `wegwijs add --help`.\n"
    )


def test_dates_the_wrong_way_round_are_told_by_their_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert _told(capsys, "--valid-from", "01-01-2027", "--valid-until", "01-01-2026") == (
        "--valid-until 01-01-2026 ligt voor --valid-from 01-01-2027; verbeter een van beide.\n"
    )


def _told(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    with suppress(SystemExit):
        assert main(["add", "plan.txt", *options]) == 1
    return capsys.readouterr().err
