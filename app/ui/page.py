"""The page: which part tells which."""

from collections.abc import Iterator

import gradio as gr

from app.ui.api import add_endpoints
from app.ui.articles import wire_articles
from app.ui.events import QUIET, data_of, index_of, settled, shown, updates
from app.ui.everybody import Everybody
from app.ui.export import to_json, to_markdown
from app.ui.needs import documents_of
from app.ui.parts import Parts, lay_out
from app.ui.served import Service
from app.ui.shelf import Shelf
from app.ui.strings import Language, i18n
from app.ui.talk import Talk
from app.ui.turns import load
from app.ui.verdicts import Verdicts

_KEEP_JS = "(turns) => { window.articleChat.keep(turns); }"
_RECALL_JS = "async () => [await window.articleChat.recall(), window.articleChat.reader()]"
_FORGET_JS = "() => { window.articleChat.forget(); }"
_READY_JS = "() => { window.articleChat.ready(); }"
_SAVE_JS = "(file) => { window.articleChat.save(file); }"


def build_blocks(shelf: Shelf, service: Service, verdicts: Verdicts) -> gr.Blocks:
    """The whole page over an assistant, with its three public endpoints."""
    blocks: gr.Blocks = gr.Blocks(
        analytics_enabled=False,
        title="Artikel-Assistent",
        fill_width=True,
        delete_cache=(600, 600),
    )
    with blocks:
        parts = lay_out()
        _wire_questions(parts, shelf, service)
        _wire_conversation(blocks, parts, shelf, service)
        wire_articles(blocks, parts, shelf, service)
        _wire_feedback(parts, verdicts)
        add_endpoints(service.over(Everybody(shelf)))
    return blocks


def _wire_questions(parts: Parts, shelf: Shelf, service: Service) -> None:
    """Every way to ask: the box, a suggestion, once more, an edited question; and stopping."""

    def talk(reader: object) -> Talk:
        return Talk(service.over(shelf.assistant(reader)), service.warm_up)

    def ask(question: object, turns: object, reader: object) -> Iterator[tuple[object, ...]]:
        yield from updates(talk(reader).ask(question, turns))

    def ask_suggestion(
        turns: object, reader: object, event: gr.EventData
    ) -> Iterator[tuple[object, ...]]:
        data = data_of(event)
        yield from updates(talk(reader).ask(data.get("text"), turns, data.get("language")))

    def again(turns: object, reader: object, event: gr.RetryData) -> Iterator[tuple[object, ...]]:
        yield from updates(talk(reader).again(index_of(event.index), turns))

    def edit(turns: object, reader: object, event: gr.EditData) -> Iterator[tuple[object, ...]]:
        yield from updates(talk(reader).edit(index_of(event.index), event.value, turns))

    def stop(turns: object, reader: object) -> tuple[object, ...]:
        return shown(talk(reader).stop(turns))

    said = [parts.turns, parts.reader]
    outputs = [parts.chat, parts.turns, parts.box]
    asking = [
        parts.box.submit(ask, [parts.box, *said], outputs, **QUIET),
        parts.bridge.ask(ask_suggestion, said, outputs, **QUIET),
        parts.chat.retry(again, said, outputs, **QUIET),
        parts.chat.edit(edit, said, outputs, **QUIET),
    ]
    idle = [parts.box, parts.reasons]
    for event in asking:
        event.then(settled, None, idle, queue=False, **QUIET)
    stopping = parts.box.stop(None, None, None, cancels=asking, **QUIET)
    stopping.then(stop, said, outputs[:2], queue=False, **QUIET).then(
        settled, None, idle, queue=False, **QUIET
    )


def _wire_conversation(blocks: gr.Blocks, parts: Parts, shelf: Shelf, service: Service) -> None:
    """Keep, bring back, open, clear and export a conversation."""

    def bring_back(turns: object, reader: object) -> tuple[object, ...]:
        return (*shown(Talk(shelf.assistant(reader), service.warm_up).open(turns)), reader)

    def open_other(reader: object, event: gr.EventData) -> tuple[object, ...]:
        talk = Talk(shelf.assistant(reader), service.warm_up)
        return shown(talk.open(data_of(event).get("turns")))

    def export(turns: object, reader: object, event: gr.EventData) -> dict[str, str]:
        data = data_of(event)
        if data.get("kind") == "json":
            return {"kind": "json", "text": to_json(load(turns))}
        language: Language = "en" if data.get("language") == "en" else "de"
        documents = documents_of(shelf.assistant(reader))
        return {"kind": "md", "text": to_markdown(load(turns), documents, language)}

    said = [parts.turns, parts.reader]
    conversation = [parts.chat, parts.turns]
    parts.turns.change(None, [parts.turns], None, js=_KEEP_JS, **QUIET)
    restored = blocks.load(
        bring_back, said, [*conversation, parts.reader], js=_RECALL_JS, queue=False, **QUIET
    )
    restored.then(None, None, None, js=_READY_JS, **QUIET)
    parts.bridge.open(open_other, [parts.reader], conversation, queue=False, **QUIET)
    parts.chat.clear(lambda: [], None, [parts.turns], js=_FORGET_JS, queue=False, **QUIET)
    exported = parts.bridge.export(export, said, [parts.file], queue=False, **QUIET)
    exported.then(None, [parts.file], None, js=_SAVE_JS, **QUIET)


def _wire_feedback(parts: Parts, verdicts: Verdicts) -> None:
    """A thumb is kept at once; the reason, if there is one, follows under the same id."""

    def like(turns: object, event: gr.LikeData) -> tuple[object, ...]:
        kept = verdicts.keep(load(turns), index_of(event.index), event.liked is True)
        return kept, gr.update(visible=bool(kept)), gr.update(value="")

    def explain(reason: object, verdict: object) -> object:
        verdicts.explain(verdict, reason)
        gr.Info(i18n()("reason_sent"), duration=4)
        return gr.update(visible=False)

    outputs = [parts.verdict, parts.reasons, parts.reason]
    parts.chat.like(like, [parts.turns], outputs, queue=False, **QUIET)
    parts.reason.submit(
        explain, [parts.reason, parts.verdict], [parts.reasons], queue=False, **QUIET
    )
