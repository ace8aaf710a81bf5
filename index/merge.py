"""Two snapshots as one: what a person adds beside what the index holds."""

from dataclasses import replace

import numpy as np

from index.types import Snapshot, TokenTable


def merge(base: Snapshot, added: Snapshot) -> Snapshot:
    """The passages of both, and what was learnt from the hypothetical questions of both.

    Args:
        base: The index.
        added: Made by the same embedder, of documents that ``base`` does not hold.
    """
    shift = len(base.tokens.rows)
    units = [replace(u, first=u.first + shift, last=u.last + shift) for u in added.tokens.units]
    tokens = TokenTable(
        np.concatenate([base.tokens.rows, added.tokens.rows]),
        np.concatenate([base.tokens.spans, added.tokens.spans]),
        (*base.tokens.units, *units),
    )
    moved = [replace(e, rows=e.rows + len(base.representations)) for e in added.expansions]
    return Snapshot(
        (*base.passages, *added.passages),
        (*base.representations, *added.representations),
        np.concatenate([base.vectors, added.vectors]),
        tokens,
        (*base.expansions, *moved),
    )
