"""The article beside the conversation."""

import re
from dataclasses import replace
from html import unescape

from app.ui.panel import panel_html
from tests.fakes_ui import ENGLISH, GERMAN, sample_document

DOCUMENT = sample_document()
SENTENCE = re.compile(
    r'<span class="sentence" data-start="(\d+)" data-end="(\d+)">(.*?)</span>', re.S
)


def texts(shown: str, kind: str) -> list[str]:
    """The text of each paragraph of one side, tags taken out."""
    found = re.findall(rf'<(?:p|h2) class="{kind}"[^>]*>(.*?)</(?:p|h2)>', shown, re.S)
    return [unescape(re.sub(r"<[^>]+>", "", paragraph)) for paragraph in found]


def test_every_sentence_stands_at_its_offsets() -> None:
    """So that a citation finds it exactly."""
    original = re.sub(
        r'<(p|h2) class="translation".*?</\1>', "", panel_html([DOCUMENT]), flags=re.S
    )
    found = [(int(a), int(b), unescape(text)) for a, b, text in SENTENCE.findall(original)]
    assert len(found) == 12
    assert all(GERMAN[start:end] == text for start, end, text in found)


def test_the_whole_article_and_its_translation_are_there() -> None:
    """Paragraph by paragraph, nothing left out."""
    shown = panel_html([DOCUMENT])
    assert "\n\n".join(texts(shown, "original")) == GERMAN
    assert "\n\n".join(texts(shown, "translation")) == ENGLISH


def test_an_article_without_a_translation_has_one_view() -> None:
    """No empty choice."""
    shown = panel_html([replace(DOCUMENT, translations=())])
    assert "data-show" not in shown
    assert 'class="translation"' not in shown


def test_several_articles_can_be_chosen_from() -> None:
    """The one asked for is open; an unknown one opens the first."""
    other = replace(DOCUMENT, doc_id="b", title="<Zweiter>")
    shown = panel_html([DOCUMENT, other], "b")
    assert 'data-doc="b"' in shown
    assert '<option value="b" selected>&lt;Zweiter&gt;</option>' in shown
    assert f'data-doc="{DOCUMENT.doc_id}"' in panel_html([DOCUMENT, other], "c")


def test_only_web_addresses_become_links() -> None:
    """A script in an article's front matter does not."""
    assert "href" not in panel_html([replace(DOCUMENT, url="javascript:alert(1)")])
    linked = panel_html([replace(DOCUMENT, url='https://example.org/a?b"c')])
    assert 'href="https://example.org/a?b&quot;c"' in linked
    assert 'rel="noopener noreferrer"' in linked


def test_no_article_is_an_empty_panel() -> None:
    """The page still stands, says so, and its script asks again."""
    assert 'class="unavailable"' in panel_html([])
