"""Replies as HTML."""

import re
from dataclasses import replace

from app.types import AnswerSentence, Citation, DroppedSentence
from app.ui.messages import chat_messages, problem_html, reply_html
from app.ui.problems import told
from app.ui.turns import Reply, Turn, reply_from
from index.errors import IndexMissing
from tests.fakes_ui import FakeAssistant, sample_document

DOCUMENT = sample_document()
KNOWN = {DOCUMENT.doc_id: DOCUMENT}
EVIL = "<img src=x onerror=alert(1)> **b** [a](javascript:x) \"'"


def turn(question: str) -> Turn:
    """A whole turn of the fake assistant."""
    return Turn(question, reply_from(FakeAssistant().ask(question)), done=True)


def test_a_citation_points_to_its_characters_and_carries_its_quote() -> None:
    """The page's script reads the place from the link."""
    shown = reply_html(turn("By how much did Klarna's valuation fall?"), KNOWN)
    link = re.search(
        r'<a class="cite" href="#text=(\d+),(\d+),([^"]+)" title="([^"]+)">1</a>', shown
    )
    assert link is not None
    start, end = int(link[1]), int(link[2])
    assert link[3] == DOCUMENT.doc_id
    assert "$46 Mrd. im Jahr 2021" in DOCUMENT.text[start:end]
    assert "$46 billion" in link[4]


def test_the_original_is_shown_unless_the_answer_says_it() -> None:
    """An English answer shows German below; a German one would only repeat itself."""
    english = reply_html(turn("By how much did Klarna's valuation fall?"), KNOWN)
    assert '<q lang="de">Das Unternehmen hofft' in english
    german = reply_html(turn("Wie fiel die Bewertung?"), KNOWN)
    assert "<q" not in german
    assert "DailyAI · Sam Jeans" in german


def test_a_reply_whose_article_has_changed_says_so() -> None:
    """An old conversation may cite what no longer stands there."""
    changed = {DOCUMENT.doc_id: replace(DOCUMENT, text="Neu. " + DOCUMENT.text)}
    assert 'class="stale"' in reply_html(turn("Wie fiel die Bewertung?"), changed)
    assert 'class="stale"' not in reply_html(turn("Wie fiel die Bewertung?"), KNOWN)


def test_an_abstention_has_no_citations_and_another_look() -> None:
    """It offers passages, not marks."""
    shown = reply_html(turn("Wie teuer ist die Aktie?"), KNOWN)
    assert 'class="reply abstention done"' in shown
    assert 'class="cite"' not in shown
    assert shown.count('class="passage"') == 3


def test_what_others_wrote_is_escaped_everywhere() -> None:
    """Question, answer, quote, title, notice, dropped sentence, ids."""
    citation = Citation("d<b>,1", "p", EVIL, 0, 3, EVIL, 0.5)
    reply = Reply(
        text=EVIL,
        sentences=(AnswerSentence(EVIL, (0,), "verified"),),
        citations=(citation,),
        closest=(),
        abstained=None,
        language='de"><b>',
        confidence=2.0,
        backend=EVIL,
        elapsed_ms=1.0,
        dropped=(DroppedSentence(EVIL, EVIL),),
        notice=EVIL,
    )
    document = replace(DOCUMENT, doc_id="d<b>,1", title=EVIL, publisher=EVIL, author=EVIL)
    messages = chat_messages([Turn(EVIL, reply, done=True)], [document])
    shown = "".join(message["content"] for message in messages)
    assert "<img" not in shown
    assert "<b>" not in shown
    assert shown.count("&lt;img") >= 8
    assert "100\u00a0%" in shown


def test_a_growing_reply_shows_what_it_rests_on_so_far() -> None:
    """Citations of sentences to come are not there yet; nor are the tools."""
    whole = turn("What is it about?")
    assert whole.reply is not None
    part = replace(
        whole, reply=replace(whole.reply, sentences=whole.reply.sentences[:1]), done=False
    )
    shown = reply_html(part, KNOWN)
    assert 'class="reply answer partial"' in shown
    assert shown.count("<q ") == 1
    assert "tools" not in shown


def test_a_problem_is_one_line_in_both_languages() -> None:
    """With what the assistant said about it, escaped."""
    shown = problem_html("failed", told(IndexMissing("No index at <data>")))
    assert "Das hat nicht geklappt" in shown
    assert "That did not work" in shown
    assert "Es gibt noch keinen Index der Artikel." in shown
    assert "&lt;data&gt;" in shown
