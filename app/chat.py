"""The chat: the assistant as a web page and as three HTTP endpoints."""

from collections.abc import Callable

from starlette.types import ASGIApp

from app.desk import Desk
from app.metrics import Metrics
from app.settings import Settings
from app.ui.bounds import bound, without_analytics
from app.ui.kept import KeptArticles
from app.ui.needs import ChatAssistant
from app.ui.page import build_blocks
from app.ui.rate import Rate
from app.ui.served import Service
from app.ui.server import check_exposure, leave, run, web_app
from app.ui.shelf import Shelf
from app.ui.shutdown import Shutdown
from app.ui.traffic import Traffic
from app.ui.verdicts import Verdicts
from app.ui.warmup import WarmUp

CONCURRENT = 4
"""Questions answered at once; the encoder takes one at a time, the rest of their way is theirs."""


def make_shelf(assistant: ChatAssistant, settings: Settings) -> Shelf:
    """The assistant with what readers add to it, each for itself or for everybody."""
    kept = KeptArticles(settings.data_dir / "articles") if settings.share_uploads else None
    return Shelf(assistant, settings.allow_uploads, kept)


def build_app(
    shelf: Shelf, settings: Settings, service: Service, metrics: Metrics
) -> tuple[ASGIApp, Traffic]:
    """The page over an assistant behind its guard, and the traffic on it."""
    without_analytics()
    blocks = build_blocks(shelf, service, Verdicts(settings.data_dir / "feedback.jsonl"))
    # Who may wait is decided in front of Gradio's queue.
    blocks.queue(max_size=None, default_concurrency_limit=CONCURRENT, api_open=False)
    bound(blocks)
    rate = Rate(settings.rate_limit) if settings.rate_limit else None
    traffic = Traffic(lambda: len(blocks._queue), rate, metrics.refused)
    return web_app(blocks, settings, traffic), traffic


def serve(
    assistant: ChatAssistant,
    settings: Settings,
    announce: Callable[[str], None] | None = None,
    metrics: Metrics | None = None,
) -> None:
    """Serve the page until SIGTERM or Ctrl-C; the model loads while the page is up already.

    Args:
        assistant: Who answers.
        settings: Where to listen, and for whom.
        announce: Gets the page's address once the port is ours.
        metrics: What counts; told of each question by the assistant.

    Raises:
        ServerError: If the port is taken, or nothing would protect a page open to others.
        SettingsError: If the port for metrics is taken.
    """
    check_exposure(settings)
    metrics = metrics or Metrics()
    desk = Desk(CONCURRENT, settings.question_timeout_s, lambda: metrics.refused("late"))
    shelf = make_shelf(assistant, settings)
    articles = Desk(1, settings.upload_timeout_s, advice="the article may be too long")
    service = Service(desk, articles, WarmUp(shelf.warm_up))
    app, traffic = build_app(shelf, settings, service, metrics)
    served = service.over(assistant)
    metrics.watch(traffic.waiting, lambda: desk.n_open, lambda: served.health().status)
    if settings.metrics_port:
        metrics.listen(settings.metrics_port)
    service.warm_up.start()
    run(app, settings, Shutdown(traffic, service.close), announce)
    service.close()
    if service.idle:
        assistant.close()
    leave()
