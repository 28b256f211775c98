"""How well `assistant.verification` tells right sentences from wrong ones.

`python -m evals.verification_table` prints, for sentences on passages that nothing was fitted on
(`verification/test.jsonl`), how many wrong ones are let through, by what is wrong with them, and how many right ones
are dropped. `python -m evals.verification_table fit` first fits the weights again, on `verification/tune.jsonl` alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.language import Language
from assistant.sentence_signals import Beside
from assistant.settings import Settings
from assistant.verification import FITTED, Verifier, Weighing
from evals.metrics import Measure, share
from ingest.embedding import Embedder
from ingest.passages import sentences
from ingest.span import Span

_DATA = Path(__file__).parent / "verification"
_LET_THROUGH = 0.03  # Of the wrong sentences, held out.
_STRENGTH = 0.02  # Of the regression's weights: small, for there are many signals and few sentences.
_FOLDS = 10


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
        """The sentences of the passages."""
        lines = [line for passage in self.passages for line in passage.splitlines() if line.strip()]
        return [span.of(line) for line in lines for span in sentences(line, Span(0, len(line)))]


def load(name: str) -> list[WrittenCase]:
    """Return the cases of `tune` or `test`."""
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


def fit(verifier: Verifier, cases: Sequence[WrittenCase]) -> Weighing:
    """Return weights that let next to no wrong sentence through, judged on passages left out of the fit."""
    laid = [_beside(verifier, case).signals for case in cases]
    names = sorted(laid[0])
    values = np.array([[signals[name] for name in names] for signals in laid])
    right = np.array([case.supported for case in cases])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH, max_iter=2000))
    by_passage = [case.passage_id for case in cases]
    held_out = cross_val_predict(
        model, values, right, groups=by_passage, cv=GroupKFold(_FOLDS), method="predict_proba"
    )[:, 1]
    # Wrong sentences that are dropped for a number or an address never come so far as to be weighed.
    weighed = np.array([verifier.is_sayable(case.sentence, case.statements) for case in cases])
    wrong = np.sort(np.where(weighed, held_out, 0)[~right])
    holds_from = float(wrong[-1 - int(_LET_THROUGH * len(wrong))]) + 1e-6
    print(  # noqa: T201 - a command
        f"{len(cases)} sentences, AUC {roc_auc_score(right, held_out):.3f}, at {_LET_THROUGH:.0%} let through "
        f"{np.mean((held_out < holds_from)[right] | ~weighed[right]):.0%} of the right dropped"
    )
    model.fit(values, right)
    scaler, regression = model[0], model[-1]
    slopes = regression.coef_[0] / scaler.scale_
    weights = {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True) if slope}
    bias = float(regression.intercept_[0] - slopes @ scaler.mean_)
    return Weighing(bias=round(bias, 4), weights=weights, holds_from=round(holds_from, 4))


def main(arguments: Sequence[str]) -> None:
    """Fit if that is asked, and print the table."""
    settings = Settings()
    verifier = Verifier(Embedder(settings.embedding_model, settings.home / "models"))
    if arguments == ["fit"]:
        FITTED.write_text(fit(verifier, load("tune")).model_dump_json(indent=1) + "\n", encoding="utf-8")
    for row in table(verifier, load("test")):
        print(f"{row.name:32} {row.value:4.0%}  ({row.low:.0%} to {row.high:.0%}, n {row.n})")  # noqa: T201


def _beside(verifier: Verifier, case: WrittenCase) -> Beside:
    return verifier.beside(case.sentence, case.language, case.statements)


def _holds(verifier: Verifier, case: WrittenCase) -> bool:
    return verifier.is_sayable(case.sentence, case.statements) and verifier.is_sure(_beside(verifier, case))


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
