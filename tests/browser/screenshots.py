"""Pictures of the chat for the README: ``python -m tests.browser.screenshots [FOLDER]``."""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.drive import CHROMIUM_FLAGS, Chat, chromium
from tests.chat_process import ROOT, Server, call

PEAK = "Wie viele Mitarbeiter hatte Klarna auf dem Höhepunkt?"
FALL = "By how much did Klarna's valuation fall?"
SHARE = "What is Klarna's share price today?"


def picture(browser: Browser, address: str, path: Path, locale: str, *asked: str) -> None:
    """One picture of a conversation; the file's name says whether it is dark, or a phone's."""
    phone = "phone" in path.stem
    context = browser.new_context(
        locale=locale,
        viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 800},
        color_scheme="dark" if "dark" in path.stem else "light",
        device_scale_factor=2 if phone else 1,
        reduced_motion="reduce",
    )
    context.set_default_timeout(120_000)
    expect.set_options(timeout=120_000)
    chat = Chat.open(context, address)
    for question in asked:
        reply = chat.ask(question)
    if phone:
        reply.locator(".text a.cite").first.click()
    chat.page.wait_for_timeout(800)
    chat.page.screenshot(path=path)
    context.close()


def main() -> None:
    """Write every picture, of the real assistant over the shipped article."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as index:
        _take(folder, Server(folder, ("--index", index), real=True))


def _ready(client: httpx.Client) -> bool:
    _, data = call(client, "health")
    assert isinstance(data, list)
    return bool(data[0]["status"] == "ready")


def _take(folder: Path, server: Server) -> None:
    server.start()
    try:
        # The model and the index are there before the first picture.
        with server.client() as client:
            while not _ready(client):
                time.sleep(1)
        with sync_playwright() as playwright:
            launch = playwright.chromium.launch
            browser = launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
            picture(browser, server.address, folder / "chat-light.png", "de-DE", PEAK)
            picture(browser, server.address, folder / "chat-dark.png", "en-US", FALL)
            picture(browser, server.address, folder / "chat-abstains.png", "en-US", SHARE)
            picture(browser, server.address, folder / "chat-phone.png", "en-US", FALL)
            browser.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
