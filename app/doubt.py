"""Follow-ups read by themselves as well, for what they ask beyond the conversation.

"Which institute warned?" and then "Who funds it?": both together come near the first question,
which the article answers, and hide that it says nothing of what the second asks. So where
hypothetical questions taught what is not said, the second one is read alone, too, and the log odds
of both are averaged. Of the seven such near
misses among the known facts to tune on, five were answered without this, and one is with it; every
follow-up that the article answers stays answered. In the same way a sentence that answers the
earlier question alone is told from one that answers what is asked now.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.engine import Engine, Reading
from app.evidence import ScoredSentence
from app.model import pooled
from app.question import has_words
from app.types import Turn

OWN_EXPECTED = 0.15
"""How far a follow-up by itself has to expect a sentence to tell what it asks for."""
OWN_SHARE = 0.4
"""Share of it below which another sentence is not asked for: among the known facts to tune on
seven sentences of follow-ups go that do not answer, and none that does; with 0.2 it is five."""


def read_alone(
    engine: Engine, reading: Reading, full: str, alone: str, history: Sequence[Turn]
) -> Reading | None:
    """A follow-up read by itself, over the best sentence's document.

    Args:
        engine: Reads it.
        reading: Of the follow-up with the earlier question before it.
        full: What was read.
        alone: The follow-up as it was asked.
        history: The conversation so far.

    Returns:
        ``None`` where it tells nothing: there are no hypothetical questions to have learnt from, or
        ``full`` was made of it another way than by putting an earlier question before it.
    """
    best = reading.doc_id
    if not (best in reading.nearby.unsaid and _is_put_behind(alone, full, history)):
        return None
    return engine.read(alone, exclude=engine.doc_ids - {best})


def doubted(reading: Reading, own: Reading | None) -> Reading:
    """The reading of a follow-up, its confidence no higher than with ``own``, that of it alone."""
    if own is None:
        return reading
    both = pooled(reading.confidence, own.confidence)
    return replace(reading, confidence=min(reading.confidence, both))


def asked_now(chosen: Sequence[ScoredSentence], own: Reading | None) -> list[ScoredSentence]:
    """The chosen sentences without those that only the earlier question asks for.

    Args:
        chosen: What a follow-up with the earlier question before it is to be answered with.
        own: The follow-up read by itself, if it was.

    Returns:
        At least one if there was any; all where ``own`` expects little of each.
    """
    expected = own.nearby.expected if own else {}
    most = max((expected.get(c.sentence.sentence_id, 0.0) for c in chosen), default=0.0)
    if most < OWN_EXPECTED:
        return list(chosen)
    least = OWN_SHARE * most
    return [c for c in chosen if expected.get(c.sentence.sentence_id, least) >= least]


def _is_put_behind(alone: str, full: str, history: Sequence[Turn]) -> bool:
    """Whether a text is one of the person's questions, another before it or not, and ``alone``."""
    before = full.removesuffix(alone).rstrip()
    asked = (turn["content"].strip() for turn in history if turn["role"] == "user")
    return has_words(alone) and before != full and any(q and before.endswith(q) for q in asked)
