"""Thumbs and reasons, as they come from the page, kept in the feedback file."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.feedback import Feedback, append
from app.ui.turns import Turn, history

MAX_REASON_CHARS = 1000
_ADAPTER = TypeAdapter(Feedback)


class Verdicts:
    """Keeps verdicts in one file."""

    def __init__(self, path: Path) -> None:
        """Keep the path; the file is made with the first verdict."""
        self._path = path

    def keep(self, turns: Sequence[Turn], message: int, helpful: bool) -> dict[str, object] | None:
        """Keep a thumb on the reply at a message's position; nothing if there is no reply."""
        number = message // 2
        reply = turns[number].reply if number < len(turns) else None
        if reply is None:
            return None
        feedback = Feedback(
            feedback_id=uuid.uuid4().hex,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            helpful=helpful,
            reason="",
            question=turns[number].question,
            answer=reply.text,
            language=reply.language,
            abstained=reply.abstained.value if reply.abstained else None,
            cited=tuple(f"{c.doc_id}:{c.start}-{c.end}" for c in reply.citations),
            quotes=tuple(c.original_quote for c in reply.citations),
            history=tuple(
                {"role": said["role"], "content": said["content"]}
                for said in history(turns[:number])
            ),
        )
        append(self._path, feedback)
        return asdict(feedback)

    def explain(self, verdict: object, reason: object) -> bool:
        """Keep the reason for a verdict given before; whether there was anything to keep."""
        if not isinstance(reason, str) or not reason.strip():
            return False
        try:
            feedback = _ADAPTER.validate_python(verdict)
        except ValidationError:
            return False
        append(self._path, replace(feedback, reason=reason.strip()[:MAX_REASON_CHARS]))
        return True
