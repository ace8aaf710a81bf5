"""What became of a question, for logs and metrics: everything but its text."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from app.stages import Stages
from app.types import Answer

_ID_CHARS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was asked.

    ``question_id`` is the beginning of the text's SHA-256; the same question has the same one.
    ``outcome`` is ``answered``, the reason for abstaining, ``invalid`` (the caller's mistake),
    ``stopped`` (the reader went away) or ``error``, of which ``error`` names the class; without an
    answer there is no ``language``, ``backend`` or ``confidence``. ``stage_s`` are seconds.
    """

    question_id: str
    question: str
    outcome: str
    language: str | None
    backend: str | None
    confidence: float | None
    error: str | None
    elapsed_s: float
    stage_s: Mapping[str, float]

    def fields(self, with_question: bool) -> dict[str, object]:
        """What a log line has of it, times in milliseconds; the text only if it is wanted."""
        said: dict[str, object] = {
            "question_id": self.question_id,
            "outcome": self.outcome,
            "language": self.language,
            "backend": self.backend,
            "confidence": self.confidence,
            "error": self.error,
            "elapsed_ms": round(self.elapsed_s * 1000, 1),
            "stages_ms": {name: round(s * 1000, 1) for name, s in self.stage_s.items()},
        }
        return {**said, "question": self.question} if with_question else said


Listener = Callable[[Asked], None]


@dataclass(slots=True)
class Asking:
    """A question on its way: how long its stages took, and the answer so far."""

    stages: Stages = field(default_factory=Stages)
    answer: Answer | None = None


@contextmanager
def listened(question: str, listeners: tuple[Listener, ...]) -> Iterator[Asking]:
    """Tell the listeners what became of a question, however that ends."""
    asking = Asking()
    began = time.perf_counter()
    outcome, error_name = "answered", None
    try:
        yield asking
        if asking.answer is not None and asking.answer.abstained is not None:
            outcome = asking.answer.abstained.value
    except GeneratorExit:
        outcome = "stopped"
        raise
    except Exception as error:
        outcome = "invalid" if isinstance(error, ValueError) else "error"
        error_name = type(error).__name__
        raise
    finally:
        answer = asking.answer
        asked = Asked(
            question_id=sha256(question.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_CHARS],
            question=question,
            outcome=outcome,
            language=answer.language if answer else None,
            backend=answer.backend if answer else None,
            confidence=answer.confidence if answer else None,
            error=error_name,
            elapsed_s=time.perf_counter() - began,
            stage_s=asking.stages.seconds,
        )
        for listener in listeners:
            listener(asked)
