"""`wegwijs bench`: how fast Wegwijs is, always as a ratio to a reference that is timed in the same run.

Both sides of a ratio are timed by turns, now one first and then the other, so that whatever else the machine does
weighs on both. A ratio is the median over the pairs, with its 95 % interval.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sentence_transformers import SentenceTransformer

from assistant.assistant import Assistant
from assistant.installation import open_embedder
from assistant.settings import Settings
from evals.bars import Bar, missed
from evals.cases import load_cases
from evals.metrics import Measure, median
from evals.synthetic import NoisyEmbedder, write_copies
from ingest.bundled_model import BUNDLED_MODEL, bundled_model_folder
from ingest.catalogue import load_catalogue
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest
from ingest.passages import passages_of
from ingest.reading import read_document

_QUESTIONS = Path(__file__).parent / "cases" / "work.toml"
_ASKED = 40
_INGEST_ROUNDS = 3
_MANY_PASSAGES = 100_000
_PASSAGE_PREFIX = "passage: "  # Both sides must read the same tokens.
_FOR_ALL = "total"  # The figure of a reference that has no parts.

_Figures = Mapping[str, float]  # seconds, or passages per second, by part
_Side = Callable[[int], _Figures]  # measures the round of this number


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The ratios of one benchmark, and what they must be."""

    name: str
    reference: str  # what is measured beside it, in Dutch
    ratios: tuple[Measure, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Installation:
    """What a benchmark works with."""

    settings: Settings
    embedder: Embedder
    folder: Path  # for what the benchmark makes


def run(settings: Settings, name: str | None, as_json: bool) -> int:
    """Run one benchmark, or all; return 1 when a bar is missed, else 0.

    Args:
        settings: of the installation.
        name: a key of `BENCHMARKS`; None: all of them.
        as_json: whether JSON is printed instead of tables.

    Raises:
        WegwijsError: there is no index, or the corpus is wrong.
    """
    embedder = open_embedder(settings)
    done: list[Benchmark] = []
    for benchmark in [BENCHMARKS[name]] if name else BENCHMARKS.values():
        with tempfile.TemporaryDirectory(prefix="wegwijs-bench-", ignore_cleanup_errors=True) as folder:
            done.append(benchmark(Installation(settings, embedder, Path(folder))))
        if not as_json:
            sys.stdout.write(f"{table(done[-1])}\n\n")
            sys.stdout.flush()
    if as_json:
        sys.stdout.write(json.dumps([_as_json(one) for one in done], ensure_ascii=False, indent=1) + "\n")
    return int(any(missed(one.bars, one.ratios) for one in done))


# --- benchmarks ------------------------------------------------------------------------------------------------------


def answer(installation: Installation) -> Benchmark:
    """Time each stage of an answer next to embedding its question alone."""
    questions = _questions()
    with _assistant(installation.settings.home, installation.embedder) as assistant:
        first = [_stages(assistant, question) for question in questions]  # It embeds the sentences of what it finds.
        pairs = by_turns(
            len(questions),
            lambda number: _stages(assistant, questions[number]),
            lambda number: {_FOR_ALL: _seconds(lambda: installation.embedder.question(questions[number]))},
        )
    cold = [figures[_FOR_ALL] / alone[_FOR_ALL] for figures, (_, alone) in zip(first, pairs, strict=True)]
    return Benchmark(
        "answer",
        "tijd van een antwoord, per onderdeel, gedeeld door de tijd om alleen de vraag te embedden",
        (*ratios(pairs), median("first_time", cold)),
        (Bar("total", 1.6, at_most=True),),
    )


def ingestion(installation: Installation) -> Benchmark:
    """Take the passages per second of a whole ingest, and of the embedding in it, over those of a bare encode."""
    corpus = installation.folder / "corpus"
    shutil.copytree(installation.settings.corpus, corpus, ignore=shutil.ignore_patterns("questions"))
    texts = [p.embedding_text for s in load_catalogue(corpus).sources for p in passages_of(read_document(s))]
    model = _bare_model(installation.settings)
    pairs = by_turns(
        _INGEST_ROUNDS,
        lambda number: _ingest_speeds(corpus, installation.folder / f"home-{number}", installation.embedder),
        lambda _: {_FOR_ALL: len(texts) / _seconds(lambda: model.encode(texts, prompt=_PASSAGE_PREFIX))},
    )
    return Benchmark(
        "ingest",
        f"passages per seconde, gedeeld door die van SentenceTransformer.encode op dezelfde {len(texts)} teksten",
        tuple(ratios(pairs)),
        (Bar("embedding", 0.8, at_most=False), Bar("whole", 0.8, at_most=False)),
    )


def scale(installation: Installation) -> Benchmark:
    """Time the answers from an index of very many passages next to those from one of the corpus' own size."""
    questions = _questions()
    with ExitStack() as stack:
        few, many = (
            stack.enter_context(_assistant(_synthetic_home(installation, passages), installation.embedder))
            for passages in (0, _MANY_PASSAGES)
        )
        for question in questions:
            few.ask(question)
            many.ask(question)
        pairs = by_turns(
            len(questions),
            lambda number: _stages(many, questions[number]),
            lambda number: _stages(few, questions[number]),
        )
        sizes = (many.index.manifest.passages, few.index.manifest.passages)
    return Benchmark(
        "scale",
        f"tijd van een antwoord uit {sizes[0]} passages, gedeeld door die uit {sizes[1]}",
        tuple(ratios(pairs)),
        (Bar("total", 2.0, at_most=True),),
    )


BENCHMARKS: Mapping[str, Callable[[Installation], Benchmark]] = {
    "answer": answer,
    "ingest": ingestion,
    "scale": scale,
}


# --- what they measure -----------------------------------------------------------------------------------------------


def _questions() -> list[str]:
    cases = [case for case in load_cases(_QUESTIONS).cases if case.answerable and not case.history]
    return [case.question for case in cases[:: max(1, len(cases) // _ASKED)][:_ASKED]]


@contextmanager
def _assistant(home: Path, embedder: Embedder) -> Iterator[Assistant]:
    with closing(Index.open(home, embedder.name)) as index:
        yield Assistant(index, embedder)


def _stages(assistant: Assistant, question: str) -> _Figures:
    return {stage: ms / 1000 for stage, ms in assistant.ask(question).timings_ms.items()}


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare_model(settings: Settings) -> SentenceTransformer:
    bundled = settings.embedding_model == BUNDLED_MODEL
    model = str(bundled_model_folder(settings.home / "models")) if bundled else settings.embedding_model
    return SentenceTransformer(model, device="cpu", local_files_only=bundled)


def _ingest_speeds(corpus: Path, home: Path, embedder: Embedder) -> _Figures:
    timed = _TimedEmbedder(embedder)
    seconds = _seconds(lambda: ingest(corpus, home, lambda: timed, embedder.name, lambda _: None))
    return {"embedding": timed.texts / timed.seconds, "whole": timed.texts / seconds}


class _TimedEmbedder(Embedder):
    """Embeds passages with another embedder and takes the time."""

    def __init__(self, timed: Embedder) -> None:
        self.name = timed.name
        self._timed = timed
        self.texts = 0
        self.seconds = 0.0

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        start = time.perf_counter()
        vectors = self._timed.passages(texts)
        self.seconds += time.perf_counter() - start
        self.texts += len(texts)
        return vectors


def _synthetic_home(installation: Installation, passages: int) -> Path:
    """Index as many copies of the corpus as make this many passages, at least one; return the home."""
    settings = installation.settings
    catalogue = load_catalogue(settings.corpus)
    documents = [read_document(source) for source in catalogue.sources]
    own = sum(len(passages_of(document)) for document in documents)
    copies = max(1, round(passages / own))
    sys.stderr.write(f"indexing about {own * copies} passages\n")
    folder = installation.folder / str(copies)
    corpus = write_copies(folder / "corpus", catalogue, documents, copies)
    embedder = NoisyEmbedder(settings.embedding_model, _vectors(settings))
    ingest(corpus, folder, lambda: embedder, embedder.name, lambda _: None)
    return folder


def _vectors(settings: Settings) -> list[list[float]]:
    with closing(Index.open(settings.home, settings.embedding_model)) as index:
        ids = [passage.id for document_id in index.document_ids for passage in index.passages(document_id)]
        return list(index.vectors("passages", ids).values())


# --- figures ---------------------------------------------------------------------------------------------------------


def by_turns(rounds: int, ours: _Side, reference: _Side) -> list[tuple[_Figures, _Figures]]:
    """Measure both sides in each round, now one first and then the other; ours comes first in each pair."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            theirs = reference(number)
            pairs.append((ours(number), theirs))
        else:
            mine = ours(number)
            pairs.append((mine, reference(number)))
    return pairs


def ratios(pairs: Sequence[tuple[_Figures, _Figures]]) -> list[Measure]:
    """Return the ratio of each part, to the same part of the reference or else to all of it."""
    parts = dict.fromkeys(part for ours, _ in pairs for part in ours)
    return [
        median(part, [o[part] / reference.get(part, reference[_FOR_ALL]) for o, reference in pairs if part in o])
        for part in parts
    ]


def table(benchmark: Benchmark) -> str:
    """Return the ratios as plain text."""
    bars = {bar.metric: bar for bar in benchmark.bars}
    lines = [f"{benchmark.name}: {benchmark.reference}", f"{'part':<14}{'ratio':>8}{'n':>5}  {'95 % interval':<18}bar"]
    for ratio in benchmark.ratios:
        bound = ""
        if bar := bars.get(ratio.name):
            bound = f"{'<=' if bar.at_most else '>='} {bar.bound:.2f} {'met' if bar.met_by(ratio) else 'MISSED'}"
        interval = f"{ratio.low:.2f} - {ratio.high:.2f}"
        lines.append(f"{ratio.name:<14}{ratio.value:>8.2f}{ratio.n:>5}  {interval:<18}{bound}".rstrip())
    return "\n".join(lines)


def _as_json(benchmark: Benchmark) -> dict[str, object]:
    by_name = {ratio.name: ratio for ratio in benchmark.ratios}
    bars = [{**asdict(bar), "met": bar.met_by(by_name[bar.metric])} for bar in benchmark.bars]
    shown = [asdict(ratio) for ratio in benchmark.ratios]
    return {"name": benchmark.name, "reference": benchmark.reference, "ratios": shown, "bars": bars}
