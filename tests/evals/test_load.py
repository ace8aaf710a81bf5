"""The load test, small: over the product's own server and the knowing assistant."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.__main__ import cli
from evals.errors import EvalError
from evals.load import Plan, Tally, run_load, without_time
from evals.load_report import load_table, report_load
from evals.load_server import Memory, Served, served
from evals.types import Question
from tests.evals.fakes import FACTS, KnowingAssistant, write_facts


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that answers the small article's questions."""
    folder = write_facts(tmp_path_factory.mktemp("served"), FACTS)
    with served((sys.executable, "-m", "tests.evals.served", str(folder))) as running:
        yield running


@pytest.fixture
def expected(
    questions: tuple[Question, ...], assistant: KnowingAssistant
) -> dict[str, Mapping[str, object]]:
    """Its questions and their answers."""
    answers = {question.text: assistant(question.text).to_dict() for question in questions}
    return {q: without_time(json.loads(json.dumps(a))) for q, a in answers.items()}


def test_every_answer_is_checked(
    server: Served, expected: dict[str, Mapping[str, object]], tmp_path: Path
) -> None:
    """Right ones are timed, others counted; so is a question that fails."""
    wrong = next(iter(expected))
    asked = {**expected, wrong: {**expected[wrong], "text": "else"}, "Fail.": {}}
    plan = Plan(n_clients=4, seconds=30, n_questions=3 * len(asked))
    with Memory(server.process_id) as memory:
        tally = run_load(server.url, asked, plan)
    assert len(tally.times_ms) == 3 * (len(asked) - 2)
    assert (tally.n_different, tally.n_busy, tally.errors.total()) == (3, 0, 3)
    assert "this question cannot be asked" in next(iter(tally.errors))
    report = report_load(server.url, plan, tally, memory)
    assert not report.clean
    assert 0 < report.p50_ms <= report.p95_ms <= report.p99_ms
    assert report.memory_peak_mb >= report.memory_before_mb > 50


def test_the_peak_is_the_most_that_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """From when looking begins to when it ends, however short that is."""
    monkeypatch.setattr("evals.load_server._SAMPLE_S", 60)
    for first, before, after in ((9.0, 4.0, 2.0), (1.0, 4.0, 2.0), (1.0, 4.0, 6.0)):
        readings = iter((first, before, after))
        monkeypatch.setattr(Memory, "_now_mb", lambda _, readings=readings: next(readings))
        with Memory(None) as memory:
            pass
        assert (memory.before_mb, memory.after_mb) == (before, after)
        assert memory.peak_mb == max(before, after)


def test_time_ends_it(server: Served, expected: dict[str, Mapping[str, object]]) -> None:
    """However many questions there are."""
    tally = run_load(server.url, expected, Plan(n_clients=2, seconds=1.0))
    assert tally.times_ms and not tally.errors and not tally.n_different
    assert 1.0 <= tally.seconds < 20


def test_the_command_asks_a_server_that_is_named(
    server: Served,
    expected: dict[str, Mapping[str, object]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A table for people, a file for programs; exit 1 if an answer was not Python's."""
    monkeypatch.setattr("evals.cli_load._questions", lambda settings: list(expected))
    monkeypatch.setattr("evals.cli_load._expected", lambda settings, questions: expected)
    out = tmp_path / "load.json"
    command = ["load", "--url", server.url, "--clients", "3", "--questions", "12"]
    result = CliRunner().invoke(cli, [*command, "--json", str(out)])
    assert result.exit_code == 0 and "answers a second" in result.stdout
    data = json.loads(out.read_text())
    assert (data["n_right"], data["n_errors"], data["memory_after_mb"]) == (12, 0, 0)
    monkeypatch.setattr(
        "evals.cli_load._expected",
        lambda settings, questions: {question: {} for question in expected},
    )
    assert CliRunner().invoke(cli, command).exit_code == 1


def test_nobody_there_is_an_error(expected: dict[str, Mapping[str, object]]) -> None:
    """Counted, each once; the table names it."""
    plan = Plan(n_clients=1, seconds=5, n_questions=2)
    tally = run_load("http://127.0.0.1:9", expected, plan)
    assert tally.errors.total() == 2 and not tally.times_ms
    report = report_load("http://127.0.0.1:9", plan, tally, Memory(None))
    assert not report.clean
    assert load_table(report).row_count == 4 + len(tally.errors) + 4


def test_busy_is_no_error_but_all_busy_is_no_success() -> None:
    """Somebody has to have an answer."""
    for n_right, clean in ((0, False), (1, True)):
        tally = Tally([5.0] * n_right, n_busy=9, errors=Counter(), seconds=2.0)
        report = report_load("http://127.0.0.1:9", Plan(1, 2), tally, Memory(None))
        assert report.clean is clean and report.answers_per_s == n_right / 2


def test_a_server_that_does_not_start_is_one_line() -> None:
    """It says what to run."""
    with (
        pytest.raises(EvalError, match=r"The server did not start; run: -c pass"),
        served((sys.executable, "-c", "pass")),
    ):
        pass
