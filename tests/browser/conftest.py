"""One Chromium and one server for all browser tests; a new profile for each."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.drive import CHROMIUM_FLAGS, PATIENCE_MS, Chat, chromium, reader
from tests.chat_process import Server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The distribution's Chromium, driven by Playwright."""
    path = chromium()
    # Two busy cores take their time; what is right is there much sooner.
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The chat over the fake assistant."""
    started = Server(tmp_path_factory.mktemp("chat"))
    started.start()
    yield started
    started.stop()


OpenChat = Callable[..., Chat]


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Browser profiles by language, width and look: used again, so that scripts load once."""
    made: dict[tuple[str, int, bool], BrowserContext] = {}

    def profile(locale: str, width: int, dark: bool) -> BrowserContext:
        key = (locale, width, dark)
        if key not in made:
            made[key] = reader(browser, locale, width, dark)
        return made[key]

    yield profile
    for context in made.values():
        context.close()


@pytest.fixture
def open_chat(profiles: Callable[..., BrowserContext], server: Server) -> Iterator[OpenChat]:
    """Opens the page for a reader whose browser remembers nothing.

    At the end nothing may have left the machine, and nothing may have failed in the page.
    """
    chats: list[Chat] = []

    def opening(
        locale: str = "de-DE", width: int = 1280, dark: bool = False, query: str = ""
    ) -> Chat:
        chats.append(Chat.open(profiles(locale, width, dark), server.address, query))
        return chats[-1]

    yield opening
    left = [url for chat in chats for url in chat.outside()]
    failed = [error for chat in chats for error in chat.errors]
    for chat in chats:
        chat.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        chat.page.close()
    assert left == []
    assert failed == []
