"""Moving on to an index that another process built, without a restart."""

import threading
from collections.abc import Callable
from pathlib import Path

from index.generations import generation_mark


class Renewal:
    """Notices that another index was swapped in, and has it opened in the background, once."""

    def __init__(self, folder: Path, renew: Callable[[], None]) -> None:
        """Watch an index folder; ``renew`` opens what is there, in a thread of its own."""
        self._folder = folder
        self._renew = renew
        self._seen = ""
        self._lock = threading.Lock()

    def look(self, mark: str) -> None:
        """Look whether the index with this mark is still the one in use; never waits."""
        now = generation_mark(self._folder)
        if now in (mark, self._seen, ""):
            return
        with self._lock:
            if now == self._seen:
                return
            self._seen = now
        threading.Thread(target=self._renew, daemon=True, name="renewal").start()
