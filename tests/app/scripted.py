"""A language model that says what it is told to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.errors import ModelUnavailable
from app.llm_types import ModelRequest


@dataclass
class ScriptedModel:
    """Gives one reply after the other, in pieces; an error instead of a text is raised."""

    replies: Sequence[str | ModelUnavailable]
    piece_chars: int = 7
    name: str = "scripted"
    context_tokens: int = 6000
    requests: list[ModelRequest] = field(default_factory=list)

    def stream(self, request: ModelRequest) -> Iterator[str]:
        """The next reply."""
        reply = self.replies[min(len(self.requests), len(self.replies) - 1)]
        self.requests.append(request)
        if isinstance(reply, ModelUnavailable):
            raise reply
        for at in range(0, len(reply), self.piece_chars):
            yield reply[at : at + self.piece_chars]
