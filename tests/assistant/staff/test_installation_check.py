"""Each fault of an installation is found, and a sound one is sound."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.staff.diagnosis import Diagnosis, Severity
from assistant.staff.installation_check import _room, check_installation
from ingest.embedding import Embedder
from ingest.index import INDEX_FORMAT
from ingest.indexing import ingest
from tests.ingest.making import LetterEmbedder, write_corpus

_OPP = "Wat is een OPP?\n\nEen plan met doelen voor een leerling.\n"
_BUS = "Leerlingenvervoer\n\nDe gemeente betaalt het busvervoer.\n"
_BANK = '[[entry]]\nbegins = "Staat er niet"\nquestions = ["Wie betaalt?"]\n'


class OtherEmbedder(LetterEmbedder):
    """Gives vectors of the same length that mean something else."""

    def question(self, question: str) -> list[float]:
        return super().question(question)[::-1]


class LongEmbedder(LetterEmbedder):
    """Gives vectors that are no unit vectors."""

    def question(self, question: str) -> list[float]:
        return [2 * number for number in super().question(question)]


class ShortEmbedder(LetterEmbedder):
    """Gives vectors of fewer numbers."""

    def question(self, question: str) -> list[float]:
        return [1.0 if question else 0.0, 0.0]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installation")
    write_corpus(folder / "corpus", {"opp": _OPP, "bus": _BUS})
    ingest(folder / "corpus", folder / "home", LetterEmbedder, "letters", lambda _: None)
    return folder


@pytest.fixture
def sound(template: Path, tmp_path: Path) -> Settings:
    """An installation with nothing wrong."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return Settings(home=tmp_path / "home", corpus=tmp_path / "corpus", embedding_model="letters")


def wrong(settings: Settings, embedder: type[LetterEmbedder] = LetterEmbedder) -> list[Diagnosis]:
    """Return what is not good."""
    return [one for one in check_installation(settings, embedder) if one.severity is not Severity.GOOD]


def only_fault(settings: Settings, embedder: type[LetterEmbedder] = LetterEmbedder) -> str:
    (found,) = wrong(settings, embedder)
    assert found.severity is Severity.FAULT
    return found.text


def test_a_sound_installation_is_sound_in_every_line(sound: Settings) -> None:
    found = list(check_installation(sound, LetterEmbedder))

    assert {one.severity for one in found} == {Severity.GOOD}
    told = " ".join(one.text for one in found)
    for words in ("instellingen", "schrijven", "GB vrij", "2 documenten", "is bij", "vectoren van 26 getallen"):
        assert words in told


def test_looking_changes_nothing(sound: Settings) -> None:
    before = sorted(sound.home.rglob("*"))

    list(check_installation(sound, LetterEmbedder))

    assert sorted(sound.home.rglob("*")) == before


def test_no_index_is_a_fault(sound: Settings) -> None:
    assert "wegwijs ingest" in only_fault(sound.model_copy(update={"home": sound.home.parent / "leeg"}))


def test_an_index_of_another_model_is_a_fault(sound: Settings) -> None:
    other = sound.model_copy(update={"embedding_model": "cijfers"})

    assert "'letters'" in only_fault(other)


def test_an_index_of_another_format_is_a_fault(sound: Settings) -> None:
    (manifest,) = sound.home.glob("index/*/manifest.json")
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace(f'"format": {INDEX_FORMAT}', '"format": 4'), encoding="utf-8"
    )

    assert "wegwijs ingest" in only_fault(sound)


@pytest.mark.parametrize(
    ("documents", "says"),
    [
        ({"opp": _OPP, "bus": _BUS, "tlv": _OPP}, "nieuw: tlv"),
        ({"opp": _OPP + "Elk jaar.\n", "bus": _BUS}, "gewijzigd: opp"),
        ({"bus": _BUS}, "verwijderd: opp"),
    ],
    ids=["added", "changed", "removed"],
)
def test_a_corpus_that_changed_since_is_a_fault(sound: Settings, documents: dict[str, str], says: str) -> None:
    write_corpus(sound.corpus, documents)

    text = only_fault(sound)

    assert says in text
    assert "wegwijs ingest" in text


def test_a_document_that_cannot_be_read_is_a_fault_that_names_it(sound: Settings) -> None:
    (sound.corpus / "documents" / "bus.txt").write_text("\n", encoding="utf-8")

    assert "bus.txt" in only_fault(sound)


@pytest.mark.parametrize(
    "catalogue", ["[[document]\n", '[[document]]\nid = "x"\n', None], ids=["toml", "field", "none"]
)
def test_a_broken_catalogue_is_a_fault_that_names_the_file(sound: Settings, catalogue: str | None) -> None:
    path = sound.corpus / "catalogue.toml"
    path.unlink()
    if catalogue:
        path.write_text(catalogue, encoding="utf-8")

    assert str(path) in only_fault(sound)


def test_without_a_catalogue_one_is_told_what_makes_it(sound: Settings) -> None:
    (sound.corpus / "catalogue.toml").unlink()

    told = only_fault(sound)
    assert told.startswith("Er is nog geen catalogus")
    assert "wegwijs add" in told


def test_an_empty_corpus_is_a_fault_that_says_how_to_begin(sound: Settings) -> None:
    write_corpus(sound.corpus, {})

    assert any("wegwijs add" in one.text for one in wrong(sound))


def test_a_bank_with_mistakes_is_a_notice(sound: Settings) -> None:
    (sound.corpus / "questions" / "bus.toml").write_text(_BANK, encoding="utf-8")

    (found,) = wrong(sound)

    assert found.severity is Severity.NOTICE
    assert "wegwijs questions" in found.text


def test_a_home_that_cannot_be_written_is_a_fault(sound: Settings, tmp_path: Path) -> None:
    (tmp_path / "bestand").touch()  # Permissions would not stop root.
    found = wrong(sound.model_copy(update={"home": tmp_path / "bestand"}))

    assert [one.severity for one in found] == [Severity.FAULT, Severity.FAULT]
    assert "WEGWIJS_HOME" in found[0].text


def test_a_full_disk_is_a_notice() -> None:
    assert _room(2_000_000_000).severity is Severity.GOOD
    assert _room(400_000_000).severity is Severity.NOTICE
    assert "0,4 GB" in _room(400_000_000).text


@pytest.mark.parametrize("embedder", [OtherEmbedder, ShortEmbedder, LongEmbedder])
def test_a_model_that_gives_other_vectors_than_the_index_holds_is_a_fault(
    sound: Settings, embedder: type[LetterEmbedder]
) -> None:
    assert "vectoren" in only_fault(sound, embedder)


def test_a_model_that_does_not_load_is_a_fault_that_says_what_to_remove(tmp_path: Path, template: Path) -> None:
    (tmp_path / "models" / "wegwijs-e5-small-1").mkdir(parents=True)
    settings = Settings(home=tmp_path, corpus=template / "corpus")

    found = list(check_installation(settings, lambda: Embedder(settings.embedding_model, settings.home / "models")))

    assert found[-1].severity is Severity.FAULT
    assert f"Verwijder de map {tmp_path / 'models'}" in found[-1].text


def test_a_variable_that_is_no_setting_is_a_notice(sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWIJS_ALLOWED_ORIGIN", "https://www.school.nl")

    (found,) = wrong(sound)

    assert found.severity is Severity.NOTICE
    assert "WEGWIJS_ALLOWED_ORIGIN is geen instelling" in found.text


def test_a_website_without_encryption_is_a_notice(sound: Settings) -> None:
    origins = ("https://www.school.nl", "http://localhost:3000", "http://www.school.nl")

    (found,) = wrong(sound.model_copy(update={"allowed_origins": origins}))

    assert found.severity is Severity.NOTICE
    assert found.text.startswith("http://www.school.nl ")
