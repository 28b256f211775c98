"""Which words announce what comes after them."""

from __future__ import annotations

import pytest

from ingest.announcing import announced_number, announces


@pytest.mark.parametrize(
    "words",
    [
        "Het gaat als volgt:",
        "De school vraagt aan. De procedure kent vijf stappen.",
        "Schorsen mag onder de volgende voorwaarden.",
        "Er gelden 3 kwaliteitsaspecten.",
    ],
)
def test_a_colon_or_counted_things_at_the_end_announce(words: str) -> None:
    assert announces(words)


@pytest.mark.parametrize(
    "words",
    [
        "Wij maken afspraken.",
        "De procedure kent vijf stappen. Een aanvraag kost niets.",
        "De school heeft drie weken de tijd.",
        "De vijf stappen",
        "",
    ],
)
def test_other_words_announce_nothing(words: str) -> None:
    assert not announces(words)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Bij schade doet de school drie dingen.", 3),
        ("In 2 scholen is dat zo. Er zijn 12 ruimtes.", 12),
        ("De twee scholen hebben drie ruimtes.", None),
        ("Drie dingen", None),
        ("De school doet iets.", None),
    ],
)
def test_the_last_sentence_may_tell_how_many_things_come(words: str, number: int | None) -> None:
    assert announced_number(words) == number
