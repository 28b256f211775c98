from __future__ import annotations

from datetime import date

import pytest

from ingest.stated_dates import stated_dates
from tests.ingest.making import make_document

_LATER = "Wat wij doen\n\n" + "Elke school heeft een plan voor alle leerlingen, en bespreekt dat met ouders.\n\n" * 25


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Geldig van 1 augustus 2025 tot en met 31 juli 2027",
            {"valid_from": date(2025, 8, 1), "valid_until": date(2027, 7, 31)},
        ),
        ("Dit protocol loopt tot en met 31 december 2028.", {"valid_until": date(2028, 12, 31)}),
        ("Looptijd: 01-08-2024 t/m 31-07-2026", {"valid_from": date(2024, 8, 1), "valid_until": date(2026, 7, 31)}),
        ("Versie 3.2, vastgesteld door de bestuurder op 12 maart 2025", {"published": date(2025, 3, 12)}),
        ("Laatst bijgewerkt: 3 oktober 2025", {"published": date(2025, 10, 3)}),
        ("Deze pagina is voor het laatst gewijzigd op 03-10-2025.", {"published": date(2025, 10, 3)}),
        ("Publicatiedatum 3 oktober 2025", {"published": date(2025, 10, 3)}),
        ("In werking vanaf 1 januari 2025", {"valid_from": date(2025, 1, 1)}),
        ("Datum: donderdag 25 september 2025, 15.30 uur", {"published": date(2025, 9, 25)}),
        ("Datum vergadering: 25-09-2025", {"published": date(2025, 9, 25)}),
        ("Dit schoolondersteuningsprofiel is geldig tot en met 31 juli 2026.", {"valid_until": date(2026, 7, 31)}),
        (
            "Vastgesteld op 24 april 2025. Dit plan geldt van 1 augustus 2025 tot en met 31 juli 2029.",
            {"published": date(2025, 4, 24), "valid_from": date(2025, 8, 1), "valid_until": date(2029, 7, 31)},
        ),
        ("De aanmelding loopt van 24 maart 2026 tot en met 30 maart 2026.", {}),
        (
            "Vastgesteld op 2 september 2025 - Geldig tot en met 31 juli 2027",
            {"published": date(2025, 9, 2), "valid_until": date(2027, 7, 31)},
        ),
        ("De proef loopt tot en met 31 juli 2027.", {}),
        ("Een TLV is geldig tot en met 31 juli 2027.", {}),
        ("De volgende datum is 25 september 2025.", {}),
        ("Vastgesteld op 31-02-2025", {}),
        ("De indicatie wordt aangevraagd tot en met 1 juni 2026.", {}),
    ],
)
def test_dates_on_the_title_page_are_by_the_fields_of_the_catalogue(line: str, expected: dict[str, date]) -> None:
    found = stated_dates(make_document(f"Het plan\n\n{line}\n\n{_LATER}"))
    assert {field: stated.day for field, stated in found.items()} == expected
    assert all(stated.words in line for stated in found.values())


def test_what_stands_further_on_counts_where_the_document_speaks_of_itself() -> None:
    line = "Het geldt tot en met 31 juli 2029.\n"
    assert not stated_dates(make_document(f"Het plan\n\n{_LATER}{line}"))
    assert stated_dates(make_document(f"Het plan\n\n{_LATER}Vaststelling\n\n{line}"))["valid_until"].day.year == 2029


def test_a_line_that_says_how_old_a_page_is_counts_wherever_it_stands() -> None:
    found = stated_dates(make_document(f"Aanmelden\n\n{_LATER}Laatst bijgewerkt: 3 oktober 2025\n"))
    assert found["published"].day == date(2025, 10, 3)
    assert not stated_dates(make_document(f"Aanmelden\n\n{_LATER}De wet is laatst gewijzigd op 3 oktober 2025.\n"))
