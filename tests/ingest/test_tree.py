"""How documents were understood, as trees."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import WegwijsError
from ingest.tree import trees
from tests.ingest.making import write_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    text = "De afspraken\n\n1. Moet elke school een plan hebben?\n\nJa\n\n2. Moet dat vaak?\n1) Elk jaar\na. in mei\n"
    return write_corpus(
        tmp_path / "corpus", {"plan": text, "planning": "Kop\n\nEen zin.\n", "gids": "Kop\n\nEen zin.\n"}
    )


def test_tree_has_the_sections_passages_and_blocks_of_each_document_that_begins_so(corpus: Path) -> None:
    plan, planning = trees(corpus, "plan")

    lines = plan.splitlines()
    assert lines[0] == "plan: Over plan"
    assert "  De afspraken  [afspraak 2]" in lines
    assert "      punt       1) Elk jaar" in lines
    assert "        punt       a. in mei" in lines
    assert planning.startswith("planning: Over planning\n")


def test_long_blocks_are_shown_with_their_ends_and_whole_when_asked_for(tmp_path: Path) -> None:
    text = "Kop\n\n" + " ".join(f"Woord {number} staat in deze zin." for number in range(60)) + "\n"
    corpus = write_corpus(tmp_path / "corpus", {"gids": text})
    (short,), (whole,) = trees(corpus, "gids"), trees(corpus, "gids", whole=True)
    assert [words in short for words in ("Woord 0 ", "[…]", "Woord 30 ", "Woord 59 ")] == [True, True, False, True]
    assert " ".join(whole.split()).endswith(" ".join(text.removeprefix("Kop").split()))
    assert max(map(len, whole.splitlines())) < 120


def test_document_may_be_named_by_its_file(corpus: Path) -> None:
    assert list(trees(corpus, "gids.txt")) == list(trees(corpus, "gids"))


def test_tree_of_an_unknown_document_is_an_error_that_names_the_known_ones(corpus: Path) -> None:
    with pytest.raises(WegwijsError) as error:
        list(trees(corpus, "weg"))

    told = f"Er is geen document in {corpus} dat begint met 'weg'; er zijn: plan, planning, gids."
    assert str(error.value) == told
