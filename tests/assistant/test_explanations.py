"""The words of an answer that the glossary explains."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer, Status
from assistant.assistant import Assistant
from assistant.explanations import Explanations
from assistant.glossary import Entry, Kind
from tests.ui.samples import SOURCE, make_answer, make_citation, make_document

_TEXT = "De school vraagt een toelaatbaarheidsverklaring (TLV) aan. De begeleider passend onderwijs (bpo) helpt.\n"
_DOCUMENT = make_document(f"Regels\n\n{_TEXT}\nDe ouders tekenen.\n")
_ENTRIES = (
    Entry("bpo", Kind.ABBREVIATION, "begeleider passend onderwijs", make_citation(_DOCUMENT, "De begeleider")),
    Entry("TLV", Kind.ABBREVIATION, "toelaatbaarheidsverklaring", make_citation(_DOCUMENT, "toelaatbaarheidsv")),
    Entry("zorgplicht", Kind.TERM, "De plicht om een plek te zoeken.", make_citation(_DOCUMENT, "De school")),
)


def explained(text: str, quote: str = "De ouders") -> list[str]:
    answer = make_answer(text, citations=[make_citation(_DOCUMENT, quote)])
    return [one.words for one in Explanations(_ENTRIES).of(answer)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Een TLV is nodig [1]. De TLV komt later [1].", ["TLV"]),
        ("De bpo'er helpt, en alle BPO’s ook [1].", ["bpo'er"]),
        ("Zorgplicht geldt altijd [1].", ["Zorgplicht"]),
        ("De zorgplicht en de TLV-aanvraag [1].", ["zorgplicht", "TLV"]),
        ("De zorgplichten, de STLV en tlv [1].", []),
    ],
    ids=["once", "with its ending", "at the start", "two, one in a compound", "inside other words"],
)
def test_word_is_explained_where_it_stands_first(text: str, words: list[str]) -> None:
    assert explained(text) == words


def test_word_that_the_answer_itself_explains_is_left_alone() -> None:
    assert explained("De toelaatbaarheidsverklaring (TLV) is nodig [1].") == []
    assert explained("Een TLV is nodig [1].", quote=_TEXT.strip()) == []


def test_answer_without_citations_is_left_alone() -> None:
    assert Explanations(_ENTRIES).of(make_answer("Over een TLV staat er niets.", Status.NOT_FOUND)) == ()
    assert Explanations(()).of(make_answer("Een TLV [1].")) == ()


def test_a_document_that_is_cited_explains_a_word_before_another() -> None:
    other = make_document("Gids\n\nTLV staat voor iets anders.\n", replace(SOURCE, id="gids"))
    elsewhere = Entry("TLV", Kind.ABBREVIATION, "iets anders", make_citation(other, "TLV staat"))
    answer = make_answer("Een TLV [1].", citations=[make_citation(_DOCUMENT, "De ouders")])
    (one,) = Explanations((elsewhere, *_ENTRIES)).of(answer)
    assert one.meaning == "toelaatbaarheidsverklaring"


def test_term_is_explained_by_documents_of_the_same_organisation_only() -> None:
    answer = make_answer("De zorgplicht en een TLV [1].", citations=[make_citation(make_document("Ander.\n"), "Ander")])
    assert [one.words for one in Explanations(_ENTRIES).of(answer)] == ["zorgplicht", "TLV"]  # One and the same.
    theirs = make_document("Ander.\n", replace(SOURCE, id="ander"))
    elsewhere = replace(answer, citations=(make_citation(theirs, "Ander"),))
    assert [one.words for one in Explanations(_ENTRIES).of(elsewhere)] == ["TLV"]


def test_answer_about_a_tlv_explains_the_opp_with_the_place_that_does(assistant: Assistant) -> None:
    answer: Answer = assistant.ask("Wie vraagt een toelaatbaarheidsverklaring aan?")
    (one,) = answer.explanations
    assert (one.words, one.meaning) == ("OPP", "Ontwikkeling Perspectief Plan")
    assert "OPP" in one.citation.quote
