"""The index on disk: made beside the old one, swapped in whole, and refused when it does not fit.

    index/
      CURRENT            the name of the version in use
      <version>/
        manifest.json    what made it, of which documents; what does not match is refused
        documents/       each document's text and structure
        chroma/          vectors of the passages, of their statements, and of the question bank
        bank_space.npz   how the vectors of the question bank were moved
        lexical/         BM25

Only ingest writes, under a lock; any number of processes read.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

import filelock
import numpy as np
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings
from chromadb.utils.batch_utils import create_batches
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ingest.bank_space import BankSpace
from ingest.catalogue import Catalogue, Organisation, load_catalogue
from ingest.document import Document
from ingest.embedding import Embedder
from ingest.errors import DocumentError, IndexUnusableError, QuestionBankError
from ingest.lexical import LexicalIndex
from ingest.nodes import passage_node
from ingest.passages import Passage, passages_of
from ingest.question_bank import BankQuestion, QuestionBank, bank_path, load_bank
from ingest.reading import read_document
from ingest.statements import Statement, statements_of

logger = logging.getLogger(__name__)

INDEX_FORMAT = 5  # Raise it when what is written changes, the vectors of the bundled model included.
PARSER_VERSION = 2  # Raise it when the same file would give other sections or passages.
_CURRENT = "CURRENT"
_BUILDING = ".building"
_SPACE = "bank_space.npz"
_COLLECTIONS = ("passages", "statements", "questions", "unanswered")
_KEPT_VERSIONS = 2  # The one in use and the one before it, which a server may still have open.
_documents = TypeAdapter(Document)
_organisations = TypeAdapter(tuple[Organisation, ...])
Progress = Callable[[str], None]


class _Entry(BaseModel):
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
    documents: dict[str, _Entry]
    files: dict[str, str]  # of the index itself, each with its hash

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


@dataclass(slots=True)
class IngestReport:
    """What an ingest did, by document id."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)  # with the reason
    problems: list[str] = field(default_factory=list)  # of question banks: the documents themselves are in


# --- reading ---------------------------------------------------------------------------------------------------------


class Index:
    """An opened index: documents, passages, and search over their vectors and words."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = _read_manifest(folder)
        self.organisations = tuple(Organisation(**entry) for entry in self.manifest.organisations)  # type: ignore[arg-type]
        self._client = _chroma(folder)
        try:
            self._collections = {name: self._client.get_collection(name) for name in _COLLECTIONS}
            counted = {name: found.count() for name, found in self._collections.items()}
            self._lexical = LexicalIndex.load(folder / "lexical")
            self._space = BankSpace.load(folder / _SPACE)
        except Exception as exc:
            self.close()
            raise IndexUnusableError(f"The index at {folder} is damaged ({exc}); {_REBUILD}") from exc
        expected = {name: getattr(self.manifest, name) for name in _COLLECTIONS}
        if counted != expected:
            self.close()
            raise IndexUnusableError(
                f"The index at {folder} holds these vectors: {counted}, its manifest says {expected}; {_REBUILD}"
            )
        self.document = lru_cache(maxsize=256)(self._load_document)
        self._passages_by_id = lru_cache(maxsize=256)(self._load_passages)
        self._bank = lru_cache(maxsize=4096)(self._load_bank)

    @classmethod
    def open(cls, home: Path, embedding_model: str) -> Index:
        """Open the current version of the index.

        Raises:
            IndexUnusableError: there is none, or it was made by another version or model; says how to mend it.
        """
        index = cls(_current(home))
        if index.manifest.embedding_model != embedding_model:
            index.close()
            raise IndexUnusableError(
                f"The index at {index.folder} was made with the embedding model {index.manifest.embedding_model!r}, "
                f"but {embedding_model!r} is configured; {_REBUILD}"
            )
        return index

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The ids of all documents, in the order of the catalogue."""
        return tuple(self.manifest.documents)

    @property
    def passage_frequencies(self) -> Mapping[str, int]:
        """In how many passages each term occurs."""
        return self._lexical.passage_frequencies

    def documents(self) -> Iterator[Document]:
        """Yield all documents."""
        return (self.document(document_id) for document_id in self.document_ids)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """Return the passages of a document, in order."""
        return tuple(self._passages_by_id(document_id).values())

    def passage(self, passage_id: str) -> Passage:
        """Return one passage."""
        return self._passages_by_id(passage_id.rsplit(":", maxsplit=1)[0])[passage_id]

    def nearest_passages(
        self, vector: Sequence[float], limit: int, organisations: Sequence[str] = ()
    ) -> dict[str, float]:
        """Return the ids of the passages nearest to a question's vector, with their cosines."""
        return dict(self._nearest("passages", vector, limit, organisations))

    def nearest_statements(
        self, vector: Sequence[float], limit: int, organisations: Sequence[str] = ()
    ) -> dict[str, float]:
        """Return the ids of the passages that hold the statements nearest to a question's vector, with the cosines."""
        nearest: dict[str, float] = {}
        for statement_id, cosine in self._nearest("statements", vector, limit, organisations):
            nearest.setdefault(statement_id.rpartition("#")[0], cosine)
        return nearest

    def nearest_questions(
        self, vector: Sequence[float], limit: int, organisations: Sequence[str] = ()
    ) -> list[tuple[BankQuestion, float]]:
        """Return the questions of the bank nearest to a question's vector, with their cosines in the bank's space.

        The cosines are raised so that two wordings of one question are as near as the embedding model has them.
        """
        return self._nearest_in_bank("questions", vector, limit, organisations)

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

    def lexical_search(self, terms: Sequence[str], limit: int) -> dict[str, float]:
        """Return the ids of the passages that share the rarest terms, with their BM25 scores."""
        return self._lexical.search(terms, limit)

    def vectors(self, collection: str, ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors that are stored under these ids."""
        found = self._client.get_collection(collection).get(ids=list(ids), include=["embeddings"])
        vectors = found["embeddings"]
        return {} if vectors is None else {i: list(map(float, v)) for i, v in zip(found["ids"], vectors, strict=True)}

    def bank_vectors(self, collection: str, ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors that the embedding model gave the questions with these ids, of which there is one."""
        moved = self.vectors(collection, ids)
        return dict(zip(moved, self._space.original(list(moved.values())).tolist(), strict=True))

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()

    def _load_document(self, document_id: str) -> Document:
        return _documents.validate_json(_document_file(self.folder, document_id).read_bytes())

    def _nearest_in_bank(
        self, collection: str, vector: Sequence[float], limit: int, organisations: Sequence[str]
    ) -> list[tuple[BankQuestion, float]]:
        if not getattr(self.manifest, collection):
            return []
        nearest = self._nearest(collection, self._space.of(vector).tolist(), limit, organisations)
        return [
            (self._bank(collection, _document_of(found))[found], cosine + self._space.offset)
            for found, cosine in nearest
        ]

    def _nearest(
        self, collection: str, vector: Sequence[float], limit: int, organisations: Sequence[str]
    ) -> list[tuple[str, float]]:
        """Return ids with their cosines, and nothing else: reading what is stored with them takes six times as long."""
        chosen: dict[Literal["$in", "$nin"], list[str | int | float | bool]] = {"$in": [*organisations]}
        found = self._collections[collection].query(
            query_embeddings=list(vector),
            n_results=limit,
            where={"organisation": chosen} if organisations else None,
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        return [(i, 1 - distance) for i, distance in zip(found["ids"][0], distances[0], strict=True)]

    def _load_bank(self, collection: str, document_id: str) -> Mapping[str, BankQuestion]:
        found = self._collections[collection].get(where={"document": document_id}, include=["documents", "metadatas"])
        stored = zip(found["ids"], found["documents"] or (), found["metadatas"] or (), strict=True)
        return {
            i: BankQuestion(question, str(metadata["passage"]), int(str(metadata["place"])))
            for i, question, metadata in stored
        }

    def _load_passages(self, document_id: str) -> Mapping[str, Passage]:
        return {passage.id: passage for passage in passages_of(self.document(document_id))}


_REBUILD = "run `wegwijs ingest` to make it anew."


def current_version(home: Path) -> str | None:
    """Return the name of the index version in use, or None when there is none."""
    try:
        return (home / "index" / _CURRENT).read_text(encoding="utf-8", errors="replace").strip() or None
    except FileNotFoundError:
        return None


def _current(home: Path) -> Path:
    version = current_version(home)
    if version is None:
        raise IndexUnusableError(f"There is no index in {home}; run `wegwijs ingest` first.")
    return home / "index" / version


def _read_manifest(folder: Path) -> Manifest:
    try:
        manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    except (OSError, ValidationError) as exc:
        raise IndexUnusableError(f"The index at {folder} has no valid manifest; {_REBUILD}") from exc
    if (manifest.format, manifest.parser) != (INDEX_FORMAT, PARSER_VERSION):
        raise IndexUnusableError(
            f"The index at {folder} has format {manifest.format}.{manifest.parser}, this version of Wegwijs reads "
            f"{INDEX_FORMAT}.{PARSER_VERSION}; {_REBUILD}"
        )
    for name, fingerprint in manifest.files.items():
        if not (folder / name).is_file() or _fingerprint(folder / name) != fingerprint:
            raise IndexUnusableError(f"The index at {folder} is damaged: {name} is not as it was made; {_REBUILD}")
    return manifest


def _fingerprint(file: Path) -> str:
    """Return the hash of a file, or nothing when Chroma writes in it at each opening.

    It does so in its database, and in the files of a collection so small that all its vectors are in the database.
    """
    small = file.suffix == ".bin" and not (file.parent / "index_metadata.pickle").is_file()
    if small or file.name == "chroma.sqlite3":
        return ""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _chroma(folder: Path) -> Client:
    settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder / "chroma"))
    try:
        return Client(settings=settings)
    except Exception as exc:
        raise IndexUnusableError(f"The index at {folder} is damaged ({exc}); {_REBUILD}") from exc


def _document_file(folder: Path, document_id: str) -> Path:
    return folder / "documents" / f"{document_id}.json"


def _document_of(bank_id: str) -> str:
    return bank_id.rpartition("?")[0]


# --- writing ---------------------------------------------------------------------------------------------------------


def ingest(corpus: Path, home: Path, embedder: Callable[[], Embedder], model: str, progress: Progress) -> IngestReport:
    """Bring the index in line with the corpus.

    The new index is made beside the old one and takes its place in one step, so a crash at any moment leaves a
    working index. What has not changed is taken over from the old one without embedding it again.

    Args:
        corpus: the corpus folder.
        home: where the index lives.
        embedder: makes the embedder; it is called only when something must be embedded.
        model: the name of the embedding model.
        progress: is told in a few words what is being done.

    Raises:
        CatalogueError: the catalogue is wrong; nothing is changed.
        IndexUnusableError: another ingest is running.
    """
    catalogue = load_catalogue(corpus)
    with _only_writer(home):
        old = _old_index(home, model)
        try:
            report, loaded = _compare(catalogue, corpus, old)
            changed = bool(report.created or report.updated or report.removed)
            reordered = old is not None and list(old.document_ids) != [one.document.source.id for one in loaded]
            if changed or reordered or old is None or old.organisations != catalogue.organisations:
                _replace(home, _Build(catalogue, loaded, old, embedder, model, progress))
        finally:
            if old is not None:
                old.close()
            _sweep(home)
    return report


@dataclass(frozen=True, slots=True)
class _Loaded:
    document: Document
    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...]
    bank: QuestionBank
    entry: _Entry
    same_content: bool
    same_bank: bool


@dataclass(frozen=True, slots=True)
class _Build:
    catalogue: Catalogue
    loaded: Sequence[_Loaded]
    old: Index | None
    embedder: Callable[[], Embedder]
    model: str
    progress: Progress


@contextmanager
def _only_writer(home: Path) -> Iterator[None]:
    (home / "index").mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(home / "index" / ".lock", timeout=0):
            yield
    except filelock.Timeout as exc:
        raise IndexUnusableError(f"Another ingest is writing to {home}; wait until it is done.") from exc


def _old_index(home: Path, model: str) -> Index | None:
    try:
        return Index.open(home, model)
    except IndexUnusableError as error:
        if current_version(home) is not None:
            logger.warning("The old index is not used: %s", error)
        return None


def _compare(catalogue: Catalogue, corpus: Path, old: Index | None) -> tuple[IngestReport, list[_Loaded]]:
    report, loaded = IngestReport(), []
    before = old.manifest.documents if old else {}
    for source in catalogue.sources:
        try:
            document = read_document(source)
        except DocumentError as error:
            logger.info("Document %s failed", source.id)  # The report says why.
            report.failed[source.id] = str(error)
            if old is not None and source.id in before:  # Its last good version stays.
                kept = _load(old.document(source.id), corpus, before[source.id], report)
                loaded.append(kept)
            continue
        one = _load(document, corpus, before.get(source.id), report)
        loaded.append(one)
        if source.id not in before:
            report.created.append(source.id)
        elif one.same_content and one.same_bank:
            report.unchanged.append(source.id)
        else:
            report.updated.append(source.id)
    present = {one.document.source.id for one in loaded}
    report.removed.extend(document_id for document_id in before if document_id not in present)
    return report, loaded


def _load(document: Document, corpus: Path, before: _Entry | None, report: IngestReport) -> _Loaded:
    source = document.source
    passages = passages_of(document)
    path = bank_path(corpus, source.id)
    try:
        bank = load_bank(path, document, passages)
    except QuestionBankError as error:
        bank = QuestionBank(problems=(str(error),))
    report.problems.extend(bank.problems)
    described = _documents.dump_python(
        document,
        mode="json",
        # Whom to ask is no part of a document: another telephone number is no reason to embed it anew.
        exclude={"source": {"file": True, "organisation": {"contact"}}},
    )
    statements = tuple(statement for passage in passages for statement in statements_of(passage))
    embedded = [passage.embedding_text for passage in passages] + [one.embedding_text for one in statements]
    content = _digest(json.dumps(described, sort_keys=True), *embedded)
    asked = (("answered", bank.questions), ("unanswered", bank.unanswered))
    entry = _Entry(
        content=content,
        bank=_digest(*(f"{kind}\t{q.passage_id}\t{q.place}\t{q.question}" for kind, ones in asked for q in ones)),
        passages=len(passages),
        statements=len(statements),
        questions=len(bank.questions),
        unanswered=len(bank.unanswered),
    )
    same_content = before is not None and before.content == content
    return _Loaded(document, passages, statements, bank, entry, same_content, same_content and before == entry)


def _digest(*texts: str) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", errors="surrogatepass") + b"\0")
    return digest.hexdigest()


def _replace(home: Path, build: _Build) -> None:
    versions = home / "index"
    building = versions / _BUILDING
    shutil.rmtree(building, ignore_errors=True)
    manifest = _write(building, build)
    version = f"{manifest.built:%Y%m%dT%H%M%S%f}"
    building.rename(versions / version)
    pointer = versions / f".{_CURRENT}"
    pointer.write_text(version + "\n", encoding="utf-8")
    pointer.replace(versions / _CURRENT)


def _sweep(home: Path) -> None:
    """Remove old versions, and what a crash left half made."""
    versions = sorted((folder for folder in (home / "index").iterdir() if folder.is_dir()), reverse=True)
    kept = [folder for folder in versions if folder.name != _BUILDING][:_KEPT_VERSIONS]
    for folder in versions:
        if folder.name != current_version(home) and folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, build: _Build) -> Manifest:
    (folder / "documents").mkdir(parents=True)
    (folder / "lexical").mkdir()
    client = _chroma(folder)
    try:
        vectors = _Vectors(build)
        _add_passages(client, (vectors.passages(one) for one in build.loaded))
        _add(client, "statements", (vectors.statements(one) for one in build.loaded))
        questions = [vectors.questions(one) for one in build.loaded]
        unanswered = [vectors.unanswered(one) for one in build.loaded]
        space = _bank_space(questions, unanswered)
        space.save(folder / _SPACE)
        _add(client, "questions", (rows.moved(space) for rows in questions))
        _add(client, "unanswered", (rows.moved(space) for rows in unanswered))
    finally:
        client.close()
    passages = [passage for one in build.loaded for passage in one.passages]
    LexicalIndex.of([p.id for p in passages], [p.embedding_text for p in passages]).save(folder / "lexical")
    for one in build.loaded:
        _document_file(folder, one.document.source.id).write_bytes(_documents.dump_json(one.document))
    manifest = Manifest(
        format=INDEX_FORMAT,
        parser=PARSER_VERSION,
        embedding_model=build.model,
        built=datetime.now(UTC),
        organisations=_organisations.dump_python(build.catalogue.organisations, mode="json"),
        documents={one.document.source.id: one.entry for one in build.loaded},
        files={
            file.relative_to(folder).as_posix(): _fingerprint(file)
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        },
    )
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    return manifest


def _add_passages(client: Client, batches: Iterable[Sequence[TextNode]]) -> None:
    """Store passages as llama-index does, so that its programs can read them."""
    store = ChromaVectorStore(chroma_collection=_collection(client, "passages"))
    for nodes in batches:
        if nodes:
            store.add(list(nodes))


def _add(client: Client, name: str, batches: Iterable[_Rows]) -> None:
    collection = _collection(client, name)
    for rows in batches:
        if rows.ids:
            for ids, embeddings, metadatas, documents in create_batches(
                client,
                list(rows.ids),
                embeddings=[np.asarray(vector, dtype=np.float32) for vector in rows.vectors],
                metadatas=list(rows.metadata),
                documents=list(rows.texts),
            ):
                collection.add(ids=ids, embeddings=embeddings, metadatas=metadatas, documents=documents)


def _collection(client: Client, name: str) -> Collection:
    return client.create_collection(name, metadata={"hnsw:space": "cosine"}, embedding_function=None)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What one document adds to a collection."""

    ids: Sequence[str]
    texts: Sequence[str]
    metadata: Sequence[dict[str, str | int]]
    vectors: Sequence[Sequence[float]]

    def moved(self, space: BankSpace) -> _Rows:
        return replace(self, vectors=space.of(self.vectors).tolist()) if self.ids else self


def _bank_space(questions: Sequence[_Rows], unanswered: Sequence[_Rows]) -> BankSpace:
    """Learn from the questions with an answer; those without that lie near one place ask different things."""
    vectors = [vector for rows in questions for vector in rows.vectors]
    places = [(one["passage"], one["place"]) for rows in questions for one in rows.metadata]
    dimensions = next((len(vector) for rows in (*questions, *unanswered) for vector in rows.vectors), 1)
    return BankSpace.learnt_from(vectors, places, dimensions)


class _Vectors:
    """Makes nodes with their vectors: new ones are embedded, unchanged ones taken over from the old index."""

    def __init__(self, build: _Build) -> None:
        self._build = build
        self._embedder: Embedder | None = None

    def passages(self, loaded: _Loaded) -> list[TextNode]:
        nodes = [passage_node(passage) for passage in loaded.passages]
        if loaded.same_content:
            return _with_vectors(nodes, self._old_vectors("passages", [node.node_id for node in nodes]))
        source = loaded.document.source
        self._build.progress(f"{source.id}: {len(nodes)} passages")
        vectors = self._loaded_embedder().passages([passage.embedding_text for passage in loaded.passages])
        return _with_vectors(nodes, vectors)

    def statements(self, loaded: _Loaded) -> _Rows:
        ids = [one.id for one in loaded.statements]
        texts = [one.embedding_text for one in loaded.statements]
        metadata = [_described(loaded.document)] * len(ids)
        if loaded.same_content:
            return _Rows(ids, texts, metadata, self._old_vectors("statements", ids))
        self._build.progress(f"{loaded.document.source.id}: {len(ids)} statements")
        return _Rows(ids, texts, metadata, self._loaded_embedder().passages(texts))

    def questions(self, loaded: _Loaded) -> _Rows:
        return self._bank(loaded, "questions", loaded.bank.questions)

    def unanswered(self, loaded: _Loaded) -> _Rows:
        return self._bank(loaded, "unanswered", loaded.bank.unanswered)

    def _bank(self, loaded: _Loaded, collection: str, asked: Sequence[BankQuestion]) -> _Rows:
        source = loaded.document.source
        ids = [f"{source.id}?{number}" for number in range(len(asked))]
        texts = [one.question for one in asked]
        metadata = [{**_described(loaded.document), "passage": one.passage_id, "place": one.place} for one in asked]
        if not asked:
            return _Rows((), (), (), ())
        if loaded.same_bank and self._build.old:
            old = self._build.old.bank_vectors(collection, ids)
            return _Rows(ids, texts, metadata, [old[one] for one in ids])
        self._build.progress(f"{source.id}: {len(ids)} questions of the bank")
        return _Rows(ids, texts, metadata, self._loaded_embedder().questions(texts))

    def _loaded_embedder(self) -> Embedder:
        if self._embedder is None:
            self._build.progress("loading the embedding model")
            self._embedder = self._build.embedder()
        return self._embedder

    def _old_vectors(self, collection: str, ids: Sequence[str]) -> list[list[float]]:
        if self._build.old is None or not ids:
            return []
        vectors = self._build.old.vectors(collection, ids)
        return [vectors[one] for one in ids]


def _with_vectors(nodes: Sequence[TextNode], vectors: Sequence[list[float]]) -> list[TextNode]:
    for node, vector in zip(nodes, vectors, strict=True):
        node.embedding = vector
    return list(nodes)


def _described(document: Document) -> dict[str, str | int]:
    """Return what search may filter by."""
    return {"document": document.source.id, "organisation": document.source.organisation_id}
