"""Fit the weights of `assistant/confidence.py`, on invented documents that are no part of any test.

`python -m evals.calibrate` indexes the passages of `evals/data/answerability/` as documents, with and without a
question bank, asks each question that a passage answers in other words and each near miss, and fits a logistic
regression on what retrieval says of them. Domains named in `_HELD_OUT` are left out of the fit and reported.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.assistant import Assistant
from assistant.confidence import Weights, answerability, signals
from assistant.settings import Settings
from ingest.embedding import Embedder
from ingest.index import Index, ingest

_DATA = Path(__file__).parent / "data"
_WEIGHTS = Path(__file__).parent.parent / "assistant" / "confidence.json"
_HELD_OUT = frozenset({"swv_po", "algemeen"})
_QUESTIONS = 1500  # of about 5,900
_SEED = 1
_FALSE_ANSWERS = 0.10  # Share of the near misses of the fitted domains that may be called answered.
_LOST = 0.02  # Share of the answerable questions that may be refused.
_FOREIGN_LOST = 0.005  # Share of the questions on the subject that may be called another subject.


@dataclass(frozen=True, slots=True)
class _Asked:
    domain: str
    question: str
    passage: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class _Measured:
    domain: str
    found: dict[str, float]
    right: bool


def main() -> None:
    """Fit, report and write the weights."""
    settings = Settings()
    embedder = Embedder(settings.embedding_model, settings.home / "models")
    with tempfile.TemporaryDirectory() as folder:
        measured = {
            banked: list(_measure(Path(folder), embedder, settings.embedding_model, banked=banked))
            for banked in (False, True)
        }
    models = {banked: _fit(rows) for banked, rows in measured.items()}
    draft = Weights(
        with_bank=models[True], without_bank=models[False], answers_from=0.5, related_from=0.1, on_subject_from=0.8
    )
    fitted = [row for rows in measured.values() for row in rows if row.domain not in _HELD_OUT]
    wrong = [answerability(row.found, draft) for row in fitted if not row.right]
    right = [answerability(row.found, draft) for row in fitted if row.right]
    nearest = [max(row.found["dense"], row.found.get("bank", 0.0)) for row in fitted]
    weights = draft.model_copy(
        update={
            "answers_from": round(float(np.quantile(wrong, 1 - _FALSE_ANSWERS)), 3),
            "related_from": round(float(np.quantile(right, _LOST)), 3),
            "on_subject_from": round(float(np.quantile(nearest, _FOREIGN_LOST)), 3),
        }
    )
    for banked, rows in measured.items():
        _report("with" if banked else "without", rows, weights)
    _WEIGHTS.write_text(json.dumps(weights.model_dump(), indent=1) + "\n", encoding="utf-8")


def _measure(folder: Path, embedder: Embedder, model: str, *, banked: bool) -> Iterator[_Measured]:
    asked = random.Random(_SEED).sample(_write_corpus(folder / "corpus", banked=banked), _QUESTIONS)  # noqa: S311
    ingest(folder / "corpus", folder / "home", lambda: embedder, model, lambda message: print(message, flush=True))
    index = Index.open(folder / "home", model)
    assistant = Assistant(index, embedder)
    for one in asked:
        question, vector, hits = assistant.look_up(one.question)
        evidence = assistant.evidence(question, vector, hits[0])
        passage = hits[0].passage.body
        right = one.answer is not None and " ".join(one.answer.split()) in " ".join(passage.split())
        yield _Measured(one.domain, signals(question, hits, evidence), right)
    index.close()


def _write_corpus(corpus: Path, *, banked: bool) -> list[_Asked]:
    """Write the data as a corpus folder; return the questions to ask of it."""
    (corpus / "documents").mkdir(parents=True, exist_ok=True)
    (corpus / "questions").mkdir(exist_ok=True)
    asked, catalogue = [], []
    for domain, title, number, rows in _documents():
        document_id = f"{domain.replace('_', '-')}-{number}"
        text = "\n\n".join("\n\n".join([*row["headings"], row["passage"]]) for row in rows)
        (corpus / "documents" / f"{document_id}.txt").write_text(text, encoding="utf-8")
        catalogue.append(
            f"[[document]]\nid = {json.dumps(document_id)}\ntitle = {json.dumps(title)}\nfile = {json.dumps(document_id + '.txt')}\n"
        )
        entries = []
        for row in rows:
            for question in row["questions"]:
                if question["answer"] is None:
                    asked.append(_Asked(domain, question["q"], row["passage"], None))
                    continue
                same = row["paraphrases"].get(question["q"], [])
                entries.append((question["answer"], [question["q"], *same[:1]]))
                asked.extend(_Asked(domain, q, row["passage"], question["answer"]) for q in same[1:])
        if banked:
            lines = [
                f"[[entry]]\nbegins = {json.dumps(answer)}\nquestions = {json.dumps(questions)}\n"
                for answer, questions in entries
            ]
            (corpus / "questions" / f"{document_id}.toml").write_text("\n".join(lines), encoding="utf-8")
    (corpus / "catalogue.toml").write_text("\n".join(catalogue), encoding="utf-8")
    return asked


def _documents() -> Iterator[tuple[str, str, int, Sequence[dict[str, object]]]]:
    for path in sorted((_DATA / "answerability").glob("*.jsonl")):
        pairs = {row["q"]: row["same"] for row in _lines(_DATA / "question_pairs" / path.name)}
        by_title = defaultdict(list)
        for row in _lines(path):
            by_title[row["title"]].append({**row, "paraphrases": pairs})
        for number, (title, rows) in enumerate(by_title.items()):
            yield path.stem, title, number, rows


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _fit(rows: Sequence[_Measured]) -> dict[str, float]:
    rows = [row for row in rows if row.domain not in _HELD_OUT]
    names = sorted({name for row in rows for name in row.found})
    rows = [row for row in rows if set(row.found) == set(names)]
    values = np.array([[row.found[name] for name in names] for row in rows])
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    model = LogisticRegression(C=10, max_iter=1000).fit((values - mean) / spread, [row.right for row in rows])
    slopes = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (slopes * mean).sum())
    return {"bias": round(bias, 4), **{name: round(float(s), 4) for name, s in zip(names, slopes, strict=True)}}


def _report(name: str, rows: Sequence[_Measured], weights: Weights) -> None:
    for part, chosen in (
        ("fitted", [row for row in rows if row.domain not in _HELD_OUT]),
        ("held out", [row for row in rows if row.domain in _HELD_OUT]),
    ):
        sure = np.array([answerability(row.found, weights) for row in chosen])
        right = np.array([row.right for row in chosen])
        print(
            f"{name} bank, {part}: {len(chosen)} questions, {right.mean():.3f} right on top, "
            f"AUC {roc_auc_score(right, sure):.3f}, answered of right {(sure[right] >= weights.answers_from).mean():.3f}, "
            f"answered of wrong {(sure[~right] >= weights.answers_from).mean():.3f}, "
            f"refused of right {(sure[right] < weights.related_from).mean():.3f}"
        )


if __name__ == "__main__":
    main()
