"""Keeping libraries off the terminal and off the network; what Wegwijs itself logs goes to stderr."""

from __future__ import annotations

import logging
import os
import warnings
from typing import TYPE_CHECKING

from ingest.bundled_model import BUNDLED_MODEL

if TYPE_CHECKING:
    from assistant.settings import Settings


def quieten(settings: Settings) -> None:
    """Quieten this process, and those it starts; libraries read these variables when they are imported."""
    os.environ.update(
        ANONYMIZED_TELEMETRY="False",
        GRADIO_ANALYTICS_ENABLED="False",
        HF_HUB_DISABLE_TELEMETRY="1",
        OMP_WAIT_POLICY="PASSIVE",  # Waiting threads that spin made a question 8 times slower on a busy machine.
        TOKENIZERS_PARALLELISM="false",
        TQDM_DISABLE="1",
        TRANSFORMERS_VERBOSITY="error",
    )
    if settings.embedding_model == BUNDLED_MODEL:
        os.environ["HF_HUB_OFFLINE"] = "1"
    from ui.log_lines import JsonLines, TextLines  # noqa: PLC0415 - it reads what libraries set when they are imported

    warnings.simplefilter("ignore")
    handler = logging.StreamHandler()
    handler.setLevel(logging.INFO)  # bm25s has its own logger say everything.
    handler.setFormatter(JsonLines() if settings.log == "json" else TextLines())
    logging.basicConfig(level=logging.ERROR, handlers=[handler])
    for own in ("ingest", "assistant", "evals", "ui"):
        logging.getLogger(own).setLevel(logging.WARNING)
