"""The page's texts."""

import re
from pathlib import Path

from app.ui.shell import ASSETS
from app.ui.strings import both, i18n, script_texts, text


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
