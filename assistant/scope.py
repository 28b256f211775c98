"""Whose documents may answer a question."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.catalogue import NO_ORGANISATION, Source


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that may answer: those of one organisation and those that name none, or all."""

    organisation: str | None = None  # its id; None: all documents may answer

    @property
    def organisations(self) -> tuple[str, ...]:
        """The ids that a search is limited to; none means all."""
        return (self.organisation, NO_ORGANISATION) if self.organisation else ()

    def includes(self, source: Source) -> bool:
        """Tell whether a document may answer."""
        return not self.organisation or source.organisation_id in self.organisations
