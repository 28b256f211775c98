from __future__ import annotations

import pytest

from ingest.sentence_ends import ends_sentence


@pytest.mark.parametrize(
    "words", ["Dat is zo.", "Is dat zo?", "(zie bijlage 2.)", "in overleg met de MR.", "tijd, enz."]
)
def test_words_that_end_a_sentence(words: str) -> None:
    assert ends_sentence(words)


@pytest.mark.parametrize(
    "words", ["de school en", "aanwezig: dhr.", "voorzitter mw. H.", "van drs.", "op blz.", "o.a."]
)
def test_an_abbreviation_that_something_must_follow_ends_no_sentence(words: str) -> None:
    assert not ends_sentence(words)
