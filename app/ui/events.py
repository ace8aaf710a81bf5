"""What comes with Gradio's events, checked, and what goes back as updates."""

from collections.abc import Iterator
from typing import Any, cast

import gradio as gr

from app.ui.talk import View

QUIET: dict[str, Any] = {
    "api_name": "page",
    "api_visibility": "private",
    "show_progress": "hidden",
}
"""Events of the page are no endpoints; without a name of their own they would take one's."""


def updates(views: Iterator[View]) -> Iterator[tuple[object, ...]]:
    """Views as updates of chat, turns and box; the box offers to stop while it goes on."""
    busy: object = gr.update(value="", submit_btn=False, stop_btn=True)
    for view in views:
        yield (*shown(view), busy)
        busy = gr.skip()


def shown(view: View) -> tuple[object, ...]:
    """A view as updates of chat and turns."""
    return view.messages, view.turns


def settled() -> tuple[object, object]:
    """The box as it waits for a question; a reason for an older answer is no longer asked for."""
    return gr.update(submit_btn=True, stop_btn=False), gr.update(visible=False)


def data_of(event: gr.EventData) -> dict[str, object]:
    """What the page's script sent with an event; a mapping, whatever it was."""
    data = event._data
    return cast(dict[str, object], data) if isinstance(data, dict) else {}


def index_of(index: object) -> int:
    """A message's position; 0 if what came is none."""
    first = index[0] if isinstance(index, (list, tuple)) and index else index
    return first if isinstance(first, int) and first >= 0 else 0
