"""Conversations to take away."""

import json
from dataclasses import replace

from app.types import AnswerSentence
from app.ui.export import to_json, to_markdown
from app.ui.turns import Turn, reply_from
from tests.fakes_ui import FakeAssistant, sample_document

DOCUMENT = sample_document()
FALL = "By how much did Klarna's valuation fall?"


def turns(question: str = FALL) -> list[Turn]:
    """A conversation of one turn."""
    return [Turn(question, reply_from(FakeAssistant().ask(question)), done=True)]


def test_markdown_holds_question_answer_quote_and_place() -> None:
    """Original and translation, source and offsets."""
    lines = to_markdown(turns(), [DOCUMENT], "en").split("\n")
    assert lines[0] == "# Conversation"
    assert f"## {FALL}" in lines
    assert lines[4].endswith("\\$6.7 billion last year. \\[1\\]")
    assert lines[6].startswith("> \\[1\\] Das Unternehmen hofft")
    assert lines[8].startswith("> Translation: The company hopes")
    citation = FakeAssistant().ask(FALL).citations[0]
    assert lines[10].endswith(f", {citation.start}–{citation.end}")


def test_markdown_shows_markup_as_text() -> None:
    """Nobody's question becomes a heading, a link or an image."""
    shown = to_markdown(turns("# x\n![a](http://b) <img src=c>"), [DOCUMENT], "de")
    assert "## \\# x \\!\\[a\\]\\(http://b\\) \\<img src=c\\>" in shown


def test_json_holds_offsets_that_hold() -> None:
    """The file proves itself against the article."""
    reply = json.loads(to_json(turns()))["turns"][0]["reply"]
    for citation in reply["citations"]:
        assert DOCUMENT.text[citation["start"] : citation["end"]] == citation["original_quote"]


def test_what_is_ours_is_a_paragraph_of_its_own() -> None:
    """A line of ours does not run on behind the article's sentence."""
    (turn,) = turns()
    assert turn.reply is not None
    ours = AnswerSentence("Why? – The article does not say.", (), "fixed")
    reply = replace(turn.reply, sentences=(*turn.reply.sentences, ours))
    shown = to_markdown([replace(turn, reply=reply)], [DOCUMENT], "en")
    assert "\\[1\\]\n\nWhy? – The article does not say.\n\n>" in shown
