"""The article beside the conversation: whole, in the original and in translation.

Sentences carry their offsets, so that the page's script finds a citation's sentence exactly.
"""

from collections.abc import Sequence, Set
from itertools import groupby

from app.ui.markup import html
from app.ui.strings import both
from index.chunk import chunk
from index.types import Passage, Sentence
from sources.types import Document


def panel_html(
    documents: Sequence[Document],
    doc_id: str = "",
    removable: Set[str] | None = None,
    problem: str = "",
) -> str:
    """One article with its head and views.

    Args:
        documents: The articles that can be chosen.
        doc_id: The one to show; the first if it is not known.
        removable: Those that the reader added; ``None`` if readers cannot add any.
        problem: Why an article could not be added, in one line.
    """
    if not documents:
        return f'<p class="unavailable" role="status">{both("no_article")}</p>'
    document = next((d for d in documents if d.doc_id == doc_id), documents[0])
    language = document.translations[0].language if document.translations else ""
    return (
        f'<div class="sheet-bar"><span class="label">{both("article")}</span>'
        f'<button class="close-sheet" type="button">{both("close")}</button></div>'
        f"{_adding(document, removable, problem)}{_picker(documents, document)}{_views(language)}"
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


def _adding(document: Document, removable: Set[str] | None, problem: str) -> str:
    """Where a reader adds an article, as a file or as text, and takes it away again."""
    if removable is None:
        return ""
    drop = f'<button class="drop" type="button">{both("remove")}</button>'
    line = f"{both('not_added')}: {html(problem)}" if problem else ""
    return (
        f'<details class="adding"{" open" if problem else ""}><summary>{both("add")}</summary>'
        f'<label>{both("add_file")}<input type="file" accept=".md,.txt,.html,.pdf,.docx"></label>'
        f'<label>{both("add_text")}<textarea rows="4"></textarea></label>'
        f'<button class="add" type="button">{both("add_now")}</button>'
        f'<p class="hint">{both("add_note")}</p></details>'
        f'<p class="adding-state" role="status">{line}</p>'
        f"{drop if document.doc_id in removable else ''}"
    )


def _views(language: str) -> str:
    if not language:
        return ""
    buttons = "".join(
        f'<button type="button" data-show="{view}" aria-pressed="{str(first).lower()}">'
        f"{both(view)}</button>"
        for view, first in (("original", True), ("translation", False), ("both", False))
    )
    return f'<div class="views" role="group">{buttons}</div>'


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
    blocks: list[str] = []
    for number, passage in enumerate(chunk(document)):
        first = number == 0 and passage.text.strip() == document.title
        tag = "h2" if first else "p"
        original = "".join(
            f"{_gap(document, before, sentence)}{_span(sentence, html(sentence.text))}"
            for before, sentence in zip((None, *passage.sentences), passage.sentences, strict=False)
        )
        blocks.append(
            f'<div class="pair"><{tag} class="original" lang="{html(document.language)}">'
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
