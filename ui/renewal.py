"""Going over to a new index while answering: between two questions, and without one of them noticing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from assistant.assistant import Assistant
from assistant.settings import Settings
from ingest.errors import IndexUnusableError
from ingest.index import Index, current_version

logger = logging.getLogger(__name__)

_LOOK_EVERY = 2.0  # seconds


@contextmanager
def renewing(assistant: Assistant, settings: Settings, use: Callable[[Assistant], None]) -> Iterator[None]:
    """Have the same assistant used on each new version of the index, for as long as this lasts."""
    stop = Event()
    thread = Thread(target=_keep_up, args=(assistant, settings, use, stop), name="renewal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep_up(present: Assistant, settings: Settings, use: Callable[[Assistant], None], stop: Event) -> None:
    replaced: Assistant | None = None
    refused = None
    while not stop.wait(_LOOK_EVERY):
        version = current_version(settings.home)
        if version in {None, refused, present.index.folder.name}:
            continue
        try:
            index = Index.open(settings.home, settings.embedding_model)
        except IndexUnusableError as error:
            logger.warning("The new index is not used, the old one goes on: %s", error)
            refused = version
            continue
        renewed = present.on(index)
        use(renewed)
        logger.info("Answers come from index %s now", version)
        # A question that came just before may still be read from the index that was replaced; the one before is free.
        if replaced:
            replaced.index.close()
        replaced, present = present, renewed
