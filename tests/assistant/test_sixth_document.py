"""A document that nobody has seen before works without a change to the code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import NoticeKind, Status
from assistant.assistant import Assistant
from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest

CORPUS = Path(__file__).parent.parent.parent / "corpus"
DOCUMENT = """Richtlijnen zorgteam

Versie 03-09-2024

De richtlijnen voor het zorgteam

Samenstelling
1. Wie zit het zorgteam voor, als richtlijn voor elke school?

De adjunct-directeur

2. Hoe vaak komt het zorgteam bijeen, als richtlijn voor elke
school?

Ja, zes keer per jaar

De uitspraken over het zorgteam

1. Het zorgteam komt op onze scholen jaarlijks bijeen.
2. Het zorgteam bewaart verslagen twee jaar.
"""
ENTRY = """
[[organisation]]
id = "waterrijk"
name = "SWV Waterrijk"

[[document]]
id = "richtlijnen-zorgteam"
title = "Richtlijnen zorgteam"
organisation = "waterrijk"
valid_until = 2025-07-31
file = "richtlijnen-zorgteam.txt"
"""
BANK = """[[entry]]
label = "richtlijn 1"
questions = ["Wie is voorzitter van het zorgteam bij SWV Waterrijk?"]

[[entry]]
label = "richtlijn 2"
questions = ["Hoeveel keer per jaar vergadert het zorgteam?"]
"""


@pytest.fixture(scope="module")
def grown(
    tmp_path_factory: pytest.TempPathFactory, index_home: Path, embedder: Embedder
) -> Iterator[tuple[Assistant, list[str]]]:
    """An assistant on the real corpus with one more document, and the texts that had to be embedded for it."""
    folder = tmp_path_factory.mktemp("grown")
    corpus = Path(shutil.copytree(CORPUS, folder / "corpus"))
    shutil.copytree(index_home / "index", folder / "home" / "index")
    (corpus / "documents" / "richtlijnen-zorgteam.txt").write_text(DOCUMENT, encoding="utf-8")
    (corpus / "questions" / "richtlijnen-zorgteam.toml").write_text(BANK, encoding="utf-8")
    with (corpus / "catalogue.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write(ENTRY)
    report = ingest(corpus, folder / "home", lambda: embedder, BUNDLED_MODEL, lambda _: None)
    index = Index.open(folder / "home", BUNDLED_MODEL)
    yield Assistant(index, embedder), report.created
    index.close()


def test_only_the_new_document_is_added(grown: tuple[Assistant, list[str]]) -> None:
    assert grown[1] == ["richtlijnen-zorgteam"]


def test_new_document_answers_with_its_own_words(grown: tuple[Assistant, list[str]]) -> None:
    answer = grown[0].ask("Hoe vaak per jaar komt het zorgteam bij elkaar?")
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("Zes keer per jaar [1].")
    assert answer.citations[0].passage.section.label == "richtlijn 2"
    assert {NoticeKind.CONFLICT, NoticeKind.OUTDATED} <= {notice.kind for notice in answer.notices}
    assert "jaarlijks" in answer.citations[1].quote


def test_its_organisation_can_be_chosen(grown: tuple[Assistant, list[str]]) -> None:
    answer = grown[0].ask("Wie is de voorzitter van het zorgteam?", organisation="waterrijk")
    assert answer.status is Status.ANSWERED
    assert "adjunct-directeur" in answer.text
