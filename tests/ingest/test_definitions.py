"""Terms that a document lists with their meanings."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.definitions import definitions
from ingest.reading import read_document
from tests.ingest.making import make_document, make_source

REGULATION = """Reglement

Artikel 1 Begripsbepalingen
In dit reglement wordt verstaan onder:
a. bevoegd gezag: het bestuur van de stichting;
b. ouder(s): de ouders, voogden of verzorgers van
leerlingen; en
c. de Wet: de Wet op het primair onderwijs.

Artikel 2 Aanmelding
Bij de aanmelding beslist:
- de school: over de plaatsing;
- de ouder: over het moment.
"""


def listed(text: str) -> dict[str, str]:
    return {one.names[0]: one.meaning for one in definitions(make_document(text))}


def test_items_after_the_words_that_announce_them_are_definitions_and_other_items_are_not() -> None:
    assert listed(REGULATION) == {
        "bevoegd gezag": "het bestuur van de stichting",
        "ouder": "de ouders, voogden of verzorgers van leerlingen",
        "Wet": "de Wet op het primair onderwijs",
    }


def test_what_is_quoted_is_term_and_meaning_without_marker_and_end_sign() -> None:
    first = next(definitions(make_document(REGULATION)))
    assert first.span.of(REGULATION) == "bevoegd gezag: het bestuur van de stichting"
    assert first.parts == (first.span,)


@pytest.mark.parametrize(
    "announced",
    [
        "In deze regeling verstaan we onder:",
        "In dit plan worden onder de volgende begrippen verstaan:",
        "Wij gebruiken deze afkortingen:",
        "## Begrippenlijst\n",
        "Bijlage 3. Begrippen en definities\n",
    ],
)
def test_announcements(announced: str) -> None:
    text = f"Plan\n\n{announced}\n- zorgplicht: de plicht om te zoeken;\n- kernteam – wie elke maand overleggen.\n"
    assert listed(text) == {"zorgplicht": "de plicht om te zoeken", "kernteam": "wie elke maand overleggen"}


@pytest.mark.parametrize(
    "announced",
    ["Onder zorgplicht wordt verstaan:", "Bij ons werken:", "Wij leren kinderen afkortingen te gebruiken.", ""],
)
def test_other_words_announce_no_definitions(announced: str) -> None:
    assert listed(f"Plan\n\n{announced}\n- de school: zoekt een plek;\n- het bestuur: betaalt dat.\n") == {}


def test_lines_of_abbreviations_that_look_like_headings() -> None:
    text = "Plan\n\nAfkortingen\n\nSWV – samenwerkingsverband\nMR – medezeggenschapsraad\n\nStap 2: Aanmelden\n\nJa.\n"
    assert listed(text) == {"SWV": "samenwerkingsverband", "MR": "medezeggenschapsraad"}


def test_lines_that_were_joined_are_no_definition() -> None:
    text = "# Afkortingen\n\n- MR: raad SWV: verband IB: begeleider\n- OPP: plan\n- SOP: profiel\n"
    assert listed(text) == {"OPP": "plan", "SOP": "profiel"}


TABLE = """# Plan

| Functie | Taak |
|---|---|
| mentor | belt |

| Begrip | Bron | Omschrijving |
|---|---|---|
| Regio | wet | het gebied |
| SWV | plan | verband |
"""
WITHOUT_HEADS = "Plan\n\nAfkortingen\n\nRegio\thet gebied\nSWV\tverband\n\nTaken\n\nmentor\tbelt\n"
LISTED = "<h1>Begrippen</h1><dl><dt>Regio</dt><dd>het gebied</dd><dt>SWV</dt><dd>verband</dd></dl>"
BY_TURNS = """<h1>Begrippen</h1><p>Regio</p><p>het gebied</p><p>SWV</p><p>verband</p>
<h1>Taken</h1><p>mentor</p><p>belt</p><p>docent</p><p>mailt</p>"""


@pytest.mark.parametrize(
    ("name", "content"),
    [("tabel.md", TABLE), ("tabel.txt", WITHOUT_HEADS), ("lijst.html", LISTED), ("beurten.html", BY_TURNS)],
)
def test_tables_and_terms_and_meanings_by_turns(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    document = read_document(make_source(tmp_path / name))

    found = list(definitions(document))

    assert {one.names[0]: one.meaning for one in found} == {"Regio": "het gebied", "SWV": "verband"}
    assert all(one.span.of(document.text).startswith(one.names[0]) for one in found)


def test_what_stands_in_brackets_is_a_name_too() -> None:
    (first, _) = definitions(
        make_document("Begrippen\n\n1. Toelaatbaarheidsverklaring (TLV): besluit.\n2. Ouder: wie opvoedt.\n")
    )
    assert first.names == ("Toelaatbaarheidsverklaring", "TLV")
