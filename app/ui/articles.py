"""The articles on the page: one is shown, and readers add and remove their own."""

from collections.abc import Iterator
from uuid import uuid4

import gradio as gr

from app.ui.events import QUIET, data_of
from app.ui.header import welcome_html
from app.ui.needs import documents_of
from app.ui.panel import Additions, panel_html
from app.ui.parts import Parts
from app.ui.problems import note
from app.ui.served import Service, Step
from app.ui.shelf import Shelf

_STEP_JS = "(step) => { window.articleChat.step(step.percent); }"
_ENDED_JS = "() => { window.articleChat.ended(); }"
_REFUSED_JS = "() => { window.articleChat.refused(); }"
_READER_JS = "() => [window.articleChat.reader()]"


def wire_articles(blocks: gr.Blocks, parts: Parts, shelf: Shelf, service: Service) -> None:
    """Show an article; add one, and take it away again."""
    articles = _Articles(shelf, service)
    reader, shows = [parts.reader], [parts.panel]
    blocks.load(articles.first, reader, [*shows, parts.chat], js=_READER_JS, queue=False, **QUIET)
    parts.bridge.document(articles.other, reader, shows, queue=False, **QUIET)
    # Reading and indexing wait in the queue, as questions do.
    adding = parts.bridge.attach(articles.add, reader, [*shows, parts.step], **QUIET)
    adding.success(None, None, None, js=_ENDED_JS, **QUIET)
    adding.failure(None, None, None, js=_REFUSED_JS, **QUIET)
    parts.step.change(None, [parts.step], None, js=_STEP_JS, **QUIET)
    parts.bridge.detach(articles.drop, reader, shows, **QUIET)


class _Articles:
    """What the page's events about articles do."""

    def __init__(self, shelf: Shelf, service: Service) -> None:
        self._shelf = shelf
        self._service = service

    def first(self, reader: object) -> tuple[object, ...]:
        """The panel and the welcome of a page that was just opened."""
        documents = documents_of(self._shelf.assistant(reader))
        return self._panel(reader), gr.update(placeholder=welcome_html(documents))

    def other(self, reader: object, event: gr.EventData) -> str:
        """The panel with the article that was chosen."""
        return self._panel(reader, str(data_of(event).get("document")))

    def add(self, reader: object, event: gr.EventData) -> Iterator[tuple[object, object]]:
        """How far it is, then the panel with the article that was added or with why it was not."""
        data = data_of(event)
        name, content = data.get("name"), data.get("content")
        try:
            for made in self._service.change(lambda w: self._shelf.add(reader, name, content, w)):
                if isinstance(made, Step):
                    yield gr.skip(), {"percent": made.percent}
                else:
                    yield self._panel(reader, made.doc_id, added=True), gr.skip()
        except Exception as error:  # noqa: BLE001  # whatever it was, the reader gets a line
            note("An article was not added", error)
            shown = self._panel(reader, str(data.get("document")), error)
            # The same problem once more is shown once more: what is equal is not drawn anew.
            yield f"{shown}<!-- {uuid4().hex} -->", gr.skip()

    def drop(self, reader: object, event: gr.EventData) -> str:
        """The panel without an article, or with why it is still there."""
        doc_id = data_of(event).get("document")
        try:
            for _ in self._service.change(lambda _: self._shelf.remove(reader, doc_id)):
                pass
        except Exception as error:  # noqa: BLE001  # as above
            note("An article was not removed", error)
            return self._panel(reader, str(doc_id), error)
        return self._panel(reader)

    def _panel(
        self,
        reader: object,
        doc_id: str = "",
        problem: Exception | None = None,
        added: bool = False,
    ) -> str:
        documents = documents_of(self._shelf.assistant(reader))
        additions = Additions(self._shelf.removable(reader), self._shelf.shared, problem, added)
        return panel_html(documents, doc_id, additions if self._shelf.open else None)
