"""Conversations with an assistant."""

from __future__ import annotations

from assistant.answer import Answer, Turn
from assistant.assistant import Assistant


def answers(assistant: Assistant, *questions: str) -> list[Answer]:
    """Return the answers to the questions of one conversation."""
    told: list[Answer] = []
    history: list[Turn] = []
    for question in questions:
        told.append(assistant.ask(question, history))
        history += [Turn("user", question), Turn("assistant", told[-1].text)]
    return told
