"""What is wrong with a file is one line for staff: which file, what, and the cure. It takes little time and memory."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from fpdf import FPDF

from ingest.errors import DocumentError, UnreadableError
from ingest.reader_process import read_apart
from ingest.reading import read_document
from tests.ingest.conftest import Workplace
from tests.ingest.making import make_source, write_corpus

_WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def refusal(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    with pytest.raises(DocumentError) as raised:
        read_document(make_source(folder / name))
    line = str(raised.value)
    assert line.startswith(f"{name}: ")
    assert line.endswith(".")
    assert "\n" not in line
    return line


def package(parts: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as written:
        for name, part in parts.items():
            written.writestr(name, part)
    return content.getvalue()


def word(body: str, before: str = "") -> bytes:
    return package({"word/document.xml": before + _WORD.format(body)})


def odt(text: str, before: str = "") -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'{before}<o:document-content xmlns:o="{names}:office:1.0" xmlns:text="{names}:text:1.0">'
        f"<o:body><o:text><text:p>{text}</text:p></o:text></o:body></o:document-content>"
    )
    return package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def pdf(*, password: str = "", pages: int = 1) -> bytes:
    made = FPDF()
    if password:
        made.set_encryption(owner_password=password, user_password=password)
    for _ in range(pages):
        made.add_page()
        made.set_font("helvetica", size=11)
        made.multi_cell(0, text="De school legt de afspraken met ouders vast in het plan. " * 5)
    return bytes(made.output())


def many_pages(number: int) -> bytes:
    """A PDF that shows one page many times."""
    kids = b" ".join([b"3 0 R"] * number)
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF"
        % (number, kids)
    )


def half_broken() -> bytes:
    """A PDF of three pages, of which the second cannot be opened."""
    made = FPDF()
    for subject in ("vervoer", "geheim", "overleg"):
        made.add_page()
        made.set_font("helvetica", size=11)
        made.set_y(100)
        made.multi_cell(0, text=f"De school legt de afspraken over {subject} vast in het plan. " * 3)
    whole = bytes(made.output())
    assert b"\n5 0 obj" in whole  # The second page; no other object is known by this number any more.
    return whole.replace(b"\n5 0 obj", b"\n9 0 obj")


def scan() -> bytes:
    made = FPDF()
    made.add_page()
    made.rect(10, 10, 100, 100, style="F")
    return bytes(made.output())


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("leeg.pdf", b"", "is leeg; kijk of dit het goede bestand is"),
        ("nullen.txt", b"\0" * 100, "is leeg"),
        ("geheim.pdf", pdf(password=_WORD), "wachtwoord; sla het op zonder wachtwoord"),
        ("geheim.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "wachtwoord"),
        ("scan.pdf", scan(), "scan zonder tekst; maak er met tekstherkenning (OCR)"),
        ("foto.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "afbeelding; maak er met tekstherkenning (OCR)"),
        ("half.pdf", pdf()[:300], "beschadigd of niet volledig"),
        ("half.docx", word("<w:p/>" * 50)[:200], "beschadigd"),
        ("stuk.docx", package({"word/document.xml": b"<w:document"}), "beschadigd of niet volledig"),
        ("vreemd.docx", word("<w:p/>", '<?xml version="1.0" encoding="onzin"?>'), "beschadigd of niet volledig"),
        ("verkeerd.docx", pdf(), "is geen .docx maar een PDF-bestand; geef het de uitgang .pdf"),
        ("verkeerd.pdf", word("<w:p/>"), "is geen .pdf maar een Word-document; geef het de uitgang .docx"),
        ("verkeerd.txt", b"<!DOCTYPE html><html><p>Ja", "is geen .txt maar een webpagina"),
        ("tekst.pdf", b"Gewone tekst", "geen geldig .pdf-bestand"),
        ("dik.pdf", many_pages(5000), "heeft 5000 bladzijden en dat zijn er meer dan 2000; splits"),
        ("bom.docx", word("<w:p/>", _BOMB), "bevat verboden XML"),
        ("zip.docx", package({"word/document.xml": b"<a/>", "x": b"\0" * 210_000_000}), "groter dan 200 MB"),
        ("lang.txt", b"a" * 1_000_000, "heeft een regel van meer dan 100000 tekens"),
        ("diep.html", b"<html>" + b"<div>" * 5000 + b"<p>Ja", "diep genest"),
        ("leeg.html", b"<html><script>alert('Ja')</script>", "bevat geen tekst"),
        ("leeg.xlsx", package({"xl/workbook.xml": b"<workbook/>"}), "beschadigd"),
        ("leeg.odt", b"", "is leeg"),
        ("half.odt", odt("Ja. " * 50)[:300], "beschadigd"),
        ("bom.odt", odt("Ja.", _BOMB), "bevat verboden XML"),
        ("deel.docx", package({"word/document.xml": b"<a>" + b" " * 61_000_000 + b"</a>"}), "bevat te veel tekst"),
        ("delen.docx", package({"word/document.xml": b"<a/>", **{f"{n}.xml": b"" for n in range(5001)}}), "uitpakken"),
        ("lang.html", b"<p>" + b"ja" * 500_000, "heeft een regel van meer dan 100000 tekens"),
        ("lang.md", b"# " + b"ja" * 500_000, "heeft een regel van meer dan 100000 tekens"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and " " not in value else "",
)
def test_a_bad_file_is_refused_with_its_cure(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    assert expected in refusal(tmp_path, name, content)


def test_a_link_to_a_file_outside_the_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("Het wachtwoord.", encoding="utf-8")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "plan.txt").symlink_to(tmp_path / "geheim.txt")
    with pytest.raises(DocumentError, match=r"^plan\.txt: is een verwijzing naar een bestand buiten de map"):
        read_document(make_source(tmp_path / "documents" / "plan.txt"))


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(UnreadableError, match=r"kost meer dan 0 seconden .* splits het document"):
        read_apart(".html", b"<p>Ja", seconds=0.01)


def test_a_page_that_cannot_be_opened_is_missed_and_told(
    workplace: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    entry = '[[document]]\nid = "plan"\ntitle = "Plan"\nfile = "plan.pdf"\n'
    (write_corpus(workplace.corpus, {}, entry) / "documents" / "plan.pdf").write_bytes(half_broken())
    report = workplace.ingest()
    assert report.created == ["plan"]
    assert report.problems == ["plan.pdf: bladzijde 2 is niet te lezen; maak of download de PDF opnieuw."]
    assert "plan.pdf is read without its pages 2" in caplog.messages

    document = read_document(make_source(workplace.corpus / "documents" / "plan.pdf"))
    assert document.page_at(document.text.index("overleg")) == 3
    assert "geheim" not in document.text


def test_what_broke_the_process_that_reads_a_file_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UnreadableError, match="kan niet gelezen worden"):
        read_apart(".onbekend", b"Ja")
    (message,) = caplog.messages
    assert message.startswith("The process that reads a .onbekend file ended with code 1.")
    assert message.endswith("KeyError: '.onbekend'")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("plan.txt", "", ""), ("plan.html", "<p>", "<script>alert('Nee')</script>"), ("plan.csv", "", "")],
)
def test_a_text_is_read_whatever_its_encoding(
    tmp_path: Path, name: str, before: str, after: str, encoding: str
) -> None:
    (tmp_path / name).write_bytes(f"{before}Geëvalueerd – ‘één’ keer{after}".encode(encoding))
    assert read_document(make_source(tmp_path / name)).text == "Geëvalueerd – ‘één’ keer"


def test_signs_that_nobody_sees_do_not_part_words(tmp_path: Path) -> None:
    (tmp_path / "plan.html").write_bytes("<p>De \u202eonder\u00adsteu\u200bning\u202c van\0 \u200fde school".encode())
    assert read_document(make_source(tmp_path / "plan.html")).text == "De ondersteuning van de school"


def test_one_bad_file_of_each_kind_leaves_the_others_in(workplace: Workplace) -> None:
    write_corpus(workplace.corpus, {"goed": "De school legt de afspraken vast in het plan van de leerling."})
    entries = []
    for suffix in ("pdf", "docx", "odt", "xlsx", "html"):
        (workplace.corpus / "documents" / f"stuk.{suffix}").write_bytes(b"PK\x03\x04 stuk")
        entries.append(f'[[document]]\nid = "stuk-{suffix}"\ntitle = "Stuk"\nfile = "stuk.{suffix}"\n')
    entries.append('[[document]]\nid = "weg"\ntitle = "Weg"\nfile = "weg.pdf"\n')
    with (workplace.corpus / "catalogue.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write("\n".join(entries))
    report = workplace.ingest()
    assert report.created == ["goed"]
    assert sorted(report.failed) == ["stuk-docx", "stuk-html", "stuk-odt", "stuk-pdf", "stuk-xlsx", "weg"]
