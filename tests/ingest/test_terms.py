from __future__ import annotations

import pytest

from ingest.terms import stem, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De Coördinator's OPP's!", ["de", "coordinator's", "opp's"]),
        ("e\u0301e\u0301n keer", ["een", "keer"]),
        ("onderwijs- en/of SO-school", ["onderwijs", "en", "of", "so", "school"]),
        ("artikel 18a, € 4.500", ["artikel", "18a", "4", "500"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(("one", "other"), [("opp", "opp's"), ("school", "scholen"), ("evaluatie", "evaluaties")])
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_terms_are_what_a_question_is_about_in_order() -> None:
    question = "Hoe vaak evalueert de school welke OPP's, en waar?"
    assert terms(question) == [stem(word) for word in ("vaak", "evalueert", "school", "opp")]


@pytest.mark.parametrize("word", ["waaruit", "daarvan", "hiermee", "erin", "hoelang", "whose"])
def test_words_that_only_ask_or_point_are_no_terms(word: str) -> None:
    assert terms(f"{word} plan") == ["plan"]
