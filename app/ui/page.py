"""The page: its parts, and which part tells which."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import gradio as gr

from app.ui.api import add_endpoints
from app.ui.export import to_json, to_markdown
from app.ui.header import header_html, welcome_html
from app.ui.needs import ChatAssistant
from app.ui.panel import panel_html
from app.ui.strings import Language, both, i18n
from app.ui.talk import Talk, View
from app.ui.turns import load
from app.ui.verdicts import Verdicts
from app.ui.warmup import WarmUp

_BRIDGE_JS = "window.articleChat.connect(trigger); // 'ask' 'open' 'document' 'export'"
_KEEP_JS = "(turns) => { window.articleChat.keep(turns); }"
_RECALL_JS = "async () => [await window.articleChat.recall()]"
_FORGET_JS = "() => { window.articleChat.forget(); }"
_READY_JS = "() => { window.articleChat.ready(); }"
_SAVE_JS = "(file) => { window.articleChat.save(file); }"


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events read and write."""

    bridge: gr.HTML
    chat: gr.Chatbot
    turns: gr.JSON
    box: gr.Textbox
    panel: gr.HTML
    file: gr.JSON
    verdict: gr.JSON
    reasons: gr.Column
    reason: gr.Textbox


def build_blocks(assistant: ChatAssistant, warm_up: WarmUp, verdicts: Verdicts) -> gr.Blocks:
    """The whole page over an assistant, with its three public endpoints."""
    blocks: gr.Blocks = gr.Blocks(
        analytics_enabled=False,
        title="Artikel-Assistent",
        fill_width=True,
        delete_cache=(600, 600),
    )
    with blocks:
        parts = _parts()
        talk = Talk(assistant, warm_up)
        _wire_questions(parts, talk)
        _wire_conversation(blocks, parts, talk, assistant)
        _wire_feedback(parts, verdicts)
        add_endpoints(assistant, warm_up)
    return blocks


def _parts() -> Parts:
    text = i18n()
    gr.HTML(header_html(), elem_id="page-header", js_on_load=None, apply_default_css=False)
    with gr.Row(elem_id="columns", equal_height=True):
        with gr.Column(elem_id="talk", scale=3, min_width=0):
            chat = gr.Chatbot(
                elem_id="chat",
                show_label=False,
                container=False,
                render_markdown=False,
                sanitize_html=True,
                allow_tags=False,
                latex_delimiters=[],
                buttons=[],
                editable="user",
                layout="bubble",
                group_consecutive_messages=False,
                height="100%",
                autoscroll=False,
            )
            with gr.Column(visible=False, elem_id="reasons") as reasons:
                gr.HTML(f"<p>{both('thanks')}</p>", js_on_load=None, apply_default_css=False)
                reason = gr.Textbox(
                    label=text("reason"),
                    show_label=False,
                    container=False,
                    placeholder=text("reason"),
                    max_length=1000,
                    submit_btn=True,
                )
            box = gr.Textbox(
                elem_id="box",
                label=text("question"),
                show_label=False,
                container=False,
                placeholder=text("placeholder"),
                lines=1,
                max_lines=6,
                submit_btn=True,
                autofocus=True,
            )
        panel = gr.HTML(
            elem_id="panel",
            js_on_load=None,
            apply_default_css=False,
        )
    return Parts(
        bridge=gr.HTML("", visible="hidden", js_on_load=_BRIDGE_JS),
        chat=chat,
        turns=gr.JSON(visible=False),
        box=box,
        panel=panel,
        file=gr.JSON(visible=False),
        verdict=gr.JSON(visible=False),
        reasons=reasons,
        reason=reason,
    )


def _wire_questions(parts: Parts, talk: Talk) -> None:
    """Every way to ask: the box, a suggestion, once more, an edited question; and stopping."""

    def ask(question: object, turns: object) -> Iterator[tuple[object, ...]]:
        yield from _updates(talk.ask(question, turns))

    def ask_suggestion(turns: object, event: gr.EventData) -> Iterator[tuple[object, ...]]:
        data = _data(event)
        yield from _updates(talk.ask(data.get("text"), turns, data.get("language")))

    def again(turns: object, event: gr.RetryData) -> Iterator[tuple[object, ...]]:
        yield from _updates(talk.again(_index(event.index), turns))

    def edit(turns: object, event: gr.EditData) -> Iterator[tuple[object, ...]]:
        yield from _updates(talk.edit(_index(event.index), event.value, turns))

    outputs = [parts.chat, parts.turns, parts.box]
    asking = [
        parts.box.submit(ask, [parts.box, parts.turns], outputs, **_QUIET),
        parts.bridge.ask(ask_suggestion, [parts.turns], outputs, **_QUIET),
        parts.chat.retry(again, [parts.turns], outputs, **_QUIET),
        parts.chat.edit(edit, [parts.turns], outputs, **_QUIET),
    ]
    for event in asking:
        event.then(_settled, None, [parts.box, parts.reasons], queue=False, **_QUIET)
    parts.box.stop(None, None, None, cancels=asking, **_QUIET).then(
        lambda turns: _shown(talk.stop(turns)),
        [parts.turns],
        [parts.chat, parts.turns],
        queue=False,
        **_QUIET,
    ).then(_settled, None, [parts.box, parts.reasons], queue=False, **_QUIET)


def _wire_conversation(
    blocks: gr.Blocks, parts: Parts, talk: Talk, assistant: ChatAssistant
) -> None:
    """Keep, bring back, open, clear and export a conversation; open another article."""

    def open_other(event: gr.EventData) -> tuple[object, ...]:
        return _shown(talk.open(_data(event).get("turns")))

    def show_document(event: gr.EventData) -> str:
        return panel_html(assistant.documents, str(_data(event).get("document")))

    def export(turns: object, event: gr.EventData) -> dict[str, str]:
        data = _data(event)
        if data.get("kind") == "json":
            return {"kind": "json", "text": to_json(load(turns))}
        language: Language = "en" if data.get("language") == "en" else "de"
        return {"kind": "md", "text": to_markdown(load(turns), assistant.documents, language)}

    def show_articles() -> tuple[object, ...]:
        documents = assistant.documents
        return panel_html(documents), gr.update(placeholder=welcome_html(documents))

    conversation = [parts.chat, parts.turns]
    blocks.load(show_articles, None, [parts.panel, parts.chat], queue=False, **_QUIET)
    parts.turns.change(None, [parts.turns], None, js=_KEEP_JS, **_QUIET)
    blocks.load(
        lambda turns: _shown(talk.open(turns)),
        [parts.turns],
        conversation,
        js=_RECALL_JS,
        queue=False,
        **_QUIET,
    ).then(None, None, None, js=_READY_JS, **_QUIET)
    parts.bridge.open(open_other, None, conversation, queue=False, **_QUIET)
    parts.chat.clear(lambda: [], None, [parts.turns], js=_FORGET_JS, queue=False, **_QUIET)
    parts.bridge.document(show_document, None, [parts.panel], queue=False, **_QUIET)
    parts.bridge.export(export, [parts.turns], [parts.file], queue=False, **_QUIET).then(
        None, [parts.file], None, js=_SAVE_JS, **_QUIET
    )


def _wire_feedback(parts: Parts, verdicts: Verdicts) -> None:
    """A thumb is kept at once; the reason, if there is one, follows under the same id."""

    def like(turns: object, event: gr.LikeData) -> tuple[object, ...]:
        kept = verdicts.keep(load(turns), _index(event.index), event.liked is True)
        return kept, gr.update(visible=bool(kept)), gr.update(value="")

    def explain(reason: object, verdict: object) -> object:
        verdicts.explain(verdict, reason)
        gr.Info(i18n()("reason_sent"), duration=4)
        return gr.update(visible=False)

    parts.chat.like(
        like, [parts.turns], [parts.verdict, parts.reasons, parts.reason], queue=False, **_QUIET
    )
    parts.reason.submit(
        explain, [parts.reason, parts.verdict], [parts.reasons], queue=False, **_QUIET
    )


_QUIET: dict[str, Any] = {
    "api_name": "page",
    "api_visibility": "private",
    "show_progress": "hidden",
}
"""Events of the page are no endpoints; without a name of their own they would take one's."""


def _updates(views: Iterator[View]) -> Iterator[tuple[object, ...]]:
    """Views as updates of chat, turns and box; the box offers to stop while it goes on."""
    busy: object = gr.update(value="", submit_btn=False, stop_btn=True)
    for view in views:
        yield (*_shown(view), busy)
        busy = gr.skip()


def _shown(view: View) -> tuple[object, ...]:
    return view.messages, view.turns


def _settled() -> tuple[object, object]:
    """The box as it waits for a question; a reason for an older answer is no longer asked for."""
    return gr.update(submit_btn=True, stop_btn=False), gr.update(visible=False)


def _data(event: gr.EventData) -> dict[str, object]:
    """What the page's script sent with an event; a mapping, whatever it was."""
    data = event._data
    return cast(dict[str, object], data) if isinstance(data, dict) else {}


def _index(index: object) -> int:
    first = index[0] if isinstance(index, (list, tuple)) and index else index
    return first if isinstance(first, int) and first >= 0 else 0
