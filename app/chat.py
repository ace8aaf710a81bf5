"""The chat: the assistant as a web page and as three HTTP endpoints."""

from collections.abc import Callable

import gradio as gr

from app.settings import Settings
from app.ui.needs import ChatAssistant
from app.ui.page import build_blocks
from app.ui.server import check_exposure, run, web_app
from app.ui.shelf import Shelf
from app.ui.verdicts import Verdicts
from app.ui.warmup import WarmUp

MAX_WAITING = 64
"""Questions that may wait: at some 50 ms each the last one waits three seconds."""
CONCURRENT = 4


def build_app(
    assistant: ChatAssistant, settings: Settings, warm_up: WarmUp | None = None
) -> gr.Blocks:
    """The page over an assistant; questions wait for ``warm_up`` while it runs."""
    waiting = warm_up or WarmUp(assistant.warm_up)
    shelf = Shelf(assistant, settings.allow_uploads)
    blocks = build_blocks(shelf, waiting, Verdicts(settings.data_dir / "feedback.jsonl"))
    blocks.queue(max_size=MAX_WAITING, default_concurrency_limit=CONCURRENT, api_open=False)
    return blocks


def serve(
    assistant: ChatAssistant, settings: Settings, announce: Callable[[str], None] | None = None
) -> None:
    """Serve the page until SIGTERM or Ctrl-C; the model loads while the page is up already.

    Args:
        assistant: Who answers.
        settings: Where to listen, and for whom.
        announce: Gets the page's address once the port is ours.

    Raises:
        ServerError: If the port is taken, or nothing would protect a page open to others.
    """
    check_exposure(settings)
    warm_up = WarmUp(assistant.warm_up)
    app = web_app(build_app(assistant, settings, warm_up), settings)
    warm_up.start()
    run(app, settings, announce)
