"""Which words are words: simplemma's dictionaries, kept small, and each word looked up once."""

from functools import lru_cache

import simplemma


@lru_cache(maxsize=20_000)
def is_known(word: str, language: str) -> bool:
    """Whether a word is in a dictionary, so that it is hardly a name or a slip.

    Args:
        word: As it is written; in small letters it counts as well.
        language: One that simplemma has (ISO 639-1).
    """
    return any(
        simplemma.is_known(written, lang=language, low_memory=True)
        for written in (word, word.lower())
    )
