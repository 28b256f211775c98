"""Fit the weights of `assistant/confidence.py`: when is what was found sure enough to be called an answer?

`python -m evals.calibrate` asks the cases that one works with (never those that are only reported): `work.toml` with
and without its question bank, and `variations.toml`, whose documents have none. On what retrieval says of the
answerable and of the plausible but unanswerable ones it fits a logistic regression for each situation (a bank that
knows unanswered questions, one that does not, none), prints the AUC on cases left out of the fit (ten-fold), and
writes `assistant/confidence.json`.

Follow-ups are left out: what they are taken to mean is worded by rule, and lies farther from everything.

The more words a question has, the lower its cosines and the smaller the part of them that a passage shares. So what the
number of terms does to each signal, within the right ones and within the others, is taken off first; that the two
kinds differ in length is not used.

Fitting on invented near misses (the answerability data) was tried and failed: AUC .46 on the cases of the five
documents, since there the distance between the first and the second passage tells most, and here it tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from assistant.confidence import TERMS, Confidence, Model, nearness, signals
from assistant.finding import Finding
from assistant.installation import open_embedder
from assistant.settings import Settings
from evals.cases import Case, Kind, load_cases
from evals.places import Place, evidence_places
from evals.subject import open_subject
from ingest.embedding import Embedder

_CASES = Path(__file__).parent / "cases"
_FITTED = Path(__file__).parent.parent / "assistant" / "confidence.json"
_FALSE_ANSWERS = 0.05  # Share of the unanswerable that may be called answered. On other cases it comes out higher,
_FALSE_WITHOUT_BANK = 0.025  # without a question bank above all,
_ANSWERED = 0.87  # so it is made as much lower as leaves this share of the answerable answered.
_LOST = 0.02  # Share of the answerable that may be refused.
_FOREIGN = 0.01  # Share of all in the field that may be taken for another subject.
_FOLDS = 10


@dataclass(frozen=True, slots=True)
class _Row:
    answerable: bool
    right: bool  # the words that were chosen are among those that answer
    found: dict[str, float]


def main() -> None:
    """Fit, report and write the weights."""
    settings = Settings()
    embedder = open_embedder(settings)
    asked = _rows(settings, embedder, "work.toml", bank=True)
    # What a question names by its number may be asked nowhere.
    with_bank = [row for row in asked if "bank" in row.found]
    without_bank = [
        row for name in ("work.toml", "variations.toml") for row in _rows(settings, embedder, name, bank=False)
    ]
    fitted = Confidence(
        models=(
            _fit(with_bank, _FALSE_ANSWERS),
            _fit([_without(row, "unanswered") for row in with_bank], _FALSE_ANSWERS),
            _fit(without_bank, _FALSE_WITHOUT_BANK),
        )
    )
    _FITTED.write_text(fitted.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _rows(settings: Settings, embedder: Embedder, name: str, *, bank: bool) -> Iterator[_Row]:
    case_file = load_cases(_CASES / name)
    with open_subject(settings, case_file.corpus, embedder) as subject:
        assistant = subject.assistant if bank else subject.without_bank
        for case in case_file.cases:
            if not case.history and (case.answerable or case.kind is Kind.UNANSWERABLE):
                finding = assistant.find(case.question, case.history, case.organisation)
                yield _row(finding, case, evidence_places(case, subject.texts))


def _row(finding: Finding, case: Case, answering: Sequence[Place]) -> _Row:
    evidence = finding.evidence
    if evidence is None:
        raise ValueError(f"Nothing was found at all for {case.question!r}.")
    chosen = [Place(evidence.passage.document.source.id, part) for part in evidence.parts]
    right = any(place.overlap(expected) for place in chosen for expected in answering)
    return _Row(case.answerable, right, signals(finding.question, finding.hits, evidence))


def _without(row: _Row, signal: str) -> _Row:
    return replace(row, found={name: value for name, value in row.found.items() if not name.startswith(signal)})


def _fit(rows: Sequence[_Row], false_answers: float) -> Model:
    """Return the model; the thresholds are of cases left out of the fit."""
    names = sorted(rows[0].found.keys() - {TERMS})
    answerable = np.array([row.answerable for row in rows])
    right = np.array([row.right for row in rows])
    length = np.array([row.found[TERMS] for row in rows])
    values = np.array([[row.found[name] for name in names] for row in rows])
    per_term = LinearRegression().fit(np.column_stack([length, right]), values).coef_[:, 0]
    values -= np.outer(length, per_term)
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    model = LogisticRegression(class_weight="balanced")
    scaled: NDArray[np.float64] = (values - mean) / spread
    held_out = cross_val_predict(model, scaled, right, cv=_FOLDS, method="predict_proba")[:, 1]
    answers_from = max(
        float(np.quantile(held_out[~answerable], 1 - false_answers)),
        float(np.quantile(held_out[answerable], 1 - _ANSWERED)),
    )
    sure = held_out >= answers_from
    print(  # noqa: T201 - a command
        f"{', '.join(names)}: {len(rows)} questions, AUC {roc_auc_score(right, held_out):.3f}, "
        f"answered {np.mean(sure[answerable]):.3f}, with other words {np.mean(sure[answerable & ~right]):.3f}, "
        f"unanswerable {np.mean(sure[~answerable]):.3f}"
    )
    slopes = model.fit(scaled, right).coef_[0] / spread
    bias = float(model.intercept_[0] - (slopes * mean).sum())
    fitted = {"bias": bias, TERMS: -float(slopes @ per_term), **dict(zip(names, map(float, slopes), strict=True))}
    weights = {name: round(weight, 4) for name, weight in fitted.items()}
    return Model(
        weights=weights,
        answers_from=round(answers_from, 3),
        related_from=round(float(np.quantile(held_out[answerable], _LOST)), 3),
        on_subject_from=round(float(np.quantile([nearness(row.found) for row in rows], _FOREIGN)), 3),
    )


if __name__ == "__main__":
    main()
