"""What Gradio keeps of each caller, held to a few thousand of them."""

import os

import gradio as gr
from gradio.utils import LRUCache

SESSIONS = 200
"""Every call over HTTP is a session to Gradio, which keeps a copy of the page's settings for it."""
CALLERS = 2000
"""As many as Gradio keeps messages for."""


def without_analytics() -> None:
    """Keep no record of each event, and make no statistics of them; to be called before Blocks.

    With 10,000 records, Gradio's defaults, each question had Gradio group all of them anew.
    """
    os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "1")
    os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(10**9))


def bound(blocks: gr.Blocks) -> None:
    """Let the oldest sessions go; to be called before the page is mounted."""
    blocks.state_session_capacity = SESSIONS
    blocks._queue.pending_event_ids_session = LRUCache(CALLERS)
