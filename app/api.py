"""The Python door: ``ask`` and ``aask`` over one assistant made of the environment's settings."""

import asyncio
from collections.abc import Sequence
from functools import lru_cache

from app.assistant import Assistant
from app.types import Answer, Turn


@lru_cache(maxsize=1)
def default_assistant() -> Assistant:
    """The assistant that ``ask`` uses, made once."""
    return Assistant()


def ask(question: str, history: Sequence[Turn] | None = None, language: str = "auto") -> Answer:
    """Answer one question about the articles; see ``Assistant.ask``.

    Raises:
        ValueError: If the question or the history is not fit to be asked.
        AssistantError: If there is no usable article, index or model.
    """
    return default_assistant().ask(question, history, language)


async def aask(
    question: str, history: Sequence[Turn] | None = None, language: str = "auto"
) -> Answer:
    """As ``ask``, in a thread of its own.

    Raises:
        ValueError: If the question or the history is not fit to be asked.
        AssistantError: If there is no usable article, index or model.
    """
    return await asyncio.to_thread(ask, question, history, language)
