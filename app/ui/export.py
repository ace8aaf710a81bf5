"""A conversation to take away: Markdown to read, JSON to work with, citations in both."""

import json
import re
from collections.abc import Sequence

from app.compose import join
from app.types import AnswerSentence, Citation
from app.ui.strings import Language, text
from app.ui.turns import Reply, Turn, dump
from sources.types import Document

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&-])")


def to_markdown(turns: Sequence[Turn], documents: Sequence[Document], language: Language) -> str:
    """The conversation as Markdown: questions as headings, citations as numbered quotes."""
    known = {document.doc_id: document for document in documents}
    blocks = [f"# {text('exported', language)}"]
    for turn in turns:
        blocks.append(f"## {_plain(turn.question)}")
        if turn.reply is not None:
            blocks.append(_answer(turn.reply))
            blocks += [
                _citation(number, citation, known, language)
                for number, citation in enumerate(turn.reply.citations, 1)
            ]
    return "\n\n".join(blocks) + "\n"


def to_json(turns: Sequence[Turn]) -> str:
    """The conversation as JSON, each reply with its citations and their offsets."""
    return json.dumps({"version": 1, "turns": dump(turns)}, ensure_ascii=False, indent=2)


def _answer(reply: Reply) -> str:
    return join(reply.sentences, _marked, new_line="\n\n") or _plain(reply.text)


def _marked(sentence: AnswerSentence) -> str:
    return _plain(sentence.text) + "".join(f" \\[{i + 1}\\]" for i in sentence.citations)


def _citation(
    number: int, citation: Citation, documents: dict[str, Document], language: Language
) -> str:
    document = documents.get(citation.doc_id)
    source = (
        " · ".join(x for x in (document.author, document.publisher, document.title) if x)
        if document
        else citation.doc_id
    )
    lines = [f"> \\[{number}\\] {_plain(citation.original_quote)}"]
    if citation.quote != citation.original_quote:
        lines.append(f"> {text('translation', language)}: {_plain(citation.quote)}")
    lines.append(f"> — {_plain(source)}, {citation.start}–{citation.end}")
    return "\n>\n".join(lines)


def _plain(content: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(content.split()))
