"""Whether a reading is answered from, and if not, why."""

from collections.abc import Sequence

from app.engine import Engine, Reading
from app.evidence import ScoredSentence
from app.telling import Telling
from app.types import Abstention

OFF_TOPIC_BELOW = 0.15
"""Share of the threshold under which the confidence makes a question off topic."""
NEAR_QUESTION = 0.83
"""Cosine from which a hypothetical question is about the same thing: the encoder gives 0.74 to 0.82
to recipes, the weather and code, and to nine of ten near misses 0.88 and more."""


class Abstaining:
    """Decides over readings; safe to share between threads."""

    def __init__(self, engine: Engine, telling: Telling) -> None:
        """Decide by the thresholds of an engine's model."""
        self._engine = engine
        self._telling = telling

    def reason(
        self, reading: Reading, full: str, chosen: Sequence[ScoredSentence]
    ) -> Abstention | None:
        """Why the sentences chosen for a question that stands alone are no answer, if so."""
        if not reading.candidates:
            return Abstention.OFF_TOPIC
        threshold = self._engine.threshold(reading)
        if reading.confidence >= threshold:
            expanded = reading.doc_id in self._engine.expanded
            told = self._telling.may_tell(full, chosen, expanded)
            return None if told else Abstention.NOT_IN_SOURCES
        if reading.nearby.unsaid:
            # Little confidence says nothing here: of a near miss the sources are known not to say.
            off_topic = reading.nearby.matches[0].score < NEAR_QUESTION
        else:
            off_topic = reading.confidence < OFF_TOPIC_BELOW * threshold
        return Abstention.OFF_TOPIC if off_topic else Abstention.NOT_IN_SOURCES
