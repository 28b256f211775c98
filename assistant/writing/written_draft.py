"""An answer while a language model writes it: the sentences that hold, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation, Piece
from assistant.markdown import escaped, marked
from assistant.writing.writer import VerifiedSentence
from ingest.passages import Passage
from ingest.span import Span

_MOST_OF_IT = 0.5  # Part of what was found that a language model must have told.


class WrittenDraft:
    """The sentences of an answer, each with the markers of what it rests on.

    Args:
        in_lines: each sentence is a line of a list: the steps of a procedure.
    """

    def __init__(self, *, in_lines: bool) -> None:
        self._in_lines = in_lines
        self._texts: list[str] = []
        self.citations: list[Citation] = []

    @property
    def text(self) -> str:
        """The Markdown so far."""
        return "".join(self._texts)

    def add(self, sentence: VerifiedSentence) -> Piece:
        """Add a sentence and return what it adds to the text."""
        cited = [self._citation(passage, span) for passage, span in sentence.basis]
        said = marked(escaped(sentence.text), *(citation.number for citation in cited))
        between = "\n" if self._in_lines else " "
        return self._piece(f"{between if self._texts else ''}{'- ' if self._in_lines else ''}{said}", cited)

    def add_quote(self, citation: Citation, wording: str) -> Piece:
        """Add the document's own words as a paragraph."""
        cited = self._citation(citation.passage, citation.span)
        return self._piece(f"\n\n{wording.format(quote=escaped(cited.readable_quote))} [{cited.number}]", [cited])

    def tells(self, other: Citation) -> bool:
        """Tell whether the sentences rest on most of the words of another citation."""
        same = (one.span.overlap(other.span) for one in self.citations if one.document is other.document)
        return sum(same) >= _MOST_OF_IT * (other.span.end - other.span.start)

    def _piece(self, text: str, cited: Sequence[Citation]) -> Piece:
        self._texts.append(text)
        return Piece(text, tuple(cited))

    def _citation(self, passage: Passage, span: Span) -> Citation:
        same = [one for one in self.citations if one.document is passage.document and one.span == span]
        if same:
            return same[0]
        self.citations.append(Citation(len(self.citations) + 1, passage, span))
        return self.citations[-1]
