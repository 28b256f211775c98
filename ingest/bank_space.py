"""The space in which questions of the bank are compared: what sets two wordings of one question apart counts for less.

The bank says which questions are about the same place. Directions in which these differ among themselves (tone, length,
language) are shortened by their covariance, so that what remains is what is asked: within-class covariance
normalisation (Hatch, Kajarekar & Stolcke, 2006). With few questions it is the space of the embedding model.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FILE = "bank_space.npz"
_PRIOR = 9000  # Questions that the space of the embedding model counts for.

_Vectors = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BankSpace:
    """A linear map of vectors of length 1 onto vectors of length 1."""

    mean: _Vectors  # (dimensions,), taken off first
    matrix: _Vectors  # (dimensions, dimensions), symmetric
    offset: float  # by how much two wordings of one question are less near in it than in the embedding model's

    @classmethod
    def learnt_from(cls, vectors: Sequence[Sequence[float]], groups: Sequence[Hashable], dimensions: int) -> BankSpace:
        """Learn the space from vectors of length 1; those with the same group are wordings of one question."""
        values = np.asarray(vectors, dtype=np.float64).reshape(-1, dimensions)
        numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
        group = np.array([numbers[one] for one in groups], dtype=np.intp)
        counts = np.bincount(group, minlength=1)
        means = np.zeros((len(counts), dimensions))
        np.add.at(means, group, values)
        within = values - (means / np.maximum(counts, 1)[:, None])[group]
        variance = float((within**2).sum())
        if variance == 0:  # No two questions about one place.
            return cls(np.zeros(dimensions), np.eye(dimensions), 0.0)
        own = len(values) / (len(values) + _PRIOR)
        covariance = own * dimensions / variance * (within.T @ within) + (1 - own) * np.eye(dimensions)
        lengths, directions = np.linalg.eigh(covariance)
        learnt = cls(own * values.mean(axis=0), (directions / np.sqrt(lengths)) @ directions.T, 0.0)
        moved = learnt.of(values)
        pairs = np.flatnonzero(group[:-1] == group[1:])
        nearness = ((one[pairs] * one[pairs + 1]).sum(axis=1).mean() for one in (values, moved))
        return cls(learnt.mean, learnt.matrix, float(next(nearness) - next(nearness)))

    def of(self, vectors: Sequence[float] | Sequence[Sequence[float]] | _Vectors) -> _Vectors:
        """Return where a vector, or each of several, lies in this space."""
        moved = (np.asarray(vectors, dtype=np.float64) - self.mean) @ self.matrix
        return np.asarray(moved / np.linalg.norm(moved, axis=-1, keepdims=True))

    def original(self, vectors: Sequence[Sequence[float]]) -> _Vectors:
        """Return the vectors of length 1 that lie here in this space."""
        back = np.linalg.solve(self.matrix, np.asarray(vectors, dtype=np.float64).T).T
        # The length that was lost is the positive one with |length * back + mean| = 1.
        square, half = (back**2).sum(axis=-1), back @ self.mean
        length = (-half + np.sqrt(half**2 - square * (self.mean @ self.mean - 1))) / square
        return np.asarray(length[..., None] * back + self.mean)

    def save(self, folder: Path) -> None:
        """Write the space into a folder."""
        np.savez(folder / _FILE, mean=self.mean, matrix=self.matrix, offset=np.float64(self.offset))

    @classmethod
    def load(cls, folder: Path) -> BankSpace:
        """Read the space in a folder."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            return cls(stored["mean"], stored["matrix"], float(stored["offset"]))
