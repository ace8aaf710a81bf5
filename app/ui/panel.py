"""The article beside the conversation: whole, in the original and in translation.

Sentences carry their offsets, so that the page's script finds a citation's sentence exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.ui.markup import html
from app.ui.problems import KINDS, told
from app.ui.shelf import MAX_FILE_BYTES
from app.ui.strings import both, sides
from index.chunk import chunk
from index.types import Passage, Sentence
from sources.extract import SUFFIXES
from sources.types import Document

_ACCEPT = ",".join(SUFFIXES)


@dataclass(frozen=True, slots=True)
class Additions:
    """What a reader can do to the articles: ``removable`` are those that may be taken away.

    ``shared`` says that everybody sees what anybody adds; ``problem`` why an article could not be
    added; ``added`` that one just was.
    """

    removable: frozenset[str] = frozenset()
    shared: bool = False
    problem: Exception | None = None
    added: bool = False


def panel_html(
    documents: Sequence[Document],
    doc_id: str = "",
    shelf: Additions | None = None,
) -> str:
    """One article with its head and views.

    Args:
        documents: The articles that can be chosen.
        doc_id: The one to show; the first if it is not known.
        shelf: What the reader can add and remove; ``None`` if readers cannot add any.
    """
    if not documents:
        return f'<p class="unavailable" role="status">{both("no_article")}</p>'
    document = next((d for d in documents if d.doc_id == doc_id), documents[0])
    language = document.translations[0].language if document.translations else ""
    return (
        f'<div class="sheet-bar"><span class="label">{both("article")}</span>'
        f'<button class="close-sheet" type="button">{both("close")}</button></div>'
        f"{_adding(shelf)}{_picker(documents, document)}{_removing(document, shelf)}"
        f"{_views(language)}"
        f'<article class="source" data-doc="{html(document.doc_id)}" data-view="original">'
        f"{_head(document, language)}{_body(document, language)}</article>"
    )


def _picker(documents: Sequence[Document], chosen: Document) -> str:
    if len(documents) == 1:
        return ""
    options = "".join(
        f'<option value="{html(d.doc_id)}"{" selected" if d is chosen else ""}>'
        f"{html(d.title or d.doc_id)}</option>"
        for d in documents
    )
    return f'<label class="picker">{both("articles")}<select>{options}</select></label>'


def _removing(document: Document, shelf: Additions | None) -> str:
    """Where a reader takes away the article that is shown."""
    if shelf is None or document.doc_id not in shelf.removable:
        return ""
    return f'<button class="drop" type="button">{both("remove")}</button>'


def _adding(shelf: Additions | None) -> str:
    """Where a reader adds an article, as a file or as text."""
    if shelf is None:
        return ""
    said = f'<span class="done">{both("was_added")}</span>' if shelf.added else ""
    if shelf.problem:
        what = "not_added" if hasattr(shelf.problem, "kind") else "failed"
        said = f"{both(what)}: {told(shelf.problem)}"
    return (
        f'<details class="adding" data-most="{MAX_FILE_BYTES}"'
        f"{' open' if shelf.problem else ''}><summary>{both('add')}"
        f'</summary><label class="file"><input type="file" accept="{_ACCEPT}">'
        f'<span class="choose">{both("add_file")}</span><span class="chosen">{both("add_drop")}'
        f'</span></label><label>{both("add_text")}<textarea rows="4"></textarea></label>'
        f'<button class="add" type="button">{both("add_now")}</button>'
        f'<p class="hint">{both("add_shared" if shelf.shared else "add_note")} '
        f"{both('add_limits')}</p></details>"
        f'<p class="too-large" hidden>{both("not_added")}: {sides(*KINDS["too_large"])}</p>'
        f'<progress class="reading" max="100" hidden></progress>'
        f'<p class="adding-state" role="status">{said}</p>'
    )


def _views(language: str) -> str:
    if not language:
        return ""
    buttons = "".join(
        f'<button type="button" data-show="{view}" aria-pressed="{str(first).lower()}">'
        f"{both(view)}</button>"
        for view, first in (("original", True), ("translation", False), ("both", False))
    )
    return f'<div class="views-bar"><div class="views" role="group">{buttons}</div></div>'


def _head(document: Document, language: str) -> str:
    """The link and a word on the translation; author, publisher and date stand in the text."""
    link = ""
    if document.url.startswith(("https://", "http://")):
        link = (
            f'<p class="link"><a href="{html(document.url)}" target="_blank" '
            f'rel="noopener noreferrer">{both("link")}</a></p>'
        )
    note = f'<p class="own-translation">{both("translated")}</p>' if language else ""
    return link + note


def _body(document: Document, language: str) -> str:
    known = document.author or document.publisher or document.published
    blocks: list[str] = []
    for number, passage in enumerate(chunk(document)):
        first = number == 0 and passage.text.strip() == document.title
        tag = "h2" if first else "p"
        original = "".join(
            f"{_gap(document, before, sentence)}{_span(sentence, html(sentence.text))}"
            for before, sentence in zip((None, *passage.sentences), passage.sentences, strict=False)
        )
        kind = "pair byline" if number == bool(document.title) and known else "pair"
        blocks.append(
            f'<div class="{kind}"><{tag} class="original" lang="{html(document.language)}">'
            f"{original}</{tag}>{_translation(passage, language, tag)}</div>"
        )
    return "".join(blocks)


def _gap(document: Document, before: Sentence | None, sentence: Sentence) -> str:
    return html(document.text[before.end : sentence.start]) if before else ""


def _span(sentence: Sentence, text: str) -> str:
    return (
        f'<span class="sentence" data-start="{sentence.start}" data-end="{sentence.end}">'
        f"{text}</span>"
    )


def _translation(passage: Passage, language: str, tag: str) -> str:
    """The passage in translation; sentences that share one translation are marked as one."""
    if not language:
        return ""
    runs: list[str] = []
    for text, group in groupby(passage.sentences, key=lambda s: s.in_language(language)):
        sentences = list(group)
        runs.append(
            f'<span class="sentence" data-start="{sentences[0].start}" '
            f'data-end="{sentences[-1].end}">{html(text)}</span>'
        )
    separator = "\n" if "\n" in passage.text else " "
    return f'<{tag} class="translation" lang="{html(language)}">{separator.join(runs)}</{tag}>'
