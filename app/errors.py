"""Errors of the app room.

AssistantError
├── SettingsError
└── ModelUnavailable
"""

from sources.errors import AssistantError


class SettingsError(AssistantError):
    """Raised when a setting has a value that is not allowed."""


class ModelUnavailable(AssistantError):
    """Raised when a language model cannot be loaded or reached, or does not answer in time."""
