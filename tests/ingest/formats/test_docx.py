from __future__ import annotations

from ingest.document import BlockKind
from ingest.formats.docx import read_docx
from tests.ingest.formats.making import (
    SENTENCE,
    document_of,
    outline_of,
    paragraph,
    rows,
    word_file,
    word_table,
    words,
)

_REFERENCE = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
_NOTE = '<w:footnote w:id="{}">{}</w:footnote>'


def test_headings_have_the_numbers_that_word_generates() -> None:
    body = (
        paragraph("Ondersteuningsplan", "Titel")
        + paragraph("Inleiding", "Kop1")
        + paragraph("Waarom een plan", "Kop2")
        + paragraph("Omdat de wet het vraagt.")
        + paragraph("Voor wie", "Kop2")
        + paragraph("Voor scholen.")
        + paragraph("Aanbod", "Kop1")
        + paragraph("Op school", "Kop2")
        + paragraph("Er is veel.")
    )
    assert outline_of(document_of(read_docx(word_file(body)))) == [
        "1. Inleiding > 1.1 Waarom een plan",
        "1. Inleiding > 1.2 Voor wie",
        "2. Aanbod > 2.1 Op school",
    ]


def test_articles_that_word_numbers_have_labels_and_members() -> None:
    body = (
        paragraph("Reglement", "Titel")
        + paragraph("Samenstelling", "Kaal", (3, 0))
        + paragraph("De raad heeft tien leden.")
        + paragraph("Zittingsduur", "Kaal", (3, 0))
        + paragraph("Een lid zit vier jaar.")
        + paragraph("Slot", "Kaal", (4, 0))
        + paragraph("Het bestuur beslist.")
    )
    document = document_of(read_docx(word_file(body)))
    assert [section.label for section in document.sections] == ["artikel 1", "artikel 2", "artikel 7"]
    assert outline_of(document)[-1] == "Artikel 7 Slot"


def test_lists_keep_their_depth_and_their_markers() -> None:
    body = (
        paragraph("De school zorgt voor:")
        + paragraph("een plan", number=(2, 0))
        + paragraph("met doelen", number=(2, 1))
        + paragraph("met ouders", number=(2, 1))
        + paragraph("een gesprek", number=(2, 0))
    )
    document = document_of(read_docx(word_file(body)))
    items = [block for section in document.sections for block in section.blocks if block.kind is BlockKind.ITEM]
    assert [(block.depth, block.marker, document.readable(block.span)) for block in items] == [
        (0, "•", "• een plan"),
        (1, "a)", "a) met doelen"),
        (1, "b)", "b) met ouders"),
        (0, "•", "• een gesprek"),
    ]


def test_steps_that_word_numbers_stay_with_what_announces_them_and_what_follows_is_no_step() -> None:
    body = (
        paragraph("Aanvragen", "Kop1")
        + paragraph("De school vraagt aan. De procedure kent twee stappen:")
        + paragraph("Dossier. De school stelt het dossier samen.", number=(5, 0), extra=_REFERENCE.format(2))
        + paragraph(f"Besluit. De directeur besluit. {SENTENCE * 2}", number=(5, 0))
        + paragraph("Bezwaar kan binnen zes weken.")
    )
    document = document_of(read_docx(word_file(body, _NOTE.format(2, paragraph("Ook mondeling.")))))
    (section,) = document.sections
    assert [(block.kind.value, block.marker) for block in section.content] == [
        ("paragraph", ""),
        ("item", "1."),
        ("remark", ""),
        ("item", "2."),
        ("paragraph", ""),
    ]


def test_a_style_based_on_a_heading_is_a_heading_and_bold_lines_stand_under_it() -> None:
    body = (
        paragraph("Aanmelden", "Eigen")
        + paragraph("Door ouders", bold=True)
        + paragraph("Ouders melden schriftelijk aan.")
        + paragraph("Door scholen", bold=True)
        + paragraph("Scholen melden digitaal aan.")
        + paragraph("Kosten", "Eigen")
        + paragraph("Het kost niets.")
    )
    assert outline_of(document_of(read_docx(word_file(body)))) == [
        "Aanmelden > Door ouders",
        "Aanmelden > Door scholen",
        "Kosten",
    ]


def test_a_footnote_is_a_remark_behind_its_paragraph() -> None:
    body = paragraph("De school betaalt", extra=_REFERENCE.format(2)) + paragraph("Het bestuur besluit.")
    document = document_of(read_docx(word_file(body, _NOTE.format(2, paragraph("Zie de begroting.")))))
    assert document.text == "De school betaalt¹\n\n¹ Zie de begroting.\n\nHet bestuur besluit."
    assert words(document, BlockKind.REMARK) == ["¹ Zie de begroting."]


def test_a_table_is_rows_under_its_headings_and_a_nested_table_comes_after_it() -> None:
    inner = paragraph("Intern begeleider") + word_table(("ma", "9 uur"), ("di", "10 uur"))
    body = word_table(("Stap", "Wie"), ("Intake", inner), ("Besluit", "Directie"), head=True)
    document = document_of(read_docx(word_file(body)))
    assert rows(document) == [
        ["Stap", "Wie"],
        ["Intake", "Intern begeleider"],
        ["Besluit", "Directie"],
        ["ma", "9 uur"],
        ["di", "10 uur"],
    ]
    heads = [block.head.of(document.text) if block.head else None for s in document.sections for block in s.blocks]
    assert heads == [None, "Stap\tWie", "Stap\tWie", None, None]


def _merged(text: str, kind: str = "") -> str:
    """Return a cell's content that is merged with the cells above or below it."""
    return f"<w:tcPr><w:vMerge{kind}/></w:tcPr>{paragraph(text)}"


def test_a_cell_beside_more_rows_is_told_in_each_of_them() -> None:
    body = word_table(
        ("Gebied", "Wat wij bieden", "Plaatsen"),
        (_merged("Gedrag", ' w:val="restart"'), "De klas", "10"),
        (_merged(""), "De training", "12"),
        ("Taal", "De les", "16"),
        head=True,
    )
    document = document_of(read_docx(word_file(body)))
    assert rows(document)[1:] == [
        ["Gedrag", "De klas", "10"],
        ["Gedrag", "De training", "12"],
        ["Taal", "De les", "16"],
    ]
    assert [block.head for block in document.sections[0].blocks[1:]] == [document.sections[0].blocks[0].span] * 3


def test_an_empty_first_cell_keeps_its_place() -> None:
    body = word_table(("", "po", "vo"), ("Vervoer", "ja", "nee"), ("", "soms", "nooit"), head=True)
    document = document_of(read_docx(word_file(body)))
    assert rows(document) == [["", "po", "vo"], ["Vervoer", "ja", "nee"], ["", "soms", "nooit"]]
    section = document.sections[0]
    assert [len(section.column_headings(block)) for block in section.blocks] == [0, 3, 3]


def test_paragraphs_in_a_cell_do_not_run_together_as_one_sentence() -> None:
    cell = (
        paragraph("Hulp, 1 uur per week")
        + paragraph("Rooster op maat.")
        + paragraph("Zie de gids")
        + paragraph("van 2025")
    )
    document = document_of(read_docx(word_file(word_table(("Leren", cell), ("Taal", "Les")))))
    assert rows(document)[0] == ["Leren", "Hulp, 1 uur per week; Rooster op maat. Zie de gids van 2025"]


def test_what_stands_with_the_title_and_above_the_contents_is_no_content() -> None:
    body = (
        paragraph("Samenwerkingsverband Rivierenland", "Ondertitel")
        + paragraph("Ondersteuningsplan", "Titel")
        + paragraph("Inhoud", "Inhopkop")
        + paragraph("Inleiding 4", "Inhopg1")
        + paragraph("Inleiding", "Kop1")
        + paragraph("De scholen werken samen.")
        + paragraph("Kosten", "Kop1")
        + paragraph("Het kost niets.")
    )
    document = document_of(read_docx(word_file(body)))
    assert words(document, BlockKind.PARAGRAPH) == ["De scholen werken samen.", "Het kost niets."]
    assert words(document, BlockKind.CONTENTS) == ["Inhoud", "Inleiding 4"]


def test_a_table_that_only_gives_text_its_place_is_running_text() -> None:
    body = word_table(
        (paragraph("Wat wij doen", "Eigen") + paragraph("Wij helpen.") + paragraph("een", number=(2, 0)),)
    )
    document = document_of(read_docx(word_file(body + paragraph("Kosten", "Eigen") + paragraph("Geen."))))
    assert outline_of(document) == ["Wat wij doen", "Kosten"]
    assert words(document, BlockKind.ITEM) == ["• een"]


def test_deleted_words_are_gone_and_contents_are_no_headings() -> None:
    body = (
        paragraph("Inleiding 4", "Inhopg1")
        + paragraph("Kop", "Kaal")
        + "<w:p><w:r><w:t>Er is</w:t></w:r><w:del><w:r><w:delText> geen</w:delText><w:t> nooit</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t> altijd</w:t></w:r></w:ins><w:r><w:noBreakHyphen/><w:t>hulp</w:t></w:r></w:p>"
    )
    document = document_of(read_docx(word_file(body)))
    assert words(document, BlockKind.CONTENTS) == ["Inleiding 4"]
    assert document.text.endswith("Er is altijd-hulp")


def test_numbers_that_are_none_are_passed_over() -> None:
    body = paragraph("een plan", number=(2, 0)).replace('w:ilvl w:val="0"', 'w:ilvl w:val="links"')
    assert document_of(read_docx(word_file(body))).text == "• een plan"
