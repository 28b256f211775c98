"""Small documents, corpora and embedders for the tests of ingest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.blocks import split_blocks
from ingest.catalogue import Source
from ingest.document import Block, BlockKind, Document, Section
from ingest.embedding import Embedder
from ingest.outline import outline
from ingest.passages import passages_of


def make_source(file: Path = Path("proef.txt"), title: str = "Proef") -> Source:
    return Source("proef", title, file, None, None, None, None, None, None)


def make_document(text: str, title: str = "Proef") -> Document:
    return Document(make_source(title=title), text, outline(text, title))


def sections_by_label(document: Document) -> dict[str, Section]:
    """Return the labelled sections; a label that is there twice is an error of the test."""
    labelled = [section for section in document.sections if section.label]
    assert len({section.label for section in labelled}) == len(labelled)
    return {section.label: section for section in labelled if section.label}


def headings(document: Document) -> list[tuple[str, ...]]:
    """Return the path of each section once, in order."""
    return list(dict.fromkeys(section.path for section in document.sections))


def words_of(document: Document, block: Block) -> str:
    return document.readable(block.span)


def body(document: Document, section: Section) -> list[str]:
    return [words_of(document, block) for block in section.content]


def passage_texts(document: Document) -> list[str]:
    return [passage.text for passage in passages_of(document)]


def kinds_and_words(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, " ".join(block.span.of(text).split())) for block in split_blocks(text)]


def of_kind(text: str, kind: BlockKind) -> list[str]:
    return [words for found, words in kinds_and_words(text) if found == kind]


def markers(text: str) -> list[str]:
    return [block.marker for block in split_blocks(text) if block.kind is BlockKind.NUMBERED]


def write_corpus(folder: Path, documents: Mapping[str, str], extra: str = "") -> Path:
    """Write a corpus of plain texts under these ids; return its folder."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / "questions").mkdir(exist_ok=True)
    entries = [extra]
    for document_id, text in documents.items():
        (folder / "documents" / f"{document_id}.txt").write_text(text, encoding="utf-8")
        entries.append(
            f'[[document]]\nid = "{document_id}"\ntitle = "Over {document_id}"\nfile = "{document_id}.txt"\n'
        )
    (folder / "catalogue.toml").write_text("\n".join(entries), encoding="utf-8")
    return folder


class CountingEmbedder(Embedder):
    """Embeds with the real model and remembers what it was given."""

    def __init__(self, real: Embedder) -> None:
        self.name = real.name
        self.embedded: list[str] = []
        self._real = real

    def question(self, question: str) -> list[float]:
        return self._real.question(question)

    def questions(self, questions: Sequence[str]) -> list[list[float]]:
        self.embedded.extend(questions)
        return self._real.questions(questions)

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        self.embedded.extend(texts)
        return self._real.passages(texts)


class LetterEmbedder(Embedder):
    """Counts letters: for tests that need many processes, in which loading the real model would take minutes."""

    def __init__(self) -> None:
        self.name = "letters"

    def question(self, question: str) -> list[float]:
        counts = [1.0 + question.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"]
        length = sum(count * count for count in counts) ** 0.5
        return [count / length for count in counts]

    def questions(self, questions: Sequence[str]) -> list[list[float]]:
        return [self.question(question) for question in questions]

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        return [self.question(text) for text in texts]
