"""Question answering: the assistant and its doors."""

from app.api import aask, ask
from app.assistant import Assistant
from app.settings import Settings
from app.types import Answer, Citation, Turn

__all__ = ["Answer", "Assistant", "Citation", "Settings", "Turn", "aask", "ask"]
