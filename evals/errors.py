"""Errors of the evals room.

AssistantError (sources)
└── EvalError
    ├── DatasetError
    ├── ResultsError
    └── RemoteError
"""

from sources.errors import AssistantError


class EvalError(AssistantError):
    """The base of what can go wrong in an evaluation run; the run itself is then void."""


class DatasetError(EvalError):
    """Raised when questions or paragraphs cannot be used: bad JSON, a quote not in the article."""


class ResultsError(EvalError):
    """Raised when the results of an earlier run are missing, torn, or of other questions."""


class RemoteError(EvalError):
    """Raised when a server asked over HTTP does not answer as this product does."""
