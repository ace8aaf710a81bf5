"""``python -m index``: what is printed, and the exit code, over the embedder of words."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import __main__ as door
from index.generations import current_folder
from index.snapshot import read_manifest, read_snapshot
from index.written import WrittenQuestions
from sources import load_documents
from tests.fakes import HashingEmbedder

ARTICLE = """---
id: firma
title: Die Firma wächst
language: de
---

# Die Firma wächst

Die Firma hatte einst 5.000 Mitarbeiter, wie ihre Chefin Anna Berg in einem Gespräch sagte.

Der Umsatz stieg in [bold]diesem Jahr[/nothing] auf 12,5 Mrd. Euro, mehr als je zuvor. :smile:
"""
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line over a folder of one article; gives the exit code."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "firma.md").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.setattr(door, "_embedder", lambda _name: HashingEmbedder())
    monkeypatch.setattr(door, "bundled_id", lambda: HashingEmbedder().embedder_id)
    monkeypatch.setenv("SOURCES_DIR", str(tmp_path / "articles"))
    monkeypatch.setenv("INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setenv("COLUMNS", "200")

    def run_with(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["index", *arguments])
        with pytest.raises(SystemExit) as ended:
            door.main()
        return int(ended.value.code or 0)

    return run_with


def test_build_then_status(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """First there is none, then it is whole, then the sources change."""
    assert run("status") == 1
    assert capsys.readouterr().out.startswith(f"No index at {tmp_path / 'index'}; run: ")
    assert run("build") == 0
    expected = f"Indexed 1 articles: 3 passages, 6 vectors, at {tmp_path / 'index'}\n"
    assert capsys.readouterr() == (expected, "")
    assert run("status") == 0
    assert capsys.readouterr().out == "current\n"
    (tmp_path / "articles" / "firma.md").write_text(ARTICLE.replace("5.000", "6.000"))
    assert run("status") == 1
    assert capsys.readouterr().out == "The sources have changed since the index was made\n"


def test_build_if_stale(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Does nothing where nothing is to be done, and builds where something is."""
    assert run("build", "--if-stale") == 0
    assert capsys.readouterr().out.startswith("Indexed 1 articles")
    assert run("build", "--if-stale") == 0
    assert capsys.readouterr().out == f"The index at {tmp_path / 'index'} is current.\n"
    next((tmp_path / "index" / "current").glob("vectors.npy")).write_bytes(b"")
    assert run("build", "--if-stale") == 0
    assert capsys.readouterr().out.startswith("Indexed 1 articles")


def test_search_prints_passages(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Best first, brackets and colons as they stand in the article."""
    assert run("search", "Umsatz in diesem Jahr mehr als je zuvor", "-k", "1") == 0
    out = capsys.readouterr().out
    assert "[bold]diesem Jahr[/nothing]" in out and ":smile:" in out and "firma#2" in out


def test_search_prints_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """With offsets into the document."""
    assert run("search", "Mitarbeiter der Firma", "-k", "2", "--json") == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["rank"], first["passage_id"], second["rank"]) == (1, "firma#1", 2)
    assert first["text"].startswith("Die Firma hatte einst 5.000 Mitarbeiter")
    assert first["end"] - first["start"] == len(first["text"])


@pytest.mark.parametrize("query", ["😀", "<b>x</b>", "\udcff\udced Umsatz", "a\x00b", "x " * 5000])
def test_any_query_may_be_asked(run: Run, query: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Undecodable bytes and control characters are left out."""
    assert run("search", query, "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) > 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["search", ""], "The query is empty"),
        (["search", " \u200b\x00"], "The query is empty"),
        (["search", "x", "-k", "0"], "greater than or equal to 1"),
        (["search", "x", "-k", "51"], "less than or equal to 50"),
        (["search", "x", "-k", "viele"], "valid integer"),
        (["search"], "Missing argument"),
        (["build", "--nope"], "No such option: --nope"),
        (["nope"], "No such command 'nope'"),
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


def test_sources_without_an_article(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, exit code 1."""
    (tmp_path / "articles" / "firma.md").unlink()
    for command in ("build", "status"):
        assert run(command) == 1
        out, err = capsys.readouterr()
        assert out == "" and err.startswith("Error: No article in ") and err.count("\n") == 1


def test_files_that_are_skipped_are_named(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest is indexed."""
    (tmp_path / "articles" / "bad.txt").write_bytes(b"\xff\xfe\xfd")
    assert run("build") == 0
    out, err = capsys.readouterr()
    assert out.startswith("Indexed 1 articles")
    assert err.startswith(f"Skipped {tmp_path / 'articles' / 'bad.txt'}: ")


def test_a_builder_at_work(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, exit code 1."""
    from filelock import FileLock

    (tmp_path / "index").mkdir()
    with FileLock(tmp_path / "index" / "build.lock"):
        assert run("build") == 1
    _, err = capsys.readouterr()
    assert err == (
        f"Error: The index at {tmp_path / 'index'} is in use by another build; wait for it to end\n"
    )


def test_an_index_folder_that_is_a_file(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, exit code 1."""
    (tmp_path / "index").write_text("")
    assert run("build") == 1
    _, err = capsys.readouterr()
    assert err.startswith("Error: ") and err.count("\n") == 1


def test_what_a_model_wrote_is_indexed(run: Run, tmp_path: Path) -> None:
    """From what is kept beside the index; a model that cannot be had stops no build."""
    text = load_documents(tmp_path / "articles").documents[0].text.split("\n\n")[-1]
    WrittenQuestions(tmp_path / "questions", "nonsense").keep(text, ["Wie hoch ist der Umsatz?"])

    assert run("build", "--llm-model", "nonsense") == 0

    folder = current_folder(tmp_path / "index")
    indexed = read_snapshot(folder, read_manifest(folder)).representations
    assert [r.text for r in indexed if r.kind == "written"] == ["Wie hoch ist der Umsatz?"]
    assert run("status") == 0
