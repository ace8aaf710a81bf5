"""The parts of the page."""

from dataclasses import dataclass

import gradio as gr

from app.ui.header import header_html
from app.ui.strings import both, i18n

_BRIDGE_JS = (
    "window.articleChat.connect(trigger); // 'ask' 'open' 'document' 'export' 'attach' 'detach'"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events read and write."""

    bridge: gr.HTML
    chat: gr.Chatbot
    turns: gr.JSON
    reader: gr.Textbox
    box: gr.Textbox
    panel: gr.HTML
    file: gr.JSON
    step: gr.JSON
    verdict: gr.JSON
    reasons: gr.Column
    reason: gr.Textbox


def lay_out() -> Parts:
    """Make the components, in the order in which they are read."""
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
        reader=gr.Textbox(visible=False),
        box=box,
        panel=panel,
        file=gr.JSON(visible=False),
        step=gr.JSON(visible=False),
        verdict=gr.JSON(visible=False),
        reasons=reasons,
        reason=reason,
    )
