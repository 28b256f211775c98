from __future__ import annotations

from pathlib import Path

from ingest.lexical import LexicalIndex
from ingest.terms import terms

_TEXTS = ["De school evalueert het plan met ouders.", "De gemeente betaalt de bus.", "Ouders tekenen het plan."]


def make() -> LexicalIndex:
    return LexicalIndex.of(zip("abc", _TEXTS, strict=True))


def test_texts_that_share_more_and_rarer_terms_come_first() -> None:
    found = make().search(terms("Wie betaalt? Evalueert de school met ouders?"), 3)
    assert found == ["a", "b", "c"]


def test_texts_that_share_no_term_are_left_out() -> None:
    assert make().search(terms("bus"), 3) == ["b"]
    assert make().search(terms("zwembad"), 3) == []
    assert make().search([], 3) == []


def test_no_more_are_found_than_asked_for() -> None:
    assert len(make().search(terms("ouders plan"), 1)) == 1


def test_a_saved_index_finds_the_same(tmp_path: Path) -> None:
    make().save(tmp_path)
    question = terms("ouders en de bus")
    assert LexicalIndex.load(tmp_path).search(question, 3) == make().search(question, 3)
    assert LexicalIndex.load(tmp_path).passage_frequencies == make().passage_frequencies


def test_how_many_texts_have_a_term() -> None:
    frequencies = make().passage_frequencies
    assert [frequencies[term] for term in terms("ouders bus")] == [2, 1]
    assert "" not in frequencies


def test_texts_without_terms_are_never_found() -> None:
    index = LexicalIndex.of([("leeg", "de het een"), ("bus", "De bus.")])
    assert index.search(terms("bus"), 5) == ["bus"]


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    LexicalIndex.of([]).save(tmp_path)
    assert LexicalIndex.load(tmp_path).search(terms("bus"), 5) == []
