"""The shell door: what is printed for any question, and clear lines for bad input."""

import json
from pathlib import Path

import pytest

from tests.app.conftest import Run
from tests.bad_inputs import QUESTIONS, Bad


def test_a_question_from_the_command_line(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Its answer or abstention as text on stdout, and nothing else."""
    assert run("ask", "Wie viele Mitarbeiter hatte die Firma?", "--lang", "de") == 0
    out, err = capsys.readouterr()
    assert ("[1]" in out or "near:" in out) and "5.000 Mitarbeiter" in out
    assert "Traceback" not in out + err


def test_an_explanation_from_the_command_line(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """What was asked of the index, and what was weighed."""
    assert run("ask", "--explain", "Wie viele Mitarbeiter hatte die Firma?") == 0
    out, _ = capsys.readouterr()
    assert "asked of the index: Wie viele Mitarbeiter hatte die Firma?" in out


@pytest.mark.parametrize(
    "question",
    [
        "😀",
        "<script>alert(1)</script>",
        "![x](y) $$z$$",
        "\udcffFirma\udced",
        "@datei",
        "$(id)",
        "%s{}",
    ],
)
def test_odd_questions_are_text(
    run: Run, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Answered or not, and given back as they were typed, but for what cannot be shown."""
    assert run("ask", "--json", question) == 0
    shown = json.loads(capsys.readouterr().out)["question"]
    assert shown == question.replace("\udcff", "").replace("\udced", "")


def test_a_question_that_begins_with_a_dash(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Is taken for an option, unless two dashes say otherwise; a single one is stdin."""
    assert run("ask", "-5 Mitarbeiter?") == 2
    assert "No such option: -5" in capsys.readouterr().err
    assert run("ask", "--json", "--", "-5 Mitarbeiter?") == 0
    assert json.loads(capsys.readouterr().out)["question"] == "-5 Mitarbeiter?"
    assert run("ask", "--json", "-", stdin=b"Wie viele\x00 Mitarbeiter?\r\n") == 0
    assert json.loads(capsys.readouterr().out)["question"] == "Wie viele Mitarbeiter?"


@pytest.mark.parametrize(
    ("arguments", "stdin", "reason"),
    [
        (["ask", ""], b"", "The question is empty; please type one"),
        (["ask", " \t\u200b"], b"", "The question is empty; please type one"),
        (["ask", "-"], b"", "The question is empty; please type one"),
        (["ask", "-"], b"\0\0", "The question is empty; please type one"),
        (["ask", "-"], b"\xed\xa0\x80", "can't decode byte 0xed"),
        (["ask", "x" * 100_000], b"", "has 100,000 characters; at most 2,000 are allowed"),
        (["ask", "-"], b"x" * 1_000_000, "has 1,000,000 characters; at most 2,000 are allowed"),
        (["ask", "Wer?", "--lang", "klingon"], b"", "auto or a code such as de or en"),
    ],
)
def test_bad_questions(
    run: Run, arguments: list[str], stdin: bytes, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line on stderr, exit code 2, before anything is read or built."""
    assert run(*arguments, stdin=stdin) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("Error: ") and err.count("\n") == 1 and len(err) < 200
    assert reason in err
    assert not Path("index").exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--nope"], "No such option: --nope"),
        (["ask", "Wer?", "--nope"], "No such option: --nope"),
        (["ask", "Wer?", "und noch eine"], "unexpected extra argument"),
        (["ask"], "Missing argument"),
        (["nope"], "No such command 'nope'"),
        (["--port", "viele"], "Invalid value for '--port'"),
        (["--log-level", "laut"], "Invalid value for '--log-level'"),
        (["doctor", "--json"], "No such option: --json"),
    ],
)
def test_bad_arguments(
    run: Run, arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Named on stderr, exit code 2, no trace."""
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and reason in " ".join(err.replace("│", " ").split())
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["ask", "Wer?", "--sources", "nowhere"], "Error: No folder at nowhere; set SOURCES_DIR"),
        (["ask", "Wer?", "--sources", "empty"], "Error: No article in empty; add a .md .txt"),
        (["ask", "Wer?", "--index", "articles/firma.md"], "Error: "),
        (["--port", "99999"], "Error: Setting SERVER_PORT: input should be less than"),
        (["ask", "Wer?", "--llm-model", "nonsense"], "Error: "),
    ],
)
def test_what_cannot_be_used(
    run: Run, arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder, an index, a setting, a model: one line on stderr, exit code 1."""
    Path("empty").mkdir()
    assert run(*arguments) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(reason) and err.count("\n") == 1


def test_a_wrong_variable_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is asked for."""
    monkeypatch.setenv("ANSWER_LANGUAGE", "klingon")
    for arguments in (["ask", "Wer?"], ["doctor"], []):
        assert run(*arguments) == 1
        _, err = capsys.readouterr()
        assert err.startswith("Error: Setting ANSWER_LANGUAGE: ") and err.count("\n") == 1


def test_help(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command is named."""
    assert run("--help") == 0
    out, err = capsys.readouterr()
    assert err == "" and all(command in out for command in ("ask", "doctor", "--port"))


@pytest.mark.parametrize(
    "bad", [bad for bad in QUESTIONS if isinstance(bad.question, str)], ids=lambda bad: bad.name
)
def test_the_table_of_bad_inputs(run: Run, bad: Bad, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and a line with the reason; or asked, and nothing on stderr."""
    code = run("ask", "--json", "--", str(bad.question))
    out, err = capsys.readouterr()
    if bad.refused:
        assert code == 2 and out == "" and err.count("\n") == 1 and bad.refused in err
    else:
        assert (code, err) == (0, "") and json.loads(out)["question"]
