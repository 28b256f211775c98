from __future__ import annotations

import pytest

from ingest.document import BlockKind
from ingest.formats.html import read_html
from tests.ingest.formats.making import document_of, rows, words

_COOKIE_WALL = """<!DOCTYPE html><html lang="nl"><head><title>Swv</title><style>p{}</style></head><body class="home">
<div id="CookieConsent" role="dialog"><h2>Deze site gebruikt cookies</h2><p>Wij delen alles.</p>
<button>Alles toestaan</button></div>
<div class="site"><header><a href="/">Swv</a><nav><ul><li>Home</li><li>Ouders</li></ul></nav></header>
<div class="breadcrumbs">Home / Ouders</div>
<div class="content"><h1>Aanmelden bij het loket</h1><p>Ouders melden <em>zelf</em> aan.</p>
<h2>Wat u nodig hebt</h2><ul><li>een formulier</li><li>een gesprek met:<ul>
<li>de leraar</li><li>de ib'er</li></ul></li></ul>
<script>document.write("volg ons")</script><p style="display:none">verborgen</p></div>
<aside><h3>Nieuws</h3></aside><footer><p>Postbus 12</p></footer></div></body></html>"""


def test_a_cookie_wall_menus_and_scripts_are_gone() -> None:
    document = document_of(read_html(_COOKIE_WALL.encode()))
    assert document.text == (
        "Aanmelden bij het loket\n\nOuders melden zelf aan.\n\nWat u nodig hebt\n\n"
        "• een formulier\n• een gesprek met:\n• de leraar\n• de ib'er"
    )
    items = [block.depth for s in document.sections for block in s.blocks if block.kind is BlockKind.ITEM]
    assert items == [0, 0, 1, 1]


def test_each_question_of_a_faq_page_is_a_section() -> None:
    page = """<main><h1>Veelgestelde vragen</h1>
    <details><summary>Wat is een TLV?</summary><div><p>Een verklaring.</p>
    <p>Zij is nodig voor het so.</p></div></details>
    <details open><summary><h3>Wie vraagt haar aan?</h3></summary>De school.</details>
    <dl><dt>Hoe lang duurt het?</dt><dd>Zes weken.</dd><dt>Wat kost het?</dt><dd><p>Niets.</p></dd></dl></main>"""
    document = document_of(read_html(page.encode()))
    answers = {
        section.path[-1]: " ".join(document.readable(b.span) for b in section.content) for section in document.sections
    }
    assert answers["Wat is een TLV?"] == "Een verklaring. Zij is nodig voor het so."
    assert answers["Wie vraagt haar aan?"] == "De school."
    assert answers["Hoe lang duurt het?"] == "Zes weken."
    assert answers["Wat kost het?"] == "Niets."


def test_numbered_agreements_keep_their_numbers_and_labels() -> None:
    page = (
        "<h1>Regels</h1><h2>De afspraken</h2><ol start=3><li>Elke school heeft een plan dat twee keer per jaar met de "
        "ouders besproken wordt.</li><li><p>Elke school heeft een ib'er.</p><ul><li>met tijd</li></ul></li></ol>"
    )
    document = document_of(read_html(page.encode()))
    assert [section.label for section in document.sections if section.label] == ["afspraak 3", "afspraak 4"]


def test_numbers_whose_words_are_paragraphs_keep_their_numbers() -> None:
    item = "<li>\n<p>De school belt.</p>\n<p>Dat doet zij dezelfde dag, ook als de leerling weer terug is.</p>\n</li>"
    document = document_of(read_html(f"<p>Het gaat zo:</p><ol>\n{item}\n{item}\n</ol>".encode()))
    assert [section.label for section in document.sections] == [None, "punt 1", "punt 2"]


_CONTACT_PAGE = """<body><main><h1>Vragen</h1><p>Hier staan <a href="#b">antwoorden</a>.</p>
<div><p>Op deze pagina:</p>
<ul><li><a href="#a">Aanmelden</a></li><li><a href="#b">Kosten</a></li></ul></div>
<h2 id="a">Aanmelden</h2><p>Dat doet de school.</p><ul><li><a href="/formulier">het formulier</a></li></ul>
<h2 id="b">Kosten</h2><p>Het kost niets.</p></main>
<footer><h3>Samenwerkingsverband</h3><p>Kade 12, 4291 KW Oeverdam<br>{}</p>
<ul><li><a href="/privacy">Privacy</a></li></ul></footer></body>"""


def test_a_list_of_what_is_on_the_page_itself_is_no_content() -> None:
    text = read_html(_CONTACT_PAGE.encode()).text
    assert text.startswith("Vragen\n\nHier staan antwoorden.\n\nAanmelden\n\nDat doet de school.\n\n• het formulier")


@pytest.mark.parametrize("tag", ["main", "div"])
def test_a_foot_that_tells_how_to_reach_somebody_is_content_without_its_links(tag: str) -> None:
    page = _CONTACT_PAGE.replace("main>", f"{tag}>")
    document = document_of(read_html(page.format("Telefoon: 0199 - 41 20 00").encode()))
    assert document.text.endswith("Samenwerkingsverband\n\nKade 12, 4291 KW Oeverdam\nTelefoon: 0199 - 41 20 00")
    assert document.sections[-1].path == ("Vragen", "Samenwerkingsverband")


def test_a_foot_without_a_heading_stands_under_the_title_of_the_page() -> None:
    page = _CONTACT_PAGE.replace("<h3>Samenwerkingsverband</h3>", "").replace("</ul></footer>", "</ul>{}</footer>")
    links = '<p><a href="/a">Privacy</a> | <a href="/b">Cookies</a></p>'
    document = document_of(read_html(page.format("", links).encode()))
    assert document.text.endswith("Het kost niets.\n\nVragen\n\nKade 12, 4291 KW Oeverdam")
    assert document.sections[-1].path == ("Vragen",)


def test_a_foot_without_a_way_to_reach_somebody_is_gone() -> None:
    page = _CONTACT_PAGE.replace("Kade 12, 4291 KW Oeverdam<br>{}", "Alle rechten voorbehouden")
    assert read_html(page.encode()).text.endswith("Het kost niets.")


def test_a_cell_beside_more_rows_is_told_in_each_of_them() -> None:
    page = (
        "<table><tr><th>Gebied<th>Aanbod<th>Plaatsen</tr><tr><td rowspan=2>Gedrag<td><p>De klas</p><p>Elke dag</p>"
        "<td>10</tr><tr><td>De training<td>12</tr><tr><td>Taal<td>De les<td>16</tr></table>"
    )
    assert rows(document_of(read_html(page.encode())))[1:] == [
        ["Gedrag", "De klas; Elke dag", "10"],
        ["Gedrag", "De training", "12"],
        ["Taal", "De les", "16"],
    ]


def test_a_table_has_rows_under_its_headings() -> None:
    page = (
        "<p>x</p><table><caption>Termijnen</caption><thead><tr><th>Stap<th>Termijn</thead>"
        "<tr><td>Intake<td>2 weken<tr><td>Besluit<td></table>"
    )
    document = document_of(read_html(page.encode()))
    assert rows(document) == [["Stap", "Termijn"], ["Intake", "2 weken"], ["Besluit"]]
    assert "Termijnen" in words(document, BlockKind.PARAGRAPH) + words(document, BlockKind.HEADING)


def test_a_list_of_terms_has_a_row_for_each_term_with_each_of_its_meanings() -> None:
    page = (
        "<h1>De school</h1><dl><div><dt>Directeur<dd>mevrouw T. Havinga</div><dt>Leerlingen<dd><p>137, in zes groepen"
        "<dt>IB'er<dt>Vertrouwenspersoon<dd>de heer J. Bolhuis<dt>Telefoon<dd>0492 12 34 56<dd>0492 12 34 57</dl>"
    )
    document = document_of(read_html(page.encode()))
    assert rows(document) == [
        ["Directeur", "mevrouw T. Havinga"],
        ["Leerlingen", "137, in zes groepen"],
        ["IB'er", "de heer J. Bolhuis"],
        ["Vertrouwenspersoon", "de heer J. Bolhuis"],
        ["Telefoon", "0492 12 34 56"],
        ["Telefoon", "0492 12 34 57"],
    ]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ("<dt>Aanmelden<dd><ul><li>via de mentor<li>via het loket</ul><dt>Kosten<dd>Geen.", ["Aanmelden", "Kosten"]),
        ("<dt>Aanmelden<dd><p>Dat kan.</p><p>Bel ons.</p>", ["Aanmelden"]),
        ("<dt>Aanmelden<dd>Bel ons.<dt>Kosten", ["Aanmelden", "Kosten"]),
        ("<dt>Kost het iets?<dd>Nee.<dt>Aanmelden<dd>Bel ons.", ["Kost het iets?", "Aanmelden"]),
    ],
    ids=["a list", "paragraphs", "no meaning", "a question"],
)
def test_terms_with_more_than_a_cell_under_them_are_headings(terms: str, expected: list[str]) -> None:
    document = document_of(read_html(f"<h1>Loket</h1><dl>{terms}</dl>".encode()))
    assert words(document, BlockKind.HEADING) == ["Loket", *expected]
    assert rows(document) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<meta charset="iso-8859-15"><p>Eén €'.encode("iso-8859-15"), "Eén €"),
        ("<p>Eén €".encode("cp1252"), "Eén €"),
        ('<meta charset="iso-8859-1"><p>Eén €'.encode(), "Eén €"),
        ("\ufeff<p>Eén".encode("utf-16"), "Eén"),
        (b'<meta charset="onzin"><p>E\xe9n', "Eén"),
    ],
    ids=["declared", "windows-1252", "wrongly declared", "utf-16", "unknown"],
)
def test_encodings(content: bytes, expected: str) -> None:
    assert read_html(content).text == expected


def test_form_fields_footnote_marks_and_line_breaks_stay() -> None:
    fields = "<p>Akkoord: <input type=checkbox checked> ja <input type=checkbox> nee<br>"
    page = f"{fields}Zie noot<sup>2</sup>, 5 m<sup>x</sup>"
    assert read_html(page.encode()).text == "Akkoord: ☒ ja ☐ nee\nZie noot², 5 mx"


def test_a_marker_that_somebody_typed_has_no_bullet_before_it() -> None:
    page = "<h1>Team</h1><ul><li>1) de leraar</li><li>2) de ib'er</li><li>o ouders</li><li>de directeur</li></ul>"
    document = document_of(read_html(page.encode()))
    assert words(document, BlockKind.ITEM) == ["1) de leraar", "2) de ib'er", "o ouders", "• de directeur"]
