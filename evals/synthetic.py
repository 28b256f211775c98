"""A corpus of any size for benchmarks: copies of a real one with other words, and noisy copies of its vectors."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.catalogue import Catalogue, Source
from ingest.document import Document
from ingest.embedding import Embedder

_NOISE = 0.3  # Length of what is added to a unit vector: its cosine with the original is then about 0.96.
_REPLACED = 0.3  # Part of the long words that a copy has another word for.
_COPIES_IN_ONE = 10
_LONG_WORD = re.compile(r"\b[a-zà-ÿ]{7,}\b")


def write_copies(folder: Path, catalogue: Catalogue, documents: Sequence[Document], copies: int) -> Path:
    """Write a corpus in which each document stands so many times, each time with other words; return its folder.

    Ten copies make one document, as long as the plans that partnerships publish.
    """
    (folder / "documents").mkdir(parents=True)
    vocabulary = sorted({word for document in documents for word in _LONG_WORD.findall(document.text)})
    chance = random.Random(0)  # noqa: S311 - the same corpus each time

    def another(word: re.Match[str]) -> str:
        return chance.choice(vocabulary) if chance.random() < _REPLACED else word[0]

    tables = [_table("organisation", id=o.id, name=o.name) for o in catalogue.organisations]
    for first in range(0, copies, _COPIES_IN_ONE):
        for document in documents:
            name = f"{document.source.id[:60]}-{first}"
            together = "\n\n".join([document.text] * min(_COPIES_IN_ONE, copies - first))
            (folder / "documents" / f"{name}.txt").write_text(_LONG_WORD.sub(another, together), encoding="utf-8")
            tables.append(_document_table(document.source, name))
    (folder / "catalogue.toml").write_text("\n".join(tables), encoding="utf-8")
    return folder


def _document_table(source: Source, name: str) -> str:
    organisation = {"organisation": source.organisation.id} if source.organisation else {}
    return _table("document", id=name, title=source.title, file=f"{name}.txt", **organisation)


def _table(kind: str, **fields: str) -> str:
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join([f"[[{kind}]]", *lines, ""])


class NoisyEmbedder(Embedder):
    """Gives passages the vectors of real ones with noise, without reading them: for an index of many passages."""

    def __init__(self, name: str, vectors: Sequence[Sequence[float]]) -> None:
        self.name = name
        self._vectors = np.asarray(vectors, dtype=np.float32)
        self._chance = np.random.default_rng(0)

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        """Return a vector for each text."""
        size = self._vectors.shape[1]
        chosen = self._vectors[self._chance.integers(len(self._vectors), size=len(texts))]
        vectors = chosen + self._chance.normal(scale=_NOISE / size**0.5, size=chosen.shape)
        return [list(map(float, vector)) for vector in vectors / np.linalg.norm(vectors, axis=1, keepdims=True)]
