"""The glossary holds what documents explain themselves, with the place where they do."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.glossary import Entry, Kind, glossary
from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest


@pytest.fixture(scope="module")
def entries(assistant: Assistant) -> tuple[Entry, ...]:
    return glossary(assistant.index)


def test_abbreviations_are_written_out_where_a_document_does(entries: tuple[Entry, ...]) -> None:
    found = {(entry.term, entry.citation.document.source.id): entry for entry in entries}

    entry = found["bpo", "koersvo-werkwijze-bpo-2021-2022"]
    assert (entry.kind, entry.meaning) == (Kind.ABBREVIATION, "begeleider passend onderwijs")
    assert "begeleider passend onderwijs" in entry.citation.readable_quote
    assert found["TLV", "bepo-schoolondersteuningsprofiel"].meaning == "Toelaatbaarheidsverklaring"


def test_term_is_explained_by_the_sentences_under_its_question_up_to_where_it_is_named(
    entries: tuple[Entry, ...],
) -> None:
    terms = {entry.term: entry.meaning for entry in entries if entry.kind is Kind.TERM}

    assert terms["basisondersteuning"] == (
        "Basisondersteuning gaat over het onderwijs en de ondersteuning die elke basisschool minimaal levert aan haar "
        "leerlingen."
    )
    assert terms["plusondersteuning"].startswith("Het kan gebeuren dat de ondersteuning die")
    assert terms["plusondersteuning"].endswith("Dit noemen we plusondersteuning.")


def test_words_are_in_alphabetical_order_numbered_and_once_per_document(entries: tuple[Entry, ...]) -> None:
    words = [entry.term.lower() for entry in entries]
    assert words == sorted(words)
    assert [entry.citation.number for entry in entries] == list(range(1, len(entries) + 1))
    places = [(entry.term.lower(), entry.citation.document.source.id) for entry in entries]
    assert len(places) == len(set(places))


def test_defining_sentences_of_another_document_are_found(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "regels.txt").write_text(
        "Regels\n\nOnder een arrangement verstaan we de extra hulp voor één leerling. Met het kernteam bedoelen we de "
        "mensen die elke maand overleggen.\n\nDe zorgplicht wil zeggen dat de school een plek zoekt. "
        "Dit betekent veel werk.\n\nWat is een symbiose?\n\nDat weet niemand nog.\n",
        encoding="utf-8",
    )
    (tmp_path / "catalogue.toml").write_text(
        '[[document]]\nid = "regels"\ntitle = "Regels"\nfile = "regels.txt"\n', encoding="utf-8"
    )
    ingest(tmp_path, tmp_path / "home", lambda: embedder, BUNDLED_MODEL, lambda _: None)
    index = Index.open(tmp_path / "home", BUNDLED_MODEL)

    explained = {entry.term: entry.meaning for entry in glossary(index)}
    index.close()

    assert explained == {
        "arrangement": "Onder een arrangement verstaan we de extra hulp voor één leerling.",
        "kernteam": "Met het kernteam bedoelen we de mensen die elke maand overleggen.",
        "zorgplicht": "De zorgplicht wil zeggen dat de school een plek zoekt.",
    }


def test_heading_that_asks_with_nothing_under_it_explains_nothing(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "pagina.html").write_text(
        "<h1>Regels</h1><p>Met het kernteam bedoelen we de mensen die elke maand overleggen.</p>"
        "<h2>Wat is plusondersteuning?</h2>",
        encoding="utf-8",
    )
    (tmp_path / "catalogue.toml").write_text(
        '[[document]]\nid = "pagina"\ntitle = "Regels"\nfile = "pagina.html"\n', encoding="utf-8"
    )
    ingest(tmp_path, tmp_path / "home", lambda: embedder, BUNDLED_MODEL, lambda _: None)

    with closing(Index.open(tmp_path / "home", BUNDLED_MODEL)) as index:
        assert [entry.term for entry in glossary(index)] == ["kernteam"]
