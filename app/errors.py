"""Errors of the app room.

AssistantError
├── SettingsError
├── ModelUnavailable
├── NoAnswerInTime
├── WarmingUp
└── Closing
"""

from sources.errors import AssistantError


class SettingsError(AssistantError):
    """Raised when a setting has a value that is not allowed."""


class ModelUnavailable(AssistantError):
    """Raised when a language model cannot be loaded or reached, or does not answer in time."""


class NoAnswerInTime(AssistantError):
    """Raised when a question is not answered within its time limit, or no place gets free."""


class WarmingUp(AssistantError):
    """Raised for a question while the assistant takes longer to get ready than anybody waits."""


class Closing(AssistantError):
    """Raised for a question that has no answer yet when the server stops."""
