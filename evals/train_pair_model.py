"""Train the adapter that tells whether two questions ask for the same thing.

`python -m evals.train_pair_model` trains on `evals/data/question_pairs/`, keeps the domains in `_UNSEEN` apart, prints
the AUC on them before and after, and writes `ingest/pair_adapter/adapter.safetensors`. About ten minutes on two cores.

Loss: cross-entropy over the paraphrase against the other paraphrases and the look-alikes of the batch (in-batch and
hard negatives), cosine over a temperature.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from math import sqrt
from pathlib import Path

import torch
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn
from torch.nn import functional

from assistant.settings import Settings
from ingest.bundled_model import bundled_model_folder

_DATA = Path(__file__).parent / "data" / "question_pairs"
_ADAPTER = Path(__file__).parent.parent / "ingest" / "pair_adapter" / "adapter.safetensors"
_UNSEEN = frozenset({"swv_po", "algemeen"})
_RANK = 16
_RATE = 5e-4
_EPOCHS = 2
_BATCH = 24
_TEMPERATURE = 0.05
_WARM_UP = 50  # steps
_MAX_TOKENS = 64
_SEED = 1

Row = dict[str, list[str] | str]
Triplet = tuple[str, str, str]  # question, the same in other words, one that asks for something else


class LowRank(nn.Module):
    """A frozen linear layer with a trained low-rank matrix beside it."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.A = nn.Parameter(torch.randn(_RANK, layer.in_features) / sqrt(layer.in_features))
        self.B = nn.Parameter(torch.zeros(layer.out_features, _RANK))

    def forward(self, x: Tensor) -> Tensor:
        """Return W x + B A x."""
        return torch.as_tensor(self.layer(x) + functional.linear(functional.linear(x, self.A), self.B))


def main() -> None:
    """Train, report and write the adapter."""
    random.seed(_SEED)
    torch.manual_seed(_SEED)
    rows = {path.stem: _rows(path) for path in sorted(_DATA.glob("*.jsonl"))}
    unseen = [row for name in sorted(_UNSEEN) for row in rows[name]]
    triplets = [t for name, named in rows.items() if name not in _UNSEEN for row in named for t in _triplets(row)]
    model = SentenceTransformer(str(bundled_model_folder(Settings().home / "models")), device="cpu")
    added = _add_low_rank(model)
    print(f"{len(triplets)} triplets; AUC on {sorted(_UNSEEN)} before: {_auc(model, unseen):.3f}", flush=True)
    for epoch in _train(model, added, triplets):
        print(f"epoch {epoch}: AUC on {sorted(_UNSEEN)} {_auc(model, unseen):.3f}", flush=True)
        _ADAPTER.parent.mkdir(exist_ok=True)
        save_file(
            {
                f"{name}.{m}": getattr(layer, m).detach().half().contiguous()
                for name, layer in added.items()
                for m in "AB"
            },
            _ADAPTER,
        )


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _triplets(row: Row) -> Iterator[Triplet]:
    for same, other in zip(row["same"], row["other"], strict=False):
        yield str(row["q"]), same, other


def _add_low_rank(model: SentenceTransformer) -> dict[str, LowRank]:
    bert = model[0].auto_model
    bert.requires_grad_(requires_grad=False)
    added = {}
    for name, layer in [(n, m) for n, m in bert.named_modules() if isinstance(m, nn.Linear)]:
        added[name] = LowRank(layer)
        parent, _, child = name.rpartition(".")
        setattr(bert.get_submodule(parent), child, added[name])
    return added


def _train(model: SentenceTransformer, added: dict[str, LowRank], triplets: list[Triplet]) -> Iterator[int]:
    parameters = [p for layer in added.values() for p in (layer.A, layer.B)]
    steps = _EPOCHS * (len(triplets) // _BATCH)
    optimizer = torch.optim.AdamW(parameters, lr=_RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda i: min(1.0, (i + 1) / _WARM_UP) * (1 - i / steps))
    for epoch in range(1, _EPOCHS + 1):
        random.shuffle(triplets)
        model.train()
        for start in range(0, len(triplets) - _BATCH + 1, _BATCH):
            loss = _loss(model, triplets[start : start + _BATCH])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call] - torch's own
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
        yield epoch


def _loss(model: SentenceTransformer, batch: Sequence[Triplet]) -> Tensor:
    # Which of the two paraphrases is the question does not matter; both orders make the most of the data.
    turned = [(same, q, other) if random.random() < 0.5 else (q, same, other) for q, same, other in batch]  # noqa: S311
    vectors = _encode(model, [text for column in zip(*turned, strict=True) for text in column])
    question, same, other = vectors.split(len(batch))
    logits = torch.cat([question @ same.T, question @ other.T], dim=1) / _TEMPERATURE
    return functional.cross_entropy(logits, torch.arange(len(batch)))


def _encode(model: SentenceTransformer, texts: Sequence[str]) -> Tensor:
    features = model[0].tokenizer(
        ["query: " + text for text in texts], padding=True, truncation=True, max_length=_MAX_TOKENS, return_tensors="pt"
    )
    mask = features["attention_mask"].unsqueeze(-1)
    hidden = model[0].auto_model(**features).last_hidden_state
    return functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)


def _auc(model: SentenceTransformer, rows: Sequence[Row]) -> float:
    model.eval()
    pairs = [(str(row["q"]), other, label) for row in rows for label in ("same", "other") for other in row[label]]
    with torch.no_grad():
        cosines = [
            float((a * b).sum())
            for start in range(0, len(pairs), 64)
            for a, b in zip(
                _encode(model, [q for q, _, _ in pairs[start : start + 64]]),
                _encode(model, [other for _, other, _ in pairs[start : start + 64]]),
                strict=True,
            )
        ]
    return float(roc_auc_score([label == "same" for _, _, label in pairs], cosines))


if __name__ == "__main__":
    main()
