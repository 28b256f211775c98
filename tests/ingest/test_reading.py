from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Document
from ingest.errors import DocumentError
from ingest.reading import read_document
from ingest.span import Span
from tests.ingest.making import make_source


def read(folder: Path, content: bytes, name: str = "plan.txt") -> Document:
    (folder / name).write_bytes(content)
    return read_document(make_source(folder / name))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Geëvalueerd — ‘één’ keer".encode(), "Geëvalueerd — ‘één’ keer"),
        ("Geëvalueerd — ‘één’ keer €".encode("cp1252"), "Geëvalueerd — ‘één’ keer €"),
        ("Geëvalueerd".encode("utf-8-sig"), "Geëvalueerd"),
        ("Geëvalueerd".encode("utf-16"), "Geëvalueerd"),
        (b"Een.\r\n\r\nTwee.\rDrie.", "Een.\n\nTwee.\nDrie."),
        (b"Onder\x00steuning", "Ondersteuning"),
        ("onder\u00adsteu\u200bning".encode(), "ondersteuning"),
        ("gee\u0308valueerd".encode(), "geëvalueerd"),
        (b"De \x81 zin.", "De \ufffd zin."),
    ],
    ids="utf-8 windows-1252 bom utf-16 crlf nul invisible decomposed undefined".split(),
)
def test_text_is_final_before_it_has_positions(tmp_path: Path, content: bytes, text: str) -> None:
    document = read(tmp_path, content)
    assert document.text == text
    assert "".join(section.span.of(text) for section in document.sections) == text


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf\n", b"\x00\x00"])
def test_a_file_without_text_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^plan\.txt: (?:is leeg|bevat geen tekst); "):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("name", "cure"), [("plan.doc", r"\.docx"), ("plan.xls", r"\.xlsx"), ("plan", r"\.pdf"), ("plan.exe", r"\.pdf")]
)
def test_a_format_that_cannot_be_read_is_refused_with_one_that_can(tmp_path: Path, name: str, cure: str) -> None:
    with pytest.raises(DocumentError, match=rf"^{name}: .* kan niet gelezen worden; sla het op als {cure}"):
        read(tmp_path, b"Een zin.", name)


@pytest.mark.parametrize("name", ["plan.txt", "PLAN.TXT", "plan.md"])
def test_text_and_markdown_can_be_read(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, b"Een zin.", name).text == "Een zin."


def test_a_file_that_is_gone_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as raised:
        read_document(make_source(tmp_path / "plan.txt"))
    told = "plan.txt: kan niet geopend worden (het staat er niet); kijk of het bestand er staat."
    assert str(raised.value) == told


def test_an_enormous_file_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "plan.txt").open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(DocumentError, match="splits het document"):
        read_document(make_source(tmp_path / "plan.txt"))


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("Een.", []),
        ("Een.\fTwee.", ["Een.\f", "Twee."]),
        ("Een.\fTwee.\f", ["Een.\f", "Twee.\f"]),
        ("Een.\f\fDrie.\f\n", ["Een.\f", "\f", "Drie.\f\n"]),
        ("\fTwee.", ["\f", "Twee."]),
    ],
)
def test_form_feeds_part_pages(tmp_path: Path, text: str, pages: list[str]) -> None:
    document = read(tmp_path, text.encode())
    assert [page.of(document.text) for page in document.pages] == pages


def test_a_page_is_counted_from_one(tmp_path: Path) -> None:
    document = read(tmp_path, b"Een.\fTwee.\f")
    assert [document.page_at(offset) for offset in (0, 4, 5, 10, 11)] == [1, 1, 2, 2, None]


def test_readable_leaves_out_the_page_furniture_inside_a_span(tmp_path: Path) -> None:
    document = read(tmp_path, b"De school legt dat vast in het\n\n12\n\nplan van de leerling.\n")
    assert document.readable(Span(0, len(document.text))) == "De school legt dat vast in het plan van de leerling."
