"""Going over to a new index while serving: between two questions, and without one of them noticing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from fastapi import FastAPI

from assistant.api import assistant_of
from assistant.assistant import Assistant
from assistant.settings import Settings
from ingest.errors import IndexUnusableError
from ingest.index import Index, current_version

logger = logging.getLogger(__name__)

_LOOK_EVERY = 2.0  # seconds


@contextmanager
def renewing(app: FastAPI, settings: Settings) -> Iterator[None]:
    """Keep an application on the newest version of its index, for as long as this lasts."""
    stop = Event()
    thread = Thread(target=_keep_up, args=(app, settings, stop), name="renewal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep_up(app: FastAPI, settings: Settings, stop: Event) -> None:
    replaced: Assistant | None = None
    refused = None
    while not stop.wait(_LOOK_EVERY):
        present, version = assistant_of(app), current_version(settings.home)
        if version in {None, refused, present.index.folder.name}:
            continue
        try:
            index = Index.open(settings.home, settings.embedding_model)
        except IndexUnusableError as error:
            logger.warning("The new index is not used, the old one goes on: %s", error)
            refused = version
            continue
        app.state.assistant = present.on(index)
        logger.info("Answers come from index %s now", version)
        # A question that came just before may still be read from the index that was replaced; the one before is free.
        if replaced:
            replaced.index.close()
        replaced = present
