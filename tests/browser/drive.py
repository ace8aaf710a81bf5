"""A chat in a real browser: what a person does with it, and what left the machine."""

import os
import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

CHROMIUM_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


PATIENCE_MS = 60_000


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
        expect(self.box).to_be_visible()
        expect(self.page.locator("#panel article.source")).to_be_attached()

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
    context.set_default_timeout(PATIENCE_MS)
    return context


def in_view(panel: Locator, sentence: Locator) -> bool:
    """Whether a sentence is inside what its panel shows of the article."""
    shown, box = panel.bounding_box(), sentence.bounding_box()
    assert shown is not None
    if box is None:
        return False
    inside = box["y"] >= shown["y"] and box["y"] + box["height"] <= shown["y"] + shown["height"]
    return inside and box["x"] >= shown["x"] - 1
