from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.staff.concern import Concern, ConcernKind
from assistant.staff.corpus_check import check_corpus
from tests.conftest import CORPUS
from tests.ingest.making import write_corpus

TODAY = date(2026, 11, 1)
_WHAT = (
    "kennen alle leerlingen van hun eigen groep",
    "hebben goede vaardigheden in de les",
    "kijken samen terug op de les",
)


def _found(folder: Path, *texts: str, kind: ConcernKind) -> list[Concern]:
    write_corpus(folder, {f"document-{number}": text for number, text in enumerate(texts)})
    report = check_corpus(folder, TODAY)
    assert not report.unreadable
    return [f for concerns in report.concerns.values() for f in concerns if f.kind is kind]


def _quotes(concerns: list[Concern]) -> list[list[str]]:
    return [[spot.words for spot in concern.spots] for concern in concerns]


@pytest.mark.parametrize(
    ("kind", "text", "quotes"),
    [
        (
            ConcernKind.COUNT,
            "Scholen\n\nHet verband heeft vijf scholen:\n\n• De Eik\n• De Es\n• De Linde\n",
            [["Het verband heeft vijf scholen:"]],
        ),
        (
            ConcernKind.COUNT,
            "Taken\n\nHij werkt met de 4 afspraken over verzuim.\n\nVerzuim\n\nBij verzuim:\n\n• bellen\n• schrijven\n",
            [["Hij werkt met de 4 afspraken over verzuim.", "Bij verzuim:"]],
        ),
        (
            ConcernKind.COUNT,
            "Norm\n\n1. De school werkt met de 4 stellingen over leraarvaardigheden.\n\n2. Geef de norm aan.\n\n"
            + "\n\n".join(f"Onze leraren {what}.  Ja" for what in _WHAT)
            + "\n",
            [["De school werkt met de 4 stellingen over leraarvaardigheden.", "Geef de norm aan."]],
        ),
        (
            ConcernKind.BROKEN_TEXT,
            "Melden\n\nDe leraar belt de ondersteunings- coördinator van de school.\n\nHet kern- en zorgteam.\n",
            [["De leraar belt de ondersteunings- coördinator van de school."]],
        ),
        (
            ConcernKind.BROKEN_TEXT,
            "Geld\n\nDe reserve is, zo staat in dat stuk, op 31 december 2025 naar schatting\n\n€ 1 miljoen.\n",
            [["€ 1 miljoen."]],
        ),
        (
            ConcernKind.NUMBERING,
            "Afspraken\n\nAfspraak 1. De klas belt.\n\nAfspraak 2. De ouder komt.\n\nAfspraak 4. De mentor wijst.\n",
            [["Afspraak 4. De mentor wijst."]],
        ),
        (
            ConcernKind.REPEATED,
            "Afspraken\n\n1. De school belt elke ouder.\n\n2. De ouder komt.\n\n3. De school belt elke ouder.\n",
            [["De school belt elke ouder.", "De school belt elke ouder."]],
        ),
        (
            ConcernKind.REFERENCE,
            "Vervoer\n\nDe lijst met halten vindt u in bijlage 3.\n\nBijlage 2\n\nDit is de tweede bijlage.\n",
            [["De lijst met halten vindt u in bijlage 3."]],
        ),
        (
            ConcernKind.REFERENCE,
            "Vervoer\n\nDe halten staan in bijlage 2, en hoofdstuk 9 van het Plan.\n\nBijlage 2\n\nDe halten.\n",
            [],
        ),
        (ConcernKind.REFERENCE, "Recht\n\nDat volgt uit artikel 40 van de wet en artikel 18a WPO.\n", []),
        (ConcernKind.REFERENCE, "Recht\n\nZie paragraaf 4 van het besluit.\n", []),
        (ConcernKind.COUNT, "Water\n\nDe 21 waterschappen zorgen. Zij letten op:\n\n• dijken\n• sloten\n", []),
        (
            ConcernKind.COUNT,
            "Taken\n\nEr zijn 300 brieven over verzuim.\n\nVerzuim\n\nBij verzuim:\n\n• bellen\n• schrijven\n",
            [],
        ),
        (ConcernKind.ABBREVIATION, "Recht\n\nDat staat in besluit DGB 2014/3101 van het rijk.\n", []),
        (
            ConcernKind.EMPTY_HEADING,
            "# Vervoer\n\n## De bus\n\n## De fiets\n\nMet de fiets mag het ook.\n",
            [["## De bus"]],
        ),
        (
            ConcernKind.ABBREVIATION,
            "Vervoer\n\nHet samenwerkingsverband (SWV) vraagt de GGD om hulp. De GGD komt langs.\n",
            [["Het samenwerkingsverband (SWV) vraagt de GGD om hulp."]],
        ),
        (
            ConcernKind.DOCUMENT,
            "Plan\n\nDat staat in het Ondersteuningsplan 2018-2022 en in de wet van 2014.\n",
            [["Dat staat in het Ondersteuningsplan 2018-2022 en in de wet van 2014."]],
        ),
        (
            ConcernKind.DOCUMENT,
            "Ondersteuningsplan 2018-2022\n\nDit Ondersteuningsplan 2018-2022 geldt voor elke school.\n",
            [],
        ),
        (
            ConcernKind.SPELLING,
            "Plan\n\nDe begeleidings-structuur is helder.\n\nElke school heeft een begeleidingsstructuur.\n",
            [["De begeleidings-structuur is helder.", "Elke school heeft een begeleidingsstructuur."]],
        ),
        (ConcernKind.CONTRADICTION, "Plan\n\nDe school evalueert het plan twee keer per jaar met de ouders.\n", []),
    ],
    ids=[
        "list shorter than announced",
        "number elsewhere",
        "statements elsewhere",
        "broken word",
        "cut sentence",
        "number skipped",
        "said twice",
        "no such appendix",
        "appendix, and other document",
        "law",
        "decision",
        "number of something else",
        "number of far more",
        "code",
        "empty heading",
        "abbreviation",
        "document that is not there",
        "its own name",
        "two spellings",
        "no contradiction",
    ],
)
def test_what_does_not_add_up_is_found_with_its_place(
    tmp_path: Path, kind: ConcernKind, text: str, quotes: list[list[str]]
) -> None:
    assert _quotes(_found(tmp_path, text, kind=kind)) == quotes


@pytest.mark.parametrize(
    "said",
    [
        "De lijst staat in bijlage 9.",
        "In hoofdstuk 9 staat hoe ouders bezwaar maken tegen een besluit.",
        "Dit is uitgewerkt in bijlage 9 bij dit plan.",
        "Volgens artikel 9, tweede lid, van dit reglement beslist de directeur.",
        "De Wet normering is nageleefd; de bedragen staan in tabel 9.",
        "De taken uit stap 9 van de aanvraag doet de school.",
    ],
)
def test_a_reference_to_a_part_that_is_not_there_is_found(tmp_path: Path, said: str) -> None:
    text = f"Vervoer\n\nArtikel 5 Doel\n\n{said}\n\nHoofdstuk 2 Ouders\n\nOuders doen mee.\n"
    (found,) = _found(tmp_path, text, kind=ConcernKind.REFERENCE)
    assert found.text.endswith(" 9” staat niet in dit document.")


@pytest.mark.parametrize(
    "said",
    [
        "Dat volgt uit artikel 9, tweede lid, onder b, van de Wet op het primair onderwijs.",
        "Dat volgt uit artikel 9, eerste en derde lid, onderscheidenlijk artikel 10, van die wet.",
        "Dat volgt uit artikel 7.9.9 van de Wet op het hoger onderwijs.",
        "Dat volgt uit artikel 3:9, eerste lid, BW en uit artikel 9 Leerplichtwet.",
        "Dat volgt uit artikel IX, uit artikel 9.3, en uit artikel 24, eerste lid, dan wel artikel 9 van de wet.",
        "In het Besluit – zie paragraaf 9 onder ‘Kosten’ – staat hoe.",
        "Zie hoofdstuk 9 van het ondersteuningsplan en artikel 9 van het contract.",
        "Eerst komt Stap 8 Wegen en dan Stap 9: beslissen.",
        "Zie hoofdstuk 3, waarin de scholen staan.",
    ],
)
def test_a_part_of_another_document_and_one_that_is_there_are_no_dead_references(tmp_path: Path, said: str) -> None:
    text = f"Vervoer\n\nArtikel 1 Doel\n\n{said}\n\n3.1 Scholen\n\nDe scholen.\n\n3.2 Ouders\n\nDe ouders.\n"
    assert _found(tmp_path, text, kind=ConcernKind.REFERENCE) == []


def test_a_part_that_is_missed_in_several_places_is_told_once(tmp_path: Path) -> None:
    text = "Plan\n\nDe lijst staat in bijlage 9.\n\nDe kaart staat ook in Bijlage 9.\n"
    (found,) = _found(tmp_path, text, kind=ConcernKind.REFERENCE)
    assert [spot.line for spot in found.spots] == [3, 5]


def test_a_number_that_stands_in_a_heading_is_not_missed(tmp_path: Path) -> None:
    text = "# Plan\n\n1. De klas belt de ouder.\n\n## 2. Komst\n\n3. De mentor wijst de ouder de weg.\n"
    write_corpus(tmp_path, {"plan": text})
    (tmp_path / "documents" / "plan.txt").rename(tmp_path / "documents" / "plan.md")
    catalogue = tmp_path / "catalogue.toml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace(".txt", ".md"), encoding="utf-8")
    (concerns,) = check_corpus(tmp_path, TODAY).concerns.values()
    assert ConcernKind.NUMBERING not in {concern.kind for concern in concerns}


def test_numbers_that_lapsed_are_not_missed(tmp_path: Path) -> None:
    articles = "\n\n".join(f"Artikel {number}\n\nDe school doet wat {number} zegt." for number in ("1", "1a", "3"))
    assert _found(tmp_path, f"Reglement\n\n{articles}\n", kind=ConcernKind.NUMBERING) == []


@pytest.mark.parametrize(
    "said",
    [
        "Een leerling met ADHD krijgt hulp via DigiD van de school.",
        "Dat staat in Richtlijn 2000/84/EG, in Verordening (EEG) nr. 2454/93 en in de Wet IB 2001.",
        "Stuur het naar Postbus 9, 2700 ML Tiel.",
        "Een kind mag altijd mee. ONWAAR. Soms niet, zegt artikel XIa.",
        "Wie mee wil, heeft een Verklaring van Geen Bezwaar (VGB) nodig. De VGB is gratis.",
        "De Basisregistratie (RNI, Registratie Niet-ingezetenen) is er. De RNI telt.",
        "Het HGW telt.\n\nHGW – handelingsgericht werken: uitgaan van wat een kind nodig heeft.",
        "Hier is kind: ieder kind; VVE: voor- en vroegschoolse educatie; WPO: Wet primair onderwijs. De VVE is er.",
        "De VVE telt.\n\nVVE  Voor- en vroegschoolse educatie, 2,5 tot 5 jaar",
    ],
    ids=[
        "everyday",
        "codes",
        "postal code",
        "stress and Roman",
        "with van",
        "reversed",
        "before a dash",
        "items",
        "columns",
    ],
)
def test_what_needs_no_explanation_or_has_one_is_no_unexplained_abbreviation(tmp_path: Path, said: str) -> None:
    assert _found(tmp_path, f"Plan\n\n{said}\n", kind=ConcernKind.ABBREVIATION) == []


@pytest.mark.parametrize(
    "said",
    [
        "Kom voordat het begint, en vóórdat het eindigt.",
        "De cao telt. Cao betekent collectieve arbeidsovereenkomst (cao).",
        "De school (DigiSchool (DIGI)) staat op digischool.nl en de digi-school.nl telt niet mee.",
        "De internationale school (IS) is er. Dit is zo.",
        "Er zijn video’s voor ouders, en video's voor scholen.",
    ],
    ids=["stress", "start of a sentence", "address", "word in capitals", "apostrophe"],
)
def test_stress_a_capital_at_the_start_and_an_address_are_no_other_spelling(tmp_path: Path, said: str) -> None:
    assert _found(tmp_path, f"Plan\n\n{said}\n", kind=ConcernKind.SPELLING) == []


def test_how_often_in_other_periods_is_no_contradiction(tmp_path: Path) -> None:
    said = ("stelt eenmaal in de vier jaar een plan vast", "stelt jaarlijks een plan vast")
    texts = [f"Plan\n\nDe school {what}.\n" for what in said]
    assert _found(tmp_path, *texts, kind=ConcernKind.CONTRADICTION) == []


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"Bus {n} | rijdt langs de school en het plein | elke dag" for n in range(150)),
        "Artikel 1.1\n\n" + "De bus rijdt elke dag langs de school en het plein. " * 150,
    ],
    ids=["table", "article"],
)
def test_a_long_table_and_a_long_article_need_no_headings(tmp_path: Path, text: str) -> None:
    assert _found(tmp_path, f"Vervoer\n\n{text}\n", kind=ConcernKind.LONG_SECTION) == []


def test_another_frequency_in_another_document_is_found_once(tmp_path: Path) -> None:
    found = _found(
        tmp_path,
        "Plan\n\nDe school evalueert het plan twee keer per jaar met de ouders.\n",
        "Afspraken\n\nDe school evalueert het plan jaarlijks met de ouders.\n",
        kind=ConcernKind.CONTRADICTION,
    )

    assert [[spot.document.source.id for spot in concern.spots] for concern in found] == [["document-0", "document-1"]]


def test_a_piece_that_another_document_has_too_is_found_once(tmp_path: Path) -> None:
    piece = (
        "De school bespreekt met de ouders twee keer per jaar hoe het gaat, schrijft op wat is afgesproken en kijkt na "
        "zes weken of het geholpen heeft; daarna beslist de directeur of er meer hulp komt van buiten de school."
    )
    found = _found(tmp_path, f"Een\n\n{piece}\n", f"Twee\n\n{piece}\n", kind=ConcernKind.REPEATED)

    assert [[spot.document.source.id for spot in concern.spots] for concern in found] == [["document-0", "document-1"]]


def test_two_documents_that_are_alike_in_several_sections_are_told_once(tmp_path: Path) -> None:
    said = "\n\n".join(f"## Kop {n}\n\n" + " ".join(f"woord{n}{m}" for m in range(120)) + "." for n in range(4))
    (found,) = _found(tmp_path, f"Een\n\n{said}\n", f"Twee\n\n{said}\n", kind=ConcernKind.REPEATED)

    assert found.text.endswith("In dezelfde documenten is dat nog 3 keer zo.")


def test_what_two_articles_both_say_is_not_said_twice(tmp_path: Path) -> None:
    articles = "\n\n".join(
        f"Artikel {n} Raad\n\n1. De raad kiest zelf een voorzitter.\n\n2. Hij telt {n} leden." for n in (1, 2)
    )
    assert _found(tmp_path, f"Reglement\n\n{articles}\n", kind=ConcernKind.REPEATED) == []


def test_numbers_that_start_again_are_not_there_twice(tmp_path: Path) -> None:
    text = "Plan\n\n1. De klas belt de ouder.\n\nKomst\n\n1. De mentor wijst de ouder de weg.\n"
    assert _found(tmp_path, text, kind=ConcernKind.NUMBERING) == []


def test_the_same_body_that_does_other_things_as_often_does_not_contradict_itself(tmp_path: Path) -> None:
    said = (
        "stelt de raad ten minste tweemaal per jaar in de gelegenheid in de school te spreken",
        "evalueert het plan ten minste een keer per schooljaar met de ouders",
    )
    texts = [f"Plan\n\nHet bevoegd gezag {what}.\n" for what in said]
    assert _found(tmp_path, *texts, kind=ConcernKind.CONTRADICTION) == []


def test_a_long_piece_without_headings_and_passages_without_questions_are_told(tmp_path: Path) -> None:
    text = "Vervoer\n\n" + "\n\n".join(
        f"De bus van de wijk {n} rijdt elke dag langs de school en het plein." for n in range(90)
    )

    assert len(_found(tmp_path, text, kind=ConcernKind.LONG_SECTION)) == 1
    (without,) = _found(tmp_path, text, kind=ConcernKind.UNASKED)
    assert without.text.endswith("passages hebben geen vraag in de vragenbank.")


def test_an_abbreviation_that_another_document_writes_out_is_told_apart(tmp_path: Path) -> None:
    found = _found(
        tmp_path,
        "Een\n\nHet SWV betaalt.\n",
        "Twee\n\nHet samenwerkingsverband (SWV) telt.\n",
        kind=ConcernKind.ABBREVIATION,
    )

    assert [concern.text for concern in found] == ["Afkortingen die alleen een ander document uitlegt: SWV."]


def test_the_catalogue_is_checked_and_the_most_important_comes_first(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"plan": "Plan\n\nHet plan geldt.\n"})
    catalogue = tmp_path / "catalogue.toml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + "valid_until = 2022-07-31\n", encoding="utf-8")

    (concerns,) = check_corpus(tmp_path, TODAY).concerns.values()

    assert [concern.kind for concern in concerns] == [
        ConcernKind.EXPIRED,
        ConcernKind.ORGANISATION,
        ConcernKind.UNASKED,
    ]
    assert "31-07-2022" in concerns[0].text


def test_what_cannot_be_read_is_told_and_the_others_are_checked(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"leeg": " ", "plan": "Plan\n\nHet plan geldt.\n"})

    report = check_corpus(tmp_path, TODAY)

    (problem,) = report.unreadable
    assert "leeg.txt" in problem
    assert [source.id for source in report.concerns] == ["plan"]


def test_every_quote_in_the_corpus_stands_at_its_place() -> None:
    report = check_corpus(CORPUS, TODAY)

    spots = [spot for concerns in report.concerns.values() for concern in concerns for spot in concern.spots]
    assert spots
    for spot in spots:
        assert spot.section.span.contains(spot.span)
        first = spot.document.text.split("\n")[spot.line - 1]
        assert spot.words.split()[0] in first
