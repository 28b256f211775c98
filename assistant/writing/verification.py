"""Does a passage say what a written sentence says? Without a language model, the same each time.

Each sentence is laid beside the statements of the passages that it cites, and what differs is weighed by a logistic
regression. It was fitted, by `python -m evals.verification_table fit`, on sentences that people can check: many of them
wrong in one small way, others about something else. Only sentences that are surely right are let through: most of what
is dropped was right too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from assistant.language import Language, language_of
from assistant.writing.borrowed_words import borrows
from assistant.writing.claims import claims_in, claims_of_all
from assistant.writing.sentence_signals import Beside, beside
from ingest.embedding import Embedder
from ingest.passages import Passage
from ingest.span import Span
from ingest.statements import statements_of

FITTED = Path(__file__).with_name("verification.json")
LANGUAGES = frozenset({Language.DUTCH, Language.ENGLISH})  # Those that `assistant.writing.claims` can read.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\+?\d[\d\s()-]{7,}\d")  # Web, mail, telephone
_FEWEST_WORDS = 3  # "Ja." says nothing that can be checked,
_SHORT = 6  # and neither does a member of a list, "Intern begeleider (ondersteunend).": so few words need a verb.
_VERBS = frozenset(
    "is zijn was wordt worden heeft hebben moet moeten mag mogen kan kunnen gaat gaan geldt gelden krijgt krijgen doet "
    "doen maakt maken vraagt geeft beslist betaalt are has have must may can gets get asks pays decides".split()
)


class Weighing(BaseModel):
    """What was fitted: how much each signal counts, and how sure is sure enough."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bias: float
    weights: Mapping[str, float]
    holds_from: float

    def probability(self, signals: Mapping[str, float]) -> float:
        """Return how probable it is that a sentence with these signals is supported."""
        logit = self.bias + sum(weight * signals[name] for name, weight in self.weights.items())
        return float(1 / (1 + np.exp(-logit)))


@cache
def fitted_weighing() -> Weighing:
    """Return what was fitted."""
    return Weighing.model_validate(json.loads(FITTED.read_text(encoding="utf-8")))


class Verifier:
    """Checks written sentences against passages. May be used from several threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vector = lru_cache(maxsize=20_000)(self._embedded)

    def basis(self, sentence: str, language: Language, passages: Sequence[Passage]) -> tuple[tuple[Passage, Span], ...]:
        """Return the statements that a sentence rests on, or none when they do not surely say what it says.

        Args:
            sentence: as written.
            language: the language that it must be in.
            passages: those that it cites.
        """
        statements = [statement for passage in passages for statement in statements_of(passage)]
        told = [statement.passage.document.readable(statement.span) for statement in statements]
        if not told or language_of(sentence) is not language:
            return ()
        return tuple((statements[i].passage, statements[i].span) for i in self.rests_on(sentence, language, told))

    def rests_on(self, sentence: str, language: Language, statements: Sequence[str]) -> tuple[int, ...]:
        """Return the places of the statements that a sentence rests on; none when they do not surely say it."""
        said = sentence.lower().split()
        if len(said) < _FEWEST_WORDS or (len(said) < _SHORT and _VERBS.isdisjoint(said)):
            return ()
        for place, statement in enumerate(statements):
            if _bare(statement) == _bare(sentence):  # A copy needs no weighing.
                return (place,)
        if not self.is_sayable(sentence, statements):
            return ()
        laid = self.beside(sentence, language, statements)
        borrowed = borrows(sentence, statements[laid.basis[0]])
        return laid.basis if self.is_sure(laid) and not borrowed else ()

    def beside(self, sentence: str, language: Language, statements: Sequence[str]) -> Beside:
        """Lay a sentence beside statements."""
        vectors = np.stack([self._vector(one) for one in statements])
        return beside(sentence, language, statements, vectors, self._embedded(sentence))

    @staticmethod
    def is_sayable(sentence: str, statements: Sequence[str]) -> bool:
        """Tell whether a sentence says no number or address that the statements do not hold."""
        everything = " ".join(statements)
        values = {value for value, _ in claims_of_all(everything).quantities}
        counted = (value for value, _ in claims_in(sentence).quantities if value != 1)
        return all(value in values for value in counted) and all(
            address in everything for address in _ADDRESS.findall(sentence)
        )

    @staticmethod
    def is_sure(laid: Beside) -> bool:
        """Tell whether what was laid beside each other says the same."""
        weighing = fitted_weighing()
        return weighing.probability(laid.signals) >= weighing.holds_from

    def _embedded(self, text: str) -> NDArray[np.float32]:
        return np.asarray(self._embedder.question(text), dtype=np.float32)


def _bare(sentence: str) -> str:
    return sentence.strip(" .;:").casefold()
