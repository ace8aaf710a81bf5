"""One Chromium and one server for all browser tests; a new profile for each."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.drive import CHROMIUM_FLAGS, Chat, chromium, reader
from tests.chat_process import Server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The distribution's Chromium, driven by Playwright."""
    path = chromium()
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


@pytest.fixture
def open_chat(browser: Browser, server: Server) -> Iterator[OpenChat]:
    """Opens the page for a new reader; at the end, nothing may have left the machine."""
    contexts: list[BrowserContext] = []
    chats: list[Chat] = []

    def opening(
        locale: str = "de-DE", width: int = 1280, dark: bool = False, query: str = ""
    ) -> Chat:
        contexts.append(reader(browser, locale, width, dark))
        chats.append(Chat.open(contexts[-1], server.address, query))
        return chats[-1]

    yield opening
    left = [url for chat in chats for url in chat.outside()]
    failed = [error for chat in chats for error in chat.errors]
    for context in contexts:
        context.close()
    assert left == []
    assert failed == []
