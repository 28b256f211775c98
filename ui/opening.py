"""Opening the assistant that the settings ask for."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from assistant.installation import open_embedder, open_index
from assistant.settings import Settings
from ingest.errors import WegwijsError
from ingest.index import Index

if TYPE_CHECKING:
    from assistant.assistant import Assistant

logger = logging.getLogger(__name__)

_TRY_EVERY = 2.0  # seconds


def open_assistant(settings: Settings, wait_for: tuple[type[WegwijsError], ...] = ()) -> Assistant:
    """Return an assistant on the index that is in use.

    Args:
        settings: of the installation.
        wait_for: the errors that may pass by themselves, as when all machines start at once; the others are raised.

    Raises:
        IndexUnusableError: there is no index, or it does not fit.
        IndexAwayError: the Chroma server does not answer.
    """
    index = _index_waited_for(settings, wait_for)

    # Only now: it is quick to say that there is no index, and these take seconds.
    from assistant.assistant import Assistant  # noqa: PLC0415

    embedder = open_embedder(settings)
    if settings.llm_base_url is None:
        return Assistant(index, embedder)
    from assistant.writing.language_model import configured_rewriter, configured_writer  # noqa: PLC0415

    writer, rewriter = configured_writer(settings, embedder), configured_rewriter(settings)
    return Assistant(index, embedder, writer=writer, rewriter=rewriter)


def _index_waited_for(settings: Settings, wait_for: tuple[type[WegwijsError], ...]) -> Index:
    told = ""
    while True:
        try:
            return open_index(settings)
        except wait_for as error:
            if str(error) != told:
                logger.warning("Waiting for the index: %s", error)
                told = str(error)
            time.sleep(_TRY_EVERY)
