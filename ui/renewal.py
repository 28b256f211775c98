"""Going over to a new index while answering: between two questions, and without one of them noticing."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from assistant.assistant import Assistant
from assistant.examples import examples
from assistant.installation import open_index
from assistant.settings import Settings
from ingest.errors import IndexAwayError, IndexUnusableError
from ingest.index import Index

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
    replaced: deque[tuple[float, Index]] = deque()  # with when nobody can be answering from it any more
    version = refused = None
    while not stop.wait(_LOOK_EVERY):
        while replaced and replaced[0][0] < time.monotonic():
            replaced.popleft()[1].close()
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
        # A question that came just before has yet to wait for its turn, and then to be answered.
        replaced.append((time.monotonic() + 2 * settings.seconds_for_an_answer, present.index))
        present = renewed
    for _, index in replaced:
        index.close()


def _gone_over(present: Assistant, settings: Settings, use: Callable[[Assistant], None]) -> Assistant:
    """Have the same assistant used on the index that is in use now."""
    index = open_index(settings)
    try:
        renewed = present.on(index)
        examples(renewed)  # Before visitors ask for them.
        use(renewed)
    except BaseException:
        index.close()
        raise
    return renewed
