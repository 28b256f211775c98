"""How sure it is that what was found answers the question: a similarity alone cannot tell.

"Hoe lang is een TLV geldig?" shares every word with a passage that does not answer it. So the signals of retrieval are
weighed together with whether the words found have the shape that is asked for (a duration, a number), by logistic
regression. `evals/calibrate.py` fits the weights on cases that are no part of what is reported.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from math import exp

from pydantic import BaseModel, ConfigDict

from assistant.evidence import Evidence, Form
from assistant.lists import ANYONE, named_in_members
from assistant.question import Kind, Question
from assistant.retrieval import Hit
from assistant.shapes import asks_who_is
from ingest.terms import terms

TERMS = "terms"  # The signal that corrects the others for the length of a question.
_MOST_OF_IT = 0.4  # Part of what is asked, by weight, that one term is.
_FEW = 2  # Terms of a question that asks of one thing.
_KNOWN_BY = 0.35  # Part of a question's terms, by weight: "verveelt zich dood" is not about mourning.
_NAMES_THE_SUBJECT = 0.5  # Part of a question's terms that one passage holds.
_FOR = re.compile(
    r"\b(?:voor|for)\s+(?P<what>.+?)"
    r"(?=\s+(?:in|op|bij|van|aan|met|er|is|zijn|staat|staan|heeft|hebben|moeten?|mogen|kan|kunnen|at|are|must|can)\b|$)",
    re.IGNORECASE,
)
# What something holds or how it goes is told in words that the question does not have: a name is not enough.
_WHAT_IT_HOLDS = re.compile(
    r"\b(?:wat staat (?:er )?(?:\w+ )?in|hoe zie[nt]\b.*\ber ?uit|wat houd(?:t|en)\b.*\bin|waaruit bestaa[nt]?|"
    r"what (?:is|are) in|what does\b.*\b(?:look like|involve|contain))\b",
    re.IGNORECASE,
)
_TOLD_IN_WORDS = frozenset({Kind.PROCEDURE, Kind.REASON, Kind.DEFINITION})
_MORE_THAN_A_NAME = 4  # Terms that a member of a list must add to those of such a question,
_SOMEBODY = 2  # or to those of one after a person, when it names none by a role: "aanwezig" is nobody.
_NOTHING_WITHOUT_FORM = frozenset({Kind.HOUR, Kind.CONTACT})  # Words about a school do not tell its telephone number.
_TOLD_BY_FORM = _NOTHING_WITHOUT_FORM | frozenset(
    {Kind.FREQUENCY, Kind.PRICE, Kind.DURATION, Kind.QUANTITY, Kind.DATE, Kind.MEMBERS}
)


class Verdict(StrEnum):
    """What the documents do with a question."""

    ANSWERS = "answers"
    RELATED = "related"
    SILENT = "silent"  # in the field, but the documents do not say
    FOREIGN = "foreign"  # another subject


class Model(BaseModel):
    """A fitted logistic regression, and from where on it is believed."""

    model_config = ConfigDict(extra="forbid")

    weights: dict[str, float]
    answers_from: float  # probability from which an answer is called one
    related_from: float  # probability from which what was found is shown
    on_subject_from: float  # nearness below which the subject is another

    def probability(self, found: dict[str, float]) -> float:
        """Return the probability, 0 to 1, that the evidence answers the question."""
        score = self.weights["bias"] + sum(self.weights[name] * value for name, value in found.items())
        return 1 / (1 + exp(-score))


class Confidence(BaseModel):
    """What was fitted: a model for passages without a bank, with one, and with one that knows unanswered questions."""

    model_config = ConfigDict(extra="forbid")

    models: tuple[Model, ...]

    def model_for(self, found: dict[str, float]) -> Model:
        """Return the model that weighs just these signals."""
        return next(model for model in self.models if model.weights.keys() - {"bias"} == found.keys())


def judge(question: Question, hits: Sequence[Hit], evidence: Evidence) -> Verdict:
    """Return what the passages found do with the question."""
    found = signals(question, hits, evidence)
    model = fitted_confidence().model_for(found)
    probability = model.probability(found)
    fits = not (
        _lacks_shape(question, evidence) or _leaves_out(question, hits[0], evidence) or _only_names(question, evidence)
    )
    is_near = probability >= model.related_from
    of_case = of_its_case(question, hits[0], evidence, is_near=is_near)
    sure = probability >= model.answers_from or hits[0].asked_above or of_case
    if sure and hits[0].on_subject and fits:
        return Verdict.ANSWERS
    named = question.familiar or max(hit.coverage for hit in hits) >= _NAMES_THE_SUBJECT
    if not named and nearness(found) < model.on_subject_from:
        return Verdict.FOREIGN
    names_it = hits[0].passage.section.label in question.units or _speaks_of_it(question, evidence)
    if question.kind in _NOTHING_WITHOUT_FORM and not evidence.shaped:
        return Verdict.SILENT
    return Verdict.RELATED if is_near or names_it else Verdict.SILENT


def _speaks_of_it(question: Question, evidence: Evidence) -> bool:
    """Tell whether words hold the term that is most of what is asked, in so few words that this is its subject."""
    if len(question.terms) > _FEW:
        return False
    said = set(terms(evidence.said))
    return any(share >= _MOST_OF_IT and term in said for term, share in question.shares.items())


def of_its_case(question: Question, top: Hit, evidence: Evidence, *, is_near: bool) -> bool:
    """Tell whether it is asked what there is for a case, and words are found that are known for that case only.

    No other thing can be asked of these. What they are known by stands in them, or in a question that the bank knows
    them to answer, which must then be near.

    Args:
        question: what is asked.
        top: the best passage.
        evidence: its words.
        is_near: they are near enough to show.
    """
    agreed = evidence.is_from_a_list or top.passage.section.label is not None
    if not (question.asks_what_there_is and agreed):
        return False
    if top.known.rare & named_in_members(question, evidence):
        return True
    return is_near and bool(top.known.telling) and top.known.coverage >= _KNOWN_BY


def answerability(question: Question, hits: Sequence[Hit], evidence: Evidence) -> float:
    """Return the probability, 0 to 1, that the evidence answers the question."""
    found = signals(question, hits, evidence)
    return fitted_confidence().model_for(found).probability(found)


def signals(question: Question, hits: Sequence[Hit], evidence: Evidence) -> dict[str, float]:
    """Return what the logistic regression weighs."""
    top = hits[0]
    found = {
        "dense": top.dense,
        "nearest_dense": max(hit.dense for hit in hits),
        "statement": top.statement,
        "nearest_statement": max(hit.statement for hit in hits),
        "coverage": top.coverage,
        "lacks_shape": float(_lacks_shape(question, evidence)),
        TERMS: float(len(question.terms)),
    }
    if top.bank_question is not None:
        nearest = max(hit.bank for hit in hits)
        found |= {"bank": top.bank, "nearest_bank": nearest, "known": top.known.coverage}
        if top.unanswered is not None:
            found |= {"unanswered": top.unanswered.cosine, "unanswered_coverage": top.unanswered.coverage}
    return found


def nearness(found: dict[str, float]) -> float:
    """Return how near the subject is: the cosine of the nearest passage, statement, or question, answered or not."""
    return max(value for name, value in found.items() if name.startswith("nearest_") or name == "unanswered")


@cache
def fitted_confidence() -> Confidence:
    """Return what comes with this version."""
    return Confidence.model_validate(json.loads(files("assistant").joinpath("confidence.json").read_text("utf-8")))


def _lacks_shape(question: Question, evidence: Evidence) -> bool:
    told_by_form = question.kind in _TOLD_BY_FORM or asks_who_is(question.kind, question.text)
    return told_by_form and not evidence.shaped


def _leaves_out(question: Question, top: Hit, evidence: Evidence) -> bool:
    """Tell whether members of a list were chosen without what they are to be for: "in Tiel, voor dove kinderen"."""
    purpose = _FOR.search(question.text)
    if evidence.form is not Form.SELECTION or not purpose:
        return False
    return not set(terms(purpose["what"])) - ANYONE <= top.known_by


def _only_names(question: Question, evidence: Evidence) -> bool:
    """Tell whether a member of a list only names what is asked about: "Protocol dyslexie: aanwezig"."""
    tells_more = question.kind in _TOLD_IN_WORDS or _WHAT_IT_HOLDS.search(question.text) is not None
    nobody = question.kind is Kind.PERSON and not evidence.shaped
    if not (tells_more or nobody) or not (evidence.is_from_a_list or evidence.form is Form.ROW):
        return False
    said = set(terms(evidence.said))
    added = [term for term in said if not any(term in asked for asked in question.terms)]  # "dyslexieprotocol"
    return len(added) < (_MORE_THAN_A_NAME if tells_more else _SOMEBODY)
