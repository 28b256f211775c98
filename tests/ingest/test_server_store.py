"""The index in a Chroma server, with each home a machine of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.errors import IndexAwayError, IndexUnusableError
from ingest.index import Index
from ingest.indexing import IngestReport, ingest
from ingest.server_store import ServerStore
from ingest.store import current_version
from ingest.terms import terms
from tests.chroma_server import ChromaServer
from tests.ingest.making import LetterEmbedder, write_corpus

_OLD = {"opp": "Wat is een OPP?\n\nEen plan met doelen.\n", "tlv": "Wat is een TLV?\n\nEen verklaring.\n"}
_NEW = {"opp": "Wat is een OPP?\n\nEen plan met wensen.\n", "bus": "Vervoer\n\nDe gemeente betaalt de bus.\n"}
_BANK = '[[entry]]\nbegins = "Een plan"\nquestions = ["Wat staat er in een OPP?"]\n'
_PLAN = LetterEmbedder().question("Wat is een plan?")


class Cluster:
    """A Chroma server, a machine that ingests, and others that read."""

    def __init__(self, server: ChromaServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.corpus = folder / "corpus"

    def ingest(self, documents: Mapping[str, str], machine: str = "writer") -> IngestReport:
        write_corpus(self.corpus, documents)
        (self.corpus / "questions" / "opp.toml").write_text(_BANK, encoding="utf-8")
        return ingest(
            self.corpus, self.folder / machine, LetterEmbedder, "letters", lambda _: None, chroma_url=self.server.url
        )

    def opened(self, machine: str) -> Index:
        return Index.open(self.folder / machine, "letters", self.server.url)

    def contents(self, machine: str) -> dict[str, str]:
        """Return what a machine answers with: the text of each document that is found by meaning."""
        with closing(self.opened(machine)) as index:
            ids = [passage_id.split(":")[0] for passage_id in index.nearest_passages(_PLAN, 10)]
            return {i: index.document(i).text for i in ids}

    def collections(self) -> set[str]:
        with closing(ServerStore(self.folder / "watcher", self.server.url)) as store:
            return {collection.name for collection in store._client.list_collections(limit=1000)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    yield server
    server.kill()


@pytest.fixture
def cluster(server: ChromaServer, tmp_path: Path) -> Cluster:
    """A cluster whose server is empty."""
    cluster = Cluster(server, tmp_path)
    with closing(ServerStore(tmp_path / "watcher", server.url)) as store:
        for name in cluster.collections():
            store._client.delete_collection(name)
    return cluster


def test_a_machine_that_has_only_the_address_finds_what_an_index_on_disk_finds(cluster: Cluster) -> None:
    cluster.ingest(_OLD)
    ingest(cluster.corpus, cluster.folder / "disk", LetterEmbedder, "letters", lambda _: None)
    with (
        closing(cluster.opened("reader")) as served,
        closing(Index.open(cluster.folder / "disk", "letters")) as on_disk,
    ):
        assert served.nearest_passages(_PLAN, 5) == pytest.approx(on_disk.nearest_passages(_PLAN, 5))
        assert served.nearest_statements(_PLAN, 5) == pytest.approx(on_disk.nearest_statements(_PLAN, 5))
        assert dict(served.nearest_questions(_PLAN, 5)) == pytest.approx(dict(on_disk.nearest_questions(_PLAN, 5)))
        assert served.bank("opp") == on_disk.bank("opp")
        assert served.vectors("passages", ["opp:0"])["opp:0"] == pytest.approx(
            on_disk.vectors("passages", ["opp:0"])["opp:0"]
        )
        assert served.lexical_search(terms("doelen"), 5) == on_disk.lexical_search(terms("doelen"), 5)
        assert [document.text for document in served.documents()] == list(_OLD.values())
    assert current_version(cluster.folder / "reader") is None


@pytest.mark.parametrize("damage", ["a file is cut", "the manifest is gone"])
def test_a_copy_that_is_damaged_is_fetched_again(cluster: Cluster, damage: str) -> None:
    cluster.ingest(_OLD)
    whole = cluster.contents("reader")
    with closing(cluster.opened("reader")) as index:
        names = {"a file is cut": "documents/opp.json", "the manifest is gone": "manifest.json"}
        file = index.folder / names[damage]
        file.unlink() if damage == "the manifest is gone" else file.write_bytes(file.read_bytes()[:-9])

    assert cluster.contents("reader") == whole


def test_what_has_not_changed_is_taken_over_from_the_server_by_any_machine(cluster: Cluster) -> None:
    cluster.ingest(_OLD)
    before = cluster.collections()
    assert cluster.ingest(_OLD, machine="other").unchanged == ["opp", "tlv"]
    assert cluster.collections() == before
    report = cluster.ingest(_NEW, machine="other")
    assert (report.created, report.updated, report.removed) == (["bus"], ["opp"], ["tlv"])
    assert cluster.contents("reader") == _NEW


def test_an_index_that_moves_to_a_server_is_not_embedded_again(cluster: Cluster) -> None:
    write_corpus(cluster.corpus, _OLD)
    ingest(cluster.corpus, cluster.folder / "writer", LetterEmbedder, "letters", lambda _: None)

    def no_model() -> LetterEmbedder:
        raise AssertionError("the model was loaded")

    report = ingest(
        cluster.corpus,
        cluster.folder / "writer",
        no_model,
        "letters",
        lambda _: None,
        chroma_url=cluster.server.url,
    )
    assert report.unchanged == ["opp", "tlv"]
    assert cluster.contents("reader") == _OLD


def test_a_reader_keeps_its_version_while_newer_ones_are_published(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.ingest(_OLD)
    with closing(cluster.opened("reader")) as reader:
        for number in range(3):
            cluster.ingest({**_OLD, "bus": f"Vervoer\n\nDe bus rijdt {number} keer.\n"})
        assert reader.version_in_use() != reader.version
        assert set(reader.nearest_passages(_PLAN, 5)) == {"opp:0", "tlv:0"}
        assert len(reader.bank("opp")) == 1
    monkeypatch.setattr("ingest.server_store._USED_SECONDS", 0)
    cluster.ingest(_NEW)
    kept = {name.split("-")[1] for name in cluster.collections() if "-" in name}
    assert len(kept) == 2
    assert cluster.contents("reader") == _NEW


def test_an_ingest_elsewhere_that_was_overtaken_is_refused(cluster: Cluster) -> None:
    cluster.ingest(_OLD)

    class Overtaken(LetterEmbedder):
        def passages(self, texts: Sequence[str]) -> list[list[float]]:
            cluster.ingest(_OLD | {"bus": _NEW["bus"]}, machine="other")
            return super().passages(texts)

    write_corpus(cluster.corpus, _NEW)
    with pytest.raises(IndexUnusableError, match="Een andere machine heeft intussen"):
        ingest(
            cluster.corpus,
            cluster.folder / "writer",
            Overtaken,
            "letters",
            lambda _: None,
            chroma_url=cluster.server.url,
        )
    assert cluster.contents("reader") == _OLD | {"bus": _NEW["bus"]}


# --- killed ----------------------------------------------------------------------------------------------------------


def _ingest_and_die(folder: Path, url: str, fatal: str, place: str) -> None:
    """Ingest, and be killed at the first event of this kind in this place."""

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == fatal and str(arguments[0]).startswith(str(folder / "writer" / "copies" / place)):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    ingest(folder / "corpus", folder / "writer", LetterEmbedder, "letters", lambda _: None, chroma_url=url)


@pytest.mark.parametrize(
    ("fatal", "place"),
    [("open", ".building/lexical"), ("os.rename", ".building")],
    ids=["when the vectors are there", "when all is there but the pointer"],
)
def test_an_ingest_that_is_killed_leaves_the_version_before_until_the_next(
    cluster: Cluster, fatal: str, place: str
) -> None:
    cluster.ingest(_OLD)
    write_corpus(cluster.corpus, _NEW)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ingest.test_server_store"])
    process = context.Process(target=_ingest_and_die, args=(cluster.folder, cluster.server.url, fatal, place))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert cluster.contents("reader") == _OLD
    cluster.ingest(_NEW)
    assert cluster.contents("reader") == _NEW


# --- away ------------------------------------------------------------------------------------------------------------


def test_while_the_server_is_away_that_is_said_soon_and_afterwards_all_is_well(cluster: Cluster) -> None:
    cluster.ingest(_OLD)
    with closing(cluster.opened("reader")) as index:
        found = index.nearest_passages(_PLAN, 5)
        cluster.server.kill()
        began = time.monotonic()
        with pytest.raises(IndexAwayError):
            index.nearest_passages(_PLAN, 5)
        with pytest.raises(IndexAwayError):
            index.version_in_use()
        with pytest.raises(IndexAwayError, match="chroma run"):
            cluster.opened("newcomer")
        with pytest.raises(IndexAwayError):
            cluster.ingest(_NEW)
        assert time.monotonic() - began < 60  # Chroma's own client waits for ever.
        cluster.server.start()
        _wait_until_answering(index)
        assert index.nearest_passages(_PLAN, 5) == found


def test_a_server_that_hangs_is_not_waited_for(cluster: Cluster) -> None:
    cluster.ingest(_OLD)
    with closing(cluster.opened("reader")) as index:
        with cluster.server.hanging():
            began = time.monotonic()
            with pytest.raises(IndexAwayError):
                index.nearest_passages(_PLAN, 5)
            first = time.monotonic() - began
            began = time.monotonic()
            with pytest.raises(IndexAwayError):
                index.nearest_statements(_PLAN, 5)
            assert first < 60
            assert time.monotonic() - began < first / 2  # Who waited for its turn does not wait again.
        _wait_until_answering(index)
        assert set(index.nearest_passages(_PLAN, 5)) == {"opp:0", "tlv:0"}


def test_a_mistake_of_ours_is_not_taken_for_a_server_that_is_away(cluster: Cluster) -> None:
    cluster.ingest(_OLD)
    with closing(cluster.opened("reader")) as index:
        with pytest.raises(TypeError):
            index.nearest_passages(None, 5)  # type: ignore[arg-type] # the mistake
        assert set(index.nearest_passages(_PLAN, 5)) == {"opp:0", "tlv:0"}


class Proxy(BaseHTTPRequestHandler):
    """Stands before a Chroma server that is away, but for the first look."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path.endswith("heartbeat") else 502)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Be silent."""


def test_a_proxy_without_a_server_behind_it_is_told_as_a_server_that_is_away(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        serving = threading.Thread(target=proxy.serve_forever)
        serving.start()
        with pytest.raises(IndexAwayError, match="chroma run"):
            ServerStore(tmp_path, f"http://127.0.0.1:{proxy.server_port}")
        proxy.shutdown()
        serving.join()


def test_a_disk_that_cannot_be_written_is_not_taken_for_a_server_that_is_away(cluster: Cluster) -> None:
    cluster.ingest(_OLD)
    copies = cluster.folder / "full" / "copies"
    copies.mkdir(parents=True)
    (copies / ".fetching").write_text("no folder", encoding="utf-8")

    with pytest.raises(NotADirectoryError):
        cluster.opened("full")


def _wait_until_answering(index: Index) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            return index.require_answering()
        except IndexAwayError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
