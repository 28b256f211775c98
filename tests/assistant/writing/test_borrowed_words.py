"""Words of the document that a sentence says of something else."""

from __future__ import annotations

import pytest

from assistant.writing.borrowed_words import borrows

STATEMENT = (
    "De inzet van de consulent is erop gericht dat de leerling zo vroeg mogelijk passende hulp op school krijgt."
)
HELP = "de leerling zo vroeg mogelijk passende hulp op school krijgt."


@pytest.mark.parametrize(
    ("sentence", "borrowed"),
    [
        (f"Doelmatig betekent dat {HELP}", True),
        (f"Het verschil met doelmatig is dat {HELP}", True),
        (f"De consulent is erop gericht dat {HELP}", False),
        (f"Het is de bedoeling dat {HELP}", True),
        (f"Zo kan het dat {HELP}", False),
        (STATEMENT, False),
        ("Doelmatig is hulp zo vroeg mogelijk.", False),
    ],
)
def test_sentence_that_borrows_how_a_statement_goes_on(sentence: str, *, borrowed: bool) -> None:
    assert borrows(sentence, STATEMENT) is borrowed


def test_name_before_a_whole_statement_borrows_nothing() -> None:
    assert not borrows(f"Consulent: {STATEMENT}", STATEMENT)
