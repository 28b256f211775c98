"""Texts to vectors, through llama-index and sentence-transformers, with the prefixes that E5 models need."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from ingest.bundled_model import bundled_model_folder, is_bundled

_QUERY_PREFIX = "query: "
_PASSAGE_PREFIX = "passage: "
_BATCH = 32


class Embedder:
    """Turns questions and passages into unit vectors, so that a dot product is their cosine.

    Args:
        model: `wegwijs-e5-small` or `multilingual-e5-small`, which are bundled, or the hub name or folder of another.
        models_home: folder in which the bundled model is unpacked.
    """

    def __init__(self, model: str, models_home: Path) -> None:
        bundled = is_bundled(model)
        self.name = model
        self.llama_index = HuggingFaceEmbedding(
            model_name=str(bundled_model_folder(models_home, model)) if bundled else model,
            query_instruction=_QUERY_PREFIX,
            text_instruction=_PASSAGE_PREFIX,
            embed_batch_size=_BATCH,
            device="cpu",
            local_files_only=bundled,
        )

    def question(self, question: str) -> list[float]:
        """Return the vector of a question."""
        return list(self.llama_index.get_query_embedding(question))

    def questions(self, questions: Sequence[str]) -> list[list[float]]:
        """Return the vectors of many questions, which are to be found by other questions."""
        vectors = self.llama_index._embed(list(questions), prompt_name="query")  # noqa: SLF001 - no public batch call
        return [list(vector) for vector in vectors]

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        """Return the vectors of passages."""
        # Texts of like length go through the model together: llama-index cuts batches as they come, and pads them.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = self.llama_index.get_text_embedding_batch([texts[i] for i in order])
        by_place = dict(zip(order, vectors, strict=True))
        return [list(by_place[i]) for i in range(len(texts))]
