"""Keeping what use teaches, beside answering: no visitor waits for it, or sees it fail."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from assistant.answer import Answer
from assistant.staff.asked import Asked, cited_places, today
from assistant.staff.feedback import Feedback
from assistant.staff.learning_store import LearningStore, LearningStoreError

logger = logging.getLogger(__name__)

_MOST_WAITING = 1000  # More than a disk that is just slow lets pile up.
_CLEAN_EVERY = 600.0  # seconds
_REMEMBERED_SECONDS = 3000.0  # And up to the next time that is cleaned: an hour at most.
_STOP_SECONDS = 5.0
_Job = Callable[[], None]


class Learning:
    """What a server keeps of what it is asked: nothing, unless the operator gave a number of days."""

    def __init__(self, home: Path, days: int) -> None:
        self.days = days
        self._store = LearningStore(home)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._recent: dict[str, tuple[float, Asked]] = {}  # Only the thread that works touches it.
        self._failing = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Keep, and delete what is too old, for as long as this lasts. When nothing is to be kept, all is deleted."""
        if not self.days:
            self._try(self._store.erase)
            yield
            return
        thread = Thread(target=self._work, name="learning", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._jobs.put(None)
            thread.join(_STOP_SECONDS)

    def answered(self, answer: Answer, organisation: str | None) -> None:
        """Learn from an answer to a question in the documents of an organisation, or in all."""
        self._give(partial(self._learn_from_answer, answer, organisation))

    def judged(self, feedback: Feedback) -> None:
        """Learn from what a visitor says of an answer."""
        self._give(partial(self._learn_from_feedback, feedback))

    def _give(self, job: _Job) -> None:
        if self.days and self._jobs.qsize() < _MOST_WAITING:
            self._jobs.put(job)

    def _learn_from_answer(self, answer: Answer, organisation: str | None) -> None:
        asked = Asked.of(answer, organisation)
        if asked.is_unanswered:
            self._store.keep(asked)
        else:
            self._recent[asked.answer_id] = time.monotonic(), asked
        if places := cited_places(answer):
            self._store.count(places)

    def _learn_from_feedback(self, feedback: Feedback) -> None:
        _, asked = self._recent.get(feedback.answer_id, (0.0, None))
        self._store.judge(feedback, asked)

    def _work(self) -> None:
        clean_at = time.monotonic()
        while True:
            if time.monotonic() >= clean_at:
                self._try(self._clean)
                clean_at = time.monotonic() + _CLEAN_EVERY
            try:
                job = self._jobs.get(timeout=max(0.0, clean_at - time.monotonic()))
            except Empty:
                continue
            if job is None:
                return
            self._try(job)

    def _clean(self) -> None:
        oldest = time.monotonic() - _REMEMBERED_SECONDS
        self._recent = {i: (since, asked) for i, (since, asked) in self._recent.items() if since > oldest}
        self._store.forget(today() - timedelta(days=self.days))

    def _try(self, job: _Job) -> None:
        """Do something with the file; say only once that it does not work."""
        try:
            job()
        except Exception as error:  # noqa: BLE001 - it must not end the thread: nothing would be kept any more
            if not self._failing:
                told = isinstance(error, LearningStoreError | OSError)  # Other words may be a visitor's.
                reason = error if told else type(error).__name__
                logger.warning("What use teaches is not kept (%s); answering goes on", reason)
            self._failing = True
        else:
            self._failing = False
