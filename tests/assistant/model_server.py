"""A server with OpenAI's API that says exactly what a test needs. Real HTTP; only the model is not there."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PROMPT_TOKENS = 120


@dataclass
class ModelServer:
    """What the server says, and what it was asked."""

    pieces: Iterable[str] = ()  # of the streamed answer
    status: int = 200
    pause: float = 0.0  # seconds before each piece
    raw: bytes | None = None  # instead of well-formed events
    signs_of_life: int = 0  # before the first piece
    finish_reason: str = "stop"
    breaks_off: bool = False  # closes the connection after the pieces, without an end
    refused: frozenset[str] = frozenset()  # fields of a request that it does not take
    counts_tokens: bool = True  # when that is asked for
    headers: dict[str, str] = field(default_factory=dict)
    address: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    sent: int = 0
    left: threading.Event = field(default_factory=threading.Event)  # the client went away while it was written to


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Serve on a free port."""
    said = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            said.requests.append({**body, "authorization": self.headers["Authorization"], "path": self.path})
            status = 400 if said.refused.intersection(body) else said.status
            self.send_response(status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/event-stream" if status == 200 else "application/json")
            self.end_headers()
            if status != 200:
                self.wfile.write(b'{"error": {"message": "no"}}')
                return
            try:
                for event in _events(said, counted="stream_options" in body and said.counts_tokens):
                    self.wfile.write(event)
                    self.wfile.flush()
            except OSError:
                said.left.set()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    said.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield said
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _events(said: ModelServer, *, counted: bool) -> Iterator[bytes]:
    if said.raw is not None:
        yield said.raw
        return
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    for _ in range(said.signs_of_life):
        time.sleep(said.pause)
        yield b": ping\n\n"
    for piece in said.pieces:
        time.sleep(said.pause)
        said.sent += 1
        yield _event({**chunk, "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
    if said.breaks_off:
        return
    yield _event({**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": said.finish_reason}]})
    if counted:
        usage = {"prompt_tokens": PROMPT_TOKENS, "completion_tokens": said.sent}
        yield _event({**chunk, "choices": [], "usage": usage})
    yield b"data: [DONE]\n\n"


def _event(chunk: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(chunk)}\n\n".encode()


def as_json(*sentences: tuple[str, Sequence[str]]) -> list[str]:
    """Return an answer in the form that is asked for, cut in small pieces."""
    said = {"zinnen": [{"zin": text, "bronnen": list(sources)} for text, sources in sentences]}
    text = json.dumps(said, ensure_ascii=False)
    return [text[i : i + 7] for i in range(0, len(text), 7)]
