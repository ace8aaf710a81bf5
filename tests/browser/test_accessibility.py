"""axe-core on the page: no serious or critical violation, light, dark and on a phone."""

import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenChat
from tests.chat_process import ROOT

pytestmark = pytest.mark.browser
AXE = "axe-core@4.10.3"
AXE_COPY = "axe.min.js"
FOLDER = ROOT / ".node"


@pytest.fixture(scope="session")
def axe() -> Path:
    """axe-core from the npm registry, kept in ``.node``; without npm, the copy in a package."""
    script = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
    npm = shutil.which("npm")
    if npm and not script.is_file():
        command = [npm, "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(FOLDER)]
        subprocess.run([*command, AXE], capture_output=True, timeout=180, check=False)
    return script if script.is_file() else Path(str(files("axe_playwright_python") / AXE_COPY))


def violations(page: Page, axe: Path) -> list[str]:
    """Serious and critical findings, with the elements they are about."""
    # Evaluated by the driver: the page's own policy forbids scripts from elsewhere.
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 1280), (False, 390)])
def test_no_serious_violation(open_chat: OpenChat, axe: Path, dark: bool, width: int) -> None:
    """On the empty page, then with an answer, its grounds, an abstention and an open menu."""
    chat = open_chat("en-US", width=width, dark=dark)
    assert violations(chat.page, axe) == []
    reply = chat.ask("By how much did Klarna's valuation fall?")
    reply.locator("details.why > summary").click()
    reply.locator("details.figures > summary").click()
    reply.locator(".text a.cite").click()
    if width == 390:
        assert violations(chat.page, axe) == []
        chat.page.keyboard.press("Escape")
    chat.ask("What is Klarna's share price today?")
    chat.page.locator("#history summary").click()
    assert violations(chat.page, axe) == []
