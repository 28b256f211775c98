from __future__ import annotations

import pytest

from ingest.document import Section, plain
from ingest.span import Span
from tests.ingest.making import make_document


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De leerplichtambte-\nnaar belt.", "De leerplichtambtenaar belt."),
        ("Van school-\nnaar gemeenteniveau. Een school belt.", "Van school- naar gemeenteniveau. Een school belt."),
        (
            "Alle partij-\nen zijn het eens. Dat zijn vier partijen.",
            "Alle partijen zijn het eens. Dat zijn vier partijen.",
        ),
    ],
    ids=["no word before naar", "a word before naar", "whole elsewhere"],
)
def test_the_words_of_a_document_tell_whether_a_hyphen_breaks_one_of_them(text: str, expected: str) -> None:
    assert make_document(text).readable(Span(0, len(text))) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("4. Kwaliteitskader bpo", "Kwaliteitskader bpo"),
        ("16.1 Wie meldt een leerling aan?", "Wie meldt een leerling aan?"),
        ("2021-2022", "2021-2022"),
        ("Overleg", "Overleg"),
    ],
)
def test_heading_is_also_known_without_its_number(heading: str, expected: str) -> None:
    assert Section(("Boven", heading), None, Span(0, 0), ()).unnumbered_heading == expected
