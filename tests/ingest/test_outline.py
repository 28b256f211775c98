from __future__ import annotations

import pytest

from ingest.document import BlockKind
from tests.ingest.making import body, headings, make_document, sections_by_label

_ALINEA = "Alle scholen werken hieraan mee en leggen vast wat zij hebben afgesproken."
_LONG = " ".join([_ALINEA] * 4)  # Shorter units may be one list.


def paths(text: str, title: str = "Proef") -> list[tuple[str, ...]]:
    return headings(make_document(text, title))


def labels(text: str, title: str = "Proef") -> list[str | None]:
    return [section.label for section in make_document(text, title).sections]


# --- what is a heading -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Extra ondersteuning op de eigen school",
        "Wat is een TLV?",
        "Mijn kind zit thuis. Wat nu?",
        "KWALITEITSKADER",
        "## Ouders",
        "*Ouders en leerlingen*",
        "Hoofdstuk 2: Ouders",
        "“Samen sterk”",
        "4. Kwaliteit",
        "Als extra ondersteuning niet genoeg is om de leerling\nverder te helpen",
    ],
)
def test_a_short_line_above_a_paragraph_is_a_heading(line: str) -> None:
    assert len(paths(f"Begin\n\n{_ALINEA}\n\n{line}\n\n{_ALINEA}\n")) == 2


@pytest.mark.parametrize(
    "line",
    [
        "Dat is een korte zin.",
        "Mijn kind zit thuis. Dat duurt al lang. Wat nu?",
        "Vak 3. Wat wil de leerling?",
        "Wat u moet weten:",
        "en dat was het",
        "Rotterdam, 01-08-2021",
        "Versie 3",
        "Ouders: zij denken mee",
        "info@swv.nl",
        "Zie https://swv.nl",
        "Leraren, ouders, leerlingen",
        "Postbus 12",
        "Ondersteuning aanvragen (zie ook",
        "Een regel van veel meer woorden dan een kop ooit heeft omdat niemand dat nog als kop leest",
    ],
)
def test_other_short_lines_are_no_headings(line: str) -> None:
    assert paths(f"Begin\n\n{_ALINEA}\n\n{line}\n\n{_ALINEA}\n") == [("Begin",)]


def test_a_heading_stands_above_something() -> None:
    assert paths(f"Begin\n\n{_ALINEA}\n\nEinde\n") == [("Begin",)]


def test_what_follows_a_comma_is_no_heading() -> None:
    assert paths(f"Begin\n\n{_ALINEA}\n\nMet vriendelijke groet,\n\nJan Bakker\n\n{_ALINEA}\n") == [("Begin",)]


def test_an_address_is_no_heading() -> None:
    address = "Landelijke Commissie\nPostbus 85191\n3508 AD Utrecht"
    assert paths(f"Bezwaar\n\n{_ALINEA}\n\n{address}\n\nVragen?\n\n{_ALINEA}\n") == [
        ("Bezwaar",),
        ("Bezwaar", "Vragen?"),
    ]


def test_the_answer_to_a_numbered_question_is_no_heading() -> None:
    document = make_document(
        "De afspraken\n\n1. Moet elke school overleggen?\n\nJa\n\n2. Moet dat vaak?\n\nTwee keer\n\n"
    )
    assert {label: body(document, section)[1:] for label, section in sections_by_label(document).items()} == {
        "afspraak 1": ["Ja"],
        "afspraak 2": ["Twee keer"],
    }


def test_a_short_line_inside_a_numbered_unit_does_not_end_it() -> None:
    text = f"De afspraken\n\n1. {_ALINEA}\n\nToelichting op het plan\n\n{_ALINEA}\n\n2. {_ALINEA}\n"
    assert labels(text) == ["afspraak 1", "afspraak 2"]


def test_the_head_of_a_flattened_table_says_nothing() -> None:
    document = make_document(f"De afspraken\nItem Afspraak\n\nOuders\n1. {_ALINEA}\n")
    assert document.sections[0].path == ("Ouders",)
    assert BlockKind.FURNITURE in {block.kind for block in document.sections[0].blocks}


# --- how headings nest -----------------------------------------------------------------------------------------------


def test_a_heading_directly_under_a_heading_is_its_child() -> None:
    text = f"Begin\n\n{_ALINEA}\n\nOuders\n\nInformatie\n\n{_ALINEA}\n\nInspraak\n\n{_ALINEA}\n"
    assert paths(text) == [("Begin",), ("Ouders", "Informatie"), ("Ouders", "Inspraak")]


def test_an_abbreviation_under_a_heading_is_its_child() -> None:
    text = f"Begin\n\n{_ALINEA}\n\nBegrippen\n\nTLV\n\n{_ALINEA}\n\nOPP\n\n{_ALINEA}\n"
    assert paths(text) == [("Begin",), ("Begrippen", "TLV"), ("Begrippen", "OPP")]


def test_capitals_directly_under_a_heading_are_its_child() -> None:
    text = f"Begin\n\n{_ALINEA}\n\nOuders\n\nMEDEZEGGENSCHAP\n\n{_ALINEA}\n"
    assert paths(text) == [("Begin",), ("Ouders", "MEDEZEGGENSCHAP")]


def test_an_abbreviation_is_a_heading_like_others() -> None:
    text = f"Ouders\n\n{_ALINEA}\n\nOPP\n\n{_ALINEA}\n\nLeraren\n\n{_ALINEA}\n"
    assert paths(text) == [("Ouders",), ("OPP",), ("Leraren",)]


def test_question_headings_stand_under_plain_headings() -> None:
    text = f"Basis\n\nWat is dat?\n\n{_ALINEA}\n\nWie doet dat?\n\n{_ALINEA}\n\nPlus\n\nWat is dat?\n\n{_ALINEA}\n"
    assert paths(text)[1:] == [("Wie doet dat?",), ("Plus", "Wat is dat?")]
    assert paths(f"Begin\n\n{_ALINEA}\n\n{text}")[1:] == [
        ("Basis", "Wat is dat?"),
        ("Basis", "Wie doet dat?"),
        ("Plus", "Wat is dat?"),
    ]


def test_capitals_stand_above_plain_headings() -> None:
    text = f"VOOR OUDERS\n\n{_ALINEA}\n\nVragen\n\n{_ALINEA}\n\nVOOR SCHOLEN\n\n{_ALINEA}\n"
    assert paths(text) == [("VOOR OUDERS",), ("VOOR OUDERS", "Vragen"), ("VOOR SCHOLEN",)]


@pytest.mark.parametrize("dot", [".", ""])
def test_numbered_chapters_stand_above_their_paragraphs(dot: str) -> None:
    text = (
        f"1{dot} Inleiding\n\n{_ALINEA}\n\n2{dot} Visie\n\n2.1 Ouders\n\n{_ALINEA}\n\nVragen\n\n{_ALINEA}\n\n"
        f"2.2 Leraren\n\n{_ALINEA}\n\n3{dot} Geld\n\n{_ALINEA}\n"
    )
    two = f"2{dot} Visie"
    assert paths(text) == [
        (f"1{dot} Inleiding",),
        (two, "2.1 Ouders"),
        (two, "2.1 Ouders", "Vragen"),
        (two, "2.2 Leraren"),
        (f"3{dot} Geld",),
    ]


def test_parts_chapters_and_paragraphs_nest_by_their_words() -> None:
    text = (
        f"Reglement\n\n{_ALINEA}\n\nHoofdstuk 1 Algemeen\n\n{_ALINEA}\n\nParagraaf 1.1 Kosten\n\n{_ALINEA}\n\n"
        f"Hoofdstuk 2 Slot\n\n{_ALINEA}\n\nBijlage A Formulier\n\n{_ALINEA}\n"
    )
    assert paths(text)[1:] == [
        ("Hoofdstuk 1 Algemeen",),
        ("Hoofdstuk 1 Algemeen", "Paragraaf 1.1 Kosten"),
        ("Hoofdstuk 2 Slot",),
        ("Bijlage A Formulier",),
    ]


def test_markdown_headings_nest_by_their_marks() -> None:
    text = f"# Titel\n\n## Geld\n\n{_ALINEA}\n\n### Tarief\n\n{_ALINEA}\n\n## Ouders\n\n**Wie beslist?**\n\n{_ALINEA}\n"
    assert paths(text) == [("Geld",), ("Geld", "Tarief"), ("Ouders", "Wie beslist?")]


def test_headings_on_top_of_each_other_at_the_start_are_the_title() -> None:
    assert paths(f"Werkwijze\n\nSchooljaar van de ouders\n\nVoorwoord\n\n{_ALINEA}\n") == [("Voorwoord",)]


def test_a_chapter_under_the_title_stays_when_others_like_it_follow() -> None:
    title = "VRAGEN VAN OUDERS\nSamenwerkingsverband De Dijk\n\n"
    first = f"AANMELDEN\n\nWanneer moet dat?\n{_ALINEA}\n\nKan het later?\n{_ALINEA}\n\n"
    assert paths(f"{title}{first}GELD EN VERVOER\n\nWat kost de bus?\n{_ALINEA}\n") == [
        ("AANMELDEN", "Wanneer moet dat?"),
        ("AANMELDEN", "Kan het later?"),
        ("GELD EN VERVOER", "Wat kost de bus?"),
    ]


def test_a_chapter_directly_under_the_title_stays() -> None:
    text = f"Reglement\n\nHoofdstuk 1 Algemeen\n\nArtikel 1 Doel\n{_ALINEA}\n\nArtikel 2 Kosten\n{_ALINEA}\n"
    assert paths(text) == [("Hoofdstuk 1 Algemeen", "Artikel 1 Doel"), ("Hoofdstuk 1 Algemeen", "Artikel 2 Kosten")]


@pytest.mark.parametrize("heading", ["Begrippenlijst", "Bijlagen", "Actielijst"])
def test_some_headings_end_the_chapters_without_a_number(heading: str) -> None:
    text = f"1. Inleiding\n\n{_ALINEA}\n\n2. Slot\n\n{_ALINEA}\n\n{heading}\n\n{_ALINEA}\n"
    assert paths(text)[-1] == (heading,)


def test_the_first_heading_after_an_enumeration_closes_what_it_was_under() -> None:
    text = (
        f"Begin\n\n{_ALINEA}\n\nDe afspraken\n\nOver ouders\n1. {_ALINEA}\n2. {_ALINEA}\n\n"
        f"Over leraren\n3. {_ALINEA}\n\nTot slot\n\n{_ALINEA}\n"
    )
    assert paths(text)[1:] == [("De afspraken", "Over ouders"), ("De afspraken", "Over leraren"), ("Tot slot",)]


# --- what numbers are called -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("De afspraken basisondersteuning", "afspraak 1"),
        ("Onze stellingen over ouders", "stelling 1"),
        ("KWALITEITSASPECTEN (kenmerken)", "kwaliteitsaspect 1"),
        ("Basisondersteuning in 13 ijkpunten", "ijkpunt 1"),
        ("Wij werken met tien uitgangspunten", "uitgangspunt 1"),
        ("3. Criteria", "criterium 1"),
        ("Over onze school", "punt 1"),
        ("Wat ouders van de school vragen", "punt 1"),
    ],
)
def test_an_enumeration_is_called_after_the_noun_that_announces_it(heading: str, label: str) -> None:
    assert labels(f"Begin\n\n{_ALINEA}\n\n{heading}\n\n1. {_LONG}\n2. {_LONG}\n")[1] == label


def test_an_enumeration_may_be_called_after_the_title_of_the_document() -> None:
    assert labels(f"Beleid\n\n1. {_ALINEA}\n2. {_ALINEA}\n", "Basisondersteuning in 13 ijkpunten")[0] == "ijkpunt 1"


def test_only_a_question_is_called_a_question() -> None:
    text = f"Ouders\n\n1. Wie betaalt het vervoer van mijn kind naar school?\n{_ALINEA}\n2. {_ALINEA}\n"
    assert labels(text, "Veelgestelde vragen") == ["vraag 1", "punt 2"]


def test_numbered_headings_under_a_counted_noun_have_its_label() -> None:
    text = f"1. Iedereen hoort erbij\n\n{_ALINEA}\n\n2. Ouders denken mee\n\n{_ALINEA}\n"
    assert labels(text, "Tien uitgangspunten voor een veilige school") == ["uitgangspunt 1", "uitgangspunt 2"]
    assert labels(text, "Een veilige school") == [None, None]
    titled = f"Onze tien uitgangspunten\n\n{text}"
    assert labels(titled, "Een veilige school") == ["uitgangspunt 1", "uitgangspunt 2"]


def test_numbers_under_a_number_keep_its_words() -> None:
    text = f"Taakgebieden met eisen\n\n1. Coachen\n1.1 {_ALINEA}\n1.2 {_ALINEA}\n2. {_ALINEA}\n3. {_ALINEA}\n"
    sections = sections_by_label(make_document(text))
    assert sections["punt 1.2"].path[-1] == "1. Coachen"
    assert "1. Coachen" not in sections["punt 2"].path


def test_numbered_questions_are_units_with_their_answers() -> None:
    text = f"Ouders\n\n1. Wie betaalt het vervoer?\n{_ALINEA}\n\n2. Hoe lang duurt het?\n\n{_ALINEA}\n"
    document = make_document(text, "Vragen van ouders")
    assert {label: len(section.content) for label, section in sections_by_label(document).items()} == {
        "vraag 1": 2,
        "vraag 2": 2,
    }


# --- articles and steps ----------------------------------------------------------------------------------------------

_RULES = (
    "Reglement\n\n" + _ALINEA + "\n\nArtikel 1 Begrippen\nIn dit reglement betekent:\na. bestuur: het bestuur;\n"
    "b. ouders: de ouders of verzorgers.\n\nArtikel 2. Samenstelling\n"
    "1. De commissie bestaat uit een voorzitter en twee leden met kennis van zaken.\n"
    "2. De leden worden benoemd voor een periode van vier jaar, en wel:\na. één lid door de ouders;\nb. één lid.\n\n"
    "Artikel 3 Slot\n1. Dit reglement geldt vanaf 1 augustus 2023 voor alle scholen.\n2. Het bestuur evalueert het.\n"
)


def test_articles_are_headings_with_a_label() -> None:
    document = make_document(_RULES)
    section = sections_by_label(document)["artikel 1"]
    assert section.path[-1] == "Artikel 1 Begrippen"
    assert body(document, section)[0] == "In dit reglement betekent:"


def test_the_numbers_under_an_article_are_its_leden() -> None:
    document = make_document(_RULES)
    sections = sections_by_label(document)
    assert list(sections) == ["artikel 1", "artikel 2 lid 1", "artikel 2 lid 2", "artikel 3 lid 1", "artikel 3 lid 2"]
    assert sections["artikel 2 lid 2"].path[-1] == "Artikel 2. Samenstelling"
    assert len(sections["artikel 2 lid 2"].content) == 3


def test_steps_have_a_label_with_and_without_a_title() -> None:
    titled = f"Pesten\n\n{_ALINEA}\n\nStap 1: signaleren\n{_ALINEA}\n\nStap 2: bespreken\n{_ALINEA}\n"
    assert labels(titled) == [None, "stap 1", "stap 2"]
    bare = f"Pesten\n\n{_ALINEA}\n\nStap 1\n{_ALINEA}\n\nStap 2\n{_ALINEA}\n"
    assert labels(bare) == [None, "stap 1", "stap 2"]


def test_units_of_one_line_have_a_label() -> None:
    text = f"Ouders\n\nAfspraak 1: {_ALINEA}\nAfspraak 2: {_ALINEA}\nAfspraak 3: {_ALINEA}\n"
    document = make_document(text)
    assert list(sections_by_label(document)) == ["afspraak 1", "afspraak 2", "afspraak 3"]
    assert paths(text) == [("Ouders",)]


# --- numbered lists that are no units --------------------------------------------------------------------------------


@pytest.mark.parametrize("lead_in", ["Neem mee:", "Wat neemt u mee?", "Benodigdheden"])
def test_a_short_numbered_list_stays_together(lead_in: str) -> None:
    document = make_document(f"Gesprek\n\n{_ALINEA}\n\n{lead_in}\n1. Het OPP\n2. Een pasfoto\n\nNog een zin.\n")
    assert all(section.label is None for section in document.sections)
    assert [block.kind for block in document.sections[-1].content][-3:] == ["item", "item", "paragraph"]


_STEPS = """1. De school bespreekt de leerling met de ouders. Dat gebeurt binnen twee weken nadat de leraar zich
zorgen heeft gemaakt, en de intern begeleider is er altijd bij, ook wanneer de ouders dat zelf niet hebben gevraagd.
2. De school stelt het dossier samen. Ouders geven hun zienswijze.
3. De directeur besluit. Dit duurt hoogstens zes weken.
"""


@pytest.mark.parametrize(
    "lead_in",
    [
        "Het gaat als volgt:",
        "Een aanvraag doet de school. De procedure kent drie stappen.",
        "De volgende stappen zijn nodig.",
        "De school doet dan drie dingen.",
    ],
)
def test_numbers_that_words_announce_are_items_however_long_they_are(lead_in: str) -> None:
    document = make_document(f"Aanvragen\n\n{lead_in}\n\n{_STEPS}\n{_ALINEA}\n")
    (section,) = document.sections
    assert section.label is None
    assert [block.kind.value for block in section.content] == ["paragraph", "item", "item", "item", "paragraph"]


def test_numbers_that_nothing_announces_are_units() -> None:
    text = f"Aanvragen\n\nEen aanvraag duurt hoogstens acht weken.\n\n{_STEPS}"
    assert labels(text) == [None, "punt 1", "punt 2", "punt 3"]


def test_a_list_that_is_too_long_for_one_passage_has_units() -> None:
    members = "".join(f"{number}. {_ALINEA * 8}\n" for number in range(1, 5))
    assert labels(f"Aanvragen\n\nHet gaat als volgt:\n\n{members}")[1:] == ["punt 1", "punt 2", "punt 3", "punt 4"]


@pytest.mark.parametrize("heading", ["Waar wij aan werken", "Aanvragen in drie stappen"])
def test_short_numbers_under_a_heading_are_one_list_when_they_have_no_name_but_that_of_a_step(heading: str) -> None:
    members = (
        "1. De school bespreekt de leerling.\n2. Ouders geven hun mening:\na. thuis\nb. op school\n3. Wij besluiten.\n"
    )
    document = make_document(f"Begin\n\n{_ALINEA}\n\n{heading}\n\n{members}\n{_ALINEA}\n")
    section = document.sections[-1]
    assert (section.heading, section.label) == (heading, None)
    kinds = [(block.kind.value, block.depth) for block in section.content]
    assert kinds == [("item", 0), ("item", 0), ("item", 1), ("item", 1), ("item", 0), ("paragraph", 0)]


def test_parts_of_a_chapter_that_counts_steps_are_no_steps() -> None:
    text = f"4.4 Aanvragen in zes stappen\n\n{_ALINEA}\n\n4.4.1 Bedragen\n\n{_ALINEA}\n\n4.4.2 Stoppen\n\n{_ALINEA}\n"
    assert labels(text) == [None, None, None]


def test_a_list_inside_an_announced_number_is_an_inner_list() -> None:
    text = f"Aanvragen\n\nHet gaat als volgt:\n\n1. Vooraf:\na. {_ALINEA}\nb. {_ALINEA}\n2. {_ALINEA}\n"
    (section,) = make_document(text).sections
    assert [(block.marker, block.depth) for block in section.content[1:]] == [
        ("1.", 0),
        ("a.", 1),
        ("b.", 1),
        ("2.", 0),
    ]


@pytest.mark.parametrize("markers", [("I.", "II.", "III."), ("A)", "B)", "C)"), ("i.", "ii.", "iii.")])
def test_letters_and_roman_numerals_that_words_announce_are_items(markers: tuple[str, ...]) -> None:
    members = "\n\n".join(f"{marker} {_ALINEA}" for marker in markers)
    (section,) = make_document(f"Schorsen\n\nSchorsen mag alleen als:\n\n{members}\n").sections
    assert [block.marker for block in section.content if block.kind is BlockKind.ITEM] == list(markers)


def test_paragraphs_behind_the_last_number_are_no_part_of_it() -> None:
    members = "".join(f"{number}. {_LONG}\n\n" for number in range(1, 4))
    document = make_document(f"Stappen\n\n{members}Bezwaar kan binnen zes weken.\n\nEen klacht kan ook.\n")
    assert [section.label for section in document.sections] == ["stap 1", "stap 2", "stap 3", None]
    assert document.sections[-1].path == ("Stappen",)
    assert body(document, document.sections[-1]) == ["Bezwaar kan binnen zes weken.", "Een klacht kan ook."]


def test_a_paragraph_behind_the_last_number_is_its_own_when_others_have_one() -> None:
    members = "".join(f"{number}. {_ALINEA}\n\nJa, dat spreken wij af.\n\n" for number in range(1, 4))
    assert labels(f"Afspraken\n\n{members}") == ["afspraak 1", "afspraak 2", "afspraak 3"]


def test_short_agreements_stay_agreements() -> None:
    assert labels("De afspraken\n\n1. Elke school overlegt\n2. Elke school meldt\n") == ["afspraak 1", "afspraak 2"]


# --- edges -----------------------------------------------------------------------------------------------------------


def test_an_empty_text_has_no_sections() -> None:
    assert make_document("").sections == ()


def test_white_space_is_one_section_without_blocks() -> None:
    (section,) = make_document(" \n\n\t").sections
    assert (section.path, section.label, section.blocks) == ((), None, ())


def test_a_text_without_headings_is_one_section() -> None:
    assert paths(f"{_ALINEA}\n\n{_ALINEA}\n") == [()]


def test_lines_of_a_flattened_table_are_rows_and_not_headings() -> None:
    text = (
        "Termijnen\n\nDe school houdt zich aan deze termijnen.\n\n"
        "Melding bevestigen Secretariaat 2 werkdagen\n"
        "Gesprek plannen Mentor van de leerling 7 werkdagen\n"
        "Besluit sturen Directeur 10 werkdagen\n\n"
        "Vervolg\n\nDaarna begint het traject op school.\n"
    )
    sections = make_document(text, "Procedure").sections
    assert [section.path for section in sections] == [("Termijnen",), ("Vervolg",)]
    assert [block.kind for block in sections[0].content] == [BlockKind.PARAGRAPH, *[BlockKind.ROW] * 3]
