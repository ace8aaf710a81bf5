"""A scripted server that speaks OpenAI's protocol on loopback, and says whatever it is told to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Script = Callable[["Wire"], None]
"""Answers one request, as well or as badly as it likes."""


class Wire:
    """The server's side of one request."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: dict[str, object]) -> None:
        """Answer through ``handler`` what was asked by ``body``."""
        self.body = body
        self._handler = handler

    def refuse(self, status: int, message: str = "no") -> None:
        """An error in OpenAI's form."""
        self.raw(status, json.dumps({"error": {"message": message, "code": status}}).encode())

    def raw(self, status: int, content: bytes, kind: str = "application/json") -> None:
        """Any answer at all."""
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", kind)
        self._handler.send_header("Content-Length", str(len(content)))
        self._handler.end_headers()
        self._handler.wfile.write(content)

    def open(self) -> None:
        """Begin a stream."""
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.end_headers()

    def piece(self, text: str) -> None:
        """A piece of the reply."""
        self._event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": text}}]})

    def done(self) -> None:
        """The reply's regular end."""
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self.line("data: [DONE]\n\n")

    def line(self, text: str) -> None:
        """Anything into the stream."""
        self._handler.wfile.write(text.encode())
        self._handler.wfile.flush()

    def say(self, text: str, size: int = 12) -> None:
        """A whole reply in pieces of ``size`` characters."""
        self.open()
        for at in range(0, len(text), size):
            self.piece(text[at : at + size])
        self.done()

    def _event(self, event: dict[str, object]) -> None:
        frame = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "liar"}
        self.line(f"data: {json.dumps({**frame, **event})}\n\n")


@dataclass
class Liar:
    """A running server: ``script`` is what it does next, the rest what it was asked with."""

    url: str
    script: Script
    bodies: list[dict[str, object]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def liar() -> Iterator[Liar]:
    """Run a server on a free port of loopback."""
    state = Liar("", lambda wire: wire.say("{}"))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.bodies.append(body)
            state.headers.append({k.lower(): v for k, v in self.headers.items()})
            try:
                state.script(Wire(self, body))
            except (BrokenPipeError, ConnectionResetError):
                return  # the client had enough

        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def claims(*pairs: tuple[str, list[int]]) -> str:
    """A structured reply."""
    return json.dumps({"sentences": [{"text": text, "cites": cites} for text, cites in pairs]})


def saying(text: str) -> Script:
    """A script that replies with a text."""
    return lambda wire: wire.say(text)


def silent(seconds: float) -> Script:
    """A script that opens a stream and says nothing."""

    def script(wire: Wire) -> None:
        wire.open()
        time.sleep(seconds)

    return script
