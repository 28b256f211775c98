"""Which kind of school a question is about, and which documents come later for it."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.sectors import is_of_another, sectors_asked_about


@pytest.mark.parametrize(
    ("question", "sector", "other"),
    [
        ("Mijn zoon zit op een middelbare school. Wie begeleidt hem?", "vo", "po"),
        ("Wat krijgt een kleuter aan hulp?", "so-sbo", "vo"),
        ("My daughter goes to primary school", "po", "vo"),
        ("Wie helpt mijn dochter in de brugklas?", "vo", "so-sbo"),
    ],
)
def test_kind_of_school_is_told_by_its_words(question: str, sector: str, other: str) -> None:
    asked = sectors_asked_about(question)
    assert not is_of_another(sector, asked)
    assert is_of_another(other, asked)


@pytest.mark.parametrize("question", ["Wat is een OPP?", "Van basisschool naar voortgezet onderwijs, wie regelt dat?"])
def test_question_that_names_none_or_both_is_about_all(question: str) -> None:
    assert sectors_asked_about(question) == frozenset()
    assert not is_of_another("vo", frozenset())


def test_document_without_a_sector_is_about_all() -> None:
    assert not is_of_another(None, sectors_asked_about("Hoe gaat dat op de basisschool?"))


def test_document_about_that_kind_of_school_comes_first(assistant: Assistant) -> None:
    nearest = assistant.search("Wie is er lid van het ondersteuningsteam op de middelbare school?")
    assert nearest[0].passage.document.source.sector == "vo"
