"""Loading the model, and building the index, while the page is up already."""

import logging
import threading
import time
from collections.abc import Callable

from app.desk import STOPPING
from app.errors import Closing, WarmingUp
from app.phrases import warming_text
from sources.errors import AssistantError

PATIENCE_S = 300.0
"""Seconds from its start for which questions wait; a first start takes half a minute."""
_log = logging.getLogger(__name__)


class WarmUp:
    """Loads the model beside the page; questions wait for it, and their time begins after that.

    A failure to load is not kept back: the questions that waited get it, the next one has it tried
    again, so that no question has to load, or build, within its own time.
    """

    def __init__(self, load: Callable[[], None], patience_s: float = PATIENCE_S) -> None:
        """Keep the loader; nothing runs before ``start``."""
        self._load = load
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._done.set()
        self._began = 0.0
        self._loading = self._closed = False
        self._failure: AssistantError | None = None

    @property
    def running(self) -> bool:
        """Whether a question would have to wait."""
        return self._loading

    def start(self) -> None:
        """Load in the background, unless that is under way."""
        with self._lock:
            if not (self._loading or self._closed):
                self._began, self._loading, self._failure = time.monotonic(), True, None
                self._done.clear()
                threading.Thread(target=self._run, name="warm-up", daemon=True).start()

    def wait(self) -> None:
        """Wait until all is loaded; have it loaded again if that has failed.

        Raises:
            AssistantError: If it cannot be loaded.
            WarmingUp: If it takes longer than anybody should wait.
            Closing: If the server stops.
        """
        if self._failure is not None:
            self.start()
        if not self._done.wait(max(self._began + self._patience_s - time.monotonic(), 0.0)):
            raise WarmingUp(warming_text("en"))
        if self._closed:
            raise Closing(STOPPING)
        if self._failure is not None:
            raise self._failure.with_traceback(None)

    def close(self) -> None:
        """Let everyone who waits go with an error."""
        with self._lock:
            self._closed = True
            self._done.set()

    def _run(self) -> None:
        try:
            self._load()
        except AssistantError as error:
            _log.warning("%s", error)
            self._failure = error
        finally:
            with self._lock:
                self._loading = False
                self._done.set()
