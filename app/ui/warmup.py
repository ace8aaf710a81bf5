"""Loading the model while the page is up already."""

import logging
import threading
from collections.abc import Callable

from sources.errors import AssistantError

_log = logging.getLogger(__name__)


class WarmUp:
    """Loads the model beside the page; questions wait for it.

    A failure to load is not kept back: the question that follows meets the same failure and
    shows it.
    """

    def __init__(self, load: Callable[[], None]) -> None:
        """Keep the loader; nothing runs before ``start``."""
        self._load = load
        self._done = threading.Event()
        self._done.set()

    @property
    def running(self) -> bool:
        """Whether a question would have to wait."""
        return not self._done.is_set()

    def start(self) -> None:
        """Load in the background, once."""
        self._done.clear()
        threading.Thread(target=self._run, name="warm-up", daemon=True).start()

    def wait(self) -> None:
        """Wait until loading has ended, well or badly."""
        self._done.wait()

    def _run(self) -> None:
        try:
            self._load()
        except AssistantError as error:
            _log.warning("%s", error)
        finally:
            self._done.set()
