"""Errors of the web server.

AssistantError
└── ServerError
ValueError
└── NotAdded
"""

from sources.errors import AssistantError


class ServerError(AssistantError):
    """Raised when the page cannot be served: a busy port, or a bind that nothing protects."""


class NotAdded(ValueError):
    """Raised when an article is not taken; ``kind`` names the reason, as ``SourceError`` does."""

    def __init__(self, message: str, kind: str) -> None:
        """Keep the one line and the kind of reason."""
        super().__init__(message)
        self.kind = kind
