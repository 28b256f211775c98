"""How far an ingest is, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_MOST, _FEWEST, _BATCHES = 128, 32, 8  # Texts in a batch, so few that one sees it move.
_Embed = Callable[[Sequence[str]], list[list[float]]]


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

    def passages(self, embed: _Embed, texts: Sequence[str]) -> list[list[float]]:
        """Embed all passages of a document."""
        return self._embedded(embed, texts, passages=True)

    def texts(self, embed: _Embed, texts: Sequence[str]) -> list[list[float]]:
        """Embed other texts."""
        return self._embedded(embed, texts, passages=False)

    def _embedded(self, embed: _Embed, texts: Sequence[str], *, passages: bool) -> list[list[float]]:
        """Embed texts of like length together, since the shorter of a batch take as long as the longest."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        size = min(_MOST, max(_FEWEST, -(-len(texts) // _BATCHES)))
        vectors: dict[int, list[float]] = {}
        for start in range(0, len(order), size):
            places = order[start : start + size]
            vectors.update(zip(places, embed([texts[place] for place in places]), strict=True))
            if passages:
                self._passages += len(places)
                self._documents += len(vectors) == len(texts)
            self._characters += sum(len(texts[place]) for place in places)
            self._step()
        return [vectors[place] for place in range(len(texts))]

    def _step(self) -> None:
        documents, passages, characters = self._all
        done = self._characters / characters if characters else 0.0
        self._tell(Step(self._what, self._documents, documents, self._passages, passages, done))
