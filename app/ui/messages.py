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

_MOST_IN_A_ROW = 3


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
    body = _abstention(reply) if reply.abstained else _answer(reply, documents)
    kind = "abstention" if reply.abstained else "answer"
    parts = [body]
    if reply.notice:
        parts.append(f'<p class="notice">{html(reply.notice)}</p>')
    if turn.stopped:
        parts.append(f'<p class="notice">{both("stopped")}</p>')
    if turn.done:
        parts += [why(turn.question, reply), _next(reply, nexts), _tools(turn)]
    state = "done" if turn.done else "partial"
    return f'<div class="reply {kind} {state}">{"".join(parts)}</div>'


def problem_html(key: str, detail: str = "") -> str:
    """A question that cannot be answered as it is, or a failure: one clear line.

    ``detail`` is HTML in both languages, as ``told`` gives it.
    """
    line = f": {detail}" if detail else ""
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
    language = html(reply.language)
    if _in_lines(reply):
        rows = "".join(f"<li>{line}</li>" for line in shown)
        text = f'<ul class="text lines" lang="{language}">{rows}</ul>'
    else:
        said = " ".join(shown) or html(reply.text)
        text = f'<p class="text" lang="{language}">{said}</p>'
    return text + _evidence(reply, documents)


def _in_lines(reply: Reply) -> bool:
    """Whether each sentence begins a line: many do not read as one text, nor do headings."""
    texts = [sentence.text.rstrip("\"'“”»« ") for sentence in reply.sentences]
    whole = all(text.endswith((".", "!", "?", "…", ":")) for text in texts)
    ours = any(sentence.status == "fixed" for sentence in reply.sentences)
    return len(texts) > _MOST_IN_A_ROW or (len(texts) > 1 and (ours or not whole))


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
    """What the answer does not say itself: originals, translations, and where they stand."""
    said = {sentence.text for sentence in reply.sentences}
    used = sorted({position for sentence in reply.sentences for position in sentence.citations})
    cited = [(number, reply.citations[number]) for number in used if number < len(reply.citations)]
    rows = "".join(
        _evidence_row(number, citation, documents.get(citation.doc_id), said)
        for number, citation in cited
    )
    sources = "".join(
        f"<li>{_source(documents.get(doc_id))}</li>"
        for doc_id in dict.fromkeys(citation.doc_id for _, citation in cited)
    )
    quotes = f'<ol class="evidence">{rows}</ol>' if rows else ""
    return f'{quotes}<ul class="sources">{sources}</ul>' if sources else quotes


def _evidence_row(
    number: int, citation: Citation, document: Document | None, said: set[str]
) -> str:
    """The original sentence and its translation, unless the answer says them already."""
    language = document.language if document else ""
    quotes = ""
    if citation.original_quote not in said:
        quotes += f'<q lang="{html(language)}">{html(citation.original_quote)}</q>'
    if citation.quote not in said | {citation.original_quote}:
        quotes += f'<q class="translated">{html(citation.quote)}</q>'
    holds = document is not None and (
        document.text[citation.start : citation.end] == citation.original_quote
    )
    if not holds:
        quotes += f'<span class="stale">{both("stale")}</span>'
    mark = _mark(number, citation)
    return f'<li>{mark}<span class="quotes">{quotes}</span></li>' if quotes else ""


def _source(document: Document | None) -> str:
    """Publisher, author, title and date of a document."""
    if document is None:
        return both("stale")
    title = document.title or document.doc_id
    parts = (document.publisher, document.author, document.published, title)
    return f"<cite>{html(' · '.join(part for part in parts if part))}</cite>"


def _abstention(reply: Reply) -> str:
    closest = "".join(_closest_row(passage) for passage in reply.closest)
    offered = f'<p class="label">{both("closest")}</p><ul class="closest">{closest}</ul>'
    return (
        f'<p class="verdict">{both("abstained")}</p>'
        f'<p class="text" lang="{html(reply.language)}">{html(reply.text)}</p>'
        f"{offered if closest else ''}"
    )


def _closest_row(passage: Closest) -> str:
    where = anchor(passage.doc_id, passage.start, passage.end)
    language = html(passage.language)
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
