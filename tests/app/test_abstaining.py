"""Whether a reading is answered from, and why not."""

from dataclasses import replace

import pytest

from app.abstaining import NEAR_QUESTION, OFF_TOPIC_BELOW, Abstaining
from app.bank import Nearby
from app.engine import Reading
from app.telling import Telling
from app.types import Abstention
from sources.types import Document
from tests.app.parts import make_engine, match
from tests.index.documents import expanded_document, make_document

QUESTION = "Wie viele Mitarbeiter hatte die Firma Beispiel einst?"
THRESHOLD = 0.5


def reason(document: Document, **changed: object) -> Abstention | None:
    """Of the question over a document, its reading changed."""
    engine = make_engine(THRESHOLD, document)
    reading: Reading = replace(engine.read(QUESTION, "de"), **changed)  # type: ignore[arg-type]
    made = Abstaining(engine, Telling(engine, [document]))
    assert engine.threshold(reading) == THRESHOLD
    return made.reason(reading, QUESTION, reading.candidates[:1])


def test_from_the_threshold_on_it_is_answered() -> None:
    """And not below it."""
    assert reason(expanded_document(), confidence=THRESHOLD) is None
    assert reason(expanded_document(), confidence=THRESHOLD - 0.01) is not None


def test_where_nothing_was_read_it_is_off_topic() -> None:
    """However sure."""
    assert reason(expanded_document(), candidates=(), confidence=1.0) is Abstention.OFF_TOPIC


@pytest.mark.parametrize(
    ("score", "why"),
    [
        (NEAR_QUESTION, Abstention.NOT_IN_SOURCES),
        (NEAR_QUESTION - 0.01, Abstention.OFF_TOPIC),
    ],
)
def test_what_comes_near_a_hypothetical_question_is_on_topic(score: float, why: Abstention) -> None:
    """However sure it is that it is not said."""
    nearby = Nearby((match(score, "d#0.0"),), unsaid={"beispiel": 1.0})
    assert reason(expanded_document(), nearby=nearby, confidence=0.0) is why


@pytest.mark.parametrize(
    ("share", "why"),
    [
        (OFF_TOPIC_BELOW + 0.01, Abstention.NOT_IN_SOURCES),
        (OFF_TOPIC_BELOW - 0.01, Abstention.OFF_TOPIC),
    ],
)
def test_without_hypothetical_questions_confidence_tells(share: float, why: Abstention) -> None:
    """As a share of the threshold."""
    document = make_document("Die Firma Beispiel hatte einst 5.000 Mitarbeiter.")
    assert reason(document, confidence=share * THRESHOLD) is why
