"""Follow-ups that ask for more than the conversation had, read by themselves as well.

"Which institute warned?" and then "Who funds it?": both together come near the first question,
which the article answers, and hide that it says nothing of what the second asks. So where
hypothetical questions taught what is not said, the second one is read alone, too, and the log odds
of both are averaged. Of the seven such near
misses among the known facts to tune on, five were answered without this, and one is with it; every
follow-up that the article answers stays answered.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.engine import Engine, Reading
from app.model import pooled
from app.question import has_words
from app.types import Turn


def doubted(
    reading: Reading, engine: Engine, full: str, alone: str, history: Sequence[Turn]
) -> Reading:
    """The reading of a follow-up, its confidence no higher than that of both.

    Args:
        reading: Of the follow-up with the earlier question before it.
        engine: Reads the follow-up alone, over the best sentence's document.
        full: What was read.
        alone: The follow-up as it was asked. If ``full`` was made of it another way than by
            putting an earlier question before it, the reading stays as it is.
        history: The conversation so far.
    """
    best = reading.doc_id
    if not (best in reading.nearby.unsaid and _is_put_behind(alone, full, history)):
        return reading
    own = engine.read(alone, exclude=engine.doc_ids - {best})
    both = pooled(reading.confidence, own.confidence)
    return replace(reading, confidence=min(reading.confidence, both))


def _is_put_behind(alone: str, full: str, history: Sequence[Turn]) -> bool:
    """Whether a text is one of the person's questions, another before it or not, and ``alone``."""
    before = full.removesuffix(alone).rstrip()
    asked = (turn["content"].strip() for turn in history if turn["role"] == "user")
    return has_words(alone) and before != full and any(q and before.endswith(q) for q in asked)
