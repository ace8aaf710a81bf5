"""What speaks for a passage as the one that answers: named features."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.decision import log_odds
from app.evidence import ScoredSentence


@dataclass(frozen=True, slots=True)
class PassageFeatures:
    """Evidence for a passage: its fused score, and the log odds of its best sentence, ``top``."""

    fused: float
    top: float

    def named(self) -> tuple[tuple[str, float], ...]:
        """Name and value of each feature."""
        return tuple((name, getattr(self, name)) for name in self.__slots__)


def passage_features(
    candidates: Sequence[ScoredSentence],
) -> list[tuple[str, PassageFeatures]]:
    """The ids of the passages that sentences stand in, and what speaks for each.

    Args:
        candidates: Sentences, best first.

    Returns:
        The passages by their best sentence.
    """
    best: dict[str, ScoredSentence] = {}
    for candidate in candidates:
        best.setdefault(candidate.sentence.passage_id, candidate)
    return [
        (pid, PassageFeatures(c.features.passage, log_odds(c.score))) for pid, c in best.items()
    ]
