from __future__ import annotations

import io
import os

from ingest.progress import Meter, Step
from ui.progress_line import bar, progress_on


def _embed(texts: list[str] | object) -> list[list[float]]:
    assert isinstance(texts, list)
    return [[1.0] for _ in texts]


def _work(meter: Meter) -> None:
    meter.begin("plan: 130 passages")
    assert len(meter.passages(_embed, ["zin"] * 130)) == 130
    meter.begin("de vragenbank")
    meter.texts(_embed, ["zin"] * 130)


def test_the_bar_says_what_is_done_and_how_long_it_still_takes() -> None:
    assert bar(Step("plan", 1, 5, 30, 120, 0.25), 0.25, 60) == (
        "[#####...............]  25 %  1 van 5 documenten, 30 van 120 passages, nog 3 min"
    )
    assert bar(Step("plan", 4, 5, 90, 120, 0.9), 0.8, 56).endswith(", nog 7 s")


def test_the_bar_tells_how_long_only_when_enough_was_timed() -> None:
    assert bar(Step("plan", 0, 5, 0, 120, 0), 0, 0).endswith("0 van 120 passages")
    assert bar(Step("plan", 0, 5, 30, 120, 0.06), 0.01, 9).endswith("30 van 120 passages")


def test_steps_are_told_batch_by_batch_until_all_is_done() -> None:
    steps: list[Step] = []
    _work(Meter(steps.append, 1, 130, 780))
    passages = [(0, 0), (0, 32), (0, 64), (0, 96), (0, 128)]
    assert [(step.documents, step.passages) for step in steps] == [*passages, *[(1, 130)] * 7]
    done = [round(step.done, 2) for step in steps]
    assert done == [0, 0.12, 0.25, 0.37, 0.49, 0.5, 0.5, 0.62, 0.75, 0.87, 0.99, 1]


def test_each_text_has_its_own_vector_whatever_its_length() -> None:
    texts = ["zin" * (40 - number) for number in range(40)]
    meter = Meter(lambda _: None, 1, 40, sum(map(len, texts)))
    assert meter.texts(lambda batch: [[len(text)] for text in batch], texts) == [[len(text)] for text in texts]


def test_the_bar_says_what_is_done_after_the_passages() -> None:
    step = Step("de zinnen van de passages", 1, 1, 24, 24, 0.6)
    assert bar(step, 0, 0).endswith("24 van 24 passages, nu de zinnen van de passages")
    assert (
        bar(Step("plan", 1, 1, 24, 24, 1), 1, 9)
        == "[####################] 100 %  1 van 1 documenten, 24 van 24 passages"
    )


def test_without_a_terminal_each_document_is_one_line() -> None:
    stream = io.StringIO()
    with progress_on(stream) as progress:
        _work(Meter(progress, 1, 130, 780))
    assert stream.getvalue() == "  plan: 130 passages\n  de vragenbank\n"


def test_in_a_terminal_the_bar_moves_on_one_line_and_is_gone_in_the_end() -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal, progress_on(terminal) as progress:
        _work(Meter(progress, 1, 130, 780))
    shown = "".join(iter(lambda: _read(ours), ""))
    os.close(ours)
    assert "\n" not in shown
    assert shown.count("\r") == 13
    assert [", nog " in line for line in shown.split("\r")[1:13]] == [
        *[False, True, True, True, True, True],
        *[False, True, True, True, True, False],
    ]
    assert "100 %  1 van 1 documenten, 130 van 130 passages" in shown
    assert shown.endswith("\r\x1b[K")


def _read(terminal: int) -> str:
    """Return what a terminal shows next; nothing when it was closed and all is read."""
    try:
        return os.read(terminal, 10_000).decode()
    except OSError:
        return ""
