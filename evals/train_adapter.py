"""Train the adapter that makes the bundled model see what is asked, not only what it is about.

`python -m evals.train_adapter` trains on `evals/data/`, keeps the domains in `_UNSEEN` apart, prints what it measures
on them before, during and after, and writes `ingest/adapter/adapter.safetensors`; `--round 2` goes on from the adapter
that is there. Tasks take turns, each with in-batch and hard negatives, cross-entropy over cosines divided by a
temperature (InfoNCE: van den Oord et al., 2018):

- questions: a question finds its paraphrase among the other paraphrases and the look-alikes of the batch;
- sentences: a question finds the sentence that holds its answer among all sentences of the batch, and that sentence
  finds the question among all questions, near misses that the passage does not answer included;
- passages: the same with whole passages of one domain.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, TypeAdapter
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn
from torch.nn import functional

from assistant.settings import Settings
from ingest.bundled_model import PLAIN_MODEL, bundled_model_folder
from ingest.passages import sentences
from ingest.span import Span

logger = logging.getLogger(__name__)

_DATA = Path(__file__).parent / "data"
_ADAPTER = Path(__file__).parent.parent / "ingest" / "adapter" / "adapter.safetensors"
_UNSEEN = frozenset({"gemeente", "algemeen"})
_RANK = 16
_TRIPLETS = 24  # per step
_READINGS = 6  # per step of the task with sentences
_PASSAGES = 8  # per step of the task with passages
_TEMPERATURE = 0.05
_WARM_UP = 40  # steps
_MAX_TOKENS = 224
_CHUNK = 24  # Texts of like length that go through the model together.
_REPORT_EVERY = 190  # steps
_SEED = 1

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Round:
    """How often each task is done, and at which rate it is learnt at most."""

    questions: int
    sentences: int
    passages: int
    rate: float

    @property
    def steps(self) -> int:
        """All steps together."""
        return self.questions + self.sentences + self.passages


_ROUNDS = (Round(440, 320, 0, 4e-4), Round(60, 50, 80, 2.5e-4))


@dataclass(frozen=True, slots=True)
class Alike:
    """A question, one that asks for the same thing, and one that asks for something else."""

    question: str
    same: str
    other: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage in sentences, questions with the sentence that answers each, and questions that none answers."""

    domain: str
    embedding_text: str  # as `Passage.embedding_text`
    heading: str
    sentences: tuple[str, ...]
    answered: tuple[tuple[str, int], ...]
    unanswered: tuple[str, ...]


class LowRank(nn.Module):
    """A frozen linear layer with a trained low-rank matrix beside it (LoRA: Hu et al., 2021)."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.A = nn.Parameter(torch.randn(_RANK, layer.in_features) / layer.in_features**0.5)
        self.B = nn.Parameter(torch.zeros(layer.out_features, _RANK))

    def forward(self, x: Tensor) -> Tensor:
        """Return W x + B A x."""
        return torch.as_tensor(self.layer(x) + functional.linear(functional.linear(x, self.A), self.B))


class Trainee:
    """The bundled model with low-rank matrices beside every linear layer."""

    def __init__(self, folder: Path) -> None:
        model = SentenceTransformer(str(folder), device="cpu")
        self._tokenizer = model.tokenizer
        self._bert: nn.Module = model[0].get_submodule("model")
        for parameter in self._bert.parameters():
            parameter.requires_grad = False
        self.added: dict[str, LowRank] = {}
        encoder = self._bert.get_submodule("encoder")  # The pooler is not used.
        for name, layer in [(n, m) for n, m in encoder.named_modules(prefix="encoder") if isinstance(m, nn.Linear)]:
            self.added[name] = LowRank(layer)
            parent, _, child = name.rpartition(".")
            setattr(self._bert.get_submodule(parent), child, self.added[name])

    @property
    def parameters(self) -> list[nn.Parameter]:
        """What is trained."""
        return [matrix for layer in self.added.values() for matrix in (layer.A, layer.B)]

    def train(self, *, on: bool) -> None:
        """Switch drop-out on or off."""
        self._bert.train(on)

    def encode(self, texts: Sequence[str]) -> Tensor:
        """Return unit vectors, one row per text; texts of like length go together, to spare padding."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows: dict[int, Tensor] = {}
        for start in range(0, len(order), _CHUNK):
            chunk = order[start : start + _CHUNK]
            rows |= zip(chunk, self._encode([texts[i] for i in chunk]), strict=True)
        return torch.stack([rows[i] for i in range(len(texts))])

    def _encode(self, texts: list[str]) -> Tensor:
        features = self._tokenizer(texts, padding=True, truncation=True, max_length=_MAX_TOKENS, return_tensors="pt")
        mask = features["attention_mask"].unsqueeze(-1)
        hidden = self._bert(**features).last_hidden_state
        return functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)

    def load(self, path: Path) -> None:
        """Take over the low-rank matrices of an adapter."""
        matrices = load_file(path)
        with torch.no_grad():
            for name, layer in self.added.items():
                layer.A.copy_(matrices[f"{name}.A"])
                layer.B.copy_(matrices[f"{name}.B"])

    def save(self, path: Path) -> None:
        """Write the low-rank matrices, in half precision."""
        path.parent.mkdir(exist_ok=True)
        matrices = {f"{name}.{m}": getattr(layer, m) for name, layer in self.added.items() for m in "AB"}
        save_file({name: matrix.detach().half().contiguous() for name, matrix in matrices.items()}, path)


def main() -> None:
    """Train, report and write the adapter."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--round", type=int, default=1, choices=range(1, len(_ROUNDS) + 1))
    first: int = parser.parse_args().round
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    random.seed(_SEED)
    torch.manual_seed(_SEED)
    alike = {path.stem: list(_alike(path)) for path in sorted((_DATA / "question_pairs").glob("*.jsonl"))}
    readings = {path.stem: list(_readings(path)) for path in sorted((_DATA / "answerability").glob("*.jsonl"))}
    unseen_alike = [one for name in sorted(_UNSEEN) for one in alike[name]]
    unseen_readings = [one for name in sorted(_UNSEEN) for one in readings[name]]
    trainee = Trainee(bundled_model_folder(Settings().home / "models", PLAIN_MODEL))
    seen_alike = [one for name, ones in alike.items() if name not in _UNSEEN for one in ones]
    seen_readings = [one for name, ones in readings.items() if name not in _UNSEEN for one in ones]
    if first > 1:
        trainee.load(_ADAPTER)
    else:
        logger.info("before: %s", _measured(trainee, unseen_alike, unseen_readings))
    for number, one in enumerate(_ROUNDS[first - 1 :], start=first):
        for step in _train(trainee, _losses(trainee, seen_alike, seen_readings, one), one):
            trainee.save(_ADAPTER)
            logger.info("round %d, step %d: %s", number, step, _measured(trainee, unseen_alike, unseen_readings))


class _PairRow(BaseModel):
    q: str
    same: list[str]
    other: list[str]


class _AskedRow(BaseModel):
    q: str
    answer: str | None


class _PassageRow(BaseModel):
    title: str
    headings: list[str]
    passage: str
    questions: list[_AskedRow]


_Row = TypeVar("_Row", bound=BaseModel)


def _rows(path: Path, kind: type[_Row]) -> list[_Row]:
    return [TypeAdapter(kind).validate_json(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _alike(path: Path) -> Iterator[Alike]:
    for row in _rows(path, _PairRow):
        for same, other in zip(row.same, row.other, strict=False):
            yield Alike(row.q, same, other)


def _readings(path: Path) -> Iterator[Reading]:
    for row in _rows(path, _PassageRow):
        spans = _sentence_spans(row.passage)
        answered = [
            (asked.q, _holder(spans, row.passage.find(asked.answer))) for asked in row.questions if asked.answer
        ]
        yield Reading(
            domain=path.stem,
            embedding_text="\n".join(filter(None, [row.title, " > ".join(row.headings), row.passage])),
            heading=row.headings[-1] if row.headings else row.title,
            sentences=tuple(span.of(row.passage) for span in spans),
            answered=tuple((question, holder) for question, holder in answered if holder is not None),
            unanswered=tuple(asked.q for asked in row.questions if not asked.answer),
        )


def _sentence_spans(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        spans.extend(sentences(text, Span(start, start + len(line))))
        start += len(line)
    return spans


def _holder(spans: Sequence[Span], place: int) -> int | None:
    return next((i for i, span in enumerate(spans) if span.start <= place < span.end), None)


def _losses(trainee: Trainee, alike: Sequence[Alike], readings: Sequence[Reading], one: Round) -> Iterator[Tensor]:
    tasks = ["questions"] * one.questions + ["sentences"] * one.sentences + ["passages"] * one.passages
    random.shuffle(tasks)
    triplets, texts = _endless(alike, _TRIPLETS), _endless(readings, _READINGS)
    domains = {reading.domain: [other for other in readings if other.domain == reading.domain] for reading in readings}
    passages = {domain: _endless(found, _PASSAGES) for domain, found in domains.items()}
    for task in tasks:
        match task:
            case "questions":
                yield _question_loss(trainee, next(triplets))
            case "sentences":
                yield _sentence_loss(trainee, next(texts))
            case _:
                yield _passage_loss(trainee, next(passages[random.sample(sorted(passages), 1)[0]]))


def _endless(items: Sequence[_Item], size: int) -> Iterator[list[_Item]]:
    while True:
        shuffled = random.sample(items, len(items))
        for start in range(0, len(shuffled) - size + 1, size):
            yield shuffled[start : start + size]


def _train(trainee: Trainee, losses: Iterator[Tensor], one: Round) -> Iterator[int]:
    steps = one.steps
    optimizer = torch.optim.AdamW(trainee.parameters, lr=one.rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda i: min(1.0, (i + 1) / _WARM_UP) * (1 - i / steps))
    trainee.train(on=True)
    for step, loss in enumerate(losses, start=1):
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trainee.parameters, 1.0)
        optimizer.step()
        schedule.step()
        if step % 10 == 0:
            logger.info("step %d of %d, loss %.3f", step, steps, float(loss))
        if step % _REPORT_EVERY == 0 or step == steps:
            trainee.train(on=False)
            yield step
            trainee.train(on=True)


def _question_loss(trainee: Trainee, batch: Sequence[Alike]) -> Tensor:
    # Which of the two paraphrases is the question does not matter; both orders make the most of the data.
    turned = [random.sample((a.question, a.same), 2) for a in batch]
    asked, same = zip(*turned, strict=True)
    vectors = trainee.encode([f"query: {text}" for text in [*asked, *same, *(a.other for a in batch)]])
    question, positive, negative = vectors.split(len(batch))  # type: ignore[no-untyped-call]
    logits = torch.cat([question @ positive.T, question @ negative.T], dim=1) / _TEMPERATURE
    return functional.cross_entropy(logits, torch.arange(len(batch)))


def _sentence_loss(trainee: Trainee, batch: Sequence[Reading]) -> Tensor:
    offsets = np.cumsum([0, *(len(reading.sentences) for reading in batch)])
    asked = [(q, int(offsets[i]) + s) for i, reading in enumerate(batch) for q, s in reading.answered]
    texts = [text for reading in batch for text in _sentence_texts(reading)]
    return _finding_loss(trainee, asked, [q for reading in batch for q in reading.unanswered], texts)


def _passage_loss(trainee: Trainee, batch: Sequence[Reading]) -> Tensor:
    asked = [(q, i) for i, reading in enumerate(batch) for q, _ in reading.answered]
    texts = [f"passage: {reading.embedding_text}" for reading in batch]
    return _finding_loss(trainee, asked, [q for reading in batch for q in reading.unanswered], texts)


def _finding_loss(
    trainee: Trainee, asked: Sequence[tuple[str, int]], unanswered: Sequence[str], texts: Sequence[str]
) -> Tensor:
    """Return the loss of questions that find their text, and of those texts that find their question."""
    queries = [f"query: {q}" for q in [*(q for q, _ in asked), *unanswered]]
    vectors = trainee.encode([*queries, *texts])
    questions, found = vectors[: len(queries)], vectors[len(queries) :]
    holders = torch.tensor([holder for _, holder in asked])
    to_texts = questions[: len(asked)] @ found.T / _TEMPERATURE
    to_questions = found[holders] @ questions.T / _TEMPERATURE
    # Another question that the same text answers is no wrong one.
    twins = torch.zeros_like(to_questions, dtype=torch.bool)
    twins[:, : len(asked)] = (holders.unsqueeze(1) == holders.unsqueeze(0)) & ~torch.eye(len(asked), dtype=torch.bool)
    to_questions = to_questions.masked_fill(twins, float("-inf"))
    return 0.5 * (
        functional.cross_entropy(to_texts, holders) + functional.cross_entropy(to_questions, torch.arange(len(asked)))
    )


def _sentence_texts(reading: Reading) -> list[str]:
    return [f"passage: {reading.heading}: {sentence}" for sentence in reading.sentences]


@torch.no_grad()
def _vectors(trainee: Trainee, texts: Sequence[str]) -> NDArray[np.float32]:
    return np.concatenate([trainee.encode(texts[i : i + 96]).numpy() for i in range(0, len(texts), 96)])


def _measured(trainee: Trainee, alike: Sequence[Alike], readings: Sequence[Reading]) -> str:
    trainee.train(on=False)
    question, same, other = (
        _vectors(trainee, [f"query: {getattr(one, name)}" for one in alike]) for name in ("question", "same", "other")
    )
    cosines = np.concatenate([(question * same).sum(1), (question * other).sum(1)])
    alike_auc = roc_auc_score([True] * len(alike) + [False] * len(alike), cosines)
    right, nearest, answerable = [], [], []
    for reading in readings:
        found = _vectors(trainee, _sentence_texts(reading))
        asked = [*reading.answered, *((q, None) for q in reading.unanswered)]
        for vector, (_, holder) in zip(_vectors(trainee, [f"query: {q}" for q, _ in asked]), asked, strict=True):
            scores = found @ vector
            nearest.append(float(scores.max()))
            answerable.append(holder is not None)
            if holder is not None:
                right.append(int(scores.argmax()) == holder)
    passages = _vectors(trainee, [f"passage: {reading.embedding_text}" for reading in readings])
    asked = [(q, i) for i, reading in enumerate(readings) for q, _ in reading.answered]
    found = (_vectors(trainee, [f"query: {q}" for q, _ in asked]) @ passages.T).argmax(axis=1)
    return (
        f"look-alikes AUC {alike_auc:.3f}, right sentence first {np.mean(right):.3f}, "
        f"right passage first {np.mean(found == [i for _, i in asked]):.3f}, "
        f"answered or not AUC {roc_auc_score(answerable, nearest):.3f}"
    )


if __name__ == "__main__":
    main()
