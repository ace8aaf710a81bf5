"""What a language model is asked, and what every maker's model must do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from app.errors import ModelUnavailable

ANSWER_SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "cites": {"type": "array", "items": {"type": "integer"}},
                },
                "required": ["text", "cites"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}
"""The form of a structured answer: sentences, each with the numbers that it cites."""


class ModelBusy(ModelUnavailable):
    """Raised for a failure that may pass when tried again: a rate limit, a lost connection."""


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One question to a model.

    ``max_tokens`` bounds the reply; ``structured`` asks for ``ANSWER_SCHEMA`` where the model
    can be held to it.
    """

    system: str
    user: str
    max_tokens: int = 600
    structured: bool = False


class LanguageModel(Protocol):
    """A model that continues a prompt."""

    @property
    def name(self) -> str:
        """What the model is called in answers and reports."""
        ...

    @property
    def context_tokens(self) -> int:
        """How many tokens a prompt may have, so that the reply still fits."""
        ...

    def stream(self, request: ModelRequest) -> Iterator[str]:
        """The reply, piece by piece as it comes.

        Raises:
            ModelUnavailable: If the model cannot be reached, refuses or breaks off.
        """
        ...
