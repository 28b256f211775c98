"""Going over to a new index while answering: between two questions, and without one of them noticing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from assistant.assistant import Assistant
from assistant.installation import open_index
from assistant.settings import Settings
from ingest.errors import IndexAwayError, IndexUnusableError

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
    version = refused = None
    while not stop.wait(_LOOK_EVERY):
        try:
            version = present.index.version_in_use()
            if version in {None, refused, present.index.version}:
                continue
            renewed = _gone_over(present, settings, use)
        except IndexAwayError as error:
            logger.debug("Not known whether there is a new index: %s", error)  # Questions that fail for it tell it.
            continue
        except OSError as error:  # A full disk, say: it may pass.
            logger.warning("The new index cannot be read now, the old one goes on: %s", error)
            continue
        except IndexUnusableError as error:
            logger.warning("The new index is not used, the old one goes on: %s", error)
            refused = version
            continue
        except Exception:
            logger.exception("The new index is not used, the old one goes on")
            refused = version
            continue
        logger.info("Answers come from index %s now", version)
        # A question that came just before may still be read from the index that was replaced; the one before is free.
        if replaced:
            replaced.index.close()
        replaced, present = present, renewed
    if replaced:
        replaced.index.close()


def _gone_over(present: Assistant, settings: Settings, use: Callable[[Assistant], None]) -> Assistant:
    """Have the same assistant used on the index that is in use now."""
    index = open_index(settings)
    try:
        renewed = present.on(index)
        use(renewed)
    except BaseException:
        index.close()
        raise
    return renewed
