"""Which words of a document ask something of who reads it: questions, and what a form tells its writer to do."""

from __future__ import annotations

import re

# What a form tells its writer to do: a question in other words, "Geef aan hoeveel taakuren er minimaal zijn".
_INSTRUCTS = re.compile(
    r"(?:geef aan|beschrijf|omschrijf|vermeld|noteer|licht toe)\b.*\b(?:hoe\w*|wat|waar\w*|welke?|wie|wanneer|of)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_asking(words: str) -> bool:
    """Tell whether words of a document are a question, or a form's instruction to answer one."""
    return words.endswith("?") or is_instruction(words)


def is_instruction(words: str) -> bool:
    """Tell whether words of a document tell who fills in a form to answer a question."""
    return _INSTRUCTS.match(words) is not None
