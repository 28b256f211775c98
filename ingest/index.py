"""The index on disk: opened whole, and refused when it does not fit.

    index/
      CURRENT            the name of the version in use
      <version>/
        manifest.json    what made it, of which documents; what does not match is refused
        documents/       each document's text and structure
        chroma/          vectors of the passages, of their statements, and of the question bank (or in a Chroma server)
        bank_space.npz   how the vectors of the question bank were moved
        lexical/         BM25

Only `ingest.indexing` writes it; any number of processes read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ingest.bank_space import BankSpace
from ingest.catalogue import Organisation
from ingest.document import Document
from ingest.errors import IndexAwayError, IndexUnusableError
from ingest.ids import owner_of
from ingest.lexical import LexicalIndex
from ingest.passages import Passage, passages_of
from ingest.question_bank import BankQuestion
from ingest.span import Span
from ingest.store import REBUILD, Store, store_of
from ingest.vectors import COLLECTIONS

INDEX_FORMAT = 7  # Raise it when what is written changes, the vectors of the bundled model included.
PARSER_VERSION = 8  # Raise it when the same file would give other sections, passages or statements.
_MANIFEST = "manifest.json"
_documents = TypeAdapter(Document)


class DocumentEntry(BaseModel):
    """What the manifest says of one document."""

    model_config = ConfigDict(extra="forbid")

    content: str  # hash of its catalogue entry, its text, its structure and what is embedded
    bank: str  # hash of its question bank
    passages: int
    statements: int
    questions: int
    unanswered: int


class Manifest(BaseModel):
    """What an index was made with and from."""

    model_config = ConfigDict(extra="forbid")

    format: int
    parser: int
    embedding_model: str
    built: datetime
    organisations: list[dict[str, str | None]]
    documents: dict[str, DocumentEntry]
    files: dict[str, str] = {}  # of the index itself, each with its hash

    @property
    def passages(self) -> int:
        """The number of passages."""
        return sum(entry.passages for entry in self.documents.values())

    @property
    def statements(self) -> int:
        """The number of statements in the passages."""
        return sum(entry.statements for entry in self.documents.values())

    @property
    def questions(self) -> int:
        """The number of questions in the bank."""
        return sum(entry.questions for entry in self.documents.values())

    @property
    def unanswered(self) -> int:
        """The number of questions in the bank that the documents do not answer."""
        return sum(entry.unanswered for entry in self.documents.values())

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest of a version.

        Raises:
            IndexUnusableError: there is none, it is of another version of Wegwijs, or a file is not as it was made.
        """
        try:
            manifest = cls.model_validate_json((folder / _MANIFEST).read_bytes())
        except (OSError, ValidationError) as exc:
            raise IndexUnusableError(f"De index in {folder} heeft geen geldig manifest; {REBUILD}") from exc
        if (manifest.format, manifest.parser) != (INDEX_FORMAT, PARSER_VERSION):
            raise IndexUnusableError(
                f"De index in {folder} heeft vorm {manifest.format}.{manifest.parser}, deze versie van Wegwijs leest "
                f"{INDEX_FORMAT}.{PARSER_VERSION}; {REBUILD}"
            )
        if (name := _damaged(folder, manifest.files)) is not None:
            raise IndexUnusableError(
                f"De index in {folder} is beschadigd: {name} is niet zoals het gemaakt is; {REBUILD}"
            )
        return manifest

    def write(self, folder: Path) -> None:
        """Write the manifest of a version whose other files are complete, with what they are now."""
        written = sorted(file for file in folder.rglob("*") if file.is_file())
        files = {file.relative_to(folder).as_posix(): _fingerprint(file) for file in written}
        complete = self.model_copy(update={"files": files})
        (folder / _MANIFEST).write_text(complete.model_dump_json(indent=1), encoding="utf-8")


class Index:
    """An opened index: documents, passages, and search over their vectors and words."""

    def __init__(self, store: Store, version: str) -> None:
        self._store = store
        self.folder = store.folder(version)
        self.manifest = Manifest.read(self.folder)
        self.organisations = tuple(Organisation(**entry) for entry in self.manifest.organisations)  # type: ignore[arg-type]
        self._vectors = store.vectors(version, self.folder)
        try:
            counted = self._vectors.counts()
            self._lexical = LexicalIndex.load(self.folder / "lexical")
            self._space = BankSpace.load(self.folder)
        except IndexAwayError:
            self._vectors.close()
            raise
        except Exception as exc:
            self._vectors.close()
            raise IndexUnusableError(f"De index in {self.folder} is beschadigd ({exc}); {REBUILD}") from exc
        expected = {name: getattr(self.manifest, name) for name in COLLECTIONS}
        if counted != expected:
            self._vectors.close()
            raise IndexUnusableError(
                f"De index in {self.folder} heeft deze vectoren: {counted}, volgens zijn manifest {expected}; {REBUILD}"
            )
        # All of them are kept, 2 kB for each passage: one question finds passages in many documents.
        self.document = lru_cache(maxsize=None)(self._load_document)
        self._passages_by_id = lru_cache(maxsize=None)(self._load_passages)
        self._bank = lru_cache(maxsize=4096)(self._load_bank)
        self._asked_near = lru_cache(maxsize=64)(self._nearest_in_bank)  # An answer is followed by what lies near it.

    @classmethod
    def open(cls, home: Path, embedding_model: str, chroma_url: str | None = None) -> Index:
        """Open the version of the index that is in use.

        Raises:
            IndexUnusableError: there is none, or it was made by another version or model; says how to mend it.
            IndexAwayError: the Chroma server does not answer.
        """
        store = store_of(home, chroma_url)
        try:
            return cls.opened(store, embedding_model)
        except Exception:
            store.close()
            raise

    @classmethod
    def opened(cls, store: Store, embedding_model: str) -> Index:
        """Open the version that is in use in a store; see `open`."""
        version = store.current()
        if version is None:
            raise IndexUnusableError(f"Er is nog geen index in {store.place}. Voer eerst `wegwijs ingest` uit.")
        index = cls(store, version)
        if index.manifest.embedding_model != embedding_model:
            index._vectors.close()
            raise IndexUnusableError(
                f"De index in {index.folder} is gemaakt met het model {index.manifest.embedding_model!r}, maar "
                f"{embedding_model!r} is ingesteld; {REBUILD}"
            )
        return index

    @property
    def version(self) -> str:
        """The name of this version."""
        return self.folder.name

    def version_in_use(self) -> str | None:
        """Return the name of the version that is in use by now, which may be a newer one.

        Raises:
            IndexAwayError: the Chroma server does not answer.
        """
        return self._store.current()

    def require_answering(self) -> None:
        """Raise `IndexAwayError` when the vectors cannot be read now."""
        self._vectors.require_answering()

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The ids of all documents, in the order of the catalogue."""
        return tuple(self.manifest.documents)

    @property
    def passage_frequencies(self) -> Mapping[str, int]:
        """In how many passages each term occurs."""
        return self._lexical.passage_frequencies

    def organisation_name(self, organisation_id: str) -> str:
        """Return the name of an organisation; its id when it is none of this index."""
        names = (one.name for one in self.organisations if one.id == organisation_id)
        return next(names, organisation_id)

    def documents(self) -> Iterator[Document]:
        """Yield all documents."""
        return (self.document(document_id) for document_id in self.document_ids)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """Return the passages of a document, in order."""
        return tuple(self._passages_by_id(document_id).values())

    def passage(self, passage_id: str) -> Passage:
        """Return one passage."""
        return self._passages_by_id(owner_of(passage_id))[passage_id]

    def passage_holding(self, document_id: str, span: Span) -> Passage | None:
        """Return the first passage in which words of a document stand whole; None when they stand in several."""
        return next((passage for passage in self.passages(document_id) if passage.span.contains(span)), None)

    def nearest_passages(
        self, vector: Sequence[float], limit: int, organisations: Sequence[str] = ()
    ) -> dict[str, float]:
        """Return the ids of the passages nearest to a question's vector, with their cosines."""
        return dict(self._vectors.nearest("passages", vector, limit, organisations))

    def nearest_statements(
        self, vector: Sequence[float], limit: int, organisations: Sequence[str] = ()
    ) -> dict[str, float]:
        """Return the ids of the passages that hold the statements nearest to a question's vector, with the cosines."""
        nearest: dict[str, float] = {}
        for statement_id, cosine in self._vectors.nearest("statements", vector, limit, organisations):
            nearest.setdefault(owner_of(statement_id), cosine)
        return nearest

    def nearest_questions(
        self, vector: Sequence[float], limit: int, organisations: Sequence[str] = ()
    ) -> list[tuple[BankQuestion, float]]:
        """Return the questions of the bank nearest to a question's vector, with their cosines in the bank's space.

        The cosines are raised so that two wordings of one question are as near as the embedding model has them.
        """
        return self._asked_near("questions", tuple(vector), limit, tuple(organisations))

    def nearest_unanswered(
        self, vector: Sequence[float], limit: int, organisations: Sequence[str] = ()
    ) -> list[tuple[BankQuestion, float]]:
        """Return the same of the questions that their documents do not answer."""
        return self._nearest_in_bank("unanswered", vector, limit, organisations)

    def has_unanswered(self, document_id: str) -> bool:
        """Tell whether the bank knows questions that a document does not answer."""
        return self.manifest.documents[document_id].unanswered > 0

    def bank(self, document_id: str) -> tuple[BankQuestion, ...]:
        """Return all questions of the bank that one document answers."""
        return tuple(self._bank("questions", document_id).values())

    def lexical_search(self, terms: Sequence[str], limit: int) -> list[str]:
        """Return the ids of the passages that share the rarest terms, best first."""
        return self._lexical.search(terms, limit)

    def vectors(self, collection: str, ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors that are stored under these ids."""
        return self._vectors.of(collection, ids)

    def bank_vectors(self, collection: str, ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors that the embedding model gave the questions with these ids, at least one."""
        moved = self.vectors(collection, ids)
        return dict(zip(moved, self._space.original(list(moved.values())).tolist(), strict=True))

    def close(self) -> None:
        """Let go of the files, of the server, and of what was kept of the documents.

        The last would else stay for as long as the process lives, where an index is set apart from garbage collection.
        """
        for kept in (self.document, self._passages_by_id, self._bank, self._asked_near):
            kept.cache_clear()
        self._vectors.close()
        self._store.close()

    def _load_document(self, document_id: str) -> Document:
        return stored_document(self.folder, document_id)

    def _nearest_in_bank(
        self, collection: str, vector: Sequence[float], limit: int, organisations: Sequence[str]
    ) -> list[tuple[BankQuestion, float]]:
        if not getattr(self.manifest, collection):
            return []
        nearest = self._vectors.nearest(collection, self._space.of(vector).tolist(), limit, organisations)
        return [
            (self._bank(collection, owner_of(found))[found], cosine + self._space.offset) for found, cosine in nearest
        ]

    def _load_bank(self, collection: str, document_id: str) -> Mapping[str, BankQuestion]:
        return {
            i: BankQuestion(question, str(metadata["passage"]), int(metadata["place"]))
            for i, question, metadata in self._vectors.texts(collection, document_id)
        }

    def _load_passages(self, document_id: str) -> Mapping[str, Passage]:
        return {passage.id: passage for passage in passages_of(self.document(document_id))}


def is_whole(folder: Path) -> bool:
    """Tell whether the files of a version are all there, as they were made; of whatever form it is."""
    try:
        files: dict[str, str] = json.loads((folder / _MANIFEST).read_bytes())["files"]
        return _damaged(folder, files) is None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False


def _damaged(folder: Path, files: Mapping[str, str]) -> str | None:
    """Return the first of these files that is not there as it was made."""
    return next(
        (
            name
            for name, fingerprint in files.items()
            if not (folder / name).is_file() or _fingerprint(folder / name) != fingerprint
        ),
        None,
    )


def _fingerprint(file: Path) -> str:
    """Return the hash of a file, or nothing when Chroma writes in it at each opening.

    It does so in its database, and in the files of a collection so small that all its vectors are in the database.
    """
    small = file.suffix == ".bin" and not (file.parent / "index_metadata.pickle").is_file()
    if small or file.name == "chroma.sqlite3":
        return ""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def store_document(folder: Path, document: Document) -> None:
    """Write a document's text and structure into the folder of a version."""
    _document_file(folder, document.source.id).write_bytes(_documents.dump_json(document))


def stored_document(folder: Path, document_id: str) -> Document:
    """Return a document that was written into the folder of a version."""
    return _documents.validate_json(_document_file(folder, document_id).read_bytes())


def _document_file(folder: Path, document_id: str) -> Path:
    return folder / "documents" / f"{document_id}.json"
