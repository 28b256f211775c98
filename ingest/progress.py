"""How far an ingest is, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_BATCH = 128  # texts; small enough to see it move, large enough to put texts of like length together


@dataclass(frozen=True, slots=True)
class Step:
    """A moment of an ingest. As text it is what began last, in a few words."""

    what: str
    documents: int  # of which the passages are embedded
    all_documents: int
    passages: int
    all_passages: int
    done: float  # part of the work, from 0 to 1

    def __str__(self) -> str:
        return self.what


Progress = Callable[[Step], None]


class Meter:
    """Counts what is embedded, and tells it batch by batch; the work is measured in characters.

    Args:
        tell: is told each step.
        documents: how many are embedded in all.
        passages: how many these hold.
        characters: how many the texts hold that are embedded in all.
    """

    def __init__(self, tell: Progress, documents: int, passages: int, characters: int) -> None:
        self._tell = tell
        self._all = (documents, passages, characters)
        self._documents = self._passages = self._characters = 0
        self._what = ""

    def begin(self, what: str) -> None:
        """Tell what is being done from here on."""
        if what != self._what:
            self._what = what
            self._step()

    def passages(self, embed: Callable[[Sequence[str]], list[list[float]]], texts: Sequence[str]) -> list[list[float]]:
        """Embed all passages of a document."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), _BATCH):
            self._passages += len(texts[start : start + _BATCH])
            self._documents += start + _BATCH >= len(texts)
            vectors += self.texts(embed, texts[start : start + _BATCH])
        return vectors

    def texts(self, embed: Callable[[Sequence[str]], list[list[float]]], texts: Sequence[str]) -> list[list[float]]:
        """Embed other texts."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            vectors += embed(batch)
            self._characters += sum(map(len, batch))
            self._step()
        return vectors

    def _step(self) -> None:
        documents, passages, characters = self._all
        done = self._characters / characters if characters else 0.0
        self._tell(Step(self._what, self._documents, documents, self._passages, passages, done))
