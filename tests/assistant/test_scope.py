"""Whose documents may answer."""

from __future__ import annotations

from assistant.assistant import Assistant
from assistant.scope import Scope


def test_all_documents_may_answer_when_no_organisation_is_asked_for(assistant: Assistant) -> None:
    included = [Scope().includes(document.source) for document in assistant.index.documents()]

    assert included == [True] * len(assistant.index.document_ids) != []


def test_an_organisations_own_documents_and_those_of_nobody_may_answer(assistant: Assistant) -> None:
    owners = {
        document.source.organisation_id
        for document in assistant.index.documents()
        if Scope("bepo").includes(document.source)
    }

    assert owners == set(Scope("bepo").organisations) == {"bepo", ""}
