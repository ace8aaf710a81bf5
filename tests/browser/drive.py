"""A chat in a real browser: what a person does with it, and what left the machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_START_S = 60.0


def chromium() -> str:
    """The path of an installed Chromium; without one the test is skipped, on CI it fails."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found or missing("Chromium is not installed: apt-get install -y chromium")


def missing(what: str) -> str:
    """Skip for want of a tool; fail where CI promises to have it."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@dataclass(slots=True)
class Server:
    """The chat in a process of its own; can be stopped and started.

    Unless ``real``, it is over the fake assistant and keeps feedback in ``data``.
    """

    data: Path
    arguments: tuple[str, ...] = ()
    real: bool = False
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Start and wait for the page; gives the seconds until it was up."""
        self.port = self.port or _free_port()
        fake = ("tests.browser.fake_server", str(self.port), str(self.data))
        module = ("app", "--port", str(self.port)) if self.real else fake
        began = time.monotonic()
        command = [sys.executable, "-m", *module, *self.arguments]
        self.process = subprocess.Popen(command, cwd=ROOT)
        while time.monotonic() - began < _START_S:
            try:
                if httpx.get(self.address, timeout=5, trust_env=False).is_success:
                    return time.monotonic() - began
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"no page at {self.address} after {_START_S} s")

    def stop(self) -> int:
        """End it with SIGTERM; gives the exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=20)


@dataclass(slots=True)
class Chat:
    """One reader's page, with the requests it made."""

    page: Page
    requested: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, context: BrowserContext, address: str, query: str = "") -> "Chat":
        """Open the page and wait until it can be typed into."""
        chat = cls(context.new_page())
        chat.page.on("request", lambda request: chat.requested.append(request.url))
        chat.page.on("pageerror", lambda error: chat.errors.append(str(error)))
        # Playwright marks a handler's object, which a dataclass with slots does not let it.
        chat.page.on("console", lambda message: chat._hear(message))
        chat.page.goto(f"{address}/{query}")
        chat.ready()
        return chat

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def ready(self) -> None:
        """Wait until the article is there and the box can be typed into."""
        expect(self.box).to_be_visible(timeout=20_000)
        expect(self.page.locator("#panel article.source")).to_be_attached(timeout=10_000)

    @property
    def box(self) -> Locator:
        """Where questions are typed."""
        return self.page.locator("#box textarea")

    @property
    def replies(self) -> Locator:
        """Replies that are whole."""
        return self.page.locator("#chat .reply.done")

    def ask(self, question: str) -> Locator:
        """Type a question, press Enter, and wait for the whole reply."""
        before = self.replies.count()
        self.box.fill(question)
        self.box.press("Enter")
        expect(self.replies).to_have_count(before + 1)
        return self.replies.nth(before)

    def outside(self) -> list[str]:
        """Requests that went elsewhere than to this machine."""
        urls = (urlsplit(url) for url in self.requested)
        return [
            url.geturl()
            for url in urls
            if url.scheme in ("http", "https", "ws", "wss") and url.hostname != "127.0.0.1"
        ]


def reader(browser: Browser, locale: str, width: int = 1280, dark: bool = False) -> BrowserContext:
    """A new reader: a browser profile of its own."""
    context = browser.new_context(
        locale=locale,
        viewport={"width": width, "height": 844 if width < 600 else 800},
        color_scheme="dark" if dark else "light",
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    return context


def in_view(panel: Locator, sentence: Locator) -> bool:
    """Whether a sentence is inside what its panel shows of the article."""
    shown, box = panel.bounding_box(), sentence.bounding_box()
    assert shown is not None
    if box is None:
        return False
    inside = box["y"] >= shown["y"] and box["y"] + box["height"] <= shown["y"] + shown["height"]
    return inside and box["x"] >= shown["x"] - 1


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
