"""Retrieval measures over the evidence of known facts, by ir-measures."""

from collections.abc import Sequence

import numpy as np
from ir_measures import RR, Qrel, R, ScoredDoc, iter_calc, nDCG

from evals.figures import Floats
from evals.types import Outcome

_MEASURES = {
    "recall@1": R @ 1,
    "recall@3": R @ 3,
    "recall@5": R @ 5,
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}


def retrieval(outcomes: Sequence[Outcome]) -> dict[str, Floats]:
    """Each measure's value for each outcome, by the measure's name.

    What is to be found are the question's units of evidence, each of gain 1, whether anything
    of them was indexed or not. A hit that holds several units ranks them one after the other; a
    unit counts where it is found first. An error found nothing.
    """
    qrels = [
        Qrel(str(i), f"unit {unit}", 1)
        for i, outcome in enumerate(outcomes)
        for unit in range(outcome.verdict.n_units)
    ]
    run = [
        ScoredDoc(str(i), name, -float(rank))
        for i, outcome in enumerate(outcomes)
        for rank, name in enumerate(_found(outcome.verdict.hits_prove))
    ]
    names = {measure: name for name, measure in _MEASURES.items()}
    values = {name: np.zeros(len(outcomes)) for name in _MEASURES}
    for metric in iter_calc(list(names), qrels, run) if run else ():
        values[names[metric.measure]][int(metric.query_id)] = metric.value
    return values


def _found(hits_prove: Sequence[tuple[int, ...]]) -> list[str]:
    found: list[str] = []
    for rank, units in enumerate(hits_prove):
        names = [f"unit {unit}" for unit in units]
        new = [name for name in names if name not in found]
        found += new if names else [f"hit {rank}"]
    return found
