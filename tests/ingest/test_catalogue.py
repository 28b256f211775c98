from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.catalogue import Catalogue, Organisation, load_catalogue
from ingest.errors import CatalogueError, NoCatalogueError

_ORGANISATION = '[[organisation]]\nid = "swv"\nname = "SWV"\n'
_DOCUMENT = '[[document]]\nid = "plan"\ntitle = "Plan"\nfile = "plan.txt"\n'
_OTHER = '[[document]]\nid = "gids"\ntitle = "Gids"\nfile = "gids.txt"\n'


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    documents = tmp_path / "corpus" / "documents"
    documents.mkdir(parents=True)
    for name in ("plan.txt", "gids.txt"):
        (documents / name).write_text("Een zin.", encoding="utf-8")
    (tmp_path / "corpus" / "geheim.txt").write_text("Een zin.", encoding="utf-8")
    return tmp_path / "corpus"


def write(corpus: Path, text: str) -> None:
    (corpus / "catalogue.toml").write_text(text, encoding="utf-8")


def test_what_the_catalogue_says_of_a_document(corpus: Path) -> None:
    facts = 'organisation = "swv"\nsector = "po"\npublished = 2022-11-01\nvalid_until = 2023-07-31\nurl = "https://swv.nl"\n'
    write(corpus, _ORGANISATION + _DOCUMENT + facts)
    (source,) = load_catalogue(corpus).sources
    assert (source.id, source.title, source.sector, source.url) == ("plan", "Plan", "po", "https://swv.nl")
    assert (source.published, source.valid_from, source.valid_until) == (date(2022, 11, 1), None, date(2023, 7, 31))
    assert source.file == (corpus / "documents" / "plan.txt").resolve()
    assert source.organisation is not None
    assert source.organisation.name == "SWV"


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("loket@swv.nl", "mailto:loket@swv.nl"),
        ("(0344) 12 34 56", "tel:0344123456"),
        ("https://swv.nl/contact", "https://swv.nl/contact"),
    ],
    ids=["mail", "telephone", "web page"],
)
def test_whom_one_can_ask_is_a_link(corpus: Path, contact: str, link: str) -> None:
    write(corpus, f'{_ORGANISATION}website = "https://swv.nl"\ncontact = "{contact}"\n')
    (organisation,) = load_catalogue(corpus).organisations
    assert (organisation.contact, organisation.contact_link) == (contact, link)


def test_without_a_contact_one_is_sent_to_the_website(corpus: Path) -> None:
    write(corpus, f'{_ORGANISATION}website = "https://swv.nl"\n')
    assert load_catalogue(corpus).organisations[0].contact_link == "https://swv.nl"


def test_an_empty_catalogue_has_no_documents(corpus: Path) -> None:
    write(corpus, "")
    assert load_catalogue(corpus).sources == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_DOCUMENT + 'titel = "Plan"\n', ["document 'plan'", "'titel' is onbekend; haal"]),
        (_DOCUMENT + "sector = 3\n", ["document 'plan'", "'sector' moet tekst", "(er staat 3)"]),
        (_DOCUMENT + 'url = "swv.nl"\n', ["document 'plan'", "'url' klopt niet: 'swv.nl' is geen webadres; begin met"]),
        (
            _DOCUMENT.replace("plan.txt", "../geheim.txt"),
            ["document 'plan'", "'../geheim.txt'", "buiten de map documents"],
        ),
        (_DOCUMENT.replace("plan.txt", "/etc/hosts"), ["document 'plan'", "'/etc/hosts'", "buiten de map documents"]),
        (_DOCUMENT.replace("plan.txt", "."), ["document 'plan'", "'file' wijst buiten"]),
        (_DOCUMENT + _DOCUMENT, ["document 'plan'", "staat er twee keer; geef"]),
        (_DOCUMENT + _OTHER.replace("gids.txt", "plan.txt"), ["'plan'", "'gids'", "plan.txt"]),
        (_ORGANISATION + _ORGANISATION + _DOCUMENT, ["organisation 'swv'", "staat er twee keer; geef"]),
        (_DOCUMENT + 'organisation = "svw"\n', ["document 'plan'", "bij geen [[organisation]] staat id = 'svw'"]),
        (_DOCUMENT + _OTHER + "published = 2022-13-01\n", ["(bij 'gids')", "kijk op regel 9"]),
        (
            _DOCUMENT + _OTHER + 'published = "1 november 2022"\n',
            ["document 'gids'", "'published' moet een datum zijn", "(er staat '1 november 2022')"],
        ),
        (
            _DOCUMENT + 'published = "2022-13-01"\n',
            ["document 'plan'", "'published' moet een datum zijn, zoals 2026-07-31", "'2022-13-01'"],
        ),
        (
            _ORGANISATION + 'contact = "bel ons"\n',
            ["organisation 'swv'", "'contact' klopt niet: 'bel ons' is geen e-mailadres"],
        ),
        (_ORGANISATION + 'website = "javascript:alert(1)"\n', ["organisation 'swv'", "'website' klopt niet"]),
        (_DOCUMENT + "valid_from = 2023-01-01\nvalid_until = 2022-01-01\n", ["document 'plan'", "valid_until"]),
        (_DOCUMENT.replace('id = "plan"', 'id = "Het Plan"'), ["document 'Het Plan'", "'id' "]),
        (_DOCUMENT.replace('id = "plan"\n', ""), ["document 'nummer 1'", "'id' "]),
        (_DOCUMENT.replace('title = "Plan"', 'title = ""'), ["document 'plan'", "'title' is leeg"]),
        (_DOCUMENT.replace("[[document]]", "[document]"), ["[[document]]"]),
        (_DOCUMENT + '[[documenten]]\nid = "x"\n', ["'documenten'"]),
        ("documents = [1\n", ["is geen geldige TOML; kijk aan het eind of"]),
        ("document = [1]\n", ["document 'nummer 1'"]),
    ],
    ids=lambda value: None if isinstance(value, str) else " ".join(value),
)
def test_a_mistake_is_one_line_that_names_the_entry(corpus: Path, text: str, expected: list[str]) -> None:
    write(corpus, text)
    with pytest.raises(CatalogueError) as raised:
        load_catalogue(corpus)
    message = str(raised.value)
    assert "\n" not in message
    assert all(words in message for words in [str(corpus / "catalogue.toml"), *expected]), message


def test_a_date_of_words_in_toml_syntax_is_a_mistake_too(corpus: Path) -> None:
    write(corpus, _DOCUMENT + "published = november\n")
    with pytest.raises(CatalogueError, match=r"\(bij 'plan'\)\.$"):
        load_catalogue(corpus)


def test_a_date_may_not_be_text(corpus: Path) -> None:
    write(corpus, _DOCUMENT + 'published = "2022-11-01"\n')
    with pytest.raises(CatalogueError, match="'published' moet een datum zijn"):
        load_catalogue(corpus)


def test_a_folder_without_a_catalogue_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        NoCatalogueError, match=r"^Er is nog geen catalogus: .*catalogue\.toml .* `wegwijs add`: dat maakt"
    ):
        load_catalogue(tmp_path)


def test_a_catalogue_that_is_no_text_says_so(corpus: Path) -> None:
    (corpus / "catalogue.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogueError, match=r"catalogue\.toml: is geen tekst in UTF-8; sla"):
        load_catalogue(corpus)


def _organisation(id_: str, name: str, full_name: str | None = None) -> Organisation:
    return Organisation(id_, name, full_name, None, None)


_WAAL = _organisation("waal", "SWV De Waal", "Samenwerkingsverband Passend Onderwijs De Waal")
_LINGE = _organisation("linge", "Linge")


@pytest.mark.parametrize("called", ["waal", "SWV De Waal", "de waal", "Stichting De Waal", "swv de Waal"])
def test_an_organisation_may_be_called_without_what_many_are_called(called: str) -> None:
    assert Catalogue((_WAAL, _LINGE), ()).organisation(called) == _WAAL


@pytest.mark.parametrize(
    ("organisations", "text", "expected"),
    [
        ((_WAAL, _LINGE), "Plan van Samenwerkingsverband De  Waal", _WAAL),
        ((_WAAL, _LINGE), "Plan van De Waal en Linge", None),
        ((_WAAL, _LINGE), "Plan van de Lingestreek", None),
        ((_WAAL,), "Een plan", _WAAL),
        ((), "Een plan van De Waal", None),
    ],
    ids=["named", "both named", "part of a word", "the only one", "none known"],
)
def test_the_organisation_of_a_text_is_the_one_it_names_or_the_only_one(
    organisations: tuple[Organisation, ...], text: str, expected: Organisation | None
) -> None:
    assert Catalogue(organisations, ()).organisation_of(text) == expected
