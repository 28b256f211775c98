from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.bank_space import BankSpace

_QUESTIONS, _WORDINGS, _DIMENSIONS, _TONE = 1500, 8, 12, 3


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


@pytest.fixture(scope="module")
def bank() -> tuple[NDArray[np.float64], list[int]]:
    """Questions in several wordings, which differ most in the first three dimensions."""
    chance = np.random.default_rng(0)
    meaning = np.repeat(chance.normal(size=(_QUESTIONS, _DIMENSIONS)), _WORDINGS, axis=0)
    wording = chance.normal(scale=0.2, size=meaning.shape)
    wording[:, :_TONE] *= 10
    return _unit(meaning + wording), [number for number in range(_QUESTIONS) for _ in range(_WORDINGS)]


def _right(vectors: NDArray[np.float64]) -> float:
    """Return how often the nearest other vector is another wording of the same question."""
    cosines = vectors @ vectors[::_WORDINGS].T
    return float(np.mean(cosines[1::_WORDINGS].argmax(axis=1) == np.arange(_QUESTIONS)))


def test_wordings_of_one_question_come_together(bank: tuple[NDArray[np.float64], list[int]]) -> None:
    vectors, groups = bank
    moved = BankSpace.learnt_from(vectors.tolist(), groups, _DIMENSIONS).of(vectors)
    assert np.allclose(np.linalg.norm(moved, axis=1), 1)
    assert _right(moved) > _right(vectors) + 0.1


def test_what_was_moved_can_be_moved_back(bank: tuple[NDArray[np.float64], list[int]], tmp_path: Path) -> None:
    vectors, groups = bank
    space = BankSpace.learnt_from(vectors.tolist(), groups, _DIMENSIONS)
    space.save(tmp_path)
    stored = BankSpace.load(tmp_path)
    assert np.allclose(stored.original(stored.of(vectors).tolist()), vectors, atol=1e-6)
    assert stored.offset == space.offset


@pytest.mark.parametrize("vectors", [[], [[0.6, 0.8]], [[0.6, 0.8], [1.0, 0.0]]], ids=["none", "one", "two places"])
def test_without_two_wordings_the_space_is_that_of_the_model(vectors: list[list[float]]) -> None:
    space = BankSpace.learnt_from(vectors, list(range(len(vectors))), 2)
    assert np.allclose(space.of([[0.6, 0.8]]), [[0.6, 0.8]])
    assert space.offset == 0


def test_few_questions_move_little() -> None:
    vectors = [[0.6, 0.8], [0.8, 0.6]]
    space = BankSpace.learnt_from(vectors, ["a", "a"], 2)
    assert np.allclose(space.of(vectors), vectors, atol=0.01)
