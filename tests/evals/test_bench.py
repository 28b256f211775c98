from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.bars import Bar
from evals.bench import BENCHMARKS, Benchmark, by_turns, ratios, run, table
from evals.metrics import Measure
from evals.synthetic import NoisyEmbedder, write_copies
from ingest.bundled_model import BUNDLED_MODEL
from ingest.catalogue import load_catalogue
from ingest.passages import passages_of
from ingest.reading import read_document
from tests.conftest import CORPUS


def test_each_side_goes_first_by_turns_and_ours_is_first_in_the_pair() -> None:
    order: list[str] = []

    def ours(number: int) -> dict[str, float]:
        order.append(f"ours {number}")
        return {"total": 2.0}

    def reference(number: int) -> dict[str, float]:
        order.append(f"reference {number}")
        return {"total": 1.0}

    assert by_turns(2, ours, reference) == [({"total": 2.0}, {"total": 1.0})] * 2
    assert order == ["ours 0", "reference 0", "reference 1", "ours 1"]


def test_a_ratio_is_the_median_over_the_pairs_that_have_the_part() -> None:
    pairs = [
        ({"a": 2.0, "total": 4.0}, {"total": 2.0}),
        ({"total": 3.0}, {"total": 1.0}),
        ({"total": 5.0}, {"total": 5.0}),
    ]

    assert ratios(pairs) == [Measure("a", 1.0, 1, 1.0, 1.0), Measure("total", 2.0, 3, 1.0, 3.0)]


def test_a_part_of_the_reference_is_what_the_same_part_is_held_against() -> None:
    assert ratios([({"a": 3.0, "total": 4.0}, {"a": 1.0, "total": 2.0})])[0].value == 3.0


def test_the_table_shows_each_ratio_with_its_bar() -> None:
    benchmark = Benchmark("scale", "tijd", (Measure("total", 2.5, 9, 2.0, 3.0),), (Bar("total", 2.0, at_most=True),))

    assert table(benchmark).splitlines()[-1].split() == [
        "total",
        "2.50",
        "9",
        "2.00",
        "-",
        "3.00",
        "<=",
        "2.00",
        "MISSED",
    ]


def test_an_answer_is_timed_by_stage_against_embedding_its_question(
    index_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(Settings(home=index_home), "answer", as_json=True)

    (benchmark,) = json.loads(capsys.readouterr().out)
    values = {ratio["name"]: ratio["value"] for ratio in benchmark["ratios"]}
    assert set(values) == {"embed", "retrieve", "compose", "total", "first_time"}
    assert 0.5 < values["embed"] < 2
    assert values["total"] > values["embed"]
    assert code == (0 if benchmark["bars"][0]["met"] else 1)


def test_copies_of_a_corpus_are_as_large_and_have_other_words(tmp_path: Path) -> None:
    catalogue = load_catalogue(CORPUS)
    originals = [read_document(source) for source in catalogue.sources]

    copied = load_catalogue(write_copies(tmp_path, catalogue, originals, copies=12))

    documents = [read_document(source) for source in copied.sources]
    assert len(documents) == 2 * len(originals)
    assert {d.text for d in documents}.isdisjoint(d.text for d in originals)
    per_copy = sum(len(passages_of(d)) for d in documents) / 12
    assert per_copy == pytest.approx(sum(len(passages_of(d)) for d in originals), rel=0.05)


def test_noisy_vectors_lie_near_real_ones() -> None:
    real = [[1.0] + [0.0] * 383, [0.0] * 383 + [1.0]]

    for vector in NoisyEmbedder(BUNDLED_MODEL, real).passages(["a", "b", "c"]):
        assert max(vector[0], vector[-1]) == pytest.approx(0.96, abs=0.02)
        assert sum(x * x for x in vector) == pytest.approx(1)


def test_the_command_line_names_every_benchmark() -> None:
    assert list(BENCHMARKS) == ["answer", "ingest", "scale"]
