from __future__ import annotations

import pytest

from ingest.document import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  De\tschool \n\n overlegt ", "De school overlegt"),
        ("**Wie** beslist er *echt*?", "Wie beslist er echt?"),
        ("*De inzet is **ondersteunen** van de **leerling**.*", "De inzet is ondersteunen van de leerling."),
        ("**Let op:** dit", "Let op: dit"),
        ("2 * 3 is 6", "2 * 3 is 6"),
        ('<input type="checkbox"/> nee <input checked="" type="checkbox"/> ja', "☐ nee ☒ ja"),
        ("zie [het plan](https://swv.nl/plan) en [1]", "zie het plan en [1]"),
        ("een toelaatbaarheids-\nverklaring", "een toelaatbaarheidsverklaring"),
        ("onderwijs-\nen jeugdhulp", "onderwijs- en jeugdhulp"),
        ("in SWV-\nverband", "in SWV- verband"),
    ],
)
def test_plain_text_is_on_one_line_without_marks(text: str, expected: str) -> None:
    assert plain(text) == expected
