"""A server with OpenAI's API that says exactly what a test needs. Real HTTP; only the model is not there."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ModelServer:
    """What the server says, and what it was asked."""

    pieces: Sequence[str] = ()  # of the streamed answer
    status: int = 200
    pause: float = 0.0  # seconds before each piece
    raw: bytes | None = None  # instead of well-formed events
    finish_reason: str = "stop"
    breaks_off: bool = False  # closes the connection after the pieces, without an end
    knows_schema: bool = True
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
            status = 400 if "response_format" in body and not said.knows_schema else said.status
            self.send_response(status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/event-stream" if status == 200 else "application/json")
            self.end_headers()
            if status != 200:
                self.wfile.write(b'{"error": {"message": "no"}}')
                return
            try:
                self._stream()
            except OSError:
                said.left.set()

        def _stream(self) -> None:
            if said.raw is not None:
                self.wfile.write(said.raw)
                return
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
            for piece in said.pieces:
                time.sleep(said.pause)
                choice = {"index": 0, "delta": {"content": piece}, "finish_reason": None}
                self.wfile.write(f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode())
                self.wfile.flush()
                said.sent += 1
            if not said.breaks_off:
                end = {**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": said.finish_reason}]}
                self.wfile.write(f"data: {json.dumps(end)}\n\ndata: [DONE]\n\n".encode())

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


def as_json(*sentences: tuple[str, Sequence[str]]) -> list[str]:
    """Return an answer in the form that is asked for, cut in small pieces."""
    said = {"zinnen": [{"zin": text, "bronnen": list(sources)} for text, sources in sentences]}
    text = json.dumps(said, ensure_ascii=False)
    return [text[i : i + 7] for i in range(0, len(text), 7)]
