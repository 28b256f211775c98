"""Places in documents: where a case's quotes stand, and what was found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.cases import Case, CaseError
from ingest.passages import Passage
from ingest.span import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A span of one document."""

    document: str
    span: Span

    @classmethod
    def of(cls, passage: Passage) -> Place:
        """Return the place of a passage."""
        return cls(passage.document.source.id, passage.span)

    def overlap(self, other: Place) -> int:
        """Return the number of code points that both cover."""
        return self.span.overlap(other.span) if self.document == other.document else 0

    def holds_most_of(self, other: Place) -> bool:
        """Tell whether more than half of the other place lies in this one."""
        return 2 * self.overlap(other) > other.span.end - other.span.start


def evidence_places(case: Case, texts: Mapping[str, str]) -> tuple[Place, ...]:
    """Return every place where a quote of the case's evidence stands; white space may differ.

    Args:
        case: the case.
        texts: the text of each document, by its id.

    Raises:
        CaseError: a document or a quote is not there.
    """
    places: list[Place] = []
    for evidence in case.evidence:
        if evidence.document not in texts:
            raise CaseError(
                f"Case {case.id!r}: document {evidence.document!r} staat niet in de index; verbeter de naam, of voeg "
                "het document toe met `wegwijs add`."
            )
        found = _occurrences(evidence.quote, texts[evidence.document])
        if not found:
            raise CaseError(
                f"Case {case.id!r}: {evidence.quote!r} staat niet in document {evidence.document!r}; neem de woorden "
                "van het document precies over."
            )
        places.extend(Place(evidence.document, span) for span in found)
    return tuple(places)


def _occurrences(quote: str, text: str) -> Sequence[Span]:
    words = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
    return [Span(*match.span()) for match in words.finditer(text)]
