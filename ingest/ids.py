"""The ids of what is searched: each begins with the id of what it is a part of."""

from __future__ import annotations


def passage_id(document_id: str, start: int) -> str:
    """Return the id of the passage that starts there in the document's text."""
    return f"{document_id}:{start}"


def statement_id(passage_id: str, number: int) -> str:
    """Return the id of a statement by its number in its passage."""
    return f"{passage_id}#{number}"


def question_id(document_id: str, number: int) -> str:
    """Return the id of a question of the bank by its number in the bank of its document."""
    return f"{document_id}?{number}"


def owner_of(part_id: str) -> str:
    """Return the id of the document of a passage or question, or of the passage of a statement."""
    return part_id.rstrip("0123456789")[:-1]
