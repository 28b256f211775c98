"""The index on disk: made beside the old one, swapped in whole, and refused when it does not fit.

    index/
      CURRENT            the name of the version in use
      <version>/
        manifest.json    what made it, of which documents; what does not match is refused
        documents/       each document's text and structure
        chroma/          vectors of the passages, of their statements, and of the question bank (or in a Chroma server)
        bank_space.npz   how the vectors of the question bank were moved
        lexical/         BM25

Only ingest writes, under a lock; any number of processes read.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import filelock
from llama_index.core.schema import TextNode
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ingest.bank_space import BankSpace
from ingest.catalogue import Catalogue, Organisation, load_catalogue
from ingest.document import Document
from ingest.embedding import Embedder
from ingest.errors import DocumentError, IndexAwayError, IndexUnusableError, QuestionBankError
from ingest.lexical import LexicalIndex
from ingest.nodes import passage_node
from ingest.passages import Passage, passages_of
from ingest.progress import Meter, Progress
from ingest.question_bank import BankQuestion, QuestionBank, bank_path, load_bank
from ingest.reading import read_document
from ingest.statements import Statement, statements_of
from ingest.store import REBUILD, LocalStore, Store, store_of
from ingest.vectors import COLLECTIONS, Rows, Vectors

logger = logging.getLogger(__name__)

INDEX_FORMAT = 5  # Raise it when what is written changes, the vectors of the bundled model included.
PARSER_VERSION = 4  # Raise it when the same file would give other sections, passages or statements.
_BUILDING = ".building"
_SPACE = "bank_space.npz"
_documents = TypeAdapter(Document)
_organisations = TypeAdapter(tuple[Organisation, ...])


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

    def __init__(self, store: Store, version: str) -> None:
        self._store = store
        self.folder = store.folder(version)
        self.manifest = _read_manifest(self.folder)
        self.organisations = tuple(Organisation(**entry) for entry in self.manifest.organisations)  # type: ignore[arg-type]
        self._vectors = store.vectors(version, self.folder)
        try:
            counted = self._vectors.counts()
            self._lexical = LexicalIndex.load(self.folder / "lexical")
            self._space = BankSpace.load(self.folder / _SPACE)
        except IndexAwayError:
            self._vectors.close()
            raise
        except Exception as exc:
            self._vectors.close()
            raise IndexUnusableError(f"The index at {self.folder} is damaged ({exc}); {REBUILD}") from exc
        expected = {name: getattr(self.manifest, name) for name in COLLECTIONS}
        if counted != expected:
            self._vectors.close()
            raise IndexUnusableError(
                f"The index at {self.folder} holds these vectors: {counted}, its manifest says {expected}; {REBUILD}"
            )
        # All of them are kept, 2 kB for each passage: one question finds passages in many documents.
        self.document = lru_cache(maxsize=None)(self._load_document)
        self._passages_by_id = lru_cache(maxsize=None)(self._load_passages)
        self._bank = lru_cache(maxsize=4096)(self._load_bank)

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
            raise IndexUnusableError(f"There is no index in {store.place}; run `wegwijs ingest` first.")
        index = cls(store, version)
        if index.manifest.embedding_model != embedding_model:
            index._vectors.close()
            raise IndexUnusableError(
                f"The index at {index.folder} was made with the embedding model {index.manifest.embedding_model!r}, "
                f"but {embedding_model!r} is configured; {REBUILD}"
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
        return dict(self._vectors.nearest("passages", vector, limit, organisations))

    def nearest_statements(
        self, vector: Sequence[float], limit: int, organisations: Sequence[str] = ()
    ) -> dict[str, float]:
        """Return the ids of the passages that hold the statements nearest to a question's vector, with the cosines."""
        nearest: dict[str, float] = {}
        for statement_id, cosine in self._vectors.nearest("statements", vector, limit, organisations):
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
        return self._vectors.of(collection, ids)

    def bank_vectors(self, collection: str, ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors that the embedding model gave the questions with these ids, of which there is one."""
        moved = self.vectors(collection, ids)
        return dict(zip(moved, self._space.original(list(moved.values())).tolist(), strict=True))

    def close(self) -> None:
        """Let go of the files, and of the server."""
        self._vectors.close()
        self._store.close()

    def _load_document(self, document_id: str) -> Document:
        return _documents.validate_json(_document_file(self.folder, document_id).read_bytes())

    def _nearest_in_bank(
        self, collection: str, vector: Sequence[float], limit: int, organisations: Sequence[str]
    ) -> list[tuple[BankQuestion, float]]:
        if not getattr(self.manifest, collection):
            return []
        nearest = self._vectors.nearest(collection, self._space.of(vector).tolist(), limit, organisations)
        return [
            (self._bank(collection, _document_of(found))[found], cosine + self._space.offset)
            for found, cosine in nearest
        ]

    def _load_bank(self, collection: str, document_id: str) -> Mapping[str, BankQuestion]:
        return {
            i: BankQuestion(question, str(metadata["passage"]), int(metadata["place"]))
            for i, question, metadata in self._vectors.texts(collection, document_id)
        }

    def _load_passages(self, document_id: str) -> Mapping[str, Passage]:
        return {passage.id: passage for passage in passages_of(self.document(document_id))}


def _read_manifest(folder: Path) -> Manifest:
    try:
        manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    except (OSError, ValidationError) as exc:
        raise IndexUnusableError(f"The index at {folder} has no valid manifest; {REBUILD}") from exc
    if (manifest.format, manifest.parser) != (INDEX_FORMAT, PARSER_VERSION):
        raise IndexUnusableError(
            f"The index at {folder} has format {manifest.format}.{manifest.parser}, this version of Wegwijs reads "
            f"{INDEX_FORMAT}.{PARSER_VERSION}; {REBUILD}"
        )
    for name, fingerprint in manifest.files.items():
        if not (folder / name).is_file() or _fingerprint(folder / name) != fingerprint:
            raise IndexUnusableError(f"The index at {folder} is damaged: {name} is not as it was made; {REBUILD}")
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


def _document_file(folder: Path, document_id: str) -> Path:
    return folder / "documents" / f"{document_id}.json"


def _document_of(bank_id: str) -> str:
    return bank_id.rpartition("?")[0]


# --- writing ---------------------------------------------------------------------------------------------------------


def ingest(  # noqa: PLR0913 - each is a choice of its own
    corpus: Path,
    home: Path,
    embedder: Callable[[], Embedder],
    model: str,
    progress: Progress,
    *,
    chroma_url: str | None = None,
) -> IngestReport:
    """Bring the index in line with the corpus.

    The new index is made beside the old one and takes its place in one step, so a crash at any moment leaves a
    working index. What has not changed is taken over from the old one without embedding it again.

    Args:
        corpus: the corpus folder.
        home: where the index lives.
        embedder: makes the embedder; it is called only when something must be embedded.
        model: the name of the embedding model.
        progress: is told each step.
        chroma_url: of the Chroma server that keeps the index for many machines; None: it is in home.

    Raises:
        CatalogueError: the catalogue is wrong; nothing is changed.
        IndexUnusableError: another ingest is running, or the new index cannot be written; the old one stays.
        IndexAwayError: the Chroma server does not answer.
    """
    catalogue = load_catalogue(corpus)
    with _only_writer(home), closing(store_of(home, chroma_url, patient=True)) as store:
        old = _old_index(store, model)
        first = old is None
        if first and chroma_url:
            old = _old_index(LocalStore(home), model)  # What moves to a server is not embedded again.
        with closing(old) if old else nullcontext():
            try:
                report, loaded = _compare(catalogue, corpus, old)
                changed = bool(report.created or report.updated or report.removed)
                reordered = old is not None and list(old.document_ids) != [one.document.source.id for one in loaded]
                renamed = old is not None and old.organisations != catalogue.organisations
                if changed or reordered or renamed or first:
                    with _room_on(home, chroma_url):
                        _replace(store, _Build(catalogue, loaded, old, embedder, model, progress))
            finally:
                shutil.rmtree(store.root / _BUILDING, ignore_errors=True)  # What a crash left, too.
                store.sweep()
    return report


def changes_since(index: Index | None, corpus: Path) -> IngestReport:
    """Return what an ingest would do to an index, without doing it.

    Raises:
        CatalogueError: the catalogue is wrong.
    """
    report, _ = _compare(load_catalogue(corpus), corpus, index)
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


@contextmanager
def _room_on(home: Path, chroma_url: str | None) -> Iterator[None]:
    """Say what is the matter when the disk is full or may not be written on."""
    try:
        yield
    except (OSError, IndexAwayError, IndexUnusableError) as exc:
        if (isinstance(exc, OSError) and exc.errno not in _NOT_WRITTEN) or (
            chroma_url and not isinstance(exc, OSError)
        ):
            raise  # The embedding model, for example, or the Chroma server is not there.
        free = shutil.disk_usage(home).free // 1_000_000
        raise IndexUnusableError(
            f"The new index cannot be written to {home} ({exc}); see to it that there is room on the disk "
            f"({free} MB free) and that Wegwijs may write there. The old index stays in use."
        ) from exc


_NOT_WRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM})


def _old_index(store: Store, model: str) -> Index | None:
    try:
        return Index.opened(store, model)
    except IndexUnusableError as error:
        if store.current() is not None:
            logger.warning("The old index is not used: %s", error)
        return None


def _compare(catalogue: Catalogue, corpus: Path, old: Index | None) -> tuple[IngestReport, list[_Loaded]]:
    report, loaded = IngestReport(), []
    before = old.manifest.documents if old else {}
    for source in catalogue.sources:
        try:
            one = _load(read_document(source), corpus, before.get(source.id), report)
        except DocumentError as error:
            logger.info("Document %s failed", source.id)  # The report says why.
            report.failed[source.id] = str(error)
        except Exception:  # A mistake of ours about one document must not cost the others.
            logger.exception("Document %s failed", source.id)
            report.failed[source.id] = f"{source.file.name}: Wegwijs liep erop vast; meld dit, het logboek zegt waar."
        if source.id in report.failed:
            if old is not None and source.id in before:  # Its last good version stays.
                kept = _load(old.document(source.id), corpus, before[source.id], report)
                loaded.append(kept)
            continue
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
        # Whom to ask is no part of a document, nor is what its file calls it: no reason to embed it anew.
        exclude={"source": {"file": True, "organisation": {"contact"}}, "file_title": True},
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


def _replace(store: Store, build: _Build) -> None:
    building = store.root / _BUILDING
    shutil.rmtree(building, ignore_errors=True)
    built = datetime.now(UTC)
    version = f"{built:%Y%m%dT%H%M%S%f}"
    _write(store, version, building, build, built)
    store.publish(version, building)


def _write(store: Store, version: str, folder: Path, build: _Build, built: datetime) -> None:
    (folder / "documents").mkdir(parents=True)
    (folder / "lexical").mkdir()
    with closing(store.vectors(version, folder)) as vectors:
        _write_vectors(vectors, folder, build)
    passages = [passage for one in build.loaded for passage in one.passages]
    LexicalIndex.of([p.id for p in passages], [p.embedding_text for p in passages]).save(folder / "lexical")
    for one in build.loaded:
        _document_file(folder, one.document.source.id).write_bytes(_documents.dump_json(one.document))
    manifest = Manifest(
        format=INDEX_FORMAT,
        parser=PARSER_VERSION,
        embedding_model=build.model,
        built=built,
        organisations=_organisations.dump_python(build.catalogue.organisations, mode="json"),
        documents={one.document.source.id: one.entry for one in build.loaded},
        files={
            file.relative_to(folder).as_posix(): _fingerprint(file)
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        },
    )
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def _write_vectors(vectors: Vectors, folder: Path, build: _Build) -> None:
    made = _Making(build)
    vectors.add_passages(made.passages(one) for one in build.loaded)
    vectors.add("statements", (made.statements(one) for one in build.loaded))
    questions = [made.questions(one) for one in build.loaded]
    unanswered = [made.unanswered(one) for one in build.loaded]
    space = _bank_space(questions, unanswered)
    space.save(folder / _SPACE)
    vectors.add("questions", (_moved(rows, space) for rows in questions))
    vectors.add("unanswered", (_moved(rows, space) for rows in unanswered))


def _moved(rows: Rows, space: BankSpace) -> Rows:
    return replace(rows, vectors=space.of(rows.vectors).tolist()) if rows.ids else rows


def _bank_space(questions: Sequence[Rows], unanswered: Sequence[Rows]) -> BankSpace:
    """Learn from the questions with an answer; those without that lie near one place ask different things."""
    vectors = [vector for rows in questions for vector in rows.vectors]
    places = [(one["passage"], one["place"]) for rows in questions for one in rows.metadata]
    dimensions = next((len(vector) for rows in (*questions, *unanswered) for vector in rows.vectors), 1)
    return BankSpace.learnt_from(vectors, places, dimensions)


class _Making:
    """Makes nodes with their vectors: new ones are embedded, unchanged ones taken over from the old index."""

    def __init__(self, build: _Build) -> None:
        self._build = build
        self._embedder: Embedder | None = None
        self._meter = _meter(build)

    def passages(self, loaded: _Loaded) -> list[TextNode]:
        nodes = [passage_node(passage) for passage in loaded.passages]
        if loaded.same_content:
            return _with_vectors(nodes, self._old_vectors("passages", [node.node_id for node in nodes]))
        source = loaded.document.source
        embedder = self._loaded_embedder()
        self._meter.begin(f"{source.id}: {len(nodes)} passages")
        vectors = self._meter.passages(embedder.passages, [passage.embedding_text for passage in loaded.passages])
        return _with_vectors(nodes, vectors)

    def statements(self, loaded: _Loaded) -> Rows:
        ids = [one.id for one in loaded.statements]
        texts = [one.embedding_text for one in loaded.statements]
        metadata = [_described(loaded.document)] * len(ids)
        if loaded.same_content:
            return Rows(ids, texts, metadata, self._old_vectors("statements", ids))
        self._meter.begin("de zinnen van de passages")
        return Rows(ids, texts, metadata, self._meter.texts(self._loaded_embedder().passages, texts))

    def questions(self, loaded: _Loaded) -> Rows:
        return self._bank(loaded, "questions", loaded.bank.questions)

    def unanswered(self, loaded: _Loaded) -> Rows:
        return self._bank(loaded, "unanswered", loaded.bank.unanswered)

    def _bank(self, loaded: _Loaded, collection: str, asked: Sequence[BankQuestion]) -> Rows:
        source = loaded.document.source
        ids = [f"{source.id}?{number}" for number in range(len(asked))]
        texts = [one.question for one in asked]
        metadata = [{**_described(loaded.document), "passage": one.passage_id, "place": one.place} for one in asked]
        if not asked:
            return Rows((), (), (), ())
        if loaded.same_bank and self._build.old:
            old = self._build.old.bank_vectors(collection, ids)
            return Rows(ids, texts, metadata, [old[one] for one in ids])
        self._meter.begin("de vragenbank")
        return Rows(ids, texts, metadata, self._meter.texts(self._loaded_embedder().questions, texts))

    def _loaded_embedder(self) -> Embedder:
        if self._embedder is None:
            self._meter.begin("het taalmodel openen")
            self._embedder = self._build.embedder()
        return self._embedder

    def _old_vectors(self, collection: str, ids: Sequence[str]) -> list[list[float]]:
        if self._build.old is None or not ids:
            return []
        vectors = self._build.old.vectors(collection, ids)
        return [vectors[one] for one in ids]


def _meter(build: _Build) -> Meter:
    """Return what counts the texts that must be embedded."""
    new = [one for one in build.loaded if not one.same_content]
    texts = [passage.embedding_text for one in new for passage in one.passages]
    texts += [statement.embedding_text for one in new for statement in one.statements]
    banks = [one.bank for one in build.loaded if not one.same_bank]
    texts += [asked.question for bank in banks for asked in (*bank.questions, *bank.unanswered)]
    return Meter(build.progress, len(new), sum(len(one.passages) for one in new), sum(map(len, texts)))


def _with_vectors(nodes: Sequence[TextNode], vectors: Sequence[list[float]]) -> list[TextNode]:
    for node, vector in zip(nodes, vectors, strict=True):
        node.embedding = vector
    return list(nodes)


def _described(document: Document) -> dict[str, str | int]:
    """Return what search may filter by."""
    return {"document": document.source.id, "organisation": document.source.organisation_id}
