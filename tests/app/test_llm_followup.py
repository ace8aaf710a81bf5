"""Follow-ups rewritten, and questions written, by a model."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import ModelUnavailable
from app.llm_followup import rewrite_followup
from app.llm_questions import MAX_QUESTIONS, ModelWriter, write_questions
from app.types import Turn
from index.chunk import chunk
from index.written import WrittenQuestions
from sources import load_documents
from sources.types import Document
from tests.app.scripted import ScriptedModel

_HISTORY: list[Turn] = [
    {"role": "user", "content": "How many employees does Klarna have?"},
    {"role": "assistant", "content": "Klarna reduced its workforce to 3,800 employees."},
]
_FOLLOWUP = "And before that?"
_ARTICLES = Path(__file__).parents[2] / "sources" / "articles"


@pytest.fixture(scope="module")
def document() -> Document:
    """The shipped article, as if it had been added without questions."""
    return replace(load_documents(_ARTICLES).documents[0], questions=())


def rewritten(reply: str | ModelUnavailable) -> str:
    """What becomes of the follow-up."""
    return rewrite_followup(_FOLLOWUP, _HISTORY, ScriptedModel([reply]), 5)


def test_a_followup_is_made_to_stand_alone() -> None:
    """From the words of the conversation."""
    question = "How many employees did Klarna have before that?"

    assert rewritten(f'"{question}"\n') == question


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Klarna had 5,000 employees.",
        "How many employees did Spotify have before that?",
        "How many employees did Klarna have before 2019?",
        "Wie viele Mitarbeiter hatte Klarna davor?",
        "Who is it? And where?",
        "How many employees does Klarna have?",
        "How many? " * 60,
        ModelUnavailable("gone"),
    ],
)
def test_what_brings_in_something_else_is_not_used(reply: str | ModelUnavailable) -> None:
    """The question stays as it was."""
    assert rewritten(reply) == _FOLLOWUP


def test_without_history_no_model_is_asked() -> None:
    """There is nothing to put in."""
    model = ScriptedModel(["What is it?"])

    assert rewrite_followup("What is it?", [], model) == "What is it?"
    assert model.requests == []


def test_questions_are_written_and_checked() -> None:
    """Those that bring in names or numbers, or are none, are left out."""
    lines = [
        "1. How many employees did Klarna reduce its workforce to?",
        "- How did Klarna reduce its workforce?",
        "How did Klarna reduce its workforce?",
        "How many employees does Spotify have?",
        "Did 4,000 people leave?",
        "Klarna has employees.",
        "Who?",
    ]
    passage = "Klarna reduced its workforce to 3,800 employees, mainly through attrition."

    assert write_questions(passage, ScriptedModel(["\n".join(lines)])) == (
        "How many employees did Klarna reduce its workforce to?",
        "How did Klarna reduce its workforce?",
    )


def test_each_passage_is_asked_about_once(document: Document, tmp_path: Path) -> None:
    """A second build reads what the first one kept; another model writes its own."""
    passages = chunk(document)
    model = ScriptedModel(["Was steht in dem Artikel über KI?"])

    first = ModelWriter(model, WrittenQuestions(tmp_path, "a:b"))(passages)
    n_asked = len(model.requests)
    second = ModelWriter(model, WrittenQuestions(tmp_path, "a:b"))(passages)

    assert n_asked == len(first) > 10
    assert set(first) <= {passage.passage_id for passage in passages}
    assert (len(model.requests), second) == (n_asked, first)
    assert WrittenQuestions(tmp_path, "a:b").read(passages) == first
    assert WrittenQuestions(tmp_path, "a:c").read(passages) == {}


def test_what_was_kept_and_is_damaged_is_written_anew(document: Document, tmp_path: Path) -> None:
    """Whatever stands in the file."""
    passages = chunk(document)
    model = ScriptedModel(["Was steht in dem Artikel über KI?"])
    writer = ModelWriter(model, WrittenQuestions(tmp_path, "a:b"))
    first = writer(passages)
    for path, content in zip(tmp_path.iterdir(), [b"[1]", b"[", b"\xff", b"{}"], strict=False):
        path.write_bytes(content)

    assert writer(passages) == first
    assert len(model.requests) == len(first) + 4


def test_a_model_that_fails_leaves_the_rest_without(document: Document, tmp_path: Path) -> None:
    """The build goes on, and what was written stays."""
    model = ScriptedModel(["Was steht in dem Artikel über KI?", ModelUnavailable("gone")])

    assert len(ModelWriter(model, WrittenQuestions(tmp_path, "a:b"))(chunk(document))) == 1
    assert len(model.requests) == 2


def test_a_folder_that_cannot_be_written_costs_the_keeping(
    document: Document, tmp_path: Path
) -> None:
    """The questions are used all the same."""
    (tmp_path / "file").write_text("")
    model = ScriptedModel(["Was steht in dem Artikel über KI?"])

    assert ModelWriter(model, WrittenQuestions(tmp_path / "file", "a:b"))(chunk(document))


def test_who_is_waited_for_has_a_limit(document: Document, tmp_path: Path) -> None:
    """Without time nothing is written."""
    model = ScriptedModel(["Was steht in dem Artikel über KI?"])
    kept = WrittenQuestions(tmp_path, "a:b")

    assert ModelWriter(model, kept, limit_s=-1.0)(chunk(document)) == {}


def test_not_more_questions_than_are_wanted() -> None:
    """However many a model writes."""
    reply = "\n".join(f"Why is the sky blue on {day}day?" for day in ("sun", "mon", "fri") * 9)
    more = "\n".join(f"Is the sky{'?' * 1}" + f" blue {'very ' * n}today?" for n in range(12))

    assert len(write_questions("The sky is very blue today.", ScriptedModel([reply + more]))) <= (
        MAX_QUESTIONS
    )
