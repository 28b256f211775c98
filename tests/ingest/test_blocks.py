from __future__ import annotations

import pytest

from ingest.blocks import split_blocks
from ingest.document import Block, BlockKind
from tests.ingest.making import kinds_and_words, of_kind


def items(text: str) -> list[tuple[int, str]]:
    return [(block.depth, block.span.of(text)) for block in split_blocks(text) if block.kind is BlockKind.ITEM]


def cells(text: str) -> list[list[str]]:
    blocks: tuple[Block, ...] = split_blocks(text)
    return [
        [" ".join(cell.of(text).split()) for cell in block.cells] for block in blocks if block.kind is BlockKind.ROW
    ]


# --- lines that belong together --------------------------------------------------------------------------------------


def test_a_sentence_broken_over_lines_is_one_paragraph() -> None:
    text = "De school legt de afspraken over de leerling vast in het\nontwikkelingsperspectief en bespreekt dat.\n"
    assert len(kinds_and_words(text)) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("de reserve is eind dit jaar", "€ 1,12 miljoen en"),
        ("er zijn hier dit jaar maar", "12 leerlingen en"),
        ("de leden zijn H. Bos en dhr.", "P. van Wieringen en"),
    ],
    ids=["an amount", "a number", "a name"],
)
def test_what_starts_with_a_sign_a_figure_or_an_initial_goes_on_where_a_full_line_stopped(
    first: str, second: str
) -> None:
    text = (
        f"In de vergadering van het bestuur is gezegd: {first}\n{second} dat is meer dan het bestuur in het plan van\n"
        "dit jaar had opgeschreven. De directeur legt uit hoe dat zo komt en\nwat er nu moet gebeuren.\n"
    )
    assert len(kinds_and_words(text)) == 1


def test_a_sentence_broken_by_blank_lines_is_one_paragraph() -> None:
    text = "De school legt de afspraken over de leerling vast, ook \n\nv.w.b. het vervoer.\n"
    assert len(kinds_and_words(text)) == 1


def test_paragraphs_apart_stay_apart() -> None:
    assert len(kinds_and_words("De school evalueert het plan.\n\nDe ouders tekenen het plan.\n")) == 2


def test_a_short_line_is_not_joined_with_the_paragraph_under_it() -> None:
    text = (
        "Ons besluit\nWij geven een verklaring af voor het speciaal onderwijs, die geldig is tot\n"
        "het einde van het schooljaar.\n"
    )
    assert [words.split()[0] for _, words in kinds_and_words(text)] == ["Ons", "Wij"]


def test_an_item_goes_on_on_the_next_line() -> None:
    text = (
        "• Zorg voor helderheid dat we praten over het speciaal onderwijs, dit \nt.o.v. het regulier onderwijs\n• Twee"
    )
    assert len(items(text)) == 2


def test_a_bracket_that_is_open_holds_lines_together() -> None:
    text = "De school vraagt ondersteuning aan (zie afspraak\n2) bij het loket.\n"
    assert [kind for kind, _ in kinds_and_words(text)] == ["paragraph"]


def test_lines_that_begin_with_a_label_of_one_kind_stand_apart() -> None:
    text = (
        "Besluit 2025-15: Het budget van de scholen wordt in 2026 niet hoger.\n"
        "Besluit 2025-16: Uit de reserve gaat dit jaar veel geld naar drie projecten, en\n"
        "dat geld is voor de scholen. De vorige keer ging dat anders, volgens\nBesluit 2024-3: toen kon het niet.\n"
    )
    assert [words[:15] for _, words in kinds_and_words(text)] == ["Besluit 2025-15", "Besluit 2025-16"]


def test_a_web_address_stands_alone() -> None:
    assert (
        len(kinds_and_words("Zie ook de site van het samenwerkingsverband voor meer uitleg:\nhttps://swv.nl/plan\n"))
        == 2
    )


def test_a_markdown_heading_is_one_line() -> None:
    assert len(kinds_and_words("## De school (en de\nouders) overleggen\n")) == 2


# --- lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "marker", ["•", "-", "–", "*", "o", "▪", "➢", "✓", "\uf0b7", "1)", "(2)", "a.", "b)", "(c)", "- 1)"]
)
def test_markers_of_list_items(marker: str) -> None:
    assert items(f"Nodig zijn:\n{marker} een aanvraag\n") == [(0, f"{marker} een aanvraag")]


@pytest.mark.parametrize(
    "words", ["-graads hellingshoek", "t.o.v. vorig jaar", "ook dat", "o.a. ouders", "3 scholen", "a b"]
)
def test_words_that_only_look_like_markers(words: str) -> None:
    assert items(f"Het plan is klaar.\n\n{words}\n") == []


def test_a_new_style_of_marker_opens_an_inner_list() -> None:
    text = "1) Begeleiding\na. met tijd\nb. met geld\n2) Advies\n"
    assert items(text) == [(0, "1) Begeleiding"), (1, "a. met tijd"), (1, "b. met geld"), (0, "2) Advies")]


def test_indentation_opens_an_inner_list() -> None:
    text = "- een pasfoto\n  - recent\n    - in kleur\n  - scherp\n- een kopie\n"
    assert [depth for depth, _ in items(text)] == [0, 1, 2, 1, 0]


def test_less_indentation_closes_an_inner_list_whatever_the_marker() -> None:
    assert [depth for depth, _ in items("• een\n    o twee\n- drie\n")] == [0, 1, 1]
    assert [depth for depth, _ in items("  • een\n    o twee\n- drie\n")] == [0, 1, 0]


def test_a_paragraph_ends_the_lists() -> None:
    assert [depth for depth, _ in items("• een\no twee\n\nEen alinea apart.\n\no drie\n")] == [0, 1, 0]


@pytest.mark.parametrize(
    "remark", ["(I-tje: ouders tekenen)", "NB: ouders tekenen", "Let op: ouders tekenen", "(noot: nee)"]
)
def test_remarks(remark: str) -> None:
    assert of_kind(f"1) Leraar\n2) Ouder\n{remark}\n", BlockKind.REMARK) == [remark]


# --- tables ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", ["Licht\t€ 2.000\t1 jaar", "| Licht | € 2.000 | 1 jaar |", "Licht         € 2.000      1 jaar"]
)
def test_rows_have_cells(row: str) -> None:
    assert cells(f"Bedragen\n\n{row}\n") == [["Licht", "€ 2.000", "1 jaar"]]


def test_the_line_under_the_head_of_a_markdown_table_says_nothing() -> None:
    text = "| Soort | Bedrag |\n|-------|:------|\n| Licht | € 2.000 |\n"
    assert cells(text) == [["Soort", "Bedrag"], ["Licht", "€ 2.000"]]
    assert of_kind(text, BlockKind.FURNITURE) == ["|-------|:------|"]


def test_a_value_that_comes_back_at_the_end_of_lines_is_a_cell() -> None:
    text = "Protocol dyslexie Actief toegepast\n\nProtocol pesten Actief toegepast\n\nProtocol rouw Actief toegepast\n"
    assert cells(text) == [[f"Protocol {name}", "Actief toegepast"] for name in ("dyslexie", "pesten", "rouw")]


def test_a_value_on_a_line_of_its_own_belongs_to_the_statement_before_it() -> None:
    statements = ["De leraren werken samen met ouders.", "De leraren evalueren hun doelen.", "De leraren overleggen."]
    text = "\n\n".join(f"{statement}\n\nVer-Ontwikkeld" for statement in statements)
    assert cells(text) == [[statement, "Ver-Ontwikkeld"] for statement in statements]


def test_a_remark_between_statement_and_value_is_part_of_the_row() -> None:
    text = "\n\n".join(f"De school heeft plan {letter} klaar\n(I-tje: of bijna)\n\nAanwezig" for letter in "abc")
    assert [row[1] for row in cells(text)] == ["Aanwezig"] * 3


def test_headings_that_end_in_the_same_name_are_no_rows() -> None:
    alinea = "Alle scholen werken hieraan mee en leggen dat vast in hun plan."
    text = "\n\n".join(f"{kind}ondersteuning Rivierenland\n\n{alinea}" for kind in ("Basis", "Plus", "Speciale "))
    assert cells(text) == []


def test_two_equal_endings_are_no_table() -> None:
    assert cells("Protocol dyslexie Aanwezig\n\nProtocol pesten Aanwezig\n") == []
