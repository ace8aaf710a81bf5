"""The shell door in processes of its own: Python's answers, nothing sent away, quick refusals."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.assistant import Assistant
from tests.app.questions import FOUR
from tests.conftest import ARTICLES

ROOT = Path(__file__).parents[2]


def without_time(data: dict[str, object]) -> dict[str, object]:
    """An answer as JSON, but for the time that it took."""
    return {name: value for name, value in data.items() if name != "elapsed_ms"}


def network_cut() -> list[str]:
    """The words before a command that give it a network without any way out, if it can be had."""
    cut = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None:
        return []
    return cut if subprocess.run([*cut, "true"], capture_output=True).returncode == 0 else []


def start(*arguments: str, index: Path, cut: bool = True) -> "subprocess.Popen[str]":
    """A Python process over the shipped article, without a network where that is possible."""
    return subprocess.Popen(
        [*(network_cut() if cut else []), sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "SOURCES_DIR": str(ARTICLES), "INDEX_DIR": str(index)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def finish(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """What it printed on stdout and stderr; it is killed if it takes five minutes."""
    try:
        return process.communicate(timeout=300)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise


def test_the_four_questions_as_json(real_assistant: Assistant, article_index: Path) -> None:
    """From the shell, with the network cut off: what Python gives, to the last digit."""
    for pair in (FOUR[:2], FOUR[2:]):  # two at a time: a core each
        asked = [
            start("-m", "app", "ask", "--json", one.question, index=article_index) for one in pair
        ]
        for process, one in zip(asked, pair, strict=True):
            out, err = finish(process)
            assert (process.returncode, err) == (0, "")
            expected = json.loads(json.dumps(real_assistant.ask(one.question).to_dict()))
            assert without_time(json.loads(out)) == without_time(expected)


def test_nothing_tries_to_leave_the_machine(real_assistant: Assistant, article_index: Path) -> None:
    """No name is looked up, no connection tried; the answers are as ever."""
    questions = [one.question for one in FOUR]
    process = start("-m", "tests.app.offline", *questions, index=article_index, cut=False)
    out, err = finish(process)
    assert (process.returncode, err) == (0, "")
    found = json.loads(out)
    assert found["tried"] == []
    expected = [json.loads(json.dumps(real_assistant.ask(q).to_dict())) for q in questions]
    assert [without_time(a) for a in found["answers"]] == [without_time(a) for a in expected]


@pytest.mark.parametrize(
    ("words", "code"),
    [(["-m", "app", "--help"], 0), (["-m", "app", "ask", "\udcff"], 2), (["-m", "index", "x"], 2)],
)
def test_processes_that_need_no_model_are_quick(
    words: list[str], code: int, tmp_path: Path
) -> None:
    """A help text or a mistake takes no library of the engine: under three seconds of work."""
    before = os.times()
    process = start(*words, index=tmp_path / "index", cut=False)
    out, err = finish(process)
    after = os.times()
    assert process.returncode == code and "Traceback" not in out + err
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    if words[1] == "app":
        assert spent < 3


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """``doctor | head``: no trace on stderr."""
    process = start("-m", "app", "doctor", index=tmp_path / "index", cut=False)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) != 0 and err == ""
