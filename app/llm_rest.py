"""A model that is left alone for a while after it kept somebody waiting in vain."""

import time
from collections.abc import Iterator

from app.errors import ModelUnavailable
from app.llm_types import LanguageModel, ModelRequest

REST_S = 30.0
PATIENCE = 0.8
"""Of the time limit: who has waited that long for a first word will wait in vain."""


class RestingModel:
    """Passes requests on, but none while the model hangs: a question then costs no waiting.

    The extractive answer is given at once instead, so that a model that is down takes a time limit
    now and then, not one from everybody who asks.
    """

    def __init__(self, model: LanguageModel, timeout_s: float, rest_s: float = REST_S) -> None:
        """Guard ``model``, of which an answer is awaited for ``timeout_s``."""
        self._model = model
        self._patience_s = timeout_s * PATIENCE
        self._rest_s = rest_s
        self._rests_until = 0.0
        self._silent: dict[object, float] = {}

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def context_tokens(self) -> int:
        """How many tokens a prompt may have."""
        return self._model.context_tokens

    def stream(self, request: ModelRequest) -> Iterator[str]:
        """The reply, piece by piece.

        Raises:
            ModelUnavailable: If the model fails, or hung a moment ago.
        """
        self._check()
        mine = object()
        began = self._silent[mine] = time.monotonic()
        try:
            for piece in self._model.stream(request):
                self._silent.pop(mine, None)
                yield piece
        finally:
            if self._silent.pop(mine, None) and time.monotonic() - began >= self._patience_s:
                self._rests_until = time.monotonic() + self._rest_s

    def _check(self) -> None:
        now = time.monotonic()
        waiting = list(self._silent.values())  # one step, whatever other threads do
        hangs = any(now - since >= self._patience_s for since in waiting)
        if hangs or now < self._rests_until:
            raise ModelUnavailable(f"{self.name} kept an earlier question waiting; not asked again")
