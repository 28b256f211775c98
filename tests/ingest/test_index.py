from __future__ import annotations

import gc
import json
import logging
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import filelock
import pytest

from ingest.bundled_model import BUNDLED_MODEL
from ingest.document import Document
from ingest.embedding import Embedder
from ingest.errors import CatalogueError, IndexUnusableError
from ingest.index import Index
from ingest.indexing import ingest
from ingest.passages import Passage, passages_of
from ingest.span import Span
from ingest.statements import statements_of
from ingest.store import current_version
from ingest.terms import terms
from tests.ingest.conftest import Workplace
from tests.ingest.making import LetterEmbedder, write_corpus

_OPP = "Wat is een OPP?\n\nEen ontwikkelingsperspectiefplan beschrijft de doelen van een leerling.\n"
_TLV = "Wat is een TLV?\n\nEen toelaatbaarheidsverklaring geeft toegang tot speciaal onderwijs.\n"
_BUS = "Leerlingenvervoer\n\nDe gemeente betaalt het busvervoer.\n"
_BANK = '[[entry]]\nbegins = "Een toelaatbaarheidsverklaring"\nquestions = ["Hoe kom ik op het speciaal onderwijs?"]\n'
_ORGANISATION = '[[organisation]]\nid = "swv"\nname = "SWV"\n'


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A corpus of two documents, of which one has a question bank, and a home with its index."""
    workplace = Workplace(tmp_path_factory.mktemp("template"), embedder)
    write_corpus(workplace.corpus, {"opp": _OPP, "tlv": _TLV})
    (workplace.corpus / "questions" / "tlv.toml").write_text(_BANK, encoding="utf-8")
    workplace.ingest()
    return workplace.home.parent


@pytest.fixture
def filled(template: Path, workplace: Workplace) -> Workplace:
    shutil.copytree(template, workplace.home.parent, dirs_exist_ok=True)
    return workplace


def opened(workplace: Workplace) -> Index:
    return Index.open(workplace.home, BUNDLED_MODEL)


def files(home: Path) -> dict[str, int]:
    return {str(path.relative_to(home)): path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}


def no_model() -> Embedder:
    raise AssertionError("the model was loaded")


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_a_passage_is_found_by_meaning_and_by_words(filled: Workplace, embedder: Embedder) -> None:
    index = opened(filled)
    vector = embedder.question("Hoe kom ik op een speciale school?")
    assert next(iter(index.nearest_passages(vector, 2))) == "tlv:0"
    assert index.lexical_search(terms("Welke doelen heeft de leerling?"), 5) == ["opp:0"]
    assert index.passage("tlv:0").text == _TLV.strip()
    index.close()


def test_words_of_a_document_have_a_passage_when_one_holds_them_whole(filled: Workplace) -> None:
    index = opened(filled)
    start = _TLV.index("Een toelaatbaarheidsverklaring")
    assert index.passage_holding("tlv", Span(start, start + 3)) is index.passage("tlv:0")
    assert index.passage_holding("tlv", Span(start, len(_TLV) + 1)) is None
    index.close()


def test_nearness_is_the_cosine(filled: Workplace, embedder: Embedder) -> None:
    index = opened(filled)
    question = embedder.question("Wat is een TLV?")
    cosine = index.nearest_passages(question, 1)["tlv:0"]
    vector = index.vectors("passages", ["tlv:0"])["tlv:0"]
    assert cosine == pytest.approx(sum(a * b for a, b in zip(question, vector, strict=True)), abs=1e-5)
    index.close()


def test_a_question_of_the_bank_leads_to_its_passage_and_place(filled: Workplace, embedder: Embedder) -> None:
    index = opened(filled)
    ((found, cosine),) = index.nearest_questions(embedder.question("Hoe kom ik op het speciaal onderwijs?"), 5)
    assert (found.passage_id, found.place) == ("tlv:0", _TLV.index("Een toelaat"))
    assert cosine == pytest.approx(1, abs=1e-4)
    assert [bank.question for bank in index.bank("tlv")] == ["Hoe kom ik op het speciaal onderwijs?"]
    assert index.bank("opp") == ()
    index.close()


def test_a_question_that_a_document_does_not_answer_leads_nowhere(filled: Workplace, embedder: Embedder) -> None:
    bank = filled.corpus / "questions" / "tlv.toml"
    unanswered = '[[unanswered]]\nbegins = "Een toelaatbaarheidsverklaring"\nquestions = ["Wat kost het?"]\n'
    bank.write_text(f"{_BANK}\n{unanswered}", encoding="utf-8")
    filled.ingest()
    index = opened(filled)
    vector = embedder.question("Wat kost het?")
    ((found, cosine),) = index.nearest_unanswered(vector, 5)
    assert (found.question, found.passage_id) == ("Wat kost het?", "tlv:0")
    assert cosine == pytest.approx(1, abs=1e-4)
    assert (index.has_unanswered("tlv"), index.has_unanswered("opp")) == (True, False)
    assert [one.question for one, _ in index.nearest_questions(vector, 5)] == ["Hoe kom ik op het speciaal onderwijs?"]
    assert len(index.bank("tlv")) == 1
    index.close()
    filled.corpus.joinpath("questions", "tlv.toml").write_text(_BANK, encoding="utf-8")
    filled.ingest()
    index = opened(filled)
    assert index.nearest_unanswered(vector, 5) == []
    index.close()


def test_a_statement_leads_to_its_passage_with_its_cosine(filled: Workplace, embedder: Embedder) -> None:
    index = opened(filled)
    statements = [one for p in index.passages("tlv") for one in statements_of(p)]
    vectors = index.vectors("statements", [one.id for one in statements])
    question = embedder.question("Hoe kom ik op een speciale school?")
    nearest = max(sum(a * b for a, b in zip(question, v, strict=True)) for v in vectors.values())
    assert index.nearest_statements(question, 20)["tlv:0"] == pytest.approx(nearest, abs=1e-5)
    index.close()


def test_a_stored_document_is_the_document_that_was_read(filled: Workplace) -> None:
    index = opened(filled)
    assert index.document_ids == ("opp", "tlv")
    assert [document.text for document in index.documents()] == [_OPP, _TLV]
    assert index.passages("opp")[0].section.path == ("Wat is een OPP?",)
    index.close()


_EMPTY = '[[organisation]]\nid = "leeg"\nname = "Leeg"\n'


@pytest.mark.parametrize(
    ("organisations", "owner", "expected"),
    [
        (_ORGANISATION + _EMPTY, 'organisation = "swv"\n', ["swv"]),
        (_ORGANISATION + _EMPTY, "", []),
        (_ORGANISATION, "", ["swv"]),
    ],
    ids=["one has documents", "none has", "the only one"],
)
def test_an_organisation_is_in_the_index_when_a_document_is_of_it_or_when_it_is_the_only_one(
    filled: Workplace, organisations: str, owner: str, expected: list[str]
) -> None:
    catalogue = filled.corpus / "catalogue.toml"
    catalogue.write_text(f"{organisations}{catalogue.read_text(encoding='utf-8')}{owner}", encoding="utf-8")
    filled.ingest()
    index = opened(filled)
    assert [one.id for one in index.organisations] == expected
    index.close()


def test_search_keeps_to_the_organisations_asked_for(workplace: Workplace, embedder: Embedder) -> None:
    write_corpus(workplace.corpus, {"opp": _OPP, "tlv": _TLV}, _ORGANISATION)
    catalogue = workplace.corpus / "catalogue.toml"
    catalogue.write_text(
        catalogue.read_text(encoding="utf-8").replace('id = "opp"', 'id = "opp"\norganisation = "swv"'),
        encoding="utf-8",
    )
    workplace.ingest()
    index = opened(workplace)
    vector = embedder.question("Wat is een TLV?")
    assert list(index.nearest_passages(vector, 5, ["swv"])) == ["opp:0"]
    assert set(index.nearest_passages(vector, 5, ["swv", ""])) == {"opp:0", "tlv:0"}
    assert [organisation.name for organisation in index.organisations] == ["SWV"]
    index.close()


def test_an_empty_corpus_gives_an_index_in_which_nothing_is_found(workplace: Workplace, embedder: Embedder) -> None:
    write_corpus(workplace.corpus, {})
    ingest(workplace.corpus, workplace.home, no_model, BUNDLED_MODEL, lambda _: None)
    index = opened(workplace)
    assert index.nearest_passages(embedder.question("Wat is een OPP?"), 5) == {}
    assert index.lexical_search(terms("OPP"), 5) == []
    index.close()


# --- bringing it in line with the corpus -----------------------------------------------------------------------------


def test_an_unchanged_corpus_changes_nothing_and_loads_no_model(filled: Workplace) -> None:
    before = files(filled.home)
    report = ingest(filled.corpus, filled.home, no_model, BUNDLED_MODEL, lambda _: None)
    assert report.unchanged == ["opp", "tlv"]
    assert (report.created, report.updated, report.removed, report.failed) == ([], [], [], {})
    after = files(filled.home)
    assert {name for name in before | after if "chroma" not in name and before.get(name) != after.get(name)} == set()


def test_only_a_changed_document_is_embedded_again(filled: Workplace) -> None:
    write_corpus(filled.corpus, {"opp": _OPP.replace("doelen", "plannen"), "tlv": _TLV})
    report = filled.ingest()
    assert (report.updated, report.unchanged) == (["opp"], ["tlv"])
    assert [text.splitlines()[-1] for text in filled.embedder.embedded] == [
        "Een ontwikkelingsperspectiefplan beschrijft de plannen van een leerling.",  # the passage, and its statement
        "Wat is een OPP?: Een ontwikkelingsperspectiefplan beschrijft de plannen van een leerling.",
    ]
    index = opened(filled)
    assert index.lexical_search(terms("plannen"), 5) == ["opp:0"]
    assert index.lexical_search(terms("doelen"), 5) == []
    assert index.passages("opp")[0].text.endswith("plannen van een leerling.")
    assert len(index.bank("tlv")) == 1
    index.close()


def test_a_vector_that_is_taken_over_is_the_same_vector(filled: Workplace) -> None:
    index = opened(filled)
    before = index.vectors("passages", ["tlv:0"])
    index.close()
    write_corpus(filled.corpus, {"bus": _BUS, "opp": _OPP, "tlv": _TLV})
    report = filled.ingest()
    assert (report.created, report.unchanged) == (["bus"], ["opp", "tlv"])
    assert len(filled.embedder.embedded) == 2  # the passage, and its statement
    index = opened(filled)
    assert index.vectors("passages", ["tlv:0"]) == before
    index.close()


def test_only_a_changed_question_bank_is_embedded_again(filled: Workplace, embedder: Embedder) -> None:
    bank = filled.corpus / "questions" / "tlv.toml"
    bank.write_text(_BANK.replace("Hoe kom ik op", "Wie mag naar"), encoding="utf-8")
    report = filled.ingest()
    assert (report.updated, report.unchanged) == (["tlv"], ["opp"])
    assert filled.embedder.embedded == ["Wie mag naar het speciaal onderwijs?"]
    index = opened(filled)
    ((found, _),) = index.nearest_questions(embedder.question("Wie mag er heen?"), 5)
    assert found.question == "Wie mag naar het speciaal onderwijs?"
    index.close()


def test_what_the_catalogue_says_of_a_document_is_brought_in_line(filled: Workplace) -> None:
    catalogue = filled.corpus / "catalogue.toml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("Over opp", "Het OPP"), encoding="utf-8")
    assert filled.ingest().updated == ["opp"]
    index = opened(filled)
    assert index.document("opp").source.title == "Het OPP"
    index.close()


def test_another_order_of_the_catalogue_is_followed_without_the_model(filled: Workplace) -> None:
    write_corpus(filled.corpus, {"tlv": _TLV, "opp": _OPP})
    report = ingest(filled.corpus, filled.home, no_model, BUNDLED_MODEL, lambda _: None)
    assert report.unchanged == ["tlv", "opp"]
    index = opened(filled)
    assert index.document_ids == ("tlv", "opp")
    index.close()


def test_a_removed_document_is_gone_everywhere(filled: Workplace, embedder: Embedder) -> None:
    write_corpus(filled.corpus, {"opp": _OPP})
    report = ingest(filled.corpus, filled.home, no_model, BUNDLED_MODEL, lambda _: None)
    assert (report.removed, report.unchanged) == (["tlv"], ["opp"])
    index = opened(filled)
    vector = embedder.question("Wat is een toelaatbaarheidsverklaring?")
    assert list(index.nearest_passages(vector, 5)) == ["opp:0"]
    assert list(index.nearest_statements(vector, 5)) == ["opp:0"]
    assert index.nearest_questions(vector, 5) == []
    assert index.lexical_search(terms("toelaatbaarheidsverklaring"), 5) == []
    assert index.document_ids == ("opp",)
    assert sorted(path.name for path in (index.folder / "documents").iterdir()) == ["opp.json"]
    index.close()


def test_a_broken_document_fails_while_the_others_are_in(workplace: Workplace) -> None:
    write_corpus(workplace.corpus, {"leeg": "", "opp": _OPP})
    report = workplace.ingest()
    assert report.created == ["opp"]
    assert list(report.failed) == ["leeg"]
    assert "leeg.txt: is leeg" in report.failed["leeg"]
    index = opened(workplace)
    assert index.document_ids == ("opp",)
    index.close()


def test_the_last_good_version_of_a_broken_document_stays(filled: Workplace, embedder: Embedder) -> None:
    write_corpus(filled.corpus, {"bus": _BUS, "opp": _OPP, "tlv": "\n"})
    report = filled.ingest()
    assert (report.created, report.unchanged, list(report.failed)) == (["bus"], ["opp"], ["tlv"])
    assert report.removed == []
    assert len(filled.embedder.embedded) == 2  # the passage, and its statement
    index = opened(filled)
    assert index.document("tlv").text == _TLV
    assert "tlv:0" in index.nearest_passages(embedder.question("Wat is een TLV?"), 5)
    assert len(index.bank("tlv")) == 1
    index.close()
    write_corpus(filled.corpus, {"bus": _BUS, "opp": _OPP, "tlv": _TLV})
    assert filled.ingest().unchanged == ["bus", "opp", "tlv"]


def test_a_closed_index_keeps_nothing_of_its_documents(filled: Workplace) -> None:
    index = opened(filled)
    assert index.passages("opp")
    index.close()

    assert index.document.cache_info().currsize == 0


def test_a_document_that_our_code_stumbles_over_costs_only_itself(
    filled: Workplace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumbling(document: Document) -> tuple[Passage, ...]:
        if document.source.id == "tlv" and "nieuw" in document.text:
            raise IndexError("string index out of range")
        return passages_of(document)

    monkeypatch.setattr("ingest.indexing.passages_of", stumbling)
    write_corpus(filled.corpus, {"opp": _OPP, "tlv": "Een nieuw document over de TLV.\n"})
    report = filled.ingest()

    assert report.unchanged == ["opp"]
    assert "tlv.txt: Wegwijs liep erop vast" in report.failed["tlv"]
    assert "string index out of range" in caplog.text
    index = opened(filled)
    assert index.document("tlv").text == _TLV
    index.close()


def test_a_mistake_in_the_catalogue_changes_nothing(filled: Workplace) -> None:
    before = files(filled.home)
    catalogue = filled.corpus / "catalogue.toml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("tlv.txt", "../tlv.txt"), encoding="utf-8")
    with pytest.raises(CatalogueError, match="'tlv'"):
        filled.ingest()
    assert files(filled.home) == before


def test_a_document_whose_file_is_gone_fails_and_keeps_its_last_good_version(filled: Workplace) -> None:
    (filled.corpus / "documents" / "tlv.txt").unlink()
    assert list(filled.ingest().failed) == ["tlv"]
    index = opened(filled)
    assert "tlv" in index.document_ids
    index.close()


def test_a_broken_question_bank_is_reported_and_its_document_is_in(filled: Workplace) -> None:
    (filled.corpus / "questions" / "tlv.toml").write_text("[[entry\n", encoding="utf-8")
    report = filled.ingest()
    assert report.updated == ["tlv"]
    (problem,) = report.problems
    assert "tlv.toml: is geen geldige TOML" in problem
    assert report.unread_banks == ["tlv"]
    index = opened(filled)
    assert (index.document("tlv").text, index.bank("tlv")) == (_TLV, ())
    index.close()


def test_however_many_documents_there_are_few_are_in_memory(tmp_path: Path) -> None:
    kept: list[int] = []

    class Watching(LetterEmbedder):
        def passages(self, texts: Sequence[str]) -> list[list[float]]:
            kept.append(sum(type(one) is Document for one in gc.get_objects()))
            return super().passages(texts)

    corpus = write_corpus(tmp_path / "corpus", {f"plan-{n}": f"Plan {n}\n\n{_OPP}" for n in range(40)})
    before = sum(type(one) is Document for one in gc.get_objects())
    ingest(corpus, tmp_path / "home", Watching, "letters", lambda _: None)
    assert len(kept) == 80  # passages and statements of each
    assert max(kept) - before <= 3


def test_two_versions_are_kept_for_who_still_reads_the_old_one(filled: Workplace, embedder: Embedder) -> None:
    reader = opened(filled)
    write_corpus(filled.corpus, {"bus": _BUS, "tlv": _TLV})
    filled.ingest()
    assert list(reader.nearest_passages(embedder.question("Wat is een OPP?"), 1)) == ["opp:0"]
    assert reader.document("opp").text == _OPP
    reader.close()
    write_corpus(filled.corpus, {"bus": _BUS})
    filled.ingest()
    versions = sorted(folder.name for folder in (filled.home / "index").iterdir() if folder.is_dir())
    assert len(versions) == 2
    assert versions[-1] == current_version(filled.home)


# --- one writer ------------------------------------------------------------------------------------------------------


def test_a_second_ingest_at_the_same_time_says_so(filled: Workplace) -> None:
    write_corpus(filled.corpus, {"bus": _BUS})
    before = files(filled.home)
    with (
        filelock.FileLock(filled.home / "index" / ".lock"),
        pytest.raises(IndexUnusableError, match="Een andere ingest schrijft al in"),
    ):
        filled.ingest()
    assert files(filled.home) == before


# --- what does not fit is refused ------------------------------------------------------------------------------------


def refusal(workplace: Workplace, model: str = BUNDLED_MODEL) -> str:
    with pytest.raises(IndexUnusableError) as raised:
        Index.open(workplace.home, model)
    message = str(raised.value)
    assert "`wegwijs ingest`" in message
    return message


def change_manifest(workplace: Workplace, **values: object) -> None:
    path = current_folder(workplace) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | values), encoding="utf-8")


def current_folder(workplace: Workplace) -> Path:
    version = current_version(workplace.home)
    assert version is not None
    return workplace.home / "index" / version


def test_where_there_is_no_index_it_says_how_to_make_one(workplace: Workplace) -> None:
    assert "Er is nog geen index in" in refusal(workplace)


def test_another_embedding_model_is_refused(filled: Workplace) -> None:
    message = refusal(filled, "bge-m3")
    assert f"'{BUNDLED_MODEL}'" in message
    assert "'bge-m3'" in message


@pytest.mark.parametrize("values", [{"format": 99}, {"parser": 99}])
def test_another_format_or_parser_is_refused(filled: Workplace, values: dict[str, object]) -> None:
    change_manifest(filled, **values)
    assert "99" in refusal(filled)


def test_another_number_of_vectors_is_refused(filled: Workplace) -> None:
    entry = {"content": "", "bank": "", "passages": 7, "statements": 9, "questions": 1, "unanswered": 0}
    change_manifest(filled, documents={"opp": entry})
    assert "volgens zijn manifest {'passages': 7" in refusal(filled)


@pytest.mark.parametrize("content", ["", "{}", "[", '{"format": 3, "anders": 1}'])
def test_a_damaged_manifest_is_refused(filled: Workplace, content: str) -> None:
    (current_folder(filled) / "manifest.json").write_text(content, encoding="utf-8")
    assert "geen geldig manifest" in refusal(filled)


def test_a_pointer_to_nothing_is_refused(filled: Workplace) -> None:
    (filled.home / "index" / "CURRENT").write_bytes(b"20200101\xff\n")
    assert "geen geldig manifest" in refusal(filled)


def _removed(path: Path) -> None:
    path.unlink()


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _altered(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 30] = b"?" * 30
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [_removed, _cut_off, _altered])
@pytest.mark.parametrize(
    "part",
    [
        "documents/tlv.json",
        "lexical/ids.json",
        "lexical/data.csc.index.npy",
        "lexical/vocab.index.json",
    ],
)
def test_a_missing_or_damaged_part_is_refused(filled: Workplace, part: str, damage: Callable[[Path], None]) -> None:
    damage(current_folder(filled) / part)
    assert part in refusal(filled)


@pytest.mark.parametrize("damage", [_removed, _cut_off])
def test_a_missing_or_damaged_database_is_refused(filled: Workplace, damage: Callable[[Path], None]) -> None:
    damage(current_folder(filled) / "chroma" / "chroma.sqlite3")
    assert "is beschadigd" in refusal(filled)


def test_a_missing_part_of_the_vectors_is_refused(filled: Workplace) -> None:
    next(current_folder(filled).glob("chroma/*/data_level0.bin")).unlink()
    assert "data_level0.bin" in refusal(filled)


def test_altered_vectors_of_a_large_collection_are_refused(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path, {"lang": "\n\n".join(f"Kop {n}\n\nEen zin over {n}." for n in range(1100))})
    home = tmp_path / "home"
    ingest(corpus, home, LetterEmbedder, "letters", lambda _: None)
    for _ in range(3):
        index = Index.open(home, "letters")
        index.nearest_passages(LetterEmbedder().question("zin"), 3)
        index.close()
    _altered(next(home.glob("index/*/chroma/*/data_level0.bin")))
    with pytest.raises(IndexUnusableError, match="data_level0"):
        Index.open(home, "letters")


@pytest.mark.parametrize("part", ["documents/tlv.json", "chroma/chroma.sqlite3", "manifest.json"])
def test_a_damaged_index_is_made_anew(
    filled: Workplace, embedder: Embedder, part: str, caplog: pytest.LogCaptureFixture
) -> None:
    _removed(current_folder(filled) / part)
    with caplog.at_level(logging.WARNING, logger="ingest.indexing"):
        report = filled.ingest()
    assert report.created == ["opp", "tlv"]
    assert "The old index is not used" in caplog.text
    index = opened(filled)
    assert list(index.nearest_passages(embedder.question("Wat is een TLV?"), 1)) == ["tlv:0"]
    index.close()


def test_an_index_may_be_opened_many_times(filled: Workplace) -> None:
    for _ in range(20):
        opened(filled).close()
    index = opened(filled)
    other = opened(filled)
    index.close()
    assert other.passage("tlv:0").text == _TLV.strip()
    assert len(other.vectors("passages", ["tlv:0"])) == 1
    other.close()


def test_an_index_may_be_moved(filled: Workplace, tmp_path: Path) -> None:
    shutil.move(filled.home, tmp_path / "elders")
    index = Index.open(tmp_path / "elders", BUNDLED_MODEL)
    assert len(index.vectors("passages", ["tlv:0"])) == 1
    index.close()
