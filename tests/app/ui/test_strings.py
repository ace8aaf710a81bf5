"""The page's texts."""

import re
from pathlib import Path

import pytest

from app.ui.shell import ASSETS
from app.ui.strings import both, i18n, refusal, script_texts, text
from sources import parse_text
from sources.errors import UnreadableFile


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


def test_every_kind_of_bad_file_has_a_text_of_its_own() -> None:
    """As the sources and the shelf name them; what is not known is shown whole, as text."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (*Path("sources").glob("*.py"), Path("app/ui/shelf.py"))
    )
    kinds = set(re.findall(r'(?:UnreadableFile|NotAdded)\([^#]{1,140}?", "(\w+)"\s*\)', code))
    tables = i18n().translations_dict
    known = {key.removeprefix("bad_") for key in tables["de"] if key.startswith("bad_")}
    assert kinds == known
    assert "ist verschlüsselt" in refusal(UnreadableFile("a.pdf is encrypted", "encrypted"))
    assert refusal(UnreadableFile("<b> is odd")) == '<span lang="en">&lt;b&gt; is odd</span>'


def test_the_kind_of_a_bad_file_reaches_the_page() -> None:
    """Through the reader in a process of its own, and through the name put before the reason."""
    with pytest.raises(UnreadableFile) as caught:
        parse_text("a.pdf", b"%PDF-1.4 nothing")
    assert (caught.value.kind, str(caught.value)) == ("damaged", "a.pdf is a damaged PDF")
