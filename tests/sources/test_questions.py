"""Hypothetical questions beside an article."""

import json
from pathlib import Path

import pytest

from sources.errors import UnreadableFile
from sources.questions import load_questions
from sources.types import HypotheticalQuestion, Span

TEXT = "Title\n\nThe firm had 5,000 staff. The firm has 3,800 staff."


def write(folder: Path, *lines: object) -> Path:
    """A questions file of these lines."""
    path = folder / "a.questions.jsonl"
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines), "utf-8")
    return path


def test_a_follow_up_has_the_question_before_it(tmp_path: Path) -> None:
    """Both are read together; the whole says where it begins."""
    line = {"earlier": " How many staff? ", "text": "And\tnow?", "language": "en", "answers": []}
    (alone, followup) = load_questions(write(tmp_path, {**line, "earlier": ""}, line), TEXT)
    assert (alone.whole, alone.start, alone.earlier) == ("And now?", 0, "")
    assert followup.whole == "How many staff? And now?"
    assert followup.whole[followup.start :] == followup.text == "And now?"


def test_answers_become_spans_in_their_order(tmp_path: Path) -> None:
    """The first place counts; no answer is a near miss; empty lines are let be."""
    path = write(
        tmp_path,
        {"text": "How many now?", "language": "en", "answers": ["3,800", "The firm"]},
        "",
        {"text": " Wie viel\tUmsatz? ", "language": "de", "answers": []},
    )
    assert load_questions(path, TEXT) == (
        HypotheticalQuestion("How many now?", "en", (Span(46, 51), Span(7, 15))),
        HypotheticalQuestion("Wie viel Umsatz?", "de", ()),
    )
    assert TEXT[46:51] == "3,800"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"text": "x", "language": "en", "answers": ["4,000"]}, "does not hold the answer '4,000'"),
        ({"text": "", "language": "en", "answers": []}, "text: String should have"),
        ({"text": "x", "language": "English", "answers": []}, "language: "),
        ({"text": "x", "language": "en"}, "answers: Field required"),
        ({"text": "x", "language": "en", "answers": [], "note": 1}, "note: Extra inputs"),
        ({"text": "x", "language": "en", "answers": [""]}, "answers.0: "),
        ("{", "the line: Invalid JSON"),
        ("[1]", "the line: "),
        ("NaN", "the line: "),
        ("[" * 100_000, "the line: "),
    ],
)
def test_bad_line_is_named(tmp_path: Path, line: object, message: str) -> None:
    """File, line and field, so that it can be mended."""
    good = {"text": "x", "language": "en", "answers": []}
    with pytest.raises(UnreadableFile, match=r"a\.questions\.jsonl line 2: ") as caught:
        load_questions(write(tmp_path, good, line), TEXT)
    assert message in str(caught.value)
