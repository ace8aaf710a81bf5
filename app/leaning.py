"""Whether a question leans on the conversation, by rule and by what was learnt of such questions.

"Which year was that?" points, which a rule sees; "Over what time frame?" and « À quel journal ? »
leave unsaid of what. A logistic regression over the question's own vector tells them from questions
that stand alone, in the languages that the encoder knows; one that is nearly a hypothetical
question which stands alone does so. ``python -m evals leaning`` fits it.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from app.followup import Leans, is_followup
from app.model import sigmoid
from index.represent import is_question
from index.types import Embedder, FloatArray, Snapshot

PATH = Path(__file__).parent / "data" / "leaning.json"
THRESHOLD = 0.8
"""Probability from which a question leans on what was said before."""
KNOWN = 0.93
"""Cosine from which a hypothetical question that stands alone, and is nearer than any follow-up,
says that this one does, too. Of the known facts behind a conversation 82 % lean by this and the
rule, 70 % by the rule alone; of the others, orders aside, 1 % would, either way. Of the
hypothetical questions that stand alone 3.5 % reach the probability, short ones most."""
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class LeaningModel:
    """A logistic regression over a question's vector, (d,), of one embedder."""

    description: str
    embedder_id: str
    bias: float
    weights: tuple[float, ...]


def load_leaning_model(path: Path = PATH) -> LeaningModel:
    """Read the weights from their JSON file."""
    return TypeAdapter(LeaningModel).validate_json(path.read_bytes())


def leaning(embedder: Embedder, snapshot: Snapshot, model: LeaningModel | None = None) -> Leans:
    """A way to tell whether a question leans; safe to share between threads.

    Args:
        embedder: Another than the one that the model was fitted with leaves the rule alone.
        snapshot: Made by the same embedder, for its hypothetical questions.
        model: The one shipped, if not given.
    """
    model = model or load_leaning_model()
    if embedder.embedder_id != model.embedder_id:
        return is_followup
    bias, weights = model.bias, np.array(model.weights, dtype=np.float32)
    asked = enumerate(snapshot.representations)
    alone = np.array([row for row, r in asked if is_question(r) and not r.start], dtype=np.intp)
    followups = [e.followups.vectors for e in snapshot.expansions if len(e.followups.places)]

    def is_known(vector: FloatArray) -> bool:
        if not len(alone):
            return False
        beside = [float((vectors @ vector).max()) for vectors in followups]
        return float((snapshot.vectors @ vector)[alone].max()) >= max([KNOWN, *beside])

    @lru_cache(_REMEMBERED)
    def leans(question: str) -> bool:
        if is_followup(question):
            return True
        vector = embedder.encode_query(question).vector
        return sigmoid(bias + float(vector @ weights)) >= THRESHOLD and not is_known(vector)

    return leans
