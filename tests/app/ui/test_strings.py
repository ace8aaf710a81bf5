"""The page's texts."""

import json
import re
from pathlib import Path

import gradio

from app.ui.failsafe import SENTENCE
from app.ui.rate import Rate
from app.ui.shell import ASSETS
from app.ui.strings import both, i18n, script_texts, text
from app.ui.traffic import Traffic


def test_every_text_is_there_in_both_languages() -> None:
    """No empty one, and as many German as English ones."""
    tables = i18n().translations_dict
    assert set(tables["de"]) == set(tables["en"])
    assert all(value.strip() for table in tables.values() for value in table.values())


def test_scripts_use_only_texts_that_they_are_given() -> None:
    """A key that is missing would show as "undefined"."""
    given = set(script_texts()["tables"]["de"])
    used: set[str] = set()
    for path in Path(ASSETS).glob("*.js"):
        source = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'\btext\("(\w+)"\)', source))
        used |= set(re.findall(r'name\(root, "[^"]+", "(\w+)"\)', source))
    assert used <= given
    assert "citation" in used


def test_both_shows_each_in_its_language() -> None:
    """A style rule picks the one that is read."""
    assert both("close") == (
        '<span class="t-de" lang="de">Schließen</span><span class="t-en" lang="en">Close</span>'
    )
    assert (text("close", "de"), text("close", "en")) == ("Schließen", "Close")


def test_gradios_notes_all_have_a_text() -> None:
    """What its client says by itself is in its code as we know it, what it passes on is ours."""
    frontend = Path(gradio.__file__).parent / "templates" / "frontend" / "assets"
    code = "".join(path.read_text(encoding="utf-8") for path in frontend.glob("[iB]*.js"))
    for said, key in (
        ("This application is currently busy.", "busy"),
        ("Connection errored out.", "lost"),
        ("Connection to the server was lost.", "lost"),
    ):
        assert said in code
        assert note_key(said) == key
    request = {"method": "POST", "path": "/gradio_api/queue/join", "client": ("192.0.2.1", 1)}
    traffic = Traffic(rate=Rate("1/hour"))
    assert traffic.refusal(request) is None
    refusal = traffic.refusal(request)
    assert refusal is not None
    said = json.loads(bytes(refusal.body))["error"]
    assert note_key(said) == "too_often"
    assert re.findall(r"\d+(?= s\b)", said), "the script takes the seconds from there"
    assert note_key(SENTENCE) == note_key("An Unexpected Error Occurred!") == "server_failed"


def note_key(said: str) -> str:
    """The key of the text for a note, as the page's script finds it."""
    toasts = script_texts()["toasts"]
    part = next(english for english in toasts if english in said)
    key = toasts[part]
    assert isinstance(key, str)
    return key
