"""What is added to the layers of the bundled encoder, so that tokens can be compared as well.

E5 was trained to compare whole texts. Low-rank additions to its layers (LoRA; Hu et al., 2021,
arXiv:2106.09685), trained on questions and the sentences that answer them, make its token vectors
meet where a sentence answers (late interaction; Khattab and Zaharia, 2020, arXiv:2004.12832). The
vector of the whole text is trained to stay near to what it was, and nearest where it is answered.
``python -m evals mean`` writes the file of what ``adapt`` trained; its hash is a part of the
embedder's name.
"""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from index.arrays import write_arrays
from index.centres import Centres
from index.errors import EmbedderError
from index.types import FloatArray
from index.weights import WEIGHT_ID

ADAPTER = Path(__file__).parent / "data" / "adapter.npz"
MATRICES = ("q", "k", "v", "ao", "fi", "fo")
"""The parts of a layer that have an addition: of its attention and of its feed-forward."""
_DESCRIPTION = "description"
_CENTRES = ("centre.query", "centre.passage")
_SALIENCE = "salience"


@dataclass(frozen=True, slots=True)
class LowRank:
    """An addition to a matrix: ``up @ down``, (out, r) and (r, in) float32."""

    down: FloatArray
    up: FloatArray


@dataclass(frozen=True, slots=True)
class Adapter:
    """Additions by the matrix's name, such as ``l8.q``, to layers from ``first_layer`` on.

    ``centres`` is what token vectors with them are compared without, and a question's tokens count
    by the softmax of their products with ``salience``, (d,); both are trained as well.
    ``description`` says what they were trained on, and what was reached on articles held out.
    """

    first_layer: int
    additions: Mapping[str, LowRank]
    centres: Centres
    salience: FloatArray
    description: str


def bundled_id(path: Path = ADAPTER) -> str:
    """What the bundled encoder with an adapter is known by, in a manifest for one.

    Raises:
        EmbedderError: If the adapter cannot be read.
    """
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise _no_adapter(path, error) from error
    return f"{WEIGHT_ID}+{digest[:12]}"


def load_adapter(path: Path = ADAPTER) -> Adapter:
    """Read an adapter.

    Raises:
        EmbedderError: If the file cannot be read or something is missing in it.
    """
    try:
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
        description = str(arrays.pop(_DESCRIPTION))
        query, passage = (arrays.pop(name).astype(np.float32) for name in _CENTRES)
        salience = arrays.pop(_SALIENCE).astype(np.float32)
        names = {name.rpartition(".")[0] for name in arrays}
        found = {
            name: LowRank(
                arrays[f"{name}.down"].astype(np.float32), arrays[f"{name}.up"].astype(np.float32)
            )
            for name in names
        }
        layers = {int(name.partition(".")[0][1:]) for name in names}
        whole = [f"l{layer}.{part}" for layer in sorted(layers) for part in MATRICES]
        additions = {name: found[name] for name in whole}
        first_layer = min(layers)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error) as error:
        raise _no_adapter(path, error) from error
    return Adapter(first_layer, additions, Centres(query, passage), salience, description)


def _no_adapter(path: Path, error: Exception) -> EmbedderError:
    again = "install the package anew" if path == ADAPTER else "see python -m evals adapt"
    return EmbedderError(f"{path} is no adapter ({error}); {again}")


def write_adapter(path: Path, adapter: Adapter) -> None:
    """Write an adapter in half precision."""
    arrays = {_DESCRIPTION: np.array(adapter.description)}
    both = (adapter.centres.query, adapter.centres.passage)
    arrays |= dict(zip(_CENTRES, (centre.astype(np.float32) for centre in both), strict=True))
    arrays[_SALIENCE] = adapter.salience.astype(np.float32)
    for name, addition in adapter.additions.items():
        arrays[f"{name}.down"] = addition.down.astype(np.float16)
        arrays[f"{name}.up"] = addition.up.astype(np.float16)
    write_arrays(path, arrays)
