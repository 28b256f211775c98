"""Questions that ask for the same come together; others stay apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.staff.question_groups import grouped
from ingest.embedding import Embedder

BUS = [
    "Wie betaalt het leerlingenvervoer?",
    "Wie vergoedt de kosten van leerlingenvervoer?",
    "leerlingenvervoer wie betaalt",
]
COMPLAINT = ["Waar kan ik een klacht indienen?", "Hoe dien ik een klacht in?"]
OPP = ["Wie ondertekent het OPP?"]


def test_paraphrases_come_together_and_other_questions_stay_apart(embedder: Embedder) -> None:
    questions = [*OPP, *COMPLAINT, *BUS]

    groups = grouped(questions, embedder.questions)

    assert [{questions[i] for i in group} for group in groups] == [set(BUS), set(COMPLAINT), set(OPP)]


def test_same_words_are_one_question_that_is_compared_once() -> None:
    compared: list[str] = []

    def embed(questions: Sequence[str]) -> Sequence[Sequence[float]]:
        compared.extend(questions)
        return np.eye(len(questions)).tolist()

    assert grouped(["Mag dat?", "En dan?", "mag dat"], embed) == [[0, 2], [1]]
    assert compared == ["Mag dat?", "En dan?"]


def test_question_in_the_middle_of_its_group_comes_first() -> None:
    vectors = {"links": [1.0, 0.0], "midden": [0.9, 0.436], "rechts": [0.6, 0.8]}

    assert grouped([*vectors], lambda questions: [vectors[one] for one in questions]) == [[1, 0, 2]]


def test_no_questions_are_no_groups() -> None:
    assert grouped([], lambda _: []) == []
