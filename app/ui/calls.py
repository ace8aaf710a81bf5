"""Calls of the public endpoints, checked before they wait in the queue.

Gradio answers a call with an event to wait for, and wants every parameter. Here a call that cannot
be answered is refused at once, and one that leaves parameters out gets their defaults.
"""

import json
import re
from typing import Final

from app.ui.checks import problem
from app.ui.strings import text

DEFAULTS: Final[dict[str, tuple[object, ...]]] = {
    "ask": (None, None, "auto"),
    "search": (None, 5),
    "health": (),
}
"""Parameters of each endpoint in order; the first of the first two has to be given."""
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "ask": ("question", "history", "language"),
    "search": ("query", "k"),
    "health": (),
}
_CALL = re.compile(r"/gradio_api/call(?P<v2>/v2)?/(?P<name>ask|search|health)/?")


class BadCall(ValueError):
    """Raised for a call that cannot be answered; its text is one line for whoever calls."""


def complete_call(path: str, body: bytes) -> bytes:
    """The body of a call with every parameter; any other request's body as it is.

    Raises:
        BadCall: If the body is not JSON, has too many parameters, or asks nothing.
    """
    call = _CALL.fullmatch(path)
    if call is None:
        return body
    data = _parse(body)
    defaults = DEFAULTS[call["name"]]
    if call["v2"]:
        _refuse_named(call["name"], data)
        return body
    values = data.get("data", [])
    if not isinstance(values, list) or len(values) > len(defaults):
        raise BadCall(f'"data" is a list of at most {len(defaults)} values.')
    if defaults:
        _refuse(values[0] if values else "")
    data["data"] = [*values, *defaults[len(values) :]]
    return json.dumps(data).encode()


def _refuse_named(endpoint: str, data: dict[str, object]) -> None:
    names = NAMES[endpoint]
    unknown = sorted(set(data) - set(names))
    if unknown:
        raise BadCall(f"Parameters are {', '.join(names) or 'none'}; unknown: {unknown[0]:.40}")
    if names:
        _refuse(data.get(names[0]))


def _parse(body: bytes) -> dict[str, object]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadCall("The body is not JSON.") from error
    if not isinstance(data, dict):
        raise BadCall("The body is a JSON object.")
    return data


def _refuse(question: object) -> None:
    key = problem(question)
    if key is not None:
        raise BadCall(text(key, "en"))
