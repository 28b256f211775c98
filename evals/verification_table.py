"""How well `assistant.writing.verification` tells right sentences from wrong ones.

`python -m evals.verification_table` prints, for sentences on passages that nothing was fitted on
(`verification/test.jsonl`), how many wrong ones are let through, by what is wrong with them, and how many right ones
are dropped; and the same for what language models wrote as answers: one that follows instructions
(`verification/instructed_test.jsonl`), and a very small one (half of `verification/small_model.jsonl`).

`python -m evals.verification_table fit` first fits the weights again: on `verification/tune.jsonl`, where sentences are
wrong in one small way, on its right sentences beside passages of others, and on other answers of both models. Most of
what the small one wrote is about nothing that the passages say. Without these the weights know only sentences that are
nearly right, and let fluent nonsense through.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.installation import open_embedder
from assistant.language import Language
from assistant.settings import Settings
from assistant.writing.sentence_signals import Beside
from assistant.writing.verification import FITTED, Verifier, Weighing, fitted_weighing
from evals.metrics import Measure, share
from ingest.passages import sentences
from ingest.span import Span

_MARKER = re.compile(r"^(?:[•*-]|\d{1,3}[.)])\s+")
_DATA = Path(__file__).parent / "verification"
_LET_THROUGH = 0.03  # Of the wrong sentences, held out.
_STRENGTH = 0.02  # Of the regression's weights: small, for there are many signals and few sentences.
_FOLDS = 10
_LESS_ALIKE = 0.5  # Weight of a sentence about something else: what is nearly right is what is hard to tell.
_ELSEWHERE = 2  # Passages of others that a right sentence is laid beside.


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """A sentence with the passages that it cites."""

    sentence: str
    language: Language
    passages: tuple[str, ...]
    passage_id: str  # of the first
    supported: bool
    kind: str | None  # of what is wrong with it

    @property
    def statements(self) -> list[str]:
        """The sentences of the passages, without the numbers and bullets of lists, as `ingest.statements` has them."""
        lines = [_MARKER.sub("", line) for passage in self.passages for line in passage.splitlines() if line.strip()]
        return [span.of(line) for line in lines for span in sentences(line, Span(0, len(line)))]


def load_small_model() -> tuple[list[WrittenCase], list[WrittenCase]]:
    """Return what a very small language model wrote: the half to fit on, and the half to measure on."""
    halves: tuple[list[WrittenCase], list[WrittenCase]] = ([], [])
    for line in (_DATA / "small_model.jsonl").read_text(encoding="utf-8").splitlines():
        group = json.loads(line)
        half = halves[zlib.crc32(group["id"].encode()) % 2]
        half += [_case(group | sentence | {"kind": None}) for sentence in group["sentences"]]
    return halves


def elsewhere(cases: Sequence[WrittenCase]) -> list[WrittenCase]:
    """Return the right sentences as if they cited passages of others, which do not say so."""
    passages = {case.passage_id: case.passages for case in cases}
    ids = list(passages)
    moved = []
    for case in (case for case in cases if case.supported):
        for step in range(1, _ELSEWHERE + 1):
            other = ids[(ids.index(case.passage_id) + step * len(ids) // (_ELSEWHERE + 1)) % len(ids)]
            moved.append(replace(case, passages=passages[other], supported=False))
    return moved


def load(name: str) -> list[WrittenCase]:
    """Return the cases of `tune`, `test`, `instructed_tune` or `instructed_test`."""
    lines = (_DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines]


def table(verifier: Verifier, cases: Sequence[WrittenCase]) -> list[Measure]:
    """Return the shares that come out wrong: dropped although supported, and let through although not."""
    holds = [_holds(verifier, case) for case in cases]
    judged = list(zip(cases, holds, strict=True))
    rows = [
        share("let through, of the wrong", [hold for case, hold in judged if not case.supported]),
        share("dropped, of the right", [not hold for case, hold in judged if case.supported]),
    ]
    for language in (Language.DUTCH, Language.ENGLISH):
        own = [(case, hold) for case, hold in judged if case.language is language]
        rows.append(share(f"let through, {language}", [hold for case, hold in own if not case.supported]))
        rows.append(share(f"dropped, {language}", [not hold for case, hold in own if case.supported]))
    kinds = sorted({case.kind for case in cases if case.kind})
    return rows + [
        share(f"let through, {kind}", [hold for case, hold in judged if case.kind == kind]) for kind in kinds
    ]


def fit(verifier: Verifier, nearly: Sequence[WrittenCase], others: Sequence[WrittenCase]) -> Weighing:
    """Return weights that let next to no wrong sentence through, judged on passages left out of the fit.

    Args:
        verifier: lays sentences beside passages.
        nearly: right sentences, and ones that are wrong in one small way: these decide from where one is let through.
        others: mostly sentences about something else, and what models wrote.
    """
    cases = [*nearly, *others]
    laid = [_beside(verifier, case).signals for case in cases]
    names = sorted(laid[0])
    values = np.array([[signals[name] for name in names] for signals in laid])
    right = np.array([case.supported for case in cases])
    weights_of = np.array([1.0] * len(nearly) + [_LESS_ALIKE] * len(others))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH, max_iter=2000))
    held_out = np.zeros(len(cases))
    for known, left_out in GroupKFold(_FOLDS).split(values, right, [case.passage_id for case in cases]):
        model.fit(values[known], right[known], logisticregression__sample_weight=weights_of[known])
        held_out[left_out] = model.predict_proba(values[left_out])[:, 1]
    # Wrong sentences that are dropped for a number or an address never come so far as to be weighed.
    weighed = np.array([verifier.is_sayable(case.sentence, case.statements) for case in nearly])
    told, supported = held_out[: len(nearly)], right[: len(nearly)]
    wrong = np.sort(np.where(weighed, told, 0)[~supported])
    holds_from = float(wrong[-1 - int(_LET_THROUGH * len(wrong))]) + 1e-6
    print(  # noqa: T201 - a command
        f"{len(nearly)} sentences, AUC {roc_auc_score(supported, told):.3f}, at {_LET_THROUGH:.0%} let through "
        f"{np.mean((told < holds_from)[supported] | ~weighed[supported]):.0%} of the right dropped"
    )
    model.fit(values, right, logisticregression__sample_weight=weights_of)
    scaler, regression = model[0], model[-1]
    slopes = regression.coef_[0] / scaler.scale_
    weights = {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True) if slope}
    bias = float(regression.intercept_[0] - slopes @ scaler.mean_)
    return Weighing(bias=round(bias, 4), weights=weights, holds_from=round(holds_from, 4))


def main(arguments: Sequence[str]) -> None:
    """Fit if that is asked, and print the table."""
    settings = Settings()
    verifier = Verifier(open_embedder(settings))
    to_fit_on, to_measure_on = load_small_model()
    if arguments == ["fit"]:
        nearly = load("tune")
        weighing = fit(verifier, nearly, [*elsewhere(nearly), *to_fit_on, *load("instructed_tune")])
        FITTED.write_text(weighing.model_dump_json(indent=1) + "\n", encoding="utf-8")
        fitted_weighing.cache_clear()
    written = {"instructed model": load("instructed_test"), "small model": to_measure_on}
    models = [
        replace(row, name=f"{name}: {row.name}")
        for name, cases in written.items()
        for row in table(verifier, cases)[:2]
    ]
    for row in [*table(verifier, load("test")), *models]:
        print(f"{row.name:32} {row.value:4.0%}  ({row.low:.0%} to {row.high:.0%}, n {row.n})")  # noqa: T201


def _beside(verifier: Verifier, case: WrittenCase) -> Beside:
    return verifier.beside(case.sentence, case.language, case.statements)


def _holds(verifier: Verifier, case: WrittenCase) -> bool:
    return bool(verifier.rests_on(case.sentence, case.language, case.statements))


def _case(line: dict[str, Any]) -> WrittenCase:
    return WrittenCase(
        sentence=line["sentence"],
        language=Language(line["language"]),
        passages=tuple(passage["text"] for passage in line["passages"]),
        passage_id=line["passages"][0]["id"],
        supported=line["supported"],
        kind=line["kind"],
    )


if __name__ == "__main__":
    main(sys.argv[1:])
