"""Errors of the app room.

AssistantError
├── SettingsError
├── ModelUnavailable
├── NoAnswerInTime
└── Closing
"""

from sources.errors import AssistantError


class SettingsError(AssistantError):
    """Raised when a setting has a value that is not allowed."""


class ModelUnavailable(AssistantError):
    """Raised when a language model cannot be loaded or reached, or does not answer in time."""


class NoAnswerInTime(AssistantError):
    """Raised when a question is not answered within its time limit, or no place gets free."""


class Closing(AssistantError):
    """Raised for a question that has no answer yet when the server stops."""
