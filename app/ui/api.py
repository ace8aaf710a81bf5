"""The public endpoints: ``ask``, ``search``, ``health``; the same JSON as the other doors give."""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import gradio as gr
from gradio.events import api

from app.errors import WarmingUp
from app.phrases import warming_text
from app.question import check_history, check_language
from app.types import Turn
from app.ui.checks import problem
from app.ui.failsafe import SENTENCE
from app.ui.needs import ChatAssistant
from app.ui.strings import text
from index.types import Hit
from sources import detect_language
from sources.errors import AssistantError

MAX_K = 50
_log = logging.getLogger(__name__)


def add_endpoints(assistant: ChatAssistant) -> None:
    """Add the endpoints to the page that is being built."""

    def ask(
        question: str, history: list[dict[str, Any]] | None = None, language: str = "auto"
    ) -> dict[str, Any]:
        """Answer one question with citations; ``language`` is ``auto``, ``de`` or ``en``."""
        _refuse(problem(question))
        turns = _history(history)
        with _one_line(question, language):
            check_language(language)
            return _json(assistant.ask(question, turns, language).to_dict())

    def search(query: str, k: int = 5) -> list[dict[str, Any]]:
        """The ``k`` passages nearest to a query, best first."""
        _refuse(problem(query))
        if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MAX_K:
            raise _error(f"k must be a whole number from 1 to {MAX_K}.")
        with _one_line(query):
            return [_hit(hit) for hit in assistant.search(query, k)]

    def health() -> dict[str, Any]:
        """Whether the assistant is ready."""
        with _one_line():
            return _json(asdict(assistant.health()))

    for endpoint in (ask, search, health):
        api(endpoint, api_name=endpoint.__name__)


@contextmanager
def _one_line(question: str = "", language: str = "auto") -> Iterator[None]:
    """Failures of ours as an error that the caller reads in one line."""
    try:
        yield
    except WarmingUp as error:
        asked_in = detect_language(question) if language == "auto" else language
        raise _error(warming_text(asked_in)) from error
    except (AssistantError, ValueError) as error:
        raise _error(str(error)) from error
    except Exception as error:
        # A fault of ours: its text may hold a path or a question, so that only its kind is logged.
        _log.error("An endpoint failed: %s", type(error).__name__)
        _log.debug("Where", exc_info=True)
        raise _error(SENTENCE) from error


def _refuse(key: str | None) -> None:
    if key is not None:
        raise _error(text(key, "en"))


def _error(line: str) -> gr.Error:
    return gr.Error(line, print_exception=False)


def _history(history: object) -> Sequence[Turn]:
    """A history as it came: checked, since whoever asks can write anything into it."""
    if history is None:
        return []
    try:
        return check_history(history)
    except ValueError as error:
        raise _error(str(error)) from error


def _json(data: dict[str, object]) -> dict[str, Any]:
    """Plain JSON data: enumerations and paths as text, tuples as lists."""
    plain: dict[str, Any] = json.loads(json.dumps(data, default=str))
    return plain


def _hit(hit: Hit) -> dict[str, Any]:
    passage = asdict(hit.passage)
    kept = ("doc_id", "passage_id", "title", "text", "start", "end")
    return {"rank": hit.rank, "score": hit.score, **{key: passage[key] for key in kept}}
