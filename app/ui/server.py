"""The web server: one port, said in one line if it is taken; a clean end on SIGTERM."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from ipaddress import ip_address
from types import FrameType

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.settings import Settings
from app.ui.errors import ServerError
from app.ui.failsafe import Failsafe
from app.ui.login import Login
from app.ui.security import Guard
from app.ui.shell import ASSETS
from app.ui.shutdown import Shutdown
from app.ui.strings import i18n
from app.ui.theme import QuietTheme
from app.ui.traffic import Traffic

MAX_CONNECTIONS = 500
_LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def check_exposure(settings: Settings) -> None:
    """Refuse to listen beyond this machine without a password, unless that is wanted.

    Raises:
        ServerError: If nothing would protect the page.
    """
    auth = settings.chat_auth.get_secret_value()
    if auth and ":" not in auth.strip(":"):
        raise ServerError("CHAT_AUTH has to be user:password")
    if not (is_loopback(settings.server_name) or auth or settings.allow_public):
        raise ServerError(
            f"{settings.server_name} can be reached from other machines: set "
            "CHAT_AUTH=user:password, or ALLOW_PUBLIC=true if everybody may ask"
        )


def is_loopback(server_name: str) -> bool:
    """Whether a host name or address is this machine's own."""
    try:
        return ip_address(server_name.strip("[]")).is_loopback
    except ValueError:
        return server_name.lower() == "localhost"


def known_hosts(settings: Settings) -> list[str]:
    """Names that the page answers to; any on an open bind, unless some are set."""
    named = list(filter(None, settings.allowed_hosts.replace(" ", "").split(",")))
    if is_loopback(settings.server_name) or named:
        return [*_LOOPBACK_HOSTS, settings.server_name, *named]
    return ["*"]


def web_app(blocks: gr.Blocks, settings: Settings, traffic: Traffic) -> ASGIApp:
    """The page behind its guard, as an ASGI application."""
    web = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    web.mount("/ui", StaticFiles(directory=ASSETS))
    gr.mount_gradio_app(
        web,
        blocks,
        path="/",
        show_error=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        allowed_paths=[],
        max_file_size=1,
        i18n=i18n(),
        theme=QuietTheme(),
        server_name=settings.server_name,
        server_port=settings.server_port,
    )
    guarded: ASGIApp = Guard(Failsafe(web), traffic)
    auth = settings.chat_auth.get_secret_value()
    if auth:
        guarded = Login(guarded, auth)
    known = TrustedHostMiddleware(guarded, allowed_hosts=known_hosts(settings), www_redirect=False)
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies.split(",")
        return ProxyHeadersMiddleware(known, trusted_hosts=proxies)  # type: ignore[arg-type, return-value]  # uvicorn's own types of the same
    return known


def run(
    app: ASGIApp,
    settings: Settings,
    shutdown: Shutdown,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGTERM or Ctrl-C, and until those who asked before have their answers.

    Args:
        app: What is served.
        settings: Where.
        shutdown: How it ends; a second signal ends it at once.
        announce: Gets the address once the port is ours.

    Raises:
        ServerError: If the port is taken, or the address is not one of this machine's.
    """
    listening = _listen(settings.server_name, settings.server_port)
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=1,
    )
    if announce is not None:
        host = settings.server_name
        announce(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}")
    # uvicorn raises the signal once more after its orderly end; there is nothing left to stop.
    before = {number: signal.signal(number, _ignore) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        _Server(config, shutdown).run(sockets=[listening])
    finally:
        listening.close()
        for number, handler in before.items():
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    """uvicorn's, but the port stays open while questions under way are answered."""

    def __init__(self, config: uvicorn.Config, shutdown: Shutdown) -> None:
        super().__init__(config)
        self._shutdown = shutdown

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._shutdown.begin()

    async def on_tick(self, counter: int) -> bool:
        return self._shutdown.is_over() or await super().on_tick(counter)


def leave() -> None:
    """End the process if a thread still works on a question, a model or an index.

    It cannot be stopped and would hold the process for as long as that takes; what it writes is
    swapped in by one rename, so that nothing is left half done.
    """
    main = threading.main_thread()
    if any(not thread.daemon and thread is not main for thread in threading.enumerate()):
        logging.shutdown()
        os._exit(0)


def _ignore(number: int, frame: FrameType | None) -> None:
    del number, frame


def _listen(name: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(name.strip("[]"), port, type=socket.SOCK_STREAM)
        family, _, _, _, address = found[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError as error:
        raise ServerError(
            f"Cannot listen on {name}:{port} ({error.strerror}); "
            "stop the program that does, or set GRADIO_SERVER_PORT"
        ) from error
    return listening
