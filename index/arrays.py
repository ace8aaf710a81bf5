"""Named arrays in one file."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write a compressed ``.npz`` file; whoever stops this keeps the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_suffix(".new")
    with whole.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    whole.replace(path)
