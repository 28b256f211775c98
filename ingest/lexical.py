"""The lexical index: BM25 over the terms of passages, saved beside the vectors and never rebuilt for a query."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np

from ingest.terms import terms

_IDS_FILE = "ids.json"


class LexicalIndex:
    """Finds passages by their words."""

    def __init__(self, bm25: bm25s.BM25, ids: Sequence[str]) -> None:
        self._bm25 = bm25
        self._ids = ids

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> LexicalIndex:
        """Index texts, each of which comes after its id."""
        ids, found = [], []
        for text_id, text in texts:
            ids.append(text_id)
            found.append([sys.intern(term) for term in terms(text)] or [""])  # A term is kept once, however often used.
        bm25 = bm25s.BM25()
        bm25.index(found or [[""]], show_progress=False)
        return cls(bm25, ids)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open a saved index, its arrays mapped from disk."""
        ids = json.loads((folder / _IDS_FILE).read_text(encoding="utf-8"))
        return cls(bm25s.BM25.load(folder, mmap=True), ids)

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._bm25.save(folder, show_progress=False)
        (folder / _IDS_FILE).write_text(json.dumps(list(self._ids)), encoding="utf-8")

    @property
    def passage_frequencies(self) -> dict[str, int]:
        """In how many passages each term occurs."""
        starts = np.asarray(self._bm25.scores["indptr"])
        return {term: int(starts[i + 1] - starts[i]) for term, i in self._bm25.vocab_dict.items() if term}

    def search(self, question_terms: Sequence[str], limit: int) -> list[str]:
        """Return the ids of the best passages by BM25, best first; those that share no term are left out."""
        known = [term for term in question_terms if term in self._bm25.vocab_dict]
        if not known:
            return []
        scores = self._bm25.get_scores(known)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [self._ids[i] for i in best if scores[i] > 0]
