"""Tables whose format does not mark the headings of the columns."""

from __future__ import annotations

import pytest

from ingest.formats.column_headings import has_column_headings


@pytest.mark.parametrize(
    "table",
    [
        ["Functie|Aantal uren per week", "Orthopedagoog|12", "Zorgcoördinator|16"],
        ["Post|2025|2026", "Afdracht|€ 6.900.000|€ 6.700.000", "Bureau|€ 570.000|€ 575.000"],
        ["|Jaar|Bedrag", "Lezen|30|45", "Rekenen|60|60"],
        ["Voorziening|Voor wie|Wanneer", "Rustruimte|wie overprikkeld is|elke dag", "Huiswerkklas|iedereen|dinsdag"],
    ],
)
def test_first_row_is_headings(table: list[str]) -> None:
    assert has_column_headings([row.split("|") for row in table])


@pytest.mark.parametrize(
    "table",
    [
        ["Telefoon|0172 55 20 30", "Aantal leerlingen|684", "Lestijden|8.30 tot 15.45 uur"],
        ["Schoolnaam|De Wissel", "Telefoon|0344 12 34 56", "Directeur|mevrouw Jansen"],
        ["Meldcode|Actief toegepast", "Protocol dyslexie|Aanwezig", "Protocol vervoer|Aanwezig"],
        ["Functie|Uren", "Orthopedagoog|12"],
    ],
)
def test_first_row_says_something_itself(table: list[str]) -> None:
    assert not has_column_headings([row.split("|") for row in table])
