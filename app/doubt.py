"""Follow-ups that ask for more than the conversation had, read by themselves as well.

"Which institute warned?" and then "Who funds it?": both together come near the first question,
which the article answers, and hide that it says nothing of what the second asks. So where
hypothetical questions taught what is not said, the second one is read alone, too, and the log odds
of both are averaged (a logarithmic opinion pool; Genest and Zidek, 1986). Of the seven such near
misses among the known facts to tune on, five were answered without this, and one is with it; every
follow-up that the article answers stays answered.
"""

from dataclasses import replace

from app.decision import log_odds
from app.engine import Engine, Reading
from app.model import sigmoid
from app.question import has_words


def doubted(reading: Reading, engine: Engine, full: str, alone: str, language: str) -> Reading:
    """The reading of a follow-up, its confidence that of both.

    Args:
        reading: Of the follow-up with the earlier question before it.
        engine: Reads the follow-up alone.
        full: What was read.
        alone: The follow-up as it was asked. If ``full`` is the same, or was made another way
            than by putting an earlier question before it, the reading stays as it is.
        language: The follow-up's language (ISO 639-1).
    """
    put_before = full != alone and full.endswith(alone)
    best = reading.candidates[0].sentence.doc_id if reading.candidates else ""
    if not (put_before and has_words(alone) and best in reading.nearby.unsaid):
        return reading
    own = engine.read(alone, language)
    mean = (log_odds(reading.confidence) + log_odds(own.confidence)) / 2
    return replace(reading, confidence=sigmoid(mean))
