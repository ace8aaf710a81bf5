"""Errors of the sources room, and the base of every error a door reports.

AssistantError
└── SourceError
    └── UnreadableFile
"""


class AssistantError(Exception):
    """Raised for any failure that a door turns into one line; its text says what, where, next."""


class SourceError(AssistantError):
    """Raised when an article file cannot be read, or a folder holds no usable article."""


class UnreadableFile(SourceError):
    """Raised for one file that is not usable; a folder's loader names it and goes on.

    ``kind`` names the reason for doors that say it in other languages; it may be empty.
    """

    def __init__(self, message: str, kind: str = "") -> None:
        """Keep the one line and the kind of reason."""
        super().__init__(message)
        self.kind = kind
