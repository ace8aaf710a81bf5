"""The records of a JSONL file, each read when it is asked for, so that none is kept."""

import json
from pathlib import Path
from typing import Any

import numpy as np


class Lines:
    """The records of a file that is mapped into memory; it may be removed meanwhile."""

    def __init__(self, path: Path) -> None:
        """Look where each line ends.

        Raises:
            OSError: If the file cannot be read.
        """
        with path.open("rb") as file:
            self._ends = np.cumsum([0, *map(len, file)])
            mapped = len(self._ends) > 1  # of nothing there is no map
            self._bytes = np.memmap(file, np.uint8, "r") if mapped else np.zeros(0, np.uint8)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ends) - 1

    def __getitem__(self, row: int) -> dict[str, Any]:
        """The record of a line, counted from 0."""
        first, last = self._ends[row : row + 2].tolist()
        record: dict[str, Any] = json.loads(self._bytes[first:last].tobytes())
        return record
