"""What the five documents of the corpus hold, found at its own place."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.catalogue import load_catalogue
from ingest.document import BlockKind, Document, Section
from ingest.passages import passages_of
from ingest.reading import read_document
from tests.ingest.making import body, headings, sections_by_label

CORPUS = Path(__file__).parent.parent.parent / "corpus"
_MEANS = "Afspraken over de ondersteuningsmogelijkheden"
_ORGANISATION = "Afspraken over de organisatie van ondersteuning"
_PLANNING = "Afspraken over planvorming en cyclisch werken"
_AGREEMENTS = "De afspraken basisondersteuning"
_STATEMENTS = ("De stellingen over de basisondersteuning", "Woordelijke afspraken / beloftes basisondersteuning")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {source.id: read_document(source) for source in load_catalogue(CORPUS).sources}


@pytest.fixture(scope="module")
def so_sbo(documents: dict[str, Document]) -> Document:
    return documents["basisondersteuning-so-sbo"]


@pytest.fixture(scope="module")
def koers_vo(documents: dict[str, Document]) -> Document:
    return documents["koersvo-werkwijze-bpo-2021-2022"]


def _labelled(document: Document, noun: str) -> list[str]:
    return [label for label in sections_by_label(document) if label.startswith(noun + " ")]


def _only_passage(document: Document, section: Section) -> str:
    (passage,) = [passage for passage in passages_of(document) if passage.section == section]
    return passage.text


# --- agreements and statements for special schools -------------------------------------------------------------------


def test_the_agreements_are_1_to_23_under_their_headings(so_sbo: Document) -> None:
    sections = sections_by_label(so_sbo)
    assert _labelled(so_sbo, "afspraak") == [f"afspraak {number}" for number in range(1, 24)]
    for number in range(1, 24):
        heading = _MEANS if number <= 10 else _ORGANISATION if number <= 19 else _PLANNING
        assert sections[f"afspraak {number}"].path == (_AGREEMENTS, heading)


def test_the_statements_are_1_to_23_under_their_headings(so_sbo: Document) -> None:
    sections = sections_by_label(so_sbo)
    assert _labelled(so_sbo, "stelling") == [f"stelling {number}" for number in range(1, 24)]
    domains = (
        ["Preventieve en licht curatieve interventies"] * 6
        + ["Onderwijs ondersteuningsstructuur"] * 7
        + ["Planmatig werken"] * 5
        + ["Kwaliteit van basisondersteuning"] * 5
    )
    for number, domain in enumerate(domains, start=1):
        assert sections[f"stelling {number}"].path == (*_STATEMENTS, domain)


@pytest.mark.parametrize(
    ("number", "decision"),
    [
        (3, ["1) Geen"]),
        (7, ["De school wel, niet alle ruimten, wel w.c. etc."]),
        (11, ["Ja"]),
        (13, ["Ja", "(I-tje: opnemen wat we verstaan onder het ondersteuningsteam / CvO / CvB)"]),
        (15, ["De interne zorgstructuur is beschreven (voor ouders), hierin staat hoe vaak en met wie"]),
        (17, ["1) Intern begeleider"]),
        (18, ["Voorschools, PO-scholen, VO-scholen, SO, SBO"]),
        (20, ["Ja"]),
        (
            21,
            [
                "1) Directie, team- of afdelingsleider",
                "(I-tje: het SOP moet wel jaarlijks besproken worden met het team)",
            ],
        ),
        (22, ["Ja, twee keer minimaal"]),
    ],
)
def test_an_agreement_holds_its_decision(so_sbo: Document, number: int, decision: list[str]) -> None:
    question, *answer = body(so_sbo, sections_by_label(so_sbo)[f"afspraak {number}"])
    assert question.startswith(f"{number}. ")
    assert answer == decision


@pytest.mark.parametrize(
    ("number", "items", "first", "last"),
    [
        (1, 15, "1) Autisme-specialist", "15) Taal-/leesspecialist"),
        (4, 12, "1) Aanbod dyscalculie", "12) Compacten en verrijken"),
        (5, 4, "1) Preventieve methode leesproblemen (BOUW)", "4) Preventieve signalering van leesproblemen"),
        (14, 6, "1) Leraar", "6) Schoolmaatschappelijk werk"),
        (19, 10, "1) Begeleider passend onderwijs van het SWV", "10) Schoolmaatschappelijk werk / gezinswerker"),
        (23, 2, "1) Leraar", "2) Intern begeleider (ondersteunend)"),
    ],
)
def test_an_agreement_holds_its_whole_list_in_one_passage(
    so_sbo: Document, number: int, items: int, first: str, last: str
) -> None:
    section = sections_by_label(so_sbo)[f"afspraak {number}"]
    found = [so_sbo.readable(block.span) for block in section.content if block.kind is BlockKind.ITEM]
    assert (len(found), found[0], found[-1]) == (items, first, last)
    assert all(item in " ".join(_only_passage(so_sbo, section).split()) for item in found)


def test_rows_of_a_flattened_table_have_a_statement_and_a_value(so_sbo: Document) -> None:
    rows = {
        number: [
            [" ".join(cell.of(so_sbo.text).split()) for cell in block.cells]
            for block in sections_by_label(so_sbo)[f"afspraak {number}"].content
            if block.kind is BlockKind.ROW
        ]
        for number in (8, 9, 10, 16)
    }
    assert [len(rows[number]) for number in (8, 9, 10, 16)] == [10, 4, 16, 4]
    assert ["Protocol dyslexie", "Actief toegepast"] in rows[8]
    assert ["Protocol rouw en overlijden", "Aanwezig (SO = actief)"] in rows[8]
    assert rows[8][-1][1] == "Aanwezig (SO = actief)"
    assert rows[9][0] == ["De leerlingen voelen zich aantoonbaar veilig op school.", "Ja"]
    assert {value for _, value in rows[10]} == {"Ver-Ontwikkeld"}
    assert {value for _, value in rows[16]} == {"Ja"}


def test_a_number_glued_to_the_line_before_begins_its_own_agreement(so_sbo: Document) -> None:
    three, four = (sections_by_label(so_sbo)[f"afspraak {number}"] for number in (3, 4))
    assert _only_passage(so_sbo, three).endswith("1) Geen")
    assert _only_passage(so_sbo, four).startswith("4. Geef aan welke van het volgende onderwijsaanbod")


def test_what_follows_the_last_statement_is_not_part_of_it(so_sbo: Document) -> None:
    last = sections_by_label(so_sbo)["stelling 23"]
    assert len(last.content) == 1
    assert headings(so_sbo)[-2:] == [("Over",), ("Vanuit de werkwijze met POS",)]


# --- thirteen points -------------------------------------------------------------------------------------------------


def test_the_thirteen_points_are_there_under_their_headings(documents: dict[str, Document]) -> None:
    document = documents["basisondersteuning-13-ijkpunten"]
    sections = sections_by_label(document)
    assert list(sections) == [f"ijkpunt {number}" for number in range(1, 14)]
    domains = ["Beleid"] * 3 + ["Onderwijs"] * 5 + ["Begeleiding"] * 3 + ["Organisatie"] * 2
    assert [section.path for section in sections.values()] == [(domain,) for domain in domains]
    (first,) = body(document, sections["ijkpunt 1"])
    assert first.endswith(
        "Wettelijk verplicht tot beleidsdoelen in het schoolplan, ook v.w.b. leerlingenondersteuning."
    )


# --- quality aspects of Koers VO -------------------------------------------------------------------------------------


def test_the_quality_aspects_are_1_to_18_with_their_parts(koers_vo: Document) -> None:
    parts = ["16", "16.1", "16.2", "16.3", "16.4", "17", "17.1", "17.2", "18", "18.1", "18.2", "18.3"]
    numbers = [*map(str, range(1, 16)), *parts]
    assert list(sections_by_label(koers_vo)) == [f"kwaliteitsaspect {number}" for number in numbers]


@pytest.mark.parametrize(
    ("number", "path"),
    [
        ("1", ("KWALITEITSASPECTEN (verantwoordelijkheid school)", "Randvoorwaarden")),
        ("10", ("KWALITEITSASPECTEN (verantwoordelijkheid school)", "Positionering en aansturing")),
        ("11", ("KWALITEITSASPECTEN (verantwoordelijkheid school)", "Deskundigheidsbevordering")),
        ("13", ("KWALITEITSASPECTEN (kenmerken bpo'er)", "Opleiding en deskundigheid")),
        ("17", ("KWALITEITSASPECTEN (kenmerken bpo'er)", "Uitvoering op taakgebieden")),
        ("17.2", ("KWALITEITSASPECTEN (kenmerken bpo'er)", "Uitvoering op taakgebieden", "17. Coachen")),
    ],
)
def test_a_quality_aspect_stands_under_its_headings(koers_vo: Document, number: str, path: tuple[str, ...]) -> None:
    section = sections_by_label(koers_vo)[f"kwaliteitsaspect {number}"]
    assert section.path == ("4. Kwaliteitskader bpo", *path)


def test_a_running_head_does_not_split_a_quality_aspect(koers_vo: Document) -> None:
    (words,) = body(koers_vo, sections_by_label(koers_vo)["kwaliteitsaspect 10"])
    assert "Indien nodig worden tussentijdse evaluaties ingepland. Wanneer de school inkoop" in words
    assert "KWALITEITSKADER" not in words


def test_the_chapters_of_a_document_are_its_highest_headings(koers_vo: Document) -> None:
    chapters = list(dict.fromkeys(path[0] for path in headings(koers_vo)))
    assert chapters[2:] == [
        "1. Inleiding",
        "2. Passend Onderwijs in school",
        "3. Begeleiding passend onderwijs",
        "4. Kwaliteitskader bpo",
        "5. Procedure bij het benoemen van een nieuwe bpo'er",
        "6. Deskundigheidsbevordering bpo",
        "7. Hulpmiddelen",
    ]


def test_a_table_of_contents_makes_no_sections(koers_vo: Document) -> None:
    (contents,) = [section for section in koers_vo.sections if section.path == ("Inhoud",)]
    assert [block.kind for block in contents.content] == [BlockKind.CONTENTS] * 7


def test_form_fields_are_read_as_boxes(koers_vo: Document) -> None:
    lines = [koers_vo.readable(block.span) for block in koers_vo.sections[0].content]
    assert "Status ☐ concept ☐ herzien ☒ definitief" in lines


def test_a_sentence_goes_on_behind_a_footnote(koers_vo: Document) -> None:
    (section,) = [section for section in koers_vo.sections if section.path == ("2. Passend Onderwijs in school",)]
    assert "(directies, ondersteuningscoördinatoren, schoolbesturen)" in body(koers_vo, section)[-1]


# --- questions as headings -------------------------------------------------------------------------------------------


def test_question_headings_stand_over_their_answers(documents: dict[str, Document]) -> None:
    document = documents["bepo-ondersteuningsniveaus"]
    answers = {section.path: body(document, section) for section in document.sections}
    assert [path[0] for path in answers if len(path) == 2] == (
        ["Basisondersteuning"] * 4 + ["Plusondersteuning"] * 3 + ["Speciale ondersteuning"] * 3
    )
    assert answers["Welke niveaus van onderwijsvoorzieningen hanteert BePO?",][:3] == [
        "• Basisondersteuning",
        "• Plusondersteuning",
        "• Speciale ondersteuning",
    ]
    assert answers["Plusondersteuning", "Is er kwaliteitsontwikkeling?"][0].startswith(
        "BePO stimuleert de kwaliteitsontwikkeling van de plusondersteuning"
    )
    schools = answers["Speciale ondersteuning", "Over welke ondersteuningsvoorzieningen beschikt BePO?"]
    assert schools[1:5] == [
        "• Sbo: Kon. Julianaschool in Culemborg",
        "• Sbo: De Wissel in Tiel",
        "• SO: Cambier van Nootenschool in Tiel (cluster 3)",
        "• SO: Entrea Onderwijs in Tiel (cluster 4)",
    ]


def test_paragraphs_with_broken_lines_are_whole(documents: dict[str, Document]) -> None:
    document = documents["bepo-schoolondersteuningsprofiel"]
    extra = "Extra ondersteuning op de eigen school"
    assert extra in {path[-1] for path in headings(document)}
    (section,) = [section for section in document.sections if section.path == (extra,)]
    (paragraph,) = body(document, section)
    assert "wordt dit vastgelegd in een Ontwikkeling Perspectief Plan (OPP). De school onderzoekt" in paragraph
