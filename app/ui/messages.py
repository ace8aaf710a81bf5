"""Messages of the conversation as HTML: answers with their citations, abstentions, problems.

Gradio's chat shows the HTML after its own sanitizer, which keeps classes, titles and values and
drops ``data-*`` and ``aria-*``; names for screen readers are added by the page's script.
"""

from collections.abc import Sequence
from typing import TypedDict
from urllib.parse import quote

from app.types import Citation
from app.ui.follow import suggestions
from app.ui.markup import html
from app.ui.strings import both
from app.ui.turns import Closest, Reply, Turn
from app.ui.why import why
from sources.types import Document


class ChatMessage(TypedDict):
    """One message as Gradio's chat takes it."""

    role: str
    content: str


def chat_messages(turns: Sequence[Turn], documents: Sequence[Document]) -> list[ChatMessage]:
    """The conversation, a question and its answer in turn; the last offers what to ask next."""
    messages: list[ChatMessage] = []
    texts = {document.doc_id: document for document in documents}
    for turn in turns:
        messages.append({"role": "user", "content": html(turn.question)})
        if turn.reply is not None:
            last = turn is turns[-1] and turn.done
            nexts = suggestions(turns, documents) if last else ()
            messages.append({"role": "assistant", "content": reply_html(turn, texts, nexts)})
    return messages


def reply_html(turn: Turn, documents: dict[str, Document], nexts: Sequence[str] = ()) -> str:
    """One reply with everything that belongs to it."""
    reply = turn.reply
    if reply is None:
        return ""
    body = _abstention(reply, documents) if reply.abstained else _answer(reply, documents)
    kind = "abstention" if reply.abstained else "answer"
    parts = [body]
    if reply.notice:
        parts.append(f'<p class="notice">{html(reply.notice)}</p>')
    if turn.stopped:
        parts.append(f'<p class="notice">{both("stopped")}</p>')
    if turn.done:
        parts += [_next(reply, nexts), why(reply), _tools(turn)]
    state = "done" if turn.done else "partial"
    return f'<div class="reply {kind} {state}">{"".join(parts)}</div>'


def problem_html(key: str, detail: str = "") -> str:
    """A question that cannot be answered as it is, or a failure: one clear line."""
    line = f": {html(detail)}" if detail else ""
    return f'<div class="reply problem" role="alert"><p>{both(key)}{line}</p></div>'


def status_html(key: str) -> str:
    """What the assistant is doing before there is anything to show."""
    return f'<div class="reply status"><p>{both(key)}</p></div>'


def anchor(doc_id: str, start: int, end: int) -> str:
    """The address of a span in the panel, as the page's script reads it."""
    return f"#text={start},{end},{quote(doc_id, safe='')}"


def _answer(reply: Reply, documents: dict[str, Document]) -> str:
    shown = [
        f'<span class="said">{html(sentence.text)}</span>{_marks(sentence.citations, reply)}'
        for sentence in reply.sentences
    ]
    text = " ".join(shown) or html(reply.text)
    return f'<p class="text" lang="{html(reply.language)}">{text}</p>{_evidence(reply, documents)}'


def _marks(positions: Sequence[int], reply: Reply) -> str:
    marks = "".join(
        _mark(position, reply.citations[position])
        for position in positions
        if 0 <= position < len(reply.citations)
    )
    return f'<span class="marks">{marks}</span>' if marks else ""


def _mark(position: int, citation: Citation) -> str:
    where = anchor(citation.doc_id, citation.start, citation.end)
    return f'<a class="cite" href="{where}" title="{html(citation.quote)}">{position + 1}</a>'


def _evidence(reply: Reply, documents: dict[str, Document]) -> str:
    """A row a citation that the sentences so far rest on."""
    said = {sentence.text for sentence in reply.sentences}
    used = {position for sentence in reply.sentences for position in sentence.citations}
    rows = [
        _evidence_row(position, citation, documents.get(citation.doc_id), said)
        for position, citation in enumerate(reply.citations)
        if position in used
    ]
    return f'<ol class="evidence">{"".join(rows)}</ol>' if rows else ""


def _evidence_row(
    position: int, citation: Citation, document: Document | None, said: set[str]
) -> str:
    """The original sentence and its translation, unless the answer says it already; and whence."""
    source, language, stale = "", "", both("stale")
    if document is not None:
        language = document.language
        source = html(" · ".join(x for x in (document.publisher, document.title) if x))
        if document.text[citation.start : citation.end] == citation.original_quote:
            stale = ""
    quotes = ""
    if citation.original_quote not in said:
        quotes += f'<q lang="{html(language)}">{html(citation.original_quote)}</q>'
    if citation.quote not in said | {citation.original_quote}:
        quotes += f'<q class="quote-translated">{html(citation.quote)}</q>'
    note = f'<span class="stale">{stale}</span>' if stale else ""
    return (
        f'<li>{_mark(position, citation)}<span class="quotes">{quotes}'
        f"<cite>{source}</cite>{note}</span></li>"
    )


def _abstention(reply: Reply, documents: dict[str, Document]) -> str:
    closest = "".join(_closest_row(passage, documents) for passage in reply.closest)
    offered = f'<p class="label">{both("closest")}</p><ul class="closest">{closest}</ul>'
    return (
        f'<p class="verdict">{both("abstained")}</p>'
        f'<p class="text" lang="{html(reply.language)}">{html(reply.text)}</p>'
        f"{offered if closest else ''}"
    )


def _closest_row(passage: Closest, documents: dict[str, Document]) -> str:
    document = documents.get(passage.doc_id)
    language = document.language if document else ""
    where = anchor(passage.doc_id, passage.start, passage.end)
    return f'<li><a class="passage" href="{where}" lang="{language}">{html(passage.text)}</a></li>'


def _next(reply: Reply, nexts: Sequence[str]) -> str:
    if not nexts:
        return ""
    label = both("try" if reply.abstained else "follow_up")
    buttons = "".join(
        f'<li><button class="ask" type="button" lang="{html(reply.language)}">{html(text)}</button>'
        "</li>"
        for text in nexts
    )
    return f'<div class="next"><p class="label">{label}</p><ul>{buttons}</ul></div>'


def _tools(turn: Turn) -> str:
    language = html(turn.language)
    return (
        '<p class="tools">'
        f'<button class="tool copy" type="button">{both("copy")}</button>'
        f'<button class="tool share" type="button" value="{language}">{both("share")}</button>'
        "</p>"
    )
