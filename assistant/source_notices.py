"""What the reader must know of the documents that are cited: that their period has ended, or whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from assistant.answer import Citation, Notice, NoticeKind
from assistant.wording import Wording
from ingest.catalogue import Source
from ingest.index import Index


class SourceNotices:
    """Looks at the documents that an answer cites.

    Args:
        index: knows who may be asked about.
        today: None: the day of the question.
    """

    def __init__(self, index: Index, today: date | None) -> None:
        self._index = index
        self._today = today

    def of(self, citations: Iterable[Citation], wording: Wording, asked_of: str | None) -> Iterator[Notice]:
        """Yield what is to be known of each document that is cited.

        Args:
            citations: of the answer.
            wording: in the language of the question.
            asked_of: the id of the only organisation that was asked about; None: of any.
        """
        for source in dict.fromkeys(citation.document.source for citation in citations):
            if source.valid_until and self.has_ended(source):
                text = wording.outdated.format(title=source.title, until=f"{source.valid_until:%d-%m-%Y}")
                yield Notice(NoticeKind.OUTDATED, text)
            if source.organisation is None:
                unknown = wording.not_said_to_be_theirs if asked_of else wording.organisation_unknown
                name = self._index.organisation_name(asked_of) if asked_of else ""
                yield Notice(NoticeKind.ORGANISATION_UNKNOWN, unknown.format(title=source.title, asked_of=name))

    def has_ended(self, source: Source) -> bool:
        """Tell whether the period of a document has ended."""
        today = self._today or datetime.now(UTC).date()
        return source.valid_until is not None and source.valid_until < today
