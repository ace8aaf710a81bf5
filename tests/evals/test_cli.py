"""The commands of ``python -m evals``, over the small article and the embedder of words."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.__main__ import cli, main
from tests.evals.fakes import ARTICLE, FACTS, write_facts
from tests.evals.squad_files import squad_file
from tests.fakes import HashingEmbedder


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Runs commands over the small article; nothing is loaded, nothing written elsewhere."""
    monkeypatch.setenv("SOURCES_DIR", str(ARTICLE))
    monkeypatch.setenv("INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setenv("COLUMNS", "200")
    for place in ("index.embed", "evals.engine"):
        monkeypatch.setattr(f"{place}.load_embedder", lambda name="": HashingEmbedder())
    monkeypatch.setattr("evals.gate.BASELINE", tmp_path / "baseline.json")
    (tmp_path / "facts").mkdir()
    write_facts(tmp_path / "facts", FACTS)
    return CliRunner()


def options(folder: Path, *more: str) -> list[str]:
    """The known facts of a test, its report in the same folder."""
    facts, out = str(folder / "facts"), str(folder / "out")
    return ["--part", "dev", "--facts", facts, "--out", out, *more]


def test_a_run_writes_every_form_of_the_report(runner: CliRunner, tmp_path: Path) -> None:
    """Six questions asked of the assistant and of each baseline."""
    result = runner.invoke(cli, options(tmp_path, "--baselines"), catch_exceptions=False)
    assert result.exit_code == 0
    assert "6 known facts, part dev" in result.stdout
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {
        "results.jsonl",
        "summary.json",
        "junit.xml",
        "report.html",
        "bm25.jsonl",
        "dense.jsonl",
        "langchain-chroma.jsonl",
        "first-paragraph.jsonl",
        "always-abstains.jsonl",
    }
    summary = json.loads((out / "summary.json").read_text())
    assert summary["n_questions"] == 6
    assert (
        summary["systems"]["always abstains"]["total"]["figures"]["abstention recall"]["value"]
        == 1.0
    )
    assert len((out / "results.jsonl").read_text().splitlines()) == 6


def test_gate_accept_and_compare(runner: CliRunner, tmp_path: Path) -> None:
    """Without a baseline the gate says what to do; accepted, the same run passes."""
    assert runner.invoke(cli, options(tmp_path)).exit_code == 0
    missing = runner.invoke(cli, options(tmp_path, "--gate"))
    assert "run: python -m evals accept" in str(missing.exception)
    command = ["accept", str(tmp_path / "out"), "--facts", str(tmp_path / "facts")]
    accepted = runner.invoke(cli, command, catch_exceptions=False)
    assert accepted.stdout.startswith("Baseline of part dev in")
    assert not (tmp_path / "baseline.json").exists(), "that of the shipped facts"
    assert runner.invoke(cli, options(tmp_path, "--gate")).exit_code == 0
    kept = tmp_path / "baseline.json"
    (tmp_path / "facts" / "baseline.json").rename(kept)
    shown = runner.invoke(cli, ["figures", "dev"], catch_exceptions=False)
    assert shown.stdout.splitlines()[2].startswith("| assistant | ")
    named = runner.invoke(cli, ["figures", "dev", "--baseline", str(kept)], catch_exceptions=False)
    assert named.stdout == shown.stdout
    beside = runner.invoke(cli, ["figures", "dev", "--facts", str(tmp_path / "facts")])
    assert f"No baseline at {tmp_path / 'facts' / 'baseline.json'}" in str(beside.exception)
    baseline = json.loads(kept.read_text())
    baseline["dev"]["figures"]["right"].update(value=2.0, low=2.0, high=2.0)
    kept.write_text(json.dumps(baseline))
    failed = runner.invoke(cli, options(tmp_path, "--gate", "--baseline", str(kept)))
    assert failed.exit_code == 1
    assert failed.stderr.splitlines()[-1].startswith("gate: right: ")
    same = runner.invoke(cli, ["compare", str(tmp_path / "out"), str(tmp_path / "out")])
    assert "better: 0, worse: 0" in same.stdout


def test_what_is_not_written_yet_is_left_out(runner: CliRunner, tmp_path: Path) -> None:
    """Told, and not counted; nothing but that is not worth a run."""
    waiting = {**FACTS[4], "qid": "t1", "text": "TODO: about what the article does not say"}
    unsaid = {**FACTS[0], "qid": "t2", "must": [["TODO"]]}
    write_facts(tmp_path / "facts", [FACTS[0], waiting, unsaid])
    shown = runner.invoke(cli, options(tmp_path), catch_exceptions=False)
    assert "2 questions still say TODO and are left out" in shown.stderr
    assert "1 known facts, part dev" in shown.stdout
    write_facts(tmp_path / "facts", [waiting])
    empty = runner.invoke(cli, options(tmp_path))
    assert "has no question to ask" in str(empty.exception)


def test_a_sample_is_quick_and_not_for_the_gate(runner: CliRunner, tmp_path: Path) -> None:
    """The baseline is of all questions."""
    shown = runner.invoke(cli, options(tmp_path, "--sample", "3"), catch_exceptions=False)
    assert "3 known facts, part dev" in shown.stdout
    refused = runner.invoke(cli, options(tmp_path, "--sample", "3", "--gate"))
    assert refused.exit_code == 2
    assert "goes without --sample" in refused.stderr


def test_validate(runner: CliRunner, tmp_path: Path) -> None:
    """Exit 1 and a line for each problem."""
    fit = runner.invoke(cli, ["validate", "--facts", str(tmp_path / "facts")])
    assert (fit.exit_code, fit.stdout) == (0, "6 questions, 0 problems\n")
    write_facts(tmp_path / "facts", [{**FACTS[0], "must": [["5001"]]}])
    unfit = runner.invoke(cli, ["validate", "--facts", str(tmp_path / "facts")])
    assert unfit.exit_code == 1
    assert unfit.stdout.startswith("n1 cannot be won")


def test_squad(runner: CliRunner, tmp_path: Path) -> None:
    """A table for people, a file for programs."""
    out = tmp_path / "squad-out.json"
    command = ["squad", str(squad_file(tmp_path)), "--json", str(out), "--articles", "even"]
    result = runner.invoke(cli, command, catch_exceptions=False)
    assert result.exit_code == 0
    assert "answer sentence hit@1" in result.stdout
    data = json.loads(out.read_text())
    assert data["n_paragraphs"] == 3
    assert [o["question"]["qid"] for o in data["outcomes"]] == ["q0", "q1", "q2"]


def test_a_failure_of_ours_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr, with exit 1."""
    monkeypatch.setattr(sys, "argv", ["evals", "compare", "nowhere", "nowhere"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("Cannot read results from nowhere")
    assert len(captured.err.splitlines()) == 1


def test_help_is_quick_and_lists_the_commands() -> None:
    """As a user calls it."""
    code = "import sys, evals.__main__; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"torch", "transformers", "chromadb", "gradio"} & set(loaded)
    listed = CliRunner().invoke(cli, ["--help"]).stdout
    for command in ("squad", "compare", "accept", "validate"):
        assert command in listed


@pytest.mark.parametrize(
    "command",
    [
        ["--out", "{}/file/report"],
        ["squad", "{}/squad.json", "--json", "{}/file/all.json"],
        ["squad", "{}/squad.json", "--json", "{}"],
        ["bench", "--out", "{}/file"],
        ["ablate", "--out", "{}/file/tables.md"],
        ["beside", "--out", "{}/file/outcomes.jsonl"],
        ["fit", "--squad", "{}/squad.json", "--out", "{}"],
        ["load", "--json", "{}/file/load.json"],
    ],
)
def test_where_nothing_can_be_written_no_run_begins(
    runner: CliRunner, tmp_path: Path, command: list[str]
) -> None:
    """A file where a folder should be, or the other way round: told at once, in one line."""
    (tmp_path / "file").write_text("kept")
    (tmp_path / "squad.json").write_text("{}")
    result = runner.invoke(cli, [part.format(tmp_path) for part in command])
    assert result.exit_code == 2
    assert "cannot be written" in " ".join(result.output.replace("│", " ").split())
    assert (tmp_path / "file").read_text() == "kept"
