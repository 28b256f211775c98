"""Abbreviations that a document writes out."""

from __future__ import annotations

import pytest

from ingest.abbreviations import abbreviations
from tests.ingest.making import make_document


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("De school vraagt een Toelaatbaarheidsverklaring (TLV) aan.", "TLV", "Toelaatbaarheidsverklaring"),
        ("Zij werkt als begeleider passend onderwijs (bpo'er) op school.", "bpo", "begeleider passend onderwijs"),
        ("Het Centrum Jeugd en gezin (CJG) denkt mee.", "CJG", "Centrum Jeugd en gezin"),
        ("De OPP's (ontwikkelingsperspectiefplannen) zijn klaar.", "OPP", "ontwikkelingsperspectiefplannen"),
        ("OPP staat voor ontwikkelingsperspectiefplan. Dat is lang.", "OPP", "ontwikkelingsperspectiefplan"),
        ("Er volgt op overeenstemming gericht overleg (OOGO).", "OOGO", "op overeenstemming gericht overleg"),
        ("Er volgt op overeenstemming gericht overleg (oogo).", "oogo", "op overeenstemming gericht overleg"),
        ("Het college van bestuur (CvB) besluit.", "CvB", "college van bestuur"),
        ("Dat gaat naar de raad van toezicht (RvT).", "RvT", "raad van toezicht"),
        ("Het hoofd operationele zaken (HOZ) tekent.", "HOZ", "hoofd operationele zaken"),
        ("De permanente commissie leerlingenzorg (PCL) beslist.", "PCL", "permanente commissie leerlingenzorg"),
        ("Naar het voortgezet speciaal onderwijs (vso) gaan.", "vso", "voortgezet speciaal onderwijs"),
        ("De stem van de vertrouwenscommissie (VC) telt.", "VC", "vertrouwenscommissie"),
        ("De afkorting MR staat\nvoor ‘de medezeggenschapsraad’.", "MR", "medezeggenschapsraad"),
    ],
)
def test_short_form_with_its_long_form(text: str, short: str, long: str) -> None:
    (found,) = abbreviations(make_document(text, "Proef"))
    assert (found.short, found.long) == (short, long)
    assert short in found.span.of(text)
    assert long in found.span.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "De leerling gaat naar de gymzaal (NT2) van de school.",
        "Er zijn vijf scholen (zie hoofdstuk 2) in de regio.",
        "Het SWV staat voor samenwerken en vertrouwen.",
        "Dit betekent dat inzet van hulp nodig is.",
        "De school overlegt. Overleg gaat (oogo) over geld.",
        "De ouders gaan op overleg (vaak) bij de school.",
        "(×-) staat voor keer.",
        "De school werkt met Preventieve methode leesproblemen (BOUW) voor lezen.",
    ],
)
def test_brackets_that_hold_no_abbreviation_of_what_stands_before(text: str) -> None:
    assert list(abbreviations(make_document(text, "Proef"))) == []


def test_short_forms_of_a_list_need_no_letters_in_common_when_they_are_in_capitals() -> None:
    items = "- SWV: de besturen samen;\n- vso: voortgezet speciaal onderwijs, cluster 4;\n- dag: uren.\n"
    text = f"Plan\n\nAfkortingen\n\n{items}"
    found = list(abbreviations(make_document(text, "Proef")))
    assert [(one.short, one.long) for one in found] == [
        ("SWV", "de besturen samen"),
        ("vso", "voortgezet speciaal onderwijs, cluster 4"),
    ]
