"""An adapter for the small weight file, made by chance."""

import numpy as np

from index.adapter import Adapter, LowRank
from index.centres import Centres
from index.types import FloatArray
from tests.index.weight_files import FEED_FORWARD, HIDDEN

RANK = 2


def make_adapter(scale: float = 0.3) -> Adapter:
    """Additions to its one layer; none if ``scale`` is 0."""
    rng = np.random.default_rng(7)
    sizes = dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN))
    sizes |= {"fi": (FEED_FORWARD, HIDDEN), "fo": (HIDDEN, FEED_FORWARD)}
    additions = {
        f"l0.{part}": LowRank(_some(rng, RANK, n_in), np.float32(scale) * _some(rng, n_out, RANK))
        for part, (n_out, n_in) in sizes.items()
    }
    nothing = np.zeros(HIDDEN, dtype=np.float32)
    return Adapter(0, additions, Centres(nothing, nothing), nothing, "made by chance")


def _some(rng: np.random.Generator, *shape: int) -> FloatArray:
    # As the file has them, so that what comes back is the same.
    return rng.normal(size=shape).astype(np.float16).astype(np.float32)
