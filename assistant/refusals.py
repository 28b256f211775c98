"""What is said when the documents do not tell: where was looked, whom to ask, and what may be asked instead."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Answer, Searched, Status
from assistant.finding import Finding
from assistant.suggestions import Suggestions
from assistant.wording import Wording
from ingest.index import Index


class Refusals:
    """Says that the documents of one index give no answer."""

    def __init__(self, index: Index, suggestions: Suggestions) -> None:
        self._suggestions = suggestions
        self._organisations = index.organisations
        self._sources = tuple(document.source for document in index.documents())

    def not_found(self, finding: Finding, wording: Wording) -> Answer:
        """Return what is said of a question in the field that the documents do not answer."""
        whom = self._ask_whom(finding.scope.organisation or self._nearest_organisation(finding), wording)
        return replace(
            refusal(Status.NOT_FOUND, f"{wording.not_found} {whom}"),
            follow_ups=self._suggestions.near(finding, finding.scope, ()),
            searched=self._searched(finding),
        )

    def _searched(self, finding: Finding) -> Searched:
        sources = [one for one in self._sources if finding.scope.includes(one)]
        owners = {one.organisation_id for one in sources}
        return Searched(
            documents=len(sources),
            organisations=tuple(one for one in self._organisations if one.id in owners),
            nearest=tuple(dict.fromkeys(passage.document.source for passage in finding.nearest)),
        )

    def _nearest_organisation(self, finding: Finding) -> str | None:
        """Return the only organisation there is, or the one whose documents all came nearest."""
        near = {passage.document.source.organisation_id for passage in finding.nearest}
        only = {organisation.id for organisation in self._organisations}
        return next((ids.pop() for ids in (only, near) if len(ids) == 1), None)

    def _ask_whom(self, organisation: str | None, wording: Wording) -> str:
        whose = next((one for one in self._organisations if one.id == organisation), None)
        reached = whose and (whose.contact or whose.website)
        return wording.ask.format(contact=f" {whose.name}: {reached}" if whose and reached else "")


def refusal(status: Status, text: str) -> Answer:
    """Return an answer that says no more than this."""
    return Answer("", "", status, text)
