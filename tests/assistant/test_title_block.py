"""Which passages tell of their document only."""

from __future__ import annotations

import pytest

from assistant.title_block import is_title_block
from tests.assistant.making import BEPO, make_passages

BODY = "\n\nAanmelden\n\nDe school meldt een leerling aan bij het loket. Dat gebeurt samen met de ouders.\n"


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("Aanvraag van een arrangement\n\nBetuws Primair Passend Onderwijs\nVersie 3.1, september 2025", True),
        ("Aanvraag van een arrangement\n\nVastgesteld door het bestuur op 2 september 2025.", True),
        ("Aanvraag van een arrangement\n\nVoor intern begeleiders en directies\n\nVersie 3.1, september 2025", True),
        ("Aanvraag van een arrangement\n\nVersie 3.1\n\nDe school vraagt een arrangement aan.", False),
    ],
)
def test_lines_under_a_title_tell_of_the_document_unless_one_says_something_else(
    opening: str, *, expected: bool
) -> None:
    first = make_passages(opening + BODY, "Aanvraag van een arrangement", BEPO)[0]
    assert is_title_block(first) is expected


def test_passage_of_the_text_is_no_title_block() -> None:
    passages = make_passages(f"Aanvraag\n\nVersie 3.1{BODY}", "Aanvraag", BEPO)
    assert [is_title_block(passage) for passage in passages] == [True, False]
