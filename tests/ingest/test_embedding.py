from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from ingest.bundled_model import BUNDLED_MODEL, bundled_model_folder
from ingest.embedding import Embedder

_QUESTION = "Hoe vaak moet een OPP minimaal geëvalueerd worden?"
_PASSAGES = ["Ja, twee keer minimaal.", "De gemeente betaalt het vervoer."]


@pytest.fixture(scope="module")
def plain(models_home: Path, embedder: Embedder) -> SentenceTransformer:
    """The bundled model as sentence-transformers opens it, which adds no words by itself."""
    assert embedder.name == BUNDLED_MODEL
    return SentenceTransformer(str(bundled_model_folder(models_home)), device="cpu", local_files_only=True)


def near(vectors: list[list[float]], expected: NDArray[np.float32]) -> bool:
    return bool(np.allclose(vectors, expected, atol=1e-5))


def test_a_question_is_embedded_with_its_prefix(embedder: Embedder, plain: SentenceTransformer) -> None:
    vector = embedder.question(_QUESTION)
    assert near([vector], plain.encode([f"query: {_QUESTION}"]))
    assert not near([vector], plain.encode([_QUESTION]))


def test_questions_of_a_bank_are_embedded_as_questions(embedder: Embedder) -> None:
    assert np.allclose(embedder.questions([_QUESTION, "Wie?"])[0], embedder.question(_QUESTION), atol=1e-5)


def test_passages_are_embedded_with_their_prefix(embedder: Embedder, plain: SentenceTransformer) -> None:
    vectors = embedder.passages(_PASSAGES)
    assert near(vectors, plain.encode([f"passage: {passage}" for passage in _PASSAGES]))
    assert not near(vectors, plain.encode(_PASSAGES))


def test_vectors_have_unit_length(embedder: Embedder) -> None:
    vectors = [embedder.question(_QUESTION), *embedder.passages(_PASSAGES), *embedder.questions([_QUESTION])]
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_a_question_lies_nearest_to_its_answer(embedder: Embedder) -> None:
    answer, other = np.array(embedder.passages(_PASSAGES)) @ np.array(embedder.question(_QUESTION))
    assert answer > other


def test_no_texts_have_no_vectors(embedder: Embedder) -> None:
    assert embedder.passages([]) == []


def test_a_look_alike_lies_further_off_than_the_same_question_in_other_words(embedder: Embedder) -> None:
    question, same, other = embedder.questions(
        ["Hoe lang is een TLV geldig?", "Wat is de geldigheidsduur van een TLV?", "Waar staat TLV voor?"]
    )
    assert np.dot(question, same) > np.dot(question, other)


def test_passages_keep_their_places_whatever_their_lengths(embedder: Embedder) -> None:
    passages = [
        "De gemeente betaalt het vervoer naar een school die verder weg ligt.",
        "Ja.",
        "De school vraagt het aan.",
    ]
    assert np.allclose(embedder.passages(passages), [embedder.passages([one])[0] for one in passages], atol=1e-5)
