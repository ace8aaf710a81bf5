"""The bar above the conversation, and what an empty conversation shows."""

from collections.abc import Sequence

from app.ui.follow import examples
from app.ui.markup import html
from app.ui.messages import anchor
from app.ui.strings import Language, both
from sources.types import Document

_EXAMPLES_EACH = 4
_TITLES = 3
_FALLBACK: dict[Language, tuple[str, ...]] = {
    "de": ("Worum geht es in dem Artikel?", "Wer hat den Artikel geschrieben?"),
    "en": ("What is the article about?", "Who wrote the article?"),
}


def header_html() -> str:
    """Name of the page, and its controls; the page's script gives the controls their names."""
    return (
        '<header class="bar">'
        f'<a class="skip" href="#box">{both("skip")}</a>'
        f"<h1>{both('title')}</h1>"
        '<nav class="controls">'
        f'<button class="control" type="button" data-do="new">{both("new")}</button>'
        f'<details class="menu" id="history"><summary>{both("history")}</summary>'
        f'<div class="popup"><ul id="conversations"></ul><p class="hint">{both("history_note")}'
        f'</p><button type="button" data-do="forget">{both("delete_all")}</button></div></details>'
        f'<details class="menu" id="export"><summary>{both("export")}</summary>'
        f'<div class="popup">{_export("md")}{_export("json")}'
        f'<p class="hint">{both("export_empty")}</p></div></details>'
        f'<button class="control open-sheet" type="button" data-do="sheet">{both("article")}'
        "</button>"
        '<span class="languages" role="group">'
        f"{_language('de', 'Deutsch')}{_language('en', 'English')}</span>"
        '<button class="control theme" type="button" data-do="theme"></button>'
        "</nav></header>"
    )


def _export(kind: str) -> str:
    """A button that works once there is something to export."""
    name = both(f"export_{kind}")
    return f'<button type="button" data-do="export" data-kind="{kind}" disabled>{name}</button>'


def _language(code: str, name: str) -> str:
    """A language's button; narrow screens show its code."""
    return (
        f'<button type="button" data-language="{code}" lang="{code}" title="{name}">'
        f'<span class="wide">{name}</span><span class="narrow">{code.upper()}</span></button>'
    )


def welcome_html(documents: Sequence[Document]) -> str:
    """What to do here, about which articles, and questions to begin with."""
    return (
        '<div class="welcome">'
        f'<p class="headline">{both("headline")}</p><p class="intro">{both("intro")}</p>'
        f"{_about(documents)}"
        f'<p class="label">{both("examples")}</p>'
        f"{_examples(documents, 'de')}{_examples(documents, 'en')}</div>"
    )


def _about(documents: Sequence[Document]) -> str:
    """The first articles' titles; the page's script shows the article that is clicked."""
    rows = "".join(
        f'<li><a class="passage" href="{anchor(document.doc_id, 0, len(document.title))}"'
        f' lang="{html(document.language)}">{html(document.title or document.doc_id)}'
        f'<span class="byline">{html(_byline(document))}</span></a></li>'
        for document in documents[:_TITLES]
    )
    return f'<ul class="about">{rows}</ul>' if rows else ""


def _byline(document: Document) -> str:
    parts = (document.publisher, document.author, document.published)
    return " · ".join(part for part in parts if part)


def _examples(documents: Sequence[Document], language: Language) -> str:
    found = examples(documents, language, _EXAMPLES_EACH) or _FALLBACK[language]
    buttons = "".join(
        f'<li><button class="ask" type="button" lang="{language}">{html(text)}</button></li>'
        for text in found
    )
    return f'<div class="t-{language}"><ul class="examples">{buttons}</ul></div>'
