from __future__ import annotations

import pytest

from ingest.likeness import shared


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("De school meldt een leerling aan.", "de school, meldt een leerling: aan", 1),
        ("De school meldt een leerling aan.", "De school meldt een leerling af.", 2 / 3),
        ("Vooraf. De school meldt een leerling aan. Daarna niet meer.", "De school meldt een leerling aan.", 1),
        ("De school meldt een leerling aan.", "De gemeente betaalt de bus van huis.", 0),
        ("Ja", "ja!", 1),
    ],
    ids=["but for signs", "one word of six", "a part of the other", "nothing", "a single word"],
)
def test_share_of_the_shorter_text_that_stands_in_the_longer_one(one: str, other: str, share: float) -> None:
    assert shared(one, other) == shared(other, one) == pytest.approx(share)
