"""Language models by name, and their replies within a time limit."""

import os
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import SecretStr
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, stop_after_delay
from tenacity import wait_random_exponential as wait_random

from app.errors import ModelUnavailable, SettingsError
from app.llm_types import LanguageModel, ModelBusy, ModelRequest

MAX_REPLY_CHARS = 20_000
"""A reply that is longer has no end: 600 tokens are about 2,500 characters."""
_ATTEMPTS = 3
_QUEUED_PIECES = 64
_POLL_S = 0.1
_NO_KEY = SecretStr("")


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """How a model is reached.

    ``timeout_s`` is the longest that one connection may stay silent; an empty ``base_url`` is
    the provider's own, an empty ``api_key`` the one in the environment.
    """

    timeout_s: float = 30.0
    base_url: str = ""
    api_key: SecretStr = _NO_KEY


def load_language_model(spec: str, options: ModelOptions | None = None) -> LanguageModel:
    """Make a model ready; nothing is sent before it is asked.

    Args:
        spec: ``provider:model`` for any provider that LangChain knows, such as
            ``openai:gpt-5-mini`` or ``ollama:llama3.2``, or ``gguf:/path/to/model.gguf``.
        options: How it is reached.

    Raises:
        SettingsError: If ``spec`` has another form.
        ModelUnavailable: If the model or the packages for it are missing.
    """
    provider, model = _parts(spec)
    wanted = options or ModelOptions()
    # Both bring heavy libraries, and most people need neither.
    if provider == "gguf":
        from app.llm_gguf import load_gguf

        return load_gguf(model)
    from app.llm_langchain import load_chat_model

    base_url = wanted.base_url or (
        os.environ.get("OPENAI_BASE_URL", "") if provider == "openai" else ""
    )
    return load_chat_model(spec, wanted.timeout_s, base_url, wanted.api_key)


def check_language_model(spec: str, options: ModelOptions | None = None) -> None:
    """See whether a model could be loaded; weights are not read, nothing is sent.

    Raises:
        SettingsError: As ``load_language_model``.
        ModelUnavailable: As ``load_language_model``, but for a damaged file.
    """
    provider, model = _parts(spec)
    if provider == "gguf":
        from app.llm_gguf import find_gguf

        find_gguf(model)
    else:
        load_language_model(spec, options)


def _parts(spec: str) -> tuple[str, str]:
    """Provider and model."""
    provider, _, model = spec.partition(":")
    if not provider or not model:
        raise SettingsError(
            f"LLM_MODEL is '{spec}': write provider:model, gguf:/path/to/model.gguf, or none"
        )
    return provider, model


def stream_within(model: LanguageModel, request: ModelRequest, seconds: float) -> Iterator[str]:
    """A model's reply, piece by piece, over before the time is.

    A failure before the first piece that may pass is tried again, three times at most and with
    growing pauses. The model is asked in a thread of its own, so that one that hangs without a
    word cannot hold anybody up.

    Args:
        model: Who is asked.
        request: What is asked.
        seconds: The limit over all, retries included.

    Raises:
        ModelUnavailable: If the model fails, is late, or does not stop.
    """
    ends = time.monotonic() + seconds
    pieces: queue.Queue[str | BaseException | None] = queue.Queue(_QUEUED_PIECES)
    stopped = threading.Event()
    worker = threading.Thread(
        target=_work, args=(model, request, seconds, pieces, stopped), daemon=True, name="model"
    )
    worker.start()
    try:
        yield from _pieces(pieces, ends, model.name, seconds)
    finally:
        stopped.set()


def complete_within(model: LanguageModel, request: ModelRequest, seconds: float) -> str:
    """A model's whole reply.

    Raises:
        ModelUnavailable: As ``stream_within``.
    """
    return "".join(stream_within(model, request, seconds))


def _pieces(
    pieces: "queue.Queue[str | BaseException | None]", ends: float, name: str, seconds: float
) -> Iterator[str]:
    n_chars = 0
    while True:
        try:
            piece = pieces.get(timeout=max(ends - time.monotonic(), 0.0))
        except queue.Empty:
            raise ModelUnavailable(f"{name} did not answer within {seconds:g} s") from None
        if piece is None:
            return
        if isinstance(piece, BaseException):
            raise piece
        n_chars += len(piece)
        if n_chars > MAX_REPLY_CHARS:
            raise ModelUnavailable(f"{name} does not stop; its reply was cut off")
        yield piece


def _work(
    model: LanguageModel,
    request: ModelRequest,
    seconds: float,
    pieces: "queue.Queue[str | BaseException | None]",
    stopped: threading.Event,
) -> None:
    """Ask the model and pass on its reply, until nobody listens any more."""
    try:
        for piece in _with_retries(model, request, seconds):
            if not _put(pieces, piece, stopped):
                return
        _put(pieces, None, stopped)
    except ModelUnavailable as error:
        _put(pieces, error, stopped)
    except BaseException as error:
        # A bug must show where the answer is waited for, not die with this thread.
        _put(pieces, error, stopped)
        raise


def _with_retries(model: LanguageModel, request: ModelRequest, seconds: float) -> Iterator[str]:
    retrying = Retrying(
        stop=stop_after_attempt(_ATTEMPTS) | stop_after_delay(seconds / 2),
        wait=wait_random(multiplier=0.2, max=2.0),
        retry=retry_if_exception_type(ModelBusy),
        reraise=True,
    )
    first, rest = retrying(_begin, model, request)
    if first is not None:
        yield first
        yield from rest


def _begin(model: LanguageModel, request: ModelRequest) -> tuple[str | None, Iterator[str]]:
    reply = model.stream(request)
    return next(reply, None), reply


def _put(
    pieces: "queue.Queue[str | BaseException | None]",
    piece: str | BaseException | None,
    stopped: threading.Event,
) -> bool:
    """Hand over a piece; whether somebody still listens."""
    while not stopped.is_set():
        try:
            pieces.put(piece, timeout=_POLL_S)
        except queue.Full:
            continue
        return True
    return False
