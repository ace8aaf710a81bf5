"""How long each stage of a question took."""

import time


class Stages:
    """The seconds that one question has spent on each stage, in the order of its way."""

    def __init__(self) -> None:
        """Begin the first stage now."""
        self.seconds: dict[str, float] = {}
        self._began = time.perf_counter()

    def end(self, name: str) -> None:
        """End a stage; the next one begins. A stage that comes twice is added up."""
        now = time.perf_counter()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._began
        self._began = now
