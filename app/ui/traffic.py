"""Who may ask now: nobody while the server stops, not too many at once, no client too often."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from app.ui.rate import Rate, client_of

MAX_WAITING = 64
"""Questions that may wait: at some 50 ms each the last one waits three seconds."""
BUSY_S = 3
STOPPING_S = 10
_QUESTION = re.compile(r"/gradio_api/(call(/v2)?/(ask|search)/?|queue/join/?)")
_CALL = re.compile(r"/gradio_api/(call(/v2)?/\w+/?|queue/join/?)")
_ENDLESS = re.compile(r"/gradio_api/heartbeat/\w+")


class Traffic:
    """What is under way on the server, and who is let in."""

    def __init__(
        self,
        waiting: Callable[[], int] = lambda: 0,
        rate: Rate | None = None,
        on_refusal: Callable[[str], None] | None = None,
    ) -> None:
        """Watch the traffic.

        Args:
            waiting: How many questions wait in the queue.
            rate: How often one client may ask; without it, as often as it likes.
            on_refusal: Is told the reason of each refusal: ``busy``, ``rate`` or ``stopping``.
        """
        self.stopping = False
        self.waiting = waiting
        self._rate = rate
        self._on_refusal = on_refusal
        self._n_requests = 0
        self._n_entering = 0

    @property
    def quiet(self) -> bool:
        """Whether nobody waits for anything; pages that are merely open do not count."""
        return self._n_requests == 0 and self.waiting() == 0

    @contextmanager
    def request(self, scope: Scope) -> Iterator[None]:
        """Count a request while it is answered."""
        counts = not _ENDLESS.fullmatch(scope["path"])
        self._n_requests += counts
        try:
            yield
        finally:
            self._n_requests -= counts

    @contextmanager
    def entering(self, scope: Scope) -> Iterator[None]:
        """Count a question that is on its way into the queue."""
        counts = _asks(scope)
        self._n_entering += counts
        try:
            yield
        finally:
            self._n_entering -= counts

    def full(self, scope: Scope) -> Response | None:
        """Why a question must not wait, if there are too many; to be followed by ``entering``."""
        if not _asks(scope) or self.waiting() + self._n_entering < MAX_WAITING:
            return None
        text = f"Busy: {MAX_WAITING} questions are waiting; please try again in a moment."
        return self._refuse("busy", 503, text, BUSY_S)

    def refusal(self, scope: Scope) -> Response | None:
        """Why a request is not even read, if it is not."""
        if scope["method"] != "POST" or not _CALL.fullmatch(scope["path"]):
            return None
        client = client_of(scope.get("client"))
        if self._rate is not None and not self._rate.hit(client):
            wait_s = self._rate.wait_s(client)
            text = f"Too many questions from this address; please try again in {wait_s} s."
            return self._refuse("rate", 429, text, wait_s)
        if self.stopping and _asks(scope):
            text = "The server is stopping; please try again in a moment."
            return self._refuse("stopping", 503, text, STOPPING_S)
        return None

    def _refuse(self, reason: str, status: int, text: str, wait_s: int) -> Response:
        if self._on_refusal is not None:
            self._on_refusal(reason)
        return JSONResponse({"error": text}, status, {"Retry-After": str(wait_s)})


def _asks(scope: Scope) -> bool:
    return scope["method"] == "POST" and _QUESTION.fullmatch(scope["path"]) is not None
