"""Errors of the index room.

AssistantError
├── IndexMissing
├── IndexBusy
├── StaleIndex
├── IndexNotWritten
├── StoreUnavailable
└── EmbedderError
"""

from sources.errors import AssistantError


class IndexMissing(AssistantError):
    """Raised when an index folder holds no index and none may be built."""


class IndexBusy(AssistantError):
    """Raised when another process is building the same index."""


class StaleIndex(AssistantError):
    """Raised when an index is torn, or was made from other sources or by another embedder."""


class IndexNotWritten(AssistantError):
    """Raised when the files of an index cannot be written, as on a full disk."""


class StoreUnavailable(AssistantError):
    """Raised when Chroma fails or is late; a search is answered from the vectors instead."""


class EmbedderError(AssistantError):
    """Raised when the embedding model cannot be found, is damaged, or refuses a text."""
