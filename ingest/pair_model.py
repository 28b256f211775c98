"""Do two questions ask for the same thing? The bundled model, fine-tuned for that with a small adapter.

The bundled model sees the subject of a question, not what is asked about it: "Hoe lang is een TLV geldig?" lies next to
"Waar staat TLV voor?". The adapter (LoRA: Hu et al., 2021) was trained on paraphrases against look-alikes that ask for
something else; `ingest/pair_adapter/README.md` says how, and `evals/train_pair_model.py` does it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer

from ingest.bundled_model import bundled_model_folder

PAIR_MODEL = "question-pairs-1"  # Raise it when the adapter changes: the vectors of the bank are then made anew.
_PREFIX = "query: "


class PairModel:
    """Turns questions into unit vectors whose dot product says whether they ask for the same thing.

    Args:
        models_home: folder in which the bundled model is unpacked.
    """

    def __init__(self, models_home: Path) -> None:
        self._model = SentenceTransformer(str(bundled_model_folder(models_home)), device="cpu", local_files_only=True)
        with as_file(files("ingest").joinpath("pair_adapter/adapter.safetensors")) as path:
            add_adapter(self._model, path)

    def question(self, question: str) -> list[float]:
        """Return the vector of a question."""
        return self.questions([question])[0]

    def questions(self, questions: Sequence[str]) -> list[list[float]]:
        """Return the vectors of many questions."""
        vectors = self._model.encode(list(questions), prompt=_PREFIX, batch_size=64, show_progress_bar=False)
        return [[float(value) for value in vector] for vector in vectors]


def add_adapter(model: SentenceTransformer, path: Path) -> None:
    """Add the low-rank matrices of an adapter to the linear layers they were trained for: W + B A."""
    adapter = load_file(path)
    layers = dict(model.named_modules())
    for name in sorted({key.rsplit(".", maxsplit=1)[0] for key in adapter}):
        layers[name].weight.data += adapter[f"{name}.B"].float() @ adapter[f"{name}.A"].float()
