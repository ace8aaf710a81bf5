"""Articles with hypothetical questions are read apart from those without.

What hypothetical questions teach tells of their article whether it answers, and nothing of others,
whose sentences are scored by another model and seem to answer less beside it. So where no article
with questions answers, the others are read as if they stood alone. Of the known facts to tune on
about articles without, beside one with, 71 % are answered rightly instead of 64 %, and alone 73 %.
"""

from collections.abc import Set
from dataclasses import replace

from app.engine import Engine, Reading
from app.stages import Stages
from index.types import Encoding

KNOWN_MISS = 0.9
"""Cosine from which a known near miss is what was asked, and no other article is looked into."""


class Apart:
    """Reads questions over all articles, or over those without hypothetical questions alone."""

    def __init__(self, engine: Engine, expanded: Set[str]) -> None:
        """Read over an engine; ``expanded`` are the ids of articles with hypothetical questions."""
        self._engine = engine
        self._threshold = engine.model.of(expanded=True).threshold
        self._expanded = frozenset(expanded)
        self._mixed = bool(expanded) and expanded < engine.doc_ids

    def read(self, question: str, language: str, encoding: Encoding, stages: Stages) -> Reading:
        """What is found where it should be looked for.

        Args:
            question: What was asked.
            language: Its language (ISO 639-1).
            encoding: The question, encoded.
            stages: Gets the time of each stage.
        """
        reading = self._engine.read(question, language, encoding=encoding, stages=stages)
        if not self._mixed or self._answers(reading) or _is_known_miss(reading):
            return reading
        apart = self._engine.read(question, language, self._expanded, encoding, stages)
        if apart.confidence >= self._engine.model.of(expanded=False).threshold:
            return apart
        return replace(apart, hits=reading.hits)  # the closest passages, wherever they are

    def _answers(self, reading: Reading) -> bool:
        """Whether an article with hypothetical questions does."""
        best = reading.candidates[0].sentence.doc_id if reading.candidates else ""
        return best in self._expanded and reading.confidence >= self._threshold


def _is_known_miss(reading: Reading) -> bool:
    nearest = reading.nearby.matches[0]
    return not nearest.representation.sentence_ids and nearest.score >= KNOWN_MISS
