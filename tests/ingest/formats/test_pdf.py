from __future__ import annotations

import re

import pypdfium2 as pdfium
import pytest

from ingest.document import BlockKind
from ingest.formats.pdf import _page, read_pdf
from tests.ingest.formats.making import SENTENCE, Report, document_of, outline_of, rows, words

_PROSE = "".join(f"Zin {n} zegt wat de school met {'leraren ' * (n % 4 + 1)}en ouders doet. " for n in range(7)).strip()


def _lines(*lines: str) -> str:
    """Return the text of a page with these lines."""
    report = Report()
    report.set_font("courier", size=10)
    for line in lines:
        report.cell(0, 5, line)
        report.ln(5)
    return read_pdf(report.content()).text


def test_running_heads_feet_and_page_numbers_are_gone_and_pages_are_counted_as_shown() -> None:
    report = Report("Ondersteuningsplan 2024-2028")
    chapters = ("Inleiding", "Aanbod", "Kosten")
    for chapter in chapters:
        report.heading(chapter)
        for number in range(9):
            report.paragraph(f"{chapter} {number}. {_PROSE[number:]}")
    document = document_of(read_pdf(report.content()))
    assert "Ondersteuningsplan 2024" not in document.text
    assert not re.search(r"Pagina \d", document.text)
    assert len(document.pages) == report.page
    assert outline_of(document) == ["Inleiding", "Aanbod", "Kosten"]
    assert document.page_at(document.text.index("Inleiding 0")) == 1
    assert document.page_at(document.text.index("Kosten 8")) == report.page
    assert words(document, BlockKind.PARAGRAPH) == [
        " ".join(f"{c} {n}. {_PROSE[n:]}".split()) for c in chapters for n in range(9)
    ]


def test_two_columns_are_read_one_after_the_other_below_a_title_over_both() -> None:
    report = Report()
    report.heading("Nieuwsbrief over passend onderwijs in de regio Rivierenland", 20)
    top = report.y
    for column, word in enumerate(("Links", "Rechts")):
        report.set_y(top)
        for number in range(6):
            report.set_x(15 + 95 * column)
            report.multi_cell(80, 5, f"{word} {number} begint. {SENTENCE * 2}", align="J")
            report.ln(3)
    document = document_of(read_pdf(report.content()))
    begins = re.findall(r"(Links|Rechts) (\d)", document.text)
    assert begins == [(word, str(number)) for word in ("Links", "Rechts") for number in range(6)]
    assert words(document, BlockKind.PARAGRAPH)[1] == f"Links 1 begint. {SENTENCE * 2}".strip()


def test_a_word_broken_at_the_end_of_a_line_is_whole_and_a_hyphen_of_its_own_stays() -> None:
    text = _lines(
        "De begeleiding van leerlingen met een ondersteuningsbehoefte is een onder-",
        "deel van de basis; op school werken leraren samen in het onderwijs- en het",
        "zorgteam van de school, dat een vaste kring heeft waarin iedere so-leer-",
        "ling met naam bekend is.",
    )
    assert "een onderdeel van" in text
    assert "onderwijs- en het zorgteam" in text
    assert "so-leerling" in text


@pytest.mark.parametrize(
    ("before", "after"),
    [("TLV-", "aanvraag"), ("Noord-", "Holland"), ("16-", "jarigen"), ("e-", "mail")],
)
def test_a_hyphen_without_small_letters_around_it_stays_without_a_space(before: str, after: str) -> None:
    end = f"De school van aanmelding stuurt alles op tijd naar het loket, met de {before}"
    assert f" de {before}{after} zonder" in _lines(end, f"{after} zonder dat de ouders daar iets voor hoeven te doen.")


_END = "De aanvraag voor praktijkonderwijs komt altijd van het bestuur zelf: de pro-"
_BREAKING = "De ondersteuning van de leerlingen staat in het plan, en deze onder-"


@pytest.mark.parametrize(
    ("elsewhere", "expected"),
    [
        ("Een school telt.", "de pro-school vraagt"),
        ("Er is een lokaal.", "de proschool vraagt"),
        ("Een school is een proschool.", "de proschool vraagt"),
        (f"{_BREAKING}\nsteuning is er.\n\nEen school telt.", "de proschool vraagt"),
        (f"{_BREAKING}\nsteuning is er.\n\nEen school telt (pro).", "de pro-school vraagt"),
        (f"{_BREAKING}\nsteuning is er.\n\nEen pro-school telt.", "de pro-school vraagt"),
    ],
    ids=["a word", "no word", "elsewhere without", "words are broken", "an abbreviation", "elsewhere with"],
)
def test_the_rest_of_the_document_tells_whether_a_hyphen_at_the_end_of_a_line_stays(
    elsewhere: str, expected: str
) -> None:
    assert expected in _lines(_END, "school vraagt dat aan.", "", *elsewhere.split("\n"))


@pytest.mark.parametrize(
    ("before", "elsewhere", "expected"),
    [
        ("de leerplichtambte-", "Een leerplichtambtenaar helpt.", "de leerplichtambtenaar van"),
        ("de leerplichtambte-", "Een leraar helpt.", "de leerplichtambtenaar van"),
        ("de stap van school-", "Een school helpt.", "de stap van school- naar van"),
    ],
    ids=["elsewhere whole", "no word before it", "a word before it"],
)
def test_a_word_that_ends_in_naar_is_whole_and_a_hyphen_before_naar_stays(
    before: str, elsewhere: str, expected: str
) -> None:
    start = "Wie langer dan vier weken niet op school komt, hoort dat vast van".rjust(72 - len(before))
    assert expected in _lines(f"{start} {before}", "naar van de gemeente.", "", elsewhere)


def test_a_word_that_its_cell_was_too_narrow_for_is_whole_when_it_stands_elsewhere() -> None:
    report = Report()
    report.paragraph("De verzuimcoördinator en de orthopedagoog helpen de school.")
    with report.table(col_widths=(30, 110), text_align="LEFT") as table:
        for line in [
            ("verzuimcoördina\ntor en leraar", "ja"),
            ("orthopedagoog\nen arts", "nee"),
            ("psycho\nloog", "nee"),
        ]:
            row = table.row()
            for cell in line:
                row.cell(cell)
    assert rows(document_of(read_pdf(report.content()))) == [
        ["verzuimcoördinator en leraar", "ja"],
        ["orthopedagoog en arts", "nee"],
        ["psycho loog", "nee"],
    ]


def test_a_ruled_table_is_rows_and_goes_on_over_the_page_under_the_same_headings() -> None:
    report = Report()
    report.paragraph("De stappen van de procedure:")
    with report.table(col_widths=(30, 110, 30)) as table:
        for line in [("Stap", "Wat", "Termijn"), *((str(n), SENTENCE.strip(), f"{n} weken") for n in range(1, 31))]:
            row = table.row()
            for cell in line:
                row.cell(cell)
    document = document_of(read_pdf(report.content()))
    found = rows(document)
    assert found[0] == ["Stap", "Wat", "Termijn"]
    assert found[1:] == [[str(n), SENTENCE.strip(), f"{n} weken"] for n in range(1, 31)]
    assert len(document.pages) > 1
    heads = {block.head.of(document.text) for s in document.sections for block in s.blocks if block.head}
    assert heads == {"Stap\tWat\tTermijn"}


def test_lists_and_footnotes_of_a_page() -> None:
    report = Report()
    report.heading("Wat de school doet")
    report.paragraph("De school betaalt1 voor:")
    for item in (
        "een plan",
        "een gesprek met ouders, leraren en de intern begeleider over wat deze leerling nodig heeft van school",
    ):
        report.set_x(20)
        report.cell(6, 6, "\x95")
        report.multi_cell(0, 6, item, align="L")
    report.heading("En de ouders")
    report.paragraph(SENTENCE * 3)
    report.set_y(-40)
    report.set_font("helvetica", size=8)
    report.cell(0, 5, "1 Zie de begroting van het samenwerkingsverband.")
    document = document_of(read_pdf(report.content()))
    assert words(document, BlockKind.ITEM)[0] == "• een plan"
    assert words(document, BlockKind.ITEM)[1].endswith("nodig heeft van school")
    assert words(document, BlockKind.REMARK) == ["¹ Zie de begroting van het samenwerkingsverband."]


def test_bookmarks_and_letter_sizes_give_headings_their_levels() -> None:
    report = Report()
    report.start_section("Kwaliteit", 0)
    report.heading("1 Kwaliteit", 18)
    report.start_section("Op school", 1)
    report.heading("1.1 Op school", 11)
    report.paragraph(SENTENCE)
    report.heading("Zonder bladwijzer", 18)
    report.paragraph(SENTENCE)
    assert outline_of(document_of(read_pdf(report.content()))) == ["1 Kwaliteit > 1.1 Op school", "Zonder bladwijzer"]


def test_a_paragraph_goes_on_over_the_page() -> None:
    report = Report("Plan van de school")
    for _ in range(3):
        report.paragraph(SENTENCE * 30)
    document = document_of(read_pdf(report.content()))
    assert words(document, BlockKind.PARAGRAPH) == [(SENTENCE * 30).strip()] * 3
    assert [page.start > 0 for page in document.pages] == [False] + [True] * (len(document.pages) - 1)
    assert len(document.pages) == report.page


@pytest.mark.parametrize("angle", [90])
def test_a_stamp_in_the_margin_is_no_text(angle: float) -> None:
    report = Report()
    report.paragraph(SENTENCE)
    with report.rotation(angle, 10, 100):
        report.text(10, 100, "VERTROUWELIJK")
    assert read_pdf(report.content()).text == SENTENCE.strip()


def test_a_last_line_stays_with_its_paragraph_and_a_short_line_ends_one_whatever_stands_around_the_text() -> None:
    report = Report("Ondersteuningsplan 2024-2028 van het samenwerkingsverband in de regio " * 2)
    pages = (
        (
            "De directeur legt het plan elk jaar aan de raad voor, die er",
            "over beslist. Wijzigen kan alleen met de instemming van de",
            "OPR.",
            "Dat is een raad.",
        ),
        ("Elke school heeft een eigen plan voor al de leerlingen.", "De ouders lezen het.", "Het is er elk jaar."),
    )
    for number, lines in enumerate(pages):
        if number:
            report.add_page()
        report.set_font("courier", size=10)
        for line in lines:
            report.cell(0, 5, line)
            report.ln(5)
    assert words(document_of(read_pdf(report.content())), BlockKind.PARAGRAPH) == [
        " ".join(pages[0][:3]),
        "Dat is een raad.",
        *pages[1],
    ]


class Broken:
    """A file of which each page opens, and then fails at whatever is asked of it."""

    closed = 0

    def __getitem__(self, number: int) -> Broken:
        return self

    def __getattr__(self, name: str) -> object:
        raise pdfium.PdfiumError(name)

    def close(self) -> None:
        self.closed += 1


def test_a_page_whose_text_cannot_be_loaded_is_missed() -> None:
    broken = Broken()

    assert _page(broken, 0) is None
    assert broken.closed == 1
