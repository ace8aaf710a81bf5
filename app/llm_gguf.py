"""A model inside this process: a GGUF file through llama.cpp (xllamacpp)."""

import queue
import secrets
import threading
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from app.errors import ModelUnavailable
from app.llm_types import ANSWER_SCHEMA, ModelRequest

N_CONTEXT = 4_096
_REPLY_TOKENS = 700
_SCHEMA = {"type": "json_schema", "json_schema": {"name": "answer", "schema": ANSWER_SCHEMA}}


class _Server(Protocol):
    def handle_chat_completions(self, request: object, callback: object) -> object: ...


class GgufModel:
    """A GGUF file, loaded once; questions are answered one after the other."""

    def __init__(self, path: Path, server: "_Server") -> None:
        """Answer with ``server``, which has loaded ``path``."""
        self._path = path
        self._server = server
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.stem

    @property
    def context_tokens(self) -> int:
        """How many tokens a prompt may have."""
        return N_CONTEXT - _REPLY_TOKENS

    def stream(self, request: ModelRequest) -> Iterator[str]:
        """The reply, piece by piece.

        Raises:
            ModelUnavailable: If llama.cpp reports an error.
        """
        pieces: queue.Queue[object] = queue.Queue()
        stopped = threading.Event()

        def take(piece: object) -> bool:
            pieces.put(piece)
            return stopped.is_set()  # true ends the generation

        # No daemon: a process that ends while llama.cpp calls back into it is aborted.
        worker = threading.Thread(target=self._run, args=(request, take, pieces), daemon=False)
        worker.start()
        try:
            while (piece := pieces.get()) is not None:
                if text := self._text(piece):
                    yield text
        finally:
            stopped.set()

    def _run(self, request: ModelRequest, take: object, pieces: "queue.Queue[object]") -> None:
        try:
            with self._lock:
                result = self._server.handle_chat_completions(_body(request), take)
            if result is not None:
                pieces.put(result)
        finally:
            pieces.put(None)

    def _text(self, piece: object) -> str:
        """The words in one of llama.cpp's pieces, which are OpenAI's."""
        if not isinstance(piece, Mapping):
            return ""
        if "error" in piece:
            error = cast("Mapping[str, object]", piece["error"])
            raise ModelUnavailable(f"{self.name} failed: {error.get('message', 'no reason given')}")
        choices = piece.get("choices") or [{}]
        delta = choices[0].get("delta") or {}
        return str(delta.get("content") or "")


def find_gguf(path: str) -> Path:
    """A GGUF file that is there, and what loads it too.

    Raises:
        ModelUnavailable: If the file or the package is missing.
    """
    file = Path(path).expanduser()
    if not file.is_file():
        raise ModelUnavailable(f"No model at {file}; LLM_MODEL is gguf:/path/to/model.gguf")
    if find_spec("xllamacpp") is None:
        raise ModelUnavailable(
            "A GGUF model needs xllamacpp; run: pip install -r requirements-llm.txt"
        )
    return file


def load_gguf(path: str) -> GgufModel:
    """Load a GGUF file into this process.

    Raises:
        ModelUnavailable: If the file or the package is missing, or the file is damaged.
    """
    file = find_gguf(path)
    import xllamacpp  # type: ignore[import-untyped]  # ships no types

    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.n_ctx = N_CONTEXT
    params.n_parallel = 1
    params.verbosity = 0
    # llama.cpp opens a port whatever one does: here on loopback, with a key that nobody knows.
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [secrets.token_urlsafe(32)]
    try:
        return GgufModel(file, xllamacpp.Server(params))
    except Exception as error:
        raise ModelUnavailable(f"{file} cannot be loaded: {error}") from error


def _body(request: ModelRequest) -> dict[str, object]:
    body: dict[str, object] = {
        "messages": [
            {"role": "system", "content": request.system},
            {"role": "user", "content": request.user},
        ],
        "max_tokens": min(request.max_tokens, _REPLY_TOKENS),
        "temperature": 0.0,
        "stream": True,
    }
    if request.structured:
        body["response_format"] = _SCHEMA
    return body
