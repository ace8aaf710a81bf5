"""Whether a question leans on the conversation, by rule and by what was learnt of such questions.

"Which year was that?" points, which a rule sees; "Over what time frame?" and « À quel journal ? »
leave unsaid of what. A logistic regression over the question's own vector tells them from questions
that stand alone, in the languages that the encoder knows. ``python -m evals leaning`` fits it.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from app.followup import Leans, is_followup
from app.model import sigmoid
from index.types import Embedder

PATH = Path(__file__).parent / "data" / "leaning.json"
THRESHOLD = 0.7
"""Probability from which a question leans on what was said before. Of the known facts it tells four
fifths of those with a conversation before them, the rule seven tenths, both together 85 %; of the
others half a percent, the rule 1 % and both 1.3."""
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


def leaning(embedder: Embedder, model: LeaningModel | None = None) -> Leans:
    """A way to tell whether a question leans; safe to share between threads.

    Args:
        embedder: Another than the one that the model was fitted with leaves the rule alone.
        model: The one shipped, if not given.
    """
    model = model or load_leaning_model()
    if embedder.embedder_id != model.embedder_id:
        return is_followup
    bias, weights = model.bias, np.array(model.weights, dtype=np.float32)

    @lru_cache(_REMEMBERED)
    def leans(question: str) -> bool:
        if is_followup(question):
            return True
        log_odds = bias + float(embedder.encode_query(question).vector @ weights)
        return sigmoid(log_odds) >= THRESHOLD

    return leans
