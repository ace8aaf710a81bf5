"""The figures of a SQuAD run."""

from collections.abc import Sequence

import numpy as np
from ir_measures import RR, Qrel, R, ScoredDoc, iter_calc

from evals.figures import Figure, Floats, auroc, bootstrapped, percentiles, share
from evals.squad_run import SquadOutcome

_MEASURES = {
    "paragraph R@1": R @ 1,
    "paragraph R@3": R @ 3,
    "paragraph R@5": R @ 5,
    "paragraph MRR@10": RR @ 10,
}


def squad_figures(outcomes: Sequence[SquadOutcome]) -> dict[str, Figure]:
    """Every figure by its name, in the order of the report.

    Retrieval, sentences, exact match and F1 are over answerable questions. The AUROC compares the
    confidence of answerable questions with that of the same questions when their paragraph, or its
    whole article, is left out, and with that of the file's own impossible questions.
    """
    answerable = [o for o in outcomes if o.answerable]
    if not answerable:
        return {"AUROC, impossible questions": _auroc_impossible(outcomes)}
    ranks = np.array([o.sentence_rank for o in answerable])
    figures = {name: share(values) for name, values in _retrieval(answerable).items()}
    figures |= {
        f"answer sentence hit@{k}": share(((ranks >= 1) & (ranks <= k)).astype(float))
        for k in (1, 3)
    }
    figures["AUROC, paragraph out"] = _auroc_out(
        answerable, [o.without_paragraph for o in answerable]
    )
    figures["AUROC, article out"] = _auroc_out(answerable, [o.without_article for o in answerable])
    figures["AUROC, impossible questions"] = _auroc_impossible(outcomes)
    figures["exact match"] = share(np.array([o.exact_match for o in answerable]))
    figures["token F1"] = share(np.array([o.token_f1 for o in answerable]))
    figures["token F1, best sentence"] = share(np.array([o.best_f1 for o in answerable]))
    return figures


def times_ms(outcomes: Sequence[SquadOutcome]) -> tuple[float, float]:
    """Median and 95th percentile of a question's time: encoding it and reading once."""
    return percentiles(np.array([o.elapsed_ms for o in outcomes], dtype=np.float64))


def _retrieval(outcomes: Sequence[SquadOutcome]) -> dict[str, Floats]:
    """Each measure's value for each question, as ir-measures computes it."""
    keys = {str(i): i for i in range(len(outcomes))}
    qrels = [Qrel(key, outcomes[i].question.doc_id, 1) for key, i in keys.items()]
    run = [
        ScoredDoc(key, doc_id, -float(rank))
        for key, i in keys.items()
        for rank, doc_id in enumerate(outcomes[i].ranking)
    ]
    names = {measure: name for name, measure in _MEASURES.items()}
    values = {name: np.zeros(len(outcomes)) for name in _MEASURES}
    for metric in iter_calc(list(names), qrels, run):
        values[names[metric.measure]][keys[metric.query_id]] = metric.value
    return values


def _auroc_out(outcomes: Sequence[SquadOutcome], without: Sequence[float | None]) -> Figure:
    pairs = [(o.confidence, w) for o, w in zip(outcomes, without, strict=True) if w is not None]
    scores = np.array(pairs, dtype=np.float64).reshape(len(pairs), 2)
    return bootstrapped(lambda at: auroc(scores[at, 0], scores[at, 1]), len(pairs))


def _auroc_impossible(outcomes: Sequence[SquadOutcome]) -> Figure:
    answerable = np.array([o.answerable for o in outcomes], dtype=bool)
    scores = np.array([o.confidence for o in outcomes], dtype=np.float64)
    return bootstrapped(
        lambda at: auroc(scores[at][answerable[at]], scores[at][~answerable[at]]), len(outcomes)
    )
