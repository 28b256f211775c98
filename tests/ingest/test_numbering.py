from __future__ import annotations

import pytest

from ingest.blocks import split_blocks
from ingest.document import BlockKind
from tests.ingest.making import markers, of_kind


def test_numbers_that_go_on_are_one_run() -> None:
    text = "1. Elke school evalueert.\n\nJa\n\n2. Elke school overlegt.\n\nKop\n\n3. Elke school meldt.\n"
    blocks = [block for block in split_blocks(text) if block.kind is BlockKind.NUMBERED]
    assert [block.marker for block in blocks] == ["1.", "2.", "3."]
    assert len({block.sequence for block in blocks}) == 1


def test_a_number_glued_to_the_line_before_starts_its_own_block() -> None:
    text = "3. Geef aan welke voorzieningen er zijn.\n1) Geen   4. Geef aan welk aanbod er is.\n1) Dyslexie\n"
    assert markers(text) == ["3.", "4."]
    assert of_kind(text, BlockKind.ITEM) == ["1) Geen", "1) Dyslexie"]


def test_a_number_that_does_not_follow_is_not_taken_off_its_line() -> None:
    text = "3. Geef aan welke voorzieningen er zijn, zie   7. Bijlagen.\n4. Geef aan.\n"
    assert of_kind(text, BlockKind.NUMBERED) == [
        "3. Geef aan welke voorzieningen er zijn, zie 7. Bijlagen.",
        "4. Geef aan.",
    ]


def test_a_broken_line_that_starts_with_a_number_is_no_unit() -> None:
    text = (
        "1. De leerlingen van groep 1 krijgen les samen met de leerlingen van groep\n3. Zij leren spelend.\n"
        "2. De leraren overleggen daarover.\n"
        "3. De ouders denken mee.\n4. De school beslist.\n"
    )
    assert [words[:6] for words in of_kind(text, BlockKind.NUMBERED)] == ["1. De ", "2. De ", "3. De ", "4. De "]


def test_numbers_without_a_full_stop_count_when_they_go_on() -> None:
    assert markers("1 Inleiding\n\nEen zin.\n\n2 Visie\n\nEen zin.\n") == ["1.", "2."]


@pytest.mark.parametrize(
    "line", ["1 Leraar doet mee", "2 Leraren doen mee", "31 Januari is de laatste dag", "12 Leerlingen per groep"]
)
def test_a_lone_number_without_a_full_stop_is_text(line: str) -> None:
    assert markers(f"Een zin.\n\n{line}\n\nNog een zin.\n") == []


def test_chapters_go_on_behind_a_list_with_the_same_numbers() -> None:
    text = (
        "1. Opening\n\nDe voorzitter opent.\n\n2. Besluiten\n\nEr is besloten:\n1. het plan gaat door;\n"
        "2. het geld is er.\n\n3. Rondvraag\n\nGeen.\n"
    )
    blocks = [block for block in split_blocks(text) if block.kind is BlockKind.NUMBERED]
    chapters = [block for block in blocks if block.sequence == blocks[0].sequence]
    assert [block.span.of(text) for block in chapters] == ["1. Opening", "2. Besluiten", "3. Rondvraag"]


@pytest.mark.parametrize(
    "line", ["Artikel 3 Samenstelling", "Artikel 3", "Stap 2: bespreken", "ARTIKEL 3a. Taken", "Afspraak 4 – ouders"]
)
def test_a_word_with_a_number_marks_a_unit(line: str) -> None:
    assert len(markers(f"Het begin.\n\n{line}\nDe commissie heeft drie leden.\n")) == 1


def test_an_article_of_law_at_the_start_of_a_broken_line_is_text() -> None:
    text = (
        "De ondersteuningsplanraad stemt in met dit plan, zoals is bedoeld in\n"
        "artikel 18a van de wet. Dat gebeurt elk jaar, zoals is bedoeld in het\n"
        "Artikel 4a van de oude wet, voor 1 mei.\n"
    )
    assert markers(text) == []
