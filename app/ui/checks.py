"""Whether something can be asked at all, with the text that says why not."""

from app.question import MAX_CHARS, clean_text


def problem(question: object) -> str | None:
    """The key of the text that says why this cannot be asked; nothing if it can."""
    if not isinstance(question, str):
        return "unreadable"
    if len(question) > MAX_CHARS:
        return "too_long"
    return None if clean_text(question) else "blank"
