"""The language that a question is asked in."""

from __future__ import annotations

import pytest

from assistant.language import Language, language_of
from assistant.wording import WORDINGS, language_said


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wat betekent plusondersteuning?", Language.DUTCH),
        ("dyslexie protocol", Language.DUTCH),
        ("Wie is de intern begeleider en wat doet die?", Language.DUTCH),
        ("hoe zit dat met de IB'er als het kind naar het SO gaat", Language.DUTCH),
        ("remedial teacher", Language.DUTCH),
        ("wie betaalt wie geeft tijd bijeenkomsten", Language.DUTCH),
        ("doet het support team dat", Language.DUTCH),
        ("What does extra support mean?", Language.ENGLISH),
        ("Who decides on a TLV?", Language.ENGLISH),
        ("Is youth care a required partner for schools?", Language.ENGLISH),
        ("Which school in Tiel provides cluster 3 special education?", Language.ENGLISH),
        ("Wie oft muss der Entwicklungsplan besprochen werden?", Language.GERMAN),
        ("Çocuğum için destek planını kim yapar?", Language.TURKISH),
        ("Co oznacza wsparcie dodatkowe dla dziecka?", Language.POLISH),
        ("Хто складає план розвитку?", Language.UKRAINIAN),
        ("من يضع خطة الدعم لطفلي؟", Language.ARABIC),
        ("", Language.DUTCH),
    ],
)
def test_language(question: str, expected: Language) -> None:
    assert language_of(question) is expected


@pytest.mark.parametrize("language", Language)
def test_every_language_has_its_wording_with_room_for_a_contact(language: Language) -> None:
    assert "{contact}" in WORDINGS[language].ask
    assert "{part}" in WORDINGS[language].unanswered_part


@pytest.mark.parametrize("language", Language)
def test_a_paragraph_of_the_assistant_is_told_by_its_language(language: Language) -> None:
    wording = WORDINGS[language]
    assert language_said(wording.related) is language
    assert language_said(f"{wording.not_found} {wording.ask.format(contact=': https://swv.nl')}") is language
    assert language_said(wording.unanswered_part.format(part="wie betaalt")) is language


@pytest.mark.parametrize(
    "paragraph",
    ["De ouders tekenen het plan [1].", "This belongs to afspraak 3: “Tekenen de ouders het plan?” [1].", ""],
    ids=["quote", "quote in a frame", "empty"],
)
def test_a_paragraph_of_a_document_is_dutch(paragraph: str) -> None:
    assert language_said(paragraph) is Language.DUTCH
