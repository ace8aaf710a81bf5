"""Two adapters, each trained on every second article, and their mean, which is the one shipped.

Weights that were trained apart from the same beginning can be averaged, and the mean is as good as
what was trained on all, or better (model soups; Wortsman et al., 2022, arXiv:2203.05482). So
everything is trained on once, and each half is measured on what it has not seen.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.errors import DatasetError
from evals.squad_data import Articles
from index.adapter import Adapter, LowRank, load_adapter, write_adapter
from index.centres import Centres

HALVES = (Articles.EVEN, Articles.ODD)


def half_path(folder: Path, half: Articles) -> Path:
    """The file of a half, which was trained on that half and no other: figures would lie.

    Raises:
        DatasetError: If it was trained on something else.
        EmbedderError: If it is no adapter.
    """
    path = folder / f"{half}.npz"
    if f"({half})" not in load_adapter(path).description:
        raise DatasetError(
            f"{path} was not trained on the {half} articles; make it: python -m evals adapt "
            f"--articles {half} --out {path}"
        )
    return path


def write_mean(folder: Path, out: Path) -> None:
    """Write the mean of both halves.

    Raises:
        DatasetError: If a half was trained on something else.
        EmbedderError: If one is no adapter.
    """
    write_adapter(out, mean_of([load_adapter(half_path(folder, half)) for half in HALVES]))


def mean_of(adapters: Sequence[Adapter]) -> Adapter:
    """The mean of what is added to the same layers (ranks add up), of centres and of saliences."""
    first, share = adapters[0], np.float32(1 / len(adapters))
    additions = {
        name: LowRank(
            np.concatenate([adapter.additions[name].down for adapter in adapters]),
            np.concatenate([adapter.additions[name].up for adapter in adapters], axis=1) * share,
        )
        for name in first.additions
    }
    centres = Centres(
        np.mean([adapter.centres.query for adapter in adapters], axis=0),
        np.mean([adapter.centres.passage for adapter in adapters], axis=0),
    )
    told = " ".join(adapter.description for adapter in adapters)
    return Adapter(
        first.first_layer,
        additions,
        centres,
        np.mean([adapter.salience for adapter in adapters], axis=0),
        f"The mean of {len(adapters)}. {told}",
    )
