"""The gate: a model's sentence is shown only if the sentences it cites say the same."""

from app.gate.proof import prepare
from app.gate.types import Verdict
from app.gate.verify import verify

__all__ = ["Verdict", "prepare", "verify"]
