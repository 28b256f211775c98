"""How sure it is that what was found answers the question: a similarity alone cannot tell.

"Hoe lang is een TLV geldig?" shares every word with a passage that does not answer it. So the signals of retrieval are
weighed together with whether the words found have the shape that is asked for (a duration, a number), by logistic
regression. `evals/calibrate.py` fits the weights on cases that are no part of what is reported.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from math import exp

from pydantic import BaseModel, ConfigDict

from assistant.evidence import Evidence
from assistant.question import Kind, Question
from assistant.retrieval import Hit

_TOLD_BY_FORM = frozenset({Kind.FREQUENCY, Kind.DURATION, Kind.QUANTITY})


class Verdict(StrEnum):
    """What the documents do with a question."""

    ANSWERS = "answers"
    RELATED = "related"
    SILENT = "silent"  # in the field, but the documents do not say
    FOREIGN = "foreign"  # another subject


class Weights(BaseModel):
    """The fitted weights: of passages with questions in the bank, and of those without."""

    model_config = ConfigDict(extra="forbid")

    with_bank: dict[str, float]
    without_bank: dict[str, float]
    answers_from: float  # probability from which an answer is called one
    related_from: float
    on_subject_from: float  # cosine of the nearest passage or question, below which the subject is another


def judge(question: Question, hits: Sequence[Hit], evidence: Evidence) -> Verdict:
    """Return what the passages found do with the question."""
    weights = fitted_weights()
    probability = answerability(signals(question, hits, evidence), weights)
    if probability >= weights.answers_from and not _lacks_shape(question, evidence):
        return Verdict.ANSWERS
    if probability >= weights.related_from:
        return Verdict.RELATED
    nearest = max(max(hit.dense, hit.bank) for hit in hits)
    return Verdict.SILENT if nearest >= weights.on_subject_from else Verdict.FOREIGN


def signals(question: Question, hits: Sequence[Hit], evidence: Evidence) -> dict[str, float]:
    """Return what the logistic regression weighs."""
    top = hits[0]
    found = {
        "dense": top.dense,
        "coverage": top.coverage,
        "lacks_shape": float(_lacks_shape(question, evidence)),
    }
    if top.bank_question is not None:
        found |= {"bank": top.bank, "bank_coverage": top.bank_coverage}
    return found


def answerability(found: dict[str, float], weights: Weights) -> float:
    """Return the probability, 0 to 1, that the evidence answers the question."""
    model = weights.with_bank if "bank" in found else weights.without_bank
    return 1 / (1 + exp(-(model["bias"] + sum(model[name] * value for name, value in found.items()))))


@cache
def fitted_weights() -> Weights:
    """Return the weights that come with this version."""
    return Weights.model_validate(json.loads(files("assistant").joinpath("confidence.json").read_text("utf-8")))


def _lacks_shape(question: Question, evidence: Evidence) -> bool:
    return question.kind in _TOLD_BY_FORM and not evidence.shaped
