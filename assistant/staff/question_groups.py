"""Questions that ask for the same thing, put together by meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from assistant.staff.bank_check import same_words

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]

# Mean cosine of two groups from which they are one. On `evals/data/question_pairs`, in the two domains that the model
# was not trained on, that puts 59 % of the paraphrases together, and 25 % of the look-alikes. Of questions that a
# domain asks about different things, 1 in 1000 comes as near.
_SAME_MEANING = 0.6
MOST_QUESTIONS = 5000  # That differ: every one is compared with every other.


def grouped(questions: Sequence[str], embed: Embed) -> list[list[int]]:
    """Return the positions of the questions that ask for the same, the largest group first.

    In a group the question comes first that is most like the others. Only the first `MOST_QUESTIONS` that differ are
    looked at.
    """
    alike: dict[str, list[int]] = {}
    for position, question in enumerate(questions):
        alike.setdefault(same_words(question), []).append(position)
    distinct = list(alike.values())[:MOST_QUESTIONS]
    if not distinct:
        return []
    vectors = np.asarray(embed([questions[positions[0]] for positions in distinct]))
    labels = _labels(vectors)
    members = [np.flatnonzero(labels == label) for label in range(labels.max() + 1)]
    groups = [[i for member in _typical_first(vectors, distinct, one) for i in distinct[member]] for one in members]
    return sorted(groups, key=len, reverse=True)


def _labels(vectors: NDArray[np.float64]) -> NDArray[np.int64]:
    if len(vectors) == 1:
        return np.zeros(1, dtype=np.int64)
    clusters = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=1 - _SAME_MEANING
    )
    return np.asarray(clusters.fit_predict(vectors))


def _typical_first(
    vectors: NDArray[np.float64], distinct: Sequence[Sequence[int]], members: NDArray[np.int64]
) -> list[int]:
    times = np.array([len(distinct[member]) for member in members])
    middle = times @ vectors[members]
    return [int(member) for member in members[np.argsort(-(vectors[members] @ middle), kind="stable")]]
