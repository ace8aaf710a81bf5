"""Fits what tells follow-ups from questions that stand alone (``app/leaning.py``).

Follow-ups are those among the hypothetical questions, each without the one before it; the questions
that stand alone are all others of them, and many about other matters: what is asked about must not
tell. The known facts are told apart to say how well it does.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter
from sklearn.linear_model import LogisticRegression

from app.followup import Leans
from app.leaning import LeaningModel, leaning
from app.question import without_commands
from evals.dataset import FACTS, READING, load_facts
from evals.errors import DatasetError
from evals.squad_data import read_squad, spread
from evals.types import Question
from index.build import make_snapshot
from index.embed import load_embedder
from index.precomputed import encoded
from sources import Document, load_documents

_C = 10.0
"""1 and 100 measured alike."""
_MOST_OF_READING = 1500
"""Questions of each file."""
_DIGITS = 4


def run_leaning(out: Path, sources: Path) -> list[str]:
    """Fit the weights and write them.

    Args:
        out: The JSON file.
        sources: The folder of articles whose hypothetical questions say what they follow.

    Returns:
        What is told of the known facts, a line each.

    Raises:
        DatasetError: If none of these questions is a follow-up.
    """
    documents = load_documents(sources).documents
    embedder = load_embedder()
    followups, alone = _questions(documents)
    if not followups:
        raise DatasetError(
            f'No follow-ups in {sources}; a questions file says what one follows by "earlier"'
        )
    vectors = encoded([*followups, *alone], embedder, progress=True)
    x = np.stack([vectors[text] for text in (*followups, *alone)])
    y = np.arange(len(x)) < len(followups)
    fitted = LogisticRegression(C=_C, class_weight="balanced", max_iter=2000).fit(x, y)
    model = LeaningModel(
        "",
        embedder.embedder_id,
        round(float(fitted.intercept_[0]), _DIGITS),
        tuple(round(float(weight), _DIGITS) for weight in fitted.coef_[0]),
    )
    leans = leaning(embedder, make_snapshot(documents, embedder), model)
    lines = [_told(part, load_facts(FACTS, documents, (part,)), leans) for part in ("dev", "test")]
    description = (
        f"Fitted by `python -m evals leaning` on {len(followups)} follow-ups and {len(alone)} "
        f"questions that stand alone. {' '.join(lines)}"
    )
    model = LeaningModel(description, model.embedder_id, model.bias, model.weights)
    out.write_bytes(TypeAdapter(LeaningModel).dump_json(model) + b"\n")
    return lines


def _questions(documents: Sequence[Document]) -> tuple[list[str], list[str]]:
    """Follow-ups without what they follow, and questions that stand alone, each once."""
    asked = [question for document in documents for question in document.questions]
    alone = [question.text for question in asked if not question.earlier]
    for path in sorted(READING.glob("*.json")):
        alone += [q.text for q in spread(read_squad(path), _MOST_OF_READING).questions]
    followups = dict.fromkeys(question.text for question in asked if question.earlier)
    return list(followups), list(dict.fromkeys(alone))


def _told(part: str, facts: Sequence[Question], leans: Leans) -> str:
    told = {behind: [0, 0] for behind in (True, False)}
    for fact in facts:
        count = told[bool(fact.history)]
        count[0] += leans(without_commands(fact.text))
        count[1] += 1
    (behind, n_behind), (first, n_first) = told[True], told[False]
    return (
        f"Of the known facts of {part}, with the rule, {behind} of {n_behind} behind a "
        f"conversation lean on it, and {first} of {n_first} without one would."
    )
