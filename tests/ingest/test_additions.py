from __future__ import annotations

import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest

from ingest.additions import Change, add, candidate, remove
from ingest.catalogue import Organisation, load_catalogue
from ingest.errors import CatalogueError, DocumentError
from tests.ingest.formats.making import SENTENCE, Report, odt_file, paragraph, word_file
from tests.ingest.making import write_corpus

_PLAN = b"Het plan\n\nWat wij doen\n\nElke school heeft een plan.\n\nWie het doet\n\nDe leraar doet het.\n"
_CATALOGUE = """# Wat wij hebben.

[[organisation]]
id = "bepo"  # in Tiel
name = "BePO"

[[document]]
id = "oud"
title = "Oud"
file = "oud.txt"

# Dit hoort bij het nieuwe.
[[document]]
id = "nieuw"
title = "Nieuw"
file = "nieuw.txt"  # blijft
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = write_corpus(tmp_path, {"oud": "Een zin.", "nieuw": "Een andere zin."})
    (folder / "catalogue.toml").write_text(_CATALOGUE, encoding="utf-8")
    return folder


def contents(corpus: Path) -> dict[Path, bytes]:
    """Return all that a corpus holds, but for the file by which those who change it take turns."""
    return {path: path.read_bytes() for path in corpus.rglob("*") if path.is_file() and path.name != ".lock"}


def test_a_document_gets_its_file_and_its_table_and_the_rest_stays(corpus: Path) -> None:
    found = candidate(corpus, "Ons plan.txt", _PLAN)
    assert (found.id, found.title) == ("het-plan", "Het plan")
    assert add(corpus, found, {"organisation": "bepo", "valid_until": date(2027, 7, 31)}) is Change.CREATED
    assert (corpus / "catalogue.toml").read_text(encoding="utf-8").startswith(_CATALOGUE)
    source = load_catalogue(corpus).sources[-1]
    assert (source.id, source.organisation_id, source.valid_until) == ("het-plan", "bepo", date(2027, 7, 31))
    assert source.file.read_bytes() == _PLAN


def test_the_same_again_changes_nothing_and_a_changed_one_takes_its_place(corpus: Path) -> None:
    add(corpus, candidate(corpus, "plan.txt", _PLAN), {})
    assert add(corpus, candidate(corpus, "plan.txt", _PLAN), {}) is Change.UNCHANGED
    assert add(corpus, candidate(corpus, "plan.txt", _PLAN + b"Meer."), {}) is Change.UPDATED
    assert [source.id for source in load_catalogue(corpus).sources] == ["oud", "nieuw", "het-plan"]
    assert (corpus / "documents" / "plan.txt").read_bytes().endswith(b"Meer.")


def test_a_document_of_another_organisation_with_the_same_name_stands_beside_it(corpus: Path) -> None:
    text = (corpus / "catalogue.toml").read_text(encoding="utf-8")
    (corpus / "catalogue.toml").write_text('[[organisation]]\nid = "koers-vo"\nname = "Koers VO"\n\n' + text, "utf-8")
    add(corpus, candidate(corpus, "plan.txt", _PLAN), {"organisation": "koers-vo"})
    found = candidate(corpus, "plan.txt", _PLAN + b"Meer.", {"organisation": "bepo"})
    assert add(corpus, found, {"organisation": "bepo"}) is Change.CREATED
    files = {source.id: source.file.name for source in load_catalogue(corpus).sources[2:]}
    assert files == {"het-plan": "plan.txt", "het-plan-2": "het-plan-2.txt"}
    assert (corpus / "documents" / "plan.txt").read_bytes() == _PLAN
    again = candidate(corpus, "plan.txt", _PLAN + b"Meer en meer.", document_id="het-plan-2")
    assert add(corpus, again, {}) is Change.UPDATED


def test_a_document_about_something_else_replaces_nothing_without_its_id(corpus: Path) -> None:
    add(corpus, candidate(corpus, "plan.txt", _PLAN), {})
    other = b"Vervoer\n\nDe bus rijdt elke dag om acht uur en om drie uur langs het plein en de school.\n"
    with pytest.raises(CatalogueError, match=r"^plan\.txt: er staat al een ander document .* --id het-plan, "):
        candidate(corpus, "plan.txt", other)
    assert add(corpus, candidate(corpus, "plan.txt", other, document_id="vervoer"), {}) is Change.CREATED
    assert add(corpus, candidate(corpus, "plan.txt", other, document_id="het-plan"), {}) is Change.UPDATED


@pytest.mark.parametrize("document_id", [None, "kopie"])
def test_the_same_file_under_another_name_is_refused_with_what_it_is_there_as(
    corpus: Path, document_id: str | None
) -> None:
    add(corpus, candidate(corpus, "plan.txt", _PLAN), {"organisation": "bepo"})
    with pytest.raises(
        CatalogueError, match=r"^kopie\.txt: dit bestand staat er al, als 'het-plan' \(plan\.txt\); er is niets"
    ):
        candidate(corpus, "kopie.txt", _PLAN, {"organisation": "bepo"}, document_id=document_id)
    assert add(corpus, candidate(corpus, "kopie.txt", _PLAN, document_id="het-plan"), {}) is Change.UNCHANGED
    assert not candidate(corpus, "kopie.txt", _PLAN, {"organisation": "koers-vo"}).known


def test_a_document_in_another_format_takes_the_place_of_the_old_file(corpus: Path) -> None:
    found = candidate(corpus, "oud.html", b"<h1>Oud</h1><p>Een zin.", document_id="oud")
    assert add(corpus, found, {}) is Change.UPDATED
    assert load_catalogue(corpus).sources[0].file.name == "oud.html"
    assert not (corpus / "documents" / "oud.txt").exists()


def test_what_is_wrong_leaves_the_corpus_as_it_was(corpus: Path) -> None:
    before = contents(corpus)
    with pytest.raises(DocumentError, match=r"^plan\.pdf: "):
        candidate(corpus, "plan.pdf", b"geen pdf")
    with pytest.raises(CatalogueError, match="'swv-onbekend'"):
        add(corpus, candidate(corpus, "plan.txt", _PLAN), {"organisation": "swv-onbekend"})
    assert contents(corpus) == before


def test_a_first_document_makes_the_corpus(tmp_path: Path) -> None:
    add(tmp_path / "leeg", candidate(tmp_path / "leeg", "plan.txt", _PLAN), {"url": "https://swv.nl/plan"})
    (source,) = load_catalogue(tmp_path / "leeg").sources
    assert (source.id, source.url) == ("het-plan", "https://swv.nl/plan")


def test_a_removed_document_leaves_the_comments_of_its_neighbours(corpus: Path) -> None:
    assert remove(corpus, "oud").id == "oud"
    text = (corpus / "catalogue.toml").read_text(encoding="utf-8")
    assert "# Dit hoort bij het nieuwe.\n[[document]]" in text
    assert [one["id"] for one in tomllib.loads(text)["document"]] == ["nieuw"]
    assert "\n\n\n" not in text
    assert not (corpus / "documents" / "oud.txt").exists()

    remove(corpus, "nieuw")
    assert (corpus / "catalogue.toml").read_text(encoding="utf-8").endswith("\n\n# Dit hoort bij het nieuwe.\n")


@pytest.mark.parametrize("name", ["Ons plan.txt", "Ons plan"])
def test_a_document_may_be_named_by_its_file(corpus: Path, name: str) -> None:
    add(corpus, candidate(corpus, "Ons plan.txt", _PLAN), {})
    assert remove(corpus, name).id == "het-plan"


def test_a_name_that_two_files_share_removes_neither(corpus: Path) -> None:
    for suffix in ("txt", "md"):
        add(corpus, candidate(corpus, f"plan.{suffix}", _PLAN + suffix.encode(), document_id=f"plan-{suffix}"), {})
    with pytest.raises(CatalogueError, match=r"Er is geen document 'plan'; er zijn: .*plan-txt, plan-md\."):
        remove(corpus, "plan")
    assert remove(corpus, "plan.md").id == "plan-md"


@pytest.mark.parametrize(
    ("field", "fact"),
    [
        ("title", "Ons plan"),
        ("sector", "po"),
        ("published", date(2025, 9, 1)),
        ("valid_from", date(2025, 8, 1)),
        ("valid_until", date(2027, 7, 31)),
    ],
)
def test_the_same_document_with_another_fact_is_corrected(corpus: Path, field: str, fact: str | date) -> None:
    add(corpus, candidate(corpus, "plan.txt", _PLAN), {})
    assert add(corpus, candidate(corpus, "plan.txt", _PLAN), {field: fact}) is Change.UPDATED
    assert getattr(load_catalogue(corpus).sources[-1], field) == fact


@pytest.mark.parametrize("field", ["published", "valid_from", "valid_until", "sector"])
def test_an_empty_fact_is_taken_out(corpus: Path, field: str) -> None:
    facts = {"published": date(2025, 9, 1), "valid_from": date(2025, 8, 1), "valid_until": date(2027, 7, 31)}
    add(corpus, candidate(corpus, "plan.txt", _PLAN), {**facts, "sector": "po"})
    assert add(corpus, candidate(corpus, "plan.txt", _PLAN), {field: ""}) is Change.UPDATED
    assert getattr(load_catalogue(corpus).sources[-1], field) is None


def test_the_title_of_word_goes_before_the_organisation_above_it(corpus: Path) -> None:
    body = paragraph("Samenwerkingsverband De Waal", "Ondertitel") + paragraph("Ondersteuningsplan", "Titel")
    content = word_file(body + paragraph("Hoofdstuk 4", "Ondertitel") + paragraph(SENTENCE))
    assert candidate(corpus, "plan-h4.docx", content).title == "Ondersteuningsplan"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("SWV De Waal\n\nVERSLAG VAN HET BESTUUR\n\nHet bestuur vergadert.\n", "VERSLAG VAN HET BESTUUR"),
        ("Samenwerkingsverband De Waal\n\nHet bestuur vergadert elke maand.\n", "verslag"),
        ("Jaarplan van SWV De Waal\n\nHet bestuur vergadert elke maand.\n", "Jaarplan van SWV De Waal"),
    ],
    ids=["the next line", "nothing else", "more than a name"],
)
def test_the_name_of_an_organisation_alone_is_no_title(corpus: Path, text: str, title: str) -> None:
    assert candidate(corpus, "verslag.txt", text.encode()).title == title


def test_a_new_organisation_goes_into_the_catalogue_with_its_document(corpus: Path) -> None:
    new = Organisation("de-waal", 'De "Waal"', None, None, "https://waal.example", None)
    text = _CATALOGUE.replace('[[document]]\nid = "oud"', '# Dit hoort bij het oude.\n[[document]]\nid = "oud"')
    (corpus / "catalogue.toml").write_text(text, encoding="utf-8")
    add(corpus, candidate(corpus, "plan.txt", _PLAN), {"organisation": "de-waal"}, new)
    add(corpus, candidate(corpus, "route.txt", _PLAN + b"Meer."), {"organisation": "de-waal"}, new)
    catalogue = load_catalogue(corpus)
    assert catalogue.organisations[1:] == (new,)
    assert [source.organisation for source in catalogue.sources[2:]] == [new, new]
    written = (corpus / "catalogue.toml").read_text(encoding="utf-8")
    above, below = text.split("# Dit hoort bij het oude.")
    table = '[[organisation]]\nid = "de-waal"\nname = "De \\"Waal\\""\nwebsite = "https://waal.example"\n\n'
    assert written.startswith(f"{above}{table}# Dit hoort bij het oude.{below}")


def test_a_first_organisation_goes_into_a_catalogue_without_any(tmp_path: Path) -> None:
    new = Organisation("de-waal", "De Waal", None, None, None)
    add(tmp_path, candidate(tmp_path, "plan.txt", _PLAN), {"organisation": "de-waal"}, new)
    assert load_catalogue(tmp_path).sources[0].organisation == new


def test_a_document_that_is_not_there_cannot_be_removed(corpus: Path) -> None:
    with pytest.raises(CatalogueError, match=r"Er is geen document 'weg'; er zijn: oud, nieuw\."):
        remove(corpus, "weg")


_COVER = ("Samen het veen op", "Ondersteuningsplan 2025-2029", "Samenwerkingsverband De Veenrivieren")


def pdf(title: str) -> bytes:
    report = Report()
    for line in _COVER:
        report.set_font("helvetica", "B", 18)
        report.cell(0, 8, line)
        report.ln(8)
    report.body()
    report.paragraph(SENTENCE)
    report.set_title(title)
    return report.content()


def page(title: str) -> bytes:
    return f"<title>{title}</title><h1>{' '.join(_COVER)}</h1><p>{SENTENCE}".encode()


_FILES: dict[str, Callable[[str], bytes]] = {
    "plan.pdf": pdf,
    "plan.html": page,
    "plan.docx": lambda title: word_file(paragraph(" ".join(_COVER), "Kop1") + paragraph(SENTENCE), title=title),
    "plan.odt": lambda title: odt_file(
        f'<text:h text:outline-level="1">{" ".join(_COVER)}</text:h><text:p>{SENTENCE}</text:p>', title=title
    ),
}


@pytest.mark.parametrize("name", _FILES)
def test_a_title_in_the_properties_of_a_file_goes_before_all_that_stands_large_on_its_cover(
    corpus: Path, name: str
) -> None:
    assert candidate(corpus, name, _FILES[name]("Ondersteuningsplan 2025-2029")).title == "Ondersteuningsplan 2025-2029"


def test_a_title_in_the_properties_may_hold_an_abbreviation_of_what_the_cover_writes_out(corpus: Path) -> None:
    title = "Ondersteuningsplan 2025-2029 SWV De Veenrivieren"
    assert candidate(corpus, "plan.pdf", pdf(title)).title == title


@pytest.mark.parametrize(
    "leftover",
    [
        "",
        "plan_def2.pdf",
        "Microsoft Word - plan.docx",
        "Naamloos",
        "Ondersteuningsplan 2022-2026",
        "Ondersteuningsplan",
        "Ondersteuningsplan SWV",
    ],
)
def test_a_leftover_in_the_properties_of_a_file_is_not_its_title(corpus: Path, leftover: str) -> None:
    assert candidate(corpus, "plan.pdf", pdf(leftover)).title == " ".join(_COVER)


@pytest.mark.parametrize(
    "catalogue",
    [
        "",
        "# Leeg.\n",
        '[[organisation]]\nid = "bepo"\nname = "BePO"',
        _CATALOGUE,
        _CATALOGUE + '\n[[organisation]]\nid = "k"\nname = "K"\n',
    ],
    ids=["empty", "comment", "no line end", "documents", "organisation last"],
)
def test_a_new_table_stands_apart(corpus: Path, catalogue: str) -> None:
    (corpus / "catalogue.toml").write_text(catalogue, encoding="utf-8")
    for name in ("plan", "route"):
        add(
            corpus,
            candidate(corpus, f"{name}.txt", _PLAN + name.encode(), document_id=name),
            {"valid_until": date(2027, 7, 31)},
        )
    text = (corpus / "catalogue.toml").read_text(encoding="utf-8")
    above = [line for line, table in pairwise(text.splitlines()) if table.startswith("[[")]
    assert not [line for line in above if line and not line.startswith("#")]
    assert "\n\n\n" not in text
    assert not text.endswith("\n\n")


def test_documents_that_are_added_and_removed_at_once_are_all_in_or_out(corpus: Path) -> None:
    together = Barrier(4)

    def add_six(first: int) -> None:
        together.wait()
        for number in range(first, first + 6):
            text = f"Plan nummer {number}\n\nElke school heeft een plan, en dit is nummer {number}.\n"
            add(corpus, candidate(corpus, f"plan-{number}.txt", text.encode()), {})

    def remove_one() -> None:
        together.wait()
        remove(corpus, "oud")

    with ThreadPoolExecutor() as pool:
        running = [pool.submit(add_six, first) for first in (0, 10, 20)] + [pool.submit(remove_one)]
    assert [one.exception() for one in running] == [None] * 4
    sources = load_catalogue(corpus).sources
    numbers = [*range(6), *range(10, 16), *range(20, 26)]
    assert {one.id for one in sources} == {"nieuw", *(f"plan-nummer-{number}" for number in numbers)}
    assert all(one.file.is_file() for one in sources)


def test_an_id_that_another_document_got_meanwhile_is_not_taken_over(corpus: Path) -> None:
    mine, theirs = (candidate(corpus, f"{name}.txt", _PLAN + name.encode()) for name in ("mijn", "hun"))
    add(corpus, theirs, {})
    before = contents(corpus)

    with pytest.raises(CatalogueError, match="'het-plan' bij gekomen; voeg dit nog eens toe"):
        add(corpus, mine, {})
    assert contents(corpus) == before


def test_what_was_left_by_one_that_was_killed_is_in_nobodys_way(corpus: Path) -> None:
    for folder in (".adding", ".adding-abc"):
        (corpus / folder).mkdir()
        (corpus / folder / "plan.txt").write_bytes(_PLAN)

    assert add(corpus, candidate(corpus, "plan.txt", _PLAN), {}) is Change.CREATED


def test_a_catalogue_that_cannot_be_written_leaves_the_document_as_it_was(corpus: Path) -> None:
    add(corpus, candidate(corpus, "plan.txt", _PLAN), {})
    before = contents(corpus)
    found = candidate(corpus, "plan.txt", _PLAN + b"Meer.")
    (corpus / ".catalogue.toml.new").mkdir()

    with pytest.raises(OSError, match="catalogue"):
        add(corpus, found, {"title": "Een ander plan"})
    assert contents(corpus) == before


def test_a_catalogue_is_never_wrong_for_a_moment(corpus: Path) -> None:
    found = candidate(corpus, "plan.txt", _PLAN)
    version = (corpus / "catalogue.toml").stat().st_ino

    with pytest.raises(CatalogueError, match="'swv-onbekend'"):
        add(corpus, found, {"organisation": "swv-onbekend"})
    assert (corpus / "catalogue.toml").stat().st_ino == version
