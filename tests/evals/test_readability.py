"""How easy Dutch is to read."""

from __future__ import annotations

import pytest

from evals.readability import PLAIN, reading_ease


def test_score_is_that_of_the_formula() -> None:
    # Six words in two sentences; ou-ders, te-ke-nen, het, plan, dan, be-gint: ten syllables.
    assert reading_ease("Ouders tekenen het plan. Dan begint") == pytest.approx(206.84 - 0.93 * 3 - 77 * 10 / 6)


def test_plain_words_are_easier_than_those_of_policy() -> None:
    plain = reading_ease("De school maakt een plan. U praat mee over het plan. Elk jaar kijkt de school er naar.")
    policy = reading_ease(
        "De toelaatbaarheidsverklaring wordt na advisering door onafhankelijke deskundigen verstrekt overeenkomstig "
        "de ondersteuningsbehoeften en bekostigingsvoorwaarden binnen het samenwerkingsverband."
    )
    assert plain is not None
    assert policy is not None
    assert plain > PLAIN > policy


@pytest.mark.parametrize("text", ["", "12 – 14", "…"])
def test_text_without_words_has_no_score(text: str) -> None:
    assert reading_ease(text) is None
