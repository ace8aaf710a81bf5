"""Errors of the web server.

AssistantError
└── ServerError
"""

from sources.errors import AssistantError


class ServerError(AssistantError):
    """Raised when the page cannot be served: a busy port, or a bind that nothing protects."""
