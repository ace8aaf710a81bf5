"""axe-core on the page: no serious or critical violation, light, dark and on a phone."""

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenChat
from tests.browser.drive import missing
from tests.chat_process import ROOT

pytestmark = pytest.mark.browser
AXE = "axe-core@4.10.3"
FOLDER = ROOT / ".node"


@pytest.fixture(scope="session")
def axe() -> Path:
    """axe-core from the npm registry, kept in ``.node``."""
    script = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
    if script.is_file():
        return script
    npm = shutil.which("npm") or missing("npm is not installed: apt-get install -y npm")
    command = [npm, "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(FOLDER), AXE]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode or not script.is_file():
        missing(f"{AXE} could not be installed: {done.stderr.strip()[-300:]}")
    return script


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
    """On the empty page, with an answer and its evidence, with an abstention and a menu."""
    chat = open_chat("en-US", width=width, dark=dark)
    assert violations(chat.page, axe) == []
    reply = chat.ask("By how much did Klarna's valuation fall?")
    reply.locator("details.why summary").click()
    reply.locator(".text a.cite").click()
    assert violations(chat.page, axe) == []
    if width == 390:
        chat.page.keyboard.press("Escape")
    chat.ask("What is Klarna's share price today?")
    chat.page.locator("#history summary").click()
    assert violations(chat.page, axe) == []
