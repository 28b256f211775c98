"""Questions after the meaning of what a document lists among its terms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Status
from assistant.assistant import Assistant
from assistant.definitions import Definitions, whose_meaning
from assistant.glossary import Kind
from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest
from tests.assistant.making import make_passages

PROTOCOL = """Protocol verzuim

Artikel 1 Begrippen
In dit protocol wordt verstaan onder:
a. thuiszitter: een leerplichtige jongere die vier weken niet naar school gaat;
b. geoorloofd verzuim: afwezigheid met toestemming;
c. ongeoorloofd verzuim: afwezigheid zonder geldige reden;
d. MAS: Methodische Aanpak Schoolverzuim;
e. op: onderwijzend personeel.

Artikel 2 Melden
De school meldt ongeoorloofd verzuim na zestien uur. OPR staat voor ondersteuningsplanraad.
"""
PLAN = "# Plan van Oost\n\n| Begrip | Betekenis |\n|---|---|\n| Thuiszitter | een kind zonder school |\n"
CATALOGUE = """
[[organisation]]
id = "oost"
name = "SWV Oost"
[[document]]
id = "protocol"
title = "Protocol verzuim"
file = "protocol.txt"
[[document]]
id = "plan"
title = "Plan van Oost"
file = "plan.md"
organisation = "oost"
"""
DEFINED = "thuiszitter: een leerplichtige jongere die vier weken niet naar school gaat"


@pytest.fixture(scope="module")
def listing(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    """An assistant on two documents that list terms; one thing they both explain."""
    corpus = tmp_path_factory.mktemp("listing")
    (corpus / "documents").mkdir()
    (corpus / "documents" / "protocol.txt").write_text(PROTOCOL, encoding="utf-8")
    (corpus / "documents" / "plan.md").write_text(PLAN, encoding="utf-8")
    (corpus / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    ingest(corpus, corpus / "home", lambda: embedder, BUNDLED_MODEL, lambda _: None)
    index = Index.open(corpus / "home", BUNDLED_MODEL)
    yield Assistant(index, embedder)
    index.close()


@pytest.mark.parametrize(
    "question",
    [
        "Wat is geoorloofd verzuim?",
        "wat betekent geoorloofd verzuim",
        "Wat wordt er bedoeld met geoorloofd verzuim?",
        "wat verstaan jullie onder geoorloofd verzuim",
        "Wanneer is er sprake van geoorloofd verzuim?",
        "Kunt u uitleggen wat geoorloofd verzuim precies is?",
        "definitie van het begrip ‘geoorloofd verzuim’",
        "Wat is geoorloofd verzuim volgens het protocol verzuim?",
        "What does geoorloofd verzuim mean?",
    ],
)
def test_term_is_answered_by_its_meaning_alone(listing: Assistant, question: str) -> None:
    answer = listing.ask(question)

    assert answer.status is Status.ANSWERED
    assert answer.text.endswith("geoorloofd verzuim: afwezigheid met toestemming [1].")
    assert [citation.quote for citation in answer.citations] == ["geoorloofd verzuim: afwezigheid met toestemming"]


def test_two_terms_that_are_compared_are_both_answered(listing: Assistant) -> None:
    answer = listing.ask("Wat is het verschil tussen geoorloofd verzuim en MAS?")

    assert answer.status is Status.ANSWERED
    assert "geoorloofd verzuim: afwezigheid met toestemming" in answer.text
    assert "MAS: Methodische Aanpak Schoolverzuim" in answer.text


def test_each_document_that_gives_another_meaning_is_quoted(listing: Assistant) -> None:
    answer = listing.ask("Wanneer ben je een thuiszitter?")
    assert answer.text == f"- {DEFINED} [1].\n- Thuiszitter: een kind zonder school [2]."


def test_only_the_documents_of_the_organisation_that_is_named_may_tell(listing: Assistant) -> None:
    answer = listing.ask("Wat zijn thuiszitters bij SWV Oost?")
    assert [citation.document.source.id for citation in answer.citations] == ["plan"]


@pytest.mark.parametrize(
    "question",
    ["Wie meldt een thuiszitter?", "Wat is verzuim?", "Wat is een thuiszitter in Duitsland?", "Wat is het plan?"],
)
def test_other_questions_are_not_answered_by_a_meaning(listing: Assistant, question: str) -> None:
    assert DEFINED not in {citation.quote for citation in listing.ask(question).citations}


@pytest.mark.parametrize(
    "question",
    [
        "Waar staat MAS voor?",
        "waar staat de afkorting mas voor",
        "waar staan de letters MAS voor?",
        "Waarvoor staat MAS?",
        "ik wil weten waar mas voor staat",
        "MAS, wat is dat?",
        "wat is de betekenis van mas",
        "MAS betekenis",
        "Wat betekent MAS?",
        "Wat is MAS?",
        "What does MAS stand for?",
    ],
)
def test_abbreviation_of_a_list_is_written_out_in_all_usual_phrasings(listing: Assistant, question: str) -> None:
    answer = listing.ask(question)

    assert answer.status is Status.ANSWERED
    assert answer.text.endswith("MAS: Methodische Aanpak Schoolverzuim [1].")


def test_sentence_that_says_what_letters_stand_for_is_found(listing: Assistant) -> None:
    answer = listing.ask("waar staat OPR voor")
    assert answer.text == "OPR staat voor ondersteuningsplanraad [1]."


def test_small_word_of_a_question_is_no_abbreviation(listing: Assistant) -> None:
    assert "onderwijzend" not in listing.ask("Wat betekent MAS op school?").text
    assert "onderwijzend personeel" in listing.ask("Wat betekent OP?").text


def test_listed_terms_are_in_the_glossary(listing: Assistant) -> None:
    found = {(entry.term, entry.citation.document.source.id): entry for entry in listing.glossary}

    assert found["thuiszitter", "protocol"].meaning == DEFINED.partition(": ")[2]
    assert found["Thuiszitter", "plan"].kind is Kind.TERM
    assert found["MAS", "protocol"].kind is Kind.ABBREVIATION


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Wat betekent een OPP eigenlijk?", "OPP"),
        ("wat wordt met de term zorgplicht bedoeld", "zorgplicht"),
        ("Weet u wat ‘thuisnabij’ betekent?", "thuisnabij"),
        ("zorgplicht, wat is dat?", "zorgplicht"),
        ("Wat is een OPP?", None),
        ("Hoe lang geldt een TLV?", None),
    ],
)
def test_whose_meaning_is_asked(question: str, term: str | None) -> None:
    assert whose_meaning(question) == term


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Wat doet een poortwachter?", None),
        ("Wat is een poortwachter?", "De poortwachter is de medewerker die het dossier beoordeelt."),
        (
            "Wat verstaan jullie onder basisplek?",
            "In dit plan verstaan wij onder basisplek een plaats in een gewone groep.",
        ),
        ("Wat is een zorgplek?", None),
    ],
)
def test_sentence_that_says_what_something_is_answers_that_question(question: str, sentence: str | None) -> None:
    passages = make_passages(
        "De poortwachter is de medewerker die het dossier beoordeelt. Hij doet dat snel.\n\n"
        "In dit plan verstaan wij onder basisplek een plaats in een gewone groep.\n\n"
        "Over een zorgplek beslist de school.\n"
    )
    found = Definitions.said(question, passages)
    assert (found and found.readable(found.parts[0])) == sentence
