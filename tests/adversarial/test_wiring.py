"""A model that fails behind the assistant as its settings make it, from question to answer."""

import logging
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app import parts
from app.assistant import Assistant
from app.settings import Settings
from app.types import Answer, Turn
from tests.adversarial.behaviours import BEHAVIOURS
from tests.adversarial.server import Liar, Wire, claims, liar, saying, silent
from tests.app.parts import make_model
from tests.fakes import HashingEmbedder
from tests.index.documents import TEXT, example, make_document

TIMEOUT_S = 1.5
_QUESTION = "Wie viele Mitarbeiter hatte die Firma Beispiel einst?"
_EXTRACTED = "Die Firma Beispiel hatte einst 5.000 Mitarbeiter."
_PHRASED = "Einst hatte die Firma Beispiel 5.000 Mitarbeiter."
_LIE = "Einst hatte die Firma Beispiel 50.000 Mitarbeiter."
_NOTICE = "Das Sprachmodell hat nicht geantwortet; dies sind Sätze aus dem Artikel."


@pytest.fixture(scope="module")
def server() -> Iterator[Liar]:
    """A server that does what it is told."""
    with liar() as running:
        yield running


@pytest.fixture
def assistant(server: Liar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    """Over a small article, with the server as its model; the rest is as the settings make it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("index.embed.load_embedder", lambda name="": HashingEmbedder())
    # Where they are used: a module that was first imported now would keep what it found.
    monkeypatch.setattr(parts, "load_reader_model", lambda: make_model(0.0))
    monkeypatch.setattr(parts, "prepare_gate", lambda passages: None)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "beispiel.txt").write_text(TEXT, encoding="utf-8")
    settings = Settings.load(
        llm_model="openai:liar",
        openai_base_url=server.url,
        llm_timeout_s=TIMEOUT_S,
        sources_dir=tmp_path / "articles",
        index_dir=tmp_path / "index",
        data_dir=tmp_path / "data",
    )
    server.script = saying("")
    with Assistant(settings) as made:
        made.warm_up()
        server.bodies.clear()
        yield made


def number_of(wire: Wire, sentence: str) -> int:
    """The number that a sentence has in the prompt."""
    user = str(wire.body["messages"][1]["content"])  # type: ignore[index]  # JSON
    line = next(line for line in user.splitlines() if line.endswith(sentence))
    return int(line[1 : line.index("]")])


def says(wire: Wire, text: str) -> None:
    """Reply with a text that cites the sentence with the figure."""
    wire.say(claims((text, [number_of(wire, _EXTRACTED)])))


def test_a_proven_sentence_reaches_the_answer(server: Liar, assistant: Assistant) -> None:
    """With the model's name."""
    server.script = lambda wire: says(wire, _PHRASED)
    answer = assistant.ask(_QUESTION)
    assert answer.sentences[0].text == _PHRASED
    assert (answer.sentences[0].status, answer.backend) == ("verified", "liar")


def test_a_lie_does_not(server: Liar, assistant: Assistant) -> None:
    """It is told of, and the article's own sentence stands."""
    server.script = lambda wire: says(wire, _LIE)
    answer = assistant.ask(_QUESTION)
    assert "50.000" not in answer.text and _EXTRACTED in answer.text
    assert answer.dropped[0].text == _LIE


def check_extractive(answer: Answer) -> None:
    """The extractive answer, with a plain notice and nothing of the model's."""
    assert _EXTRACTED in answer.text
    assert answer.backend == "extractive"
    assert answer.notice
    assert "bankrupt" not in f"{answer.text} {answer.notice} {answer.citations}".lower()


@pytest.mark.parametrize(
    "name",
    [
        "silence",
        "http-401",
        "http-429",
        "http-500",
        "empty-reply",
        "endless",
        "disconnect",
        "html",
        "half-json",
        "megabyte",
    ],
)
def test_whatever_fails_the_extractive_answer_is_there_in_time(
    server: Liar, assistant: Assistant, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """And no trace is logged."""
    server.script = BEHAVIOURS[name]
    began = time.monotonic()
    with caplog.at_level(logging.INFO):
        answer = assistant.ask(_QUESTION)
    assert time.monotonic() - began < TIMEOUT_S + 1.5
    check_extractive(answer)
    assert not any(record.exc_info for record in caplog.records)


def test_another_language_is_not_shown(server: Liar, assistant: Assistant) -> None:
    """A German question has a German answer."""
    english = "The firm Beispiel once had 5,000 employees."
    server.script = lambda wire: says(wire, english)
    answer = assistant.ask(_QUESTION)
    check_extractive(answer)
    assert "not in the language" in answer.dropped[0].reason


def test_a_model_that_hangs_keeps_nobody_else_waiting(server: Liar, assistant: Assistant) -> None:
    """Those who ask together wait together; who asks next does not wait at all."""
    server.script = silent(30.0)
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        for answer in pool.map(assistant.ask, [_QUESTION] * 8):
            check_extractive(answer)
    together_s = time.monotonic() - began
    again = time.monotonic()
    for _ in range(5):
        answer = assistant.ask(_QUESTION)
        assert answer.notice == _NOTICE
        check_extractive(answer)
    assert together_s < TIMEOUT_S + 2.0
    assert time.monotonic() - again < TIMEOUT_S / 2


_HISTORY: list[Turn] = [
    {"role": "user", "content": "Wie viele Mitarbeiter hatte die Firma Beispiel?"},
    {"role": "assistant", "content": "Heute sind es nur noch 3 800 Menschen."},
]
_REWRITTEN = "Wie viele Mitarbeiter hatte die Firma Beispiel davor?"


def asked(answer: Answer) -> str:
    """What was asked of the index."""
    assert answer.explanation is not None
    return answer.explanation.standalone_question


def test_a_followup_is_rewritten_by_the_model(server: Liar, assistant: Assistant) -> None:
    """One call to rewrite it, one to answer."""
    server.script = lambda wire: (
        says(wire, _PHRASED) if "response_format" in wire.body else wire.say(_REWRITTEN)
    )
    answer = assistant.ask("Und davor?", _HISTORY)
    assert asked(answer) == _REWRITTEN
    assert answer.question == "Und davor?"
    assert len(server.bodies) == 2


@pytest.mark.parametrize("name", ["http-500", "silence", "empty-reply", "megabyte"])
def test_a_followup_that_is_not_rewritten_is_read_by_rule(
    server: Liar, assistant: Assistant, name: str
) -> None:
    """Within the one time limit over both calls."""
    server.script = BEHAVIOURS[name]
    began = time.monotonic()
    answer = assistant.ask("Und davor?", _HISTORY)
    assert time.monotonic() - began < TIMEOUT_S + 1.5
    assert asked(answer) == f"{_HISTORY[0]['content']} Und davor?"
    assert answer.backend == "extractive"


def test_a_question_that_stands_alone_is_not_rewritten(server: Liar, assistant: Assistant) -> None:
    """The conversation is not sent."""
    server.script = lambda wire: says(wire, _PHRASED)
    assistant.ask(_QUESTION, _HISTORY)
    assert len(server.bodies) == 1
    assert "3 800" not in str(server.bodies[0]["messages"]).partition("Frage:")[2]


_WRITTEN = "Wie viele Mitarbeiter hatte die Firma Beispiel früher?"


def written(assistant: Assistant, query: str = "Mitarbeiter") -> set[str]:
    """The questions that a model wrote into the index."""
    assert assistant.search(query)
    parts = assistant.knowledge.loaded
    assert parts is not None
    return {r.text for r in parts.engine.snapshot.representations if r.kind == "written"}


def test_questions_are_written_once_and_the_index_stays(
    server: Liar, assistant: Assistant, tmp_path: Path
) -> None:
    """When it is built, from what is kept after that; a start builds nothing."""
    server.script = saying(f"1. {_WRITTEN}")
    settings = assistant.settings.model_copy(update={"index_dir": tmp_path / "other" / "index"})
    with Assistant(settings) as made:
        assert written(made) == {_WRITTEN}
        assert made.ask(_QUESTION).confidence == assistant.ask(_QUESTION).confidence
    built = (tmp_path / "other" / "index" / "current").resolve()
    server.bodies.clear()
    with Assistant(settings) as again:
        assert written(again) == {_WRITTEN}
        assert server.bodies == []
    assert (tmp_path / "other" / "index" / "current").resolve() == built
    shutil.rmtree(tmp_path / "other" / "index")
    with Assistant(settings) as anew:
        assert written(anew) == {_WRITTEN}
    assert server.bodies == []


def test_questions_are_written_for_articles_that_are_added(
    server: Liar, assistant: Assistant
) -> None:
    """And for none that brings its own."""
    server.script = saying(_WRITTEN)
    bare = make_document(TEXT.replace("\n\n", "\n\nNeues. ", 1), "neu")
    assert written(assistant.with_added([bare])) == {_WRITTEN}
    server.bodies.clear()
    written(assistant.with_added([replace(example(), doc_id="eigen")]))
    assert server.bodies == []


def test_a_model_that_fails_stops_no_build(
    server: Liar, assistant: Assistant, tmp_path: Path
) -> None:
    """The index is there, without written questions."""
    server.script = BEHAVIOURS["http-401"]
    settings = assistant.settings.model_copy(update={"index_dir": tmp_path / "other" / "index"})
    with Assistant(settings) as made:
        assert written(made) == set()
        assert len(server.bodies) == 1
