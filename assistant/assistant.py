"""The assistant: a question in, a cited answer out."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer, Turn
from ingest.catalogue import Organisation
from ingest.embedding import Embedder
from ingest.index import Index


class Assistant:
    """Answers questions from one index. It holds no state between questions and may be used from several threads."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.index = index
        self._embedder = embedder

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """The organisations that a question may be limited to."""
        return self.index.organisations

    def ask(self, question: str, history: Sequence[Turn] = (), organisation: str | None = None) -> Answer:
        """Answer from the documents, with citations, or say that they do not tell.

        Args:
            question: 1 to 500 characters.
            history: earlier turns, the oldest first.
            organisation: an organisation's id, or None for all.
        """
        raise NotImplementedError
