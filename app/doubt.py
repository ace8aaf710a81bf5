"""Follow-ups read by themselves as well, for what they ask beyond the conversation.

"Which institute warned?" and then "Who funds it?": both together come near the first question,
which the article answers, and hide that it says nothing of what the second asks. So where
hypothetical questions taught what is not said, the second one is read alone, too, and the log odds
of both are averaged. In the same way a sentence that answers the earlier question alone is told
from one that answers what is asked now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.engine import Engine, Reading
from app.evidence import ScoredSentence
from app.model import pooled

OWN_WEIGHT = 0.5
"""What the follow-up by itself counts where both together count 1. Of the 23 near misses behind an
earlier question among the known facts to tune on 6 are answered, without it 7, and of the 57 that
the article answers 56 either way; counting 1 it is 5 and 53."""
OWN_EXPECTED = 0.15
"""How far a follow-up by itself has to expect a sentence to tell what it asks for."""
OWN_SHARE = 0.4
"""Share of it below which another sentence is not asked for, if the earlier question expects it"""
EARLIER_EXPECTED = 0.3
"""at least so far. Among the known facts to tune on seven sentences of follow-ups go that do not
answer, and none that does; 0.1 to 0.3 measured alike."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up apart: ``before`` is what was asked before it, ``own`` its reading by itself."""

    before: str
    own: Reading


def read_alone(engine: Engine, reading: Reading, full: str, start: int) -> FollowUp | None:
    """Read a follow-up by itself, over the best sentence's document.

    Args:
        engine: Reads it.
        reading: Of the follow-up with the earlier question before it.
        full: What was read.
        start: Where the follow-up begins behind an earlier question, 0 if there is none before it.

    Returns:
        ``None`` where it tells nothing: there are no hypothetical questions to have learnt from, or
        no earlier question is before it.
    """
    best = reading.doc_id
    if not start or best not in reading.nearby.unsaid:
        return None
    own = engine.read(full[start:], exclude=engine.doc_ids - {best})
    return FollowUp(full[:start].rstrip(), own)


def doubted(reading: Reading, followup: FollowUp | None) -> Reading:
    """The reading of a follow-up, its confidence no higher than with that of it alone."""
    if followup is None:
        return reading
    both = pooled(reading.confidence, followup.own.confidence, OWN_WEIGHT)
    return replace(reading, confidence=min(reading.confidence, both))


def asked_now(
    chosen: Sequence[ScoredSentence], followup: FollowUp | None, engine: Engine
) -> list[ScoredSentence]:
    """The chosen sentences without those that only the earlier question asks for.

    One that goes may come back as what says who "he" is.

    Args:
        chosen: What a follow-up with the earlier question before it is to be answered with.
        followup: The follow-up apart, if it was read so.
        engine: Knows what the earlier question expects; asked where that may change anything.
    """
    if followup is None:
        return list(chosen)
    expected = followup.own.nearby.expected
    most = max((expected.get(c.sentence.sentence_id, 0.0) for c in chosen), default=0.0)
    if most < OWN_EXPECTED:
        return list(chosen)
    least = OWN_SHARE * most
    ids = [c.sentence.sentence_id for c in chosen]
    doubtful = {sid for sid in ids if expected.get(sid, least) < least}
    if not doubtful:
        return list(chosen)
    others = engine.doc_ids - {followup.own.doc_id}
    earlier = engine.nearby(followup.before, others).expected
    gone = {sid for sid in doubtful if earlier.get(sid, 0.0) >= EARLIER_EXPECTED}
    return [c for c in chosen if c.sentence.sentence_id not in gone]
