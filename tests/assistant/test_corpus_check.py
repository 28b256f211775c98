from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.corpus_check import Concern, Finding, check_corpus
from tests.conftest import CORPUS
from tests.ingest.making import write_corpus

TODAY = date(2026, 11, 1)


def _found(folder: Path, *texts: str, concern: Concern) -> list[Finding]:
    write_corpus(folder, {f"document-{number}": text for number, text in enumerate(texts)})
    report = check_corpus(folder, TODAY)
    assert not report.unreadable
    return [f for findings in report.findings.values() for f in findings if f.concern is concern]


def _quotes(findings: list[Finding]) -> list[list[str]]:
    return [[spot.words for spot in finding.spots] for finding in findings]


@pytest.mark.parametrize(
    ("concern", "text", "quotes"),
    [
        (
            Concern.COUNT,
            "Scholen\n\nHet verband heeft vijf scholen:\n\n• De Eik\n• De Es\n• De Linde\n",
            [["Het verband heeft vijf scholen:"]],
        ),
        (
            Concern.COUNT,
            "Taken\n\nHij werkt met de 4 afspraken over verzuim.\n\nVerzuim\n\nBij verzuim:\n\n• bellen\n• schrijven\n",
            [["Hij werkt met de 4 afspraken over verzuim.", "Bij verzuim:"]],
        ),
        (
            Concern.NUMBERING,
            "Afspraken\n\nAfspraak 1. De klas belt.\n\nAfspraak 2. De ouder komt.\n\nAfspraak 4. De mentor wijst.\n",
            [["Afspraak 4. De mentor wijst."]],
        ),
        (
            Concern.REPEATED,
            "Afspraken\n\n1. De school belt elke ouder.\n\n2. De ouder komt.\n\n3. De school belt elke ouder.\n",
            [["De school belt elke ouder.", "De school belt elke ouder."]],
        ),
        (
            Concern.REFERENCE,
            "Vervoer\n\nDe lijst met halten vindt u in bijlage 3.\n\nBijlage 2\n\nDit is de tweede bijlage.\n",
            [["De lijst met halten vindt u in bijlage 3."]],
        ),
        (
            Concern.REFERENCE,
            "Vervoer\n\nDe halten staan in bijlage 2, en hoofdstuk 9 van het Plan.\n\nBijlage 2\n\nDe halten.\n",
            [],
        ),
        (Concern.REFERENCE, "Recht\n\nDat volgt uit artikel 40 van de wet en artikel 18a WPO.\n", []),
        (
            Concern.EMPTY_HEADING,
            "# Vervoer\n\n## De bus\n\n## De fiets\n\nMet de fiets mag het ook.\n",
            [["## De bus"]],
        ),
        (
            Concern.ABBREVIATION,
            "Vervoer\n\nHet samenwerkingsverband (SWV) vraagt de GGD om hulp. De GGD komt langs.\n",
            [["Het samenwerkingsverband (SWV) vraagt de GGD om hulp."]],
        ),
        (Concern.CONTRADICTION, "Plan\n\nDe school evalueert het plan twee keer per jaar met de ouders.\n", []),
    ],
    ids=[
        "list shorter than announced",
        "number elsewhere",
        "number skipped",
        "said twice",
        "no such appendix",
        "appendix, and other document",
        "law",
        "empty heading",
        "abbreviation",
        "no contradiction",
    ],
)
def test_what_does_not_add_up_is_found_with_its_place(
    tmp_path: Path, concern: Concern, text: str, quotes: list[list[str]]
) -> None:
    assert _quotes(_found(tmp_path, text, concern=concern)) == quotes


def test_another_frequency_in_another_document_is_found_once(tmp_path: Path) -> None:
    found = _found(
        tmp_path,
        "Plan\n\nDe school evalueert het plan twee keer per jaar met de ouders.\n",
        "Afspraken\n\nDe school evalueert het plan jaarlijks met de ouders.\n",
        concern=Concern.CONTRADICTION,
    )

    assert [[spot.document.source.id for spot in finding.spots] for finding in found] == [["document-0", "document-1"]]


def test_a_long_piece_without_headings_and_passages_without_questions_are_told(tmp_path: Path) -> None:
    text = "Vervoer\n\n" + "\n\n".join(
        f"De bus van de wijk {n} rijdt elke dag langs de school en het plein." for n in range(90)
    )

    assert len(_found(tmp_path, text, concern=Concern.LONG_SECTION)) == 1
    (without,) = _found(tmp_path, text, concern=Concern.UNASKED)
    assert without.text.endswith("passages hebben geen vraag in de vragenbank.")


def test_an_abbreviation_that_another_document_writes_out_is_told_apart(tmp_path: Path) -> None:
    found = _found(
        tmp_path,
        "Een\n\nHet SWV betaalt.\n",
        "Twee\n\nHet samenwerkingsverband (SWV) telt.\n",
        concern=Concern.ABBREVIATION,
    )

    assert [finding.text for finding in found] == ["Afkortingen die alleen een ander document uitlegt: SWV."]


def test_the_catalogue_is_checked_and_the_most_important_comes_first(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"plan": "Plan\n\nHet plan geldt.\n"})
    catalogue = tmp_path / "catalogue.toml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + "valid_until = 2022-07-31\n", encoding="utf-8")

    (findings,) = check_corpus(tmp_path, TODAY).findings.values()

    assert [finding.concern for finding in findings] == [Concern.EXPIRED, Concern.ORGANISATION, Concern.UNASKED]
    assert "31-07-2022" in findings[0].text


def test_what_cannot_be_read_is_told_and_the_others_are_checked(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"leeg": " ", "plan": "Plan\n\nHet plan geldt.\n"})

    report = check_corpus(tmp_path, TODAY)

    (problem,) = report.unreadable
    assert "leeg.txt" in problem
    assert [source.id for source in report.findings] == ["plan"]


def test_every_quote_in_the_corpus_stands_at_its_place() -> None:
    report = check_corpus(CORPUS, TODAY)

    spots = [spot for findings in report.findings.values() for finding in findings for spot in finding.spots]
    assert spots
    for spot in spots:
        assert spot.section.span.contains(spot.span)
        first = spot.document.text.split("\n")[spot.line - 1]
        assert spot.words.split()[0] in first
