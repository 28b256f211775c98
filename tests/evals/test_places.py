from __future__ import annotations

import pytest

from evals.cases import CaseError
from evals.places import Place, evidence_places
from ingest.span import Span
from tests.evals.doubles import make_case


def test_a_quote_is_found_across_other_white_space() -> None:
    places = evidence_places(make_case(quotes=["twee keer per jaar"]), {"plan": "Ja, twee\n  keer per\tjaar."})

    assert places == (Place("plan", Span(4, 24)),)


def test_a_quote_that_stands_there_twice_counts_at_each_place() -> None:
    places = evidence_places(make_case(quotes=["twee keer"]), {"plan": "twee keer of twee keer"})

    assert [place.span for place in places] == [Span(0, 9), Span(13, 22)]


def test_signs_in_a_quote_are_only_themselves() -> None:
    with pytest.raises(CaseError, match="staat niet in document 'plan'; neem"):
        evidence_places(make_case(quotes=["tw.e (keer)"]), {"plan": "twee keer"})


def test_an_unknown_document_is_named() -> None:
    with pytest.raises(CaseError, match="Case 'een': document 'plan' staat niet in de index; verbeter"):
        evidence_places(make_case(), {"ander": "twee keer per jaar"})


@pytest.mark.parametrize(
    ("passage", "document", "right"),
    [((0, 16), "a", True), ((0, 15), "a", False), ((12, 40), "a", True), ((0, 40), "b", False)],
    ids=["more than half", "half", "whole", "other document"],
)
def test_a_passage_is_right_when_more_than_half_of_the_quote_lies_in_it(
    passage: tuple[int, int], document: str, right: bool
) -> None:
    quote = Place("a", Span(10, 20))

    assert Place(document, Span(*passage)).holds_most_of(quote) is right
