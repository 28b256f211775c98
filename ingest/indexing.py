"""Making the index: beside the old one, swapped in whole.

Only one process writes, under a lock. Documents wait on disk as they will lie in the index and are embedded one by one;
so of however many there are, few are in memory.
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
from itertools import chain
from pathlib import Path

import filelock
from llama_index.core.schema import TextNode
from pydantic import TypeAdapter

from ingest.bank_space import BankSpace
from ingest.catalogue import Catalogue, Organisation, Source, load_catalogue
from ingest.document import Document
from ingest.embedding import Embedder
from ingest.errors import DocumentError, IndexAwayError, IndexUnusableError, QuestionBankError
from ingest.ids import question_id
from ingest.index import (
    INDEX_FORMAT,
    PARSER_VERSION,
    DocumentEntry,
    Index,
    Manifest,
    store_document,
    stored_document,
)
from ingest.lexical import LexicalIndex
from ingest.nodes import passage_node
from ingest.numerals import counted
from ingest.passages import Passage, passages_of
from ingest.progress import Meter, Progress
from ingest.question_bank import BankQuestion, QuestionBank, bank_path, load_bank
from ingest.reading import read_document
from ingest.statements import Statement, statements_of
from ingest.store import LocalStore, Store, store_of
from ingest.vectors import Row, Vectors

logger = logging.getLogger(__name__)

_BUILDING = ".building"
_NOT_WRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM})
_documents = TypeAdapter(Document)
_organisations = TypeAdapter(tuple[Organisation, ...])


@dataclass(slots=True)
class IngestReport:
    """What an ingest did, by document id."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)  # with the reason
    problems: list[str] = field(
        default_factory=list
    )  # of question banks and of single pages: the documents themselves are in
    unread_banks: list[str] = field(default_factory=list)  # the documents that are in without any question


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
        building = store.root / _BUILDING
        with closing(old) if old else nullcontext():
            try:
                with _room_on(home, chroma_url):
                    shutil.rmtree(building, ignore_errors=True)
                    (building / "documents").mkdir(parents=True)
                    report, drafts = _compare(
                        catalogue, corpus, old, lambda document: store_document(building, document)
                    )
                    changed = bool(report.created or report.updated or report.removed)
                    reordered = old is not None and list(old.document_ids) != [draft.source.id for draft in drafts]
                    organisations = _offered(catalogue.organisations, drafts)
                    renamed = old is not None and old.organisations != organisations
                    if changed or reordered or renamed or first:
                        _replace(store, _Build(organisations, drafts, building, old, embedder, model, progress))
            finally:
                shutil.rmtree(building, ignore_errors=True)  # What a crash left, too.
                store.sweep()
    return report


def changes_since(index: Index | None, corpus: Path) -> IngestReport:
    """Return what an ingest would do to an index, without doing it.

    Raises:
        CatalogueError: the catalogue is wrong.
    """
    report, _ = _compare(load_catalogue(corpus), corpus, index, lambda _: None)
    return report


@dataclass(frozen=True, slots=True)
class _Draft:
    """What the new index will have of a document, but for the document itself."""

    source: Source
    bank: QuestionBank
    entry: DocumentEntry
    characters: int  # of its passages and statements, as they are embedded
    same_content: bool
    same_bank: bool


@dataclass(frozen=True, slots=True)
class _Build:
    organisations: tuple[Organisation, ...]
    drafts: Sequence[_Draft]
    folder: Path  # in which their documents lie
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
        raise IndexUnusableError(f"Een andere ingest schrijft al in {home}; wacht tot die klaar is.") from exc


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
            f"De nieuwe index kan niet in {home} geschreven worden ({exc}); zorg dat er ruimte op de schijf is "
            f"({free} MB vrij) en dat Wegwijs daar mag schrijven. De oude index blijft in gebruik."
        ) from exc


def _old_index(store: Store, model: str) -> Index | None:
    try:
        return Index.opened(store, model)
    except IndexUnusableError as error:
        if store.current() is not None:
            logger.warning("The old index is not used: %s", error)
        return None


# --- what has changed ------------------------------------------------------------------------------------------------


def _compare(
    catalogue: Catalogue, corpus: Path, old: Index | None, keep: Callable[[Document], None]
) -> tuple[IngestReport, list[_Draft]]:
    """Read all documents; each that will be in the index is handed to `keep`."""
    report, drafts = IngestReport(), []
    before = old.manifest.documents if old else {}
    for source in catalogue.sources:
        try:
            document = read_document(source)
            draft = _draft(document, corpus, before.get(source.id), report)
        except DocumentError as error:
            logger.info("Document %s failed", source.id)  # The report says why.
            report.failed[source.id] = str(error)
        except Exception:  # A mistake of ours about one document must not cost the others.
            logger.exception("Document %s failed", source.id)
            report.failed[source.id] = f"{source.file.name}: Wegwijs liep erop vast; meld dit, het logboek zegt waar."
        if source.id not in report.failed:
            _outcome(report, draft, before).append(source.id)
        elif old is not None and source.id in before:  # Its last good version stays.
            document = stored_document(old.folder, source.id)
            draft = _draft(document, corpus, before[source.id], report)
        else:
            continue
        keep(document)
        drafts.append(draft)
    present = {draft.source.id for draft in drafts}
    report.removed.extend(document_id for document_id in before if document_id not in present)
    return report, drafts


def _offered(organisations: tuple[Organisation, ...], drafts: Sequence[_Draft]) -> tuple[Organisation, ...]:
    """Return those that documents in the index are of; an only one needs none, for all documents may be its own."""
    owners = {draft.source.organisation_id for draft in drafts}
    return tuple(one for one in organisations if len(organisations) == 1 or one.id in owners)


def _outcome(report: IngestReport, draft: _Draft, before: Mapping[str, DocumentEntry]) -> list[str]:
    if draft.source.id not in before:
        return report.created
    return report.unchanged if draft.same_content and draft.same_bank else report.updated


def _draft(document: Document, corpus: Path, before: DocumentEntry | None, report: IngestReport) -> _Draft:
    source = document.source
    passages = passages_of(document)
    path = bank_path(corpus, source.id)
    try:
        bank = load_bank(path, document, passages)
    except QuestionBankError as error:
        bank = QuestionBank()
        report.problems.append(str(error))
        report.unread_banks.append(source.id)
    report.problems.extend(map(str, bank.problems))
    report.problems.extend(
        f"{source.file.name}: bladzijde {page} is niet te lezen; maak of download de PDF opnieuw."
        for page in document.unread
    )
    described = _documents.dump_python(
        document,
        mode="json",
        # Whom to ask is no part of a document, nor is what its file calls it or lacks: no reason to embed it anew.
        exclude={"source": {"file": True, "organisation": {"contact"}}, "file_title": True, "unread": True},
    )
    statements = _statements(passages)
    embedded = [passage.embedding_text for passage in passages] + [one.embedding_text for one in statements]
    content = _digest(json.dumps(described, sort_keys=True), *embedded)
    asked = (("answered", bank.questions), ("unanswered", bank.unanswered))
    entry = DocumentEntry(
        content=content,
        bank=_digest(*(f"{kind}\t{q.passage_id}\t{q.place}\t{q.question}" for kind, ones in asked for q in ones)),
        passages=len(passages),
        statements=len(statements),
        questions=len(bank.questions),
        unanswered=len(bank.unanswered),
    )
    same_content = before is not None and before.content == content
    same_bank = same_content and before == entry
    return _Draft(source, bank, entry, sum(map(len, embedded)), same_content, same_bank)


def _statements(passages: Sequence[Passage]) -> list[Statement]:
    return [statement for passage in passages for statement in statements_of(passage)]


def _digest(*texts: str) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", errors="surrogatepass") + b"\0")
    return digest.hexdigest()


# --- writing ---------------------------------------------------------------------------------------------------------


def _replace(store: Store, build: _Build) -> None:
    built = datetime.now(UTC)
    version = f"{built:%Y%m%dT%H%M%S%f}"
    making = _Making(build)
    with closing(store.vectors(version, build.folder)) as vectors:
        _write_vectors(vectors, making)
    (build.folder / "lexical").mkdir()
    texts = ((p.id, p.embedding_text) for draft in build.drafts for p in passages_of(making.document(draft)))
    LexicalIndex.of(texts).save(build.folder / "lexical")
    Manifest(
        format=INDEX_FORMAT,
        parser=PARSER_VERSION,
        embedding_model=build.model,
        built=built,
        organisations=_organisations.dump_python(build.organisations, mode="json"),
        documents={draft.source.id: draft.entry for draft in build.drafts},
    ).write(build.folder)
    store.publish(version, build.folder)


def _write_vectors(vectors: Vectors, making: _Making) -> None:
    drafts = making.build.drafts
    vectors.add_passages(chain.from_iterable(map(making.passages, drafts)))
    vectors.add("statements", chain.from_iterable(map(making.statements, drafts)))
    questions = list(chain.from_iterable(map(making.questions, drafts)))
    unanswered = list(chain.from_iterable(map(making.unanswered, drafts)))
    space = _bank_space(questions, unanswered)
    space.save(making.build.folder)
    vectors.add("questions", (replace(row, vector=space.of(row.vector).tolist()) for row in questions))
    vectors.add("unanswered", (replace(row, vector=space.of(row.vector).tolist()) for row in unanswered))


def _bank_space(questions: Sequence[Row], unanswered: Sequence[Row]) -> BankSpace:
    """Learn from the questions with an answer; those without that lie near one place ask different things."""
    places = [(row.metadata["passage"], row.metadata["place"]) for row in questions]
    dimensions = next((len(row.vector) for row in (*questions, *unanswered)), 1)
    return BankSpace.learnt_from([row.vector for row in questions], places, dimensions)


class _Making:
    """Makes nodes and rows with their vectors: new ones are embedded, unchanged ones taken over from the old index."""

    def __init__(self, build: _Build) -> None:
        self.build = build
        self._embedder: Embedder | None = None
        self._meter = _meter(build)

    def document(self, draft: _Draft) -> Document:
        return stored_document(self.build.folder, draft.source.id)

    def passages(self, draft: _Draft) -> list[TextNode]:
        passages = passages_of(self.document(draft))
        nodes = [passage_node(passage) for passage in passages]
        if draft.same_content:
            vectors = self._old_vectors("passages", [node.node_id for node in nodes])
        else:
            embedder = self._loaded_embedder()
            self._meter.begin(f"{draft.source.id}: {counted(len(nodes), 'passage', 'passages')}")
            vectors = self._meter.passages(embedder.passages, [passage.embedding_text for passage in passages])
        for node, vector in zip(nodes, vectors, strict=True):
            node.embedding = vector
        return nodes

    def statements(self, draft: _Draft) -> list[Row]:
        statements = _statements(passages_of(self.document(draft)))
        texts = [one.embedding_text for one in statements]
        if draft.same_content:
            vectors = self._old_vectors("statements", [one.id for one in statements])
        else:
            self._meter.begin("de zinnen van de passages")
            vectors = self._meter.texts(self._loaded_embedder().passages, texts)
        metadata = _described(draft)
        made = zip(statements, texts, vectors, strict=True)
        return [Row(statement.id, text, metadata, vector) for statement, text, vector in made]

    def questions(self, draft: _Draft) -> list[Row]:
        return self._bank(draft, "questions", draft.bank.questions)

    def unanswered(self, draft: _Draft) -> list[Row]:
        return self._bank(draft, "unanswered", draft.bank.unanswered)

    def _bank(self, draft: _Draft, collection: str, asked: Sequence[BankQuestion]) -> list[Row]:
        if not asked:
            return []
        ids = [question_id(draft.source.id, number) for number in range(len(asked))]
        if draft.same_bank and self.build.old:
            old = self.build.old.bank_vectors(collection, ids)
            vectors = [old[one] for one in ids]
        else:
            self._meter.begin("de vragenbank")
            vectors = self._meter.texts(self._loaded_embedder().questions, [one.question for one in asked])
        described = _described(draft)
        return [
            Row(i, one.question, {**described, "passage": one.passage_id, "place": one.place}, vector)
            for i, one, vector in zip(ids, asked, vectors, strict=True)
        ]

    def _loaded_embedder(self) -> Embedder:
        if self._embedder is None:
            self._meter.begin("het zoekmodel openen")
            self._embedder = self.build.embedder()
        return self._embedder

    def _old_vectors(self, collection: str, ids: Sequence[str]) -> list[list[float]]:
        if self.build.old is None or not ids:
            return []
        vectors = self.build.old.vectors(collection, ids)
        return [vectors[one] for one in ids]


def _meter(build: _Build) -> Meter:
    """Return what counts the texts that must be embedded."""
    new = [draft for draft in build.drafts if not draft.same_content]
    asked = [
        one for draft in build.drafts if not draft.same_bank for one in (*draft.bank.questions, *draft.bank.unanswered)
    ]
    characters = sum(draft.characters for draft in new) + sum(len(one.question) for one in asked)
    return Meter(build.progress, len(new), sum(draft.entry.passages for draft in new), characters)


def _described(draft: _Draft) -> dict[str, str | int]:
    """Return what search may filter by."""
    return {"document": draft.source.id, "organisation": draft.source.organisation_id}
