"""What the reader must know of the documents that are cited: that their period has ended, or whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from assistant.answer import Citation, Notice, NoticeKind
from assistant.wording import Wording
from ingest.catalogue import Source


class SourceNotices:
    """Looks at the documents that an answer cites.

    Args:
        today: None: the day of the question.
    """

    def __init__(self, today: date | None) -> None:
        self._today = today

    def of(self, citations: Iterable[Citation], wording: Wording) -> Iterator[Notice]:
        """Yield what is to be known of each document that is cited."""
        for source in dict.fromkeys(citation.document.source for citation in citations):
            if source.valid_until and self.has_ended(source):
                text = wording.outdated.format(title=source.title, until=f"{source.valid_until:%d-%m-%Y}")
                yield Notice(NoticeKind.OUTDATED, text)
            if source.organisation is None:
                yield Notice(NoticeKind.ORGANISATION_UNKNOWN, wording.organisation_unknown.format(title=source.title))

    def has_ended(self, source: Source) -> bool:
        """Tell whether the period of a document has ended."""
        today = self._today or datetime.now(UTC).date()
        return source.valid_until is not None and source.valid_until < today
