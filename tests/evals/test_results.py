"""Results on disk tell all that is needed, come back whole, and are refused when torn."""

import json
from pathlib import Path

import pytest

from evals.errors import ResultsError
from evals.results import read_results, write_results
from evals.run import run
from evals.types import Question
from sources.types import Document
from tests.evals.fakes import KnowingAssistant


@pytest.fixture
def folder(
    tmp_path: Path,
    questions: tuple[Question, ...],
    document: Document,
    assistant: KnowingAssistant,
) -> Path:
    """A folder with the results of the six questions."""
    outcomes = run(questions, assistant, [document])
    write_results(tmp_path / "run" / "results.jsonl", outcomes, {document.doc_id: document})
    return tmp_path / "run"


def test_a_line_says_why(folder: Path) -> None:
    """Question, verdict, gold words and the whole answer."""
    line = json.loads((folder / "results.jsonl").read_text().splitlines()[1])
    assert line["gold"] == [["3 800 Menschen"]]
    assert line["verdict"]["cited"] == [True]
    assert line["answer"]["citations"][0]["original_quote"].endswith("3 800 Menschen.")
    assert line["answer_text"] == "Today there are only 3,800 people."
    assert line["question"]["must"] == [["3[., ]?800"]]


def test_back_again(folder: Path) -> None:
    """From the folder or the file."""
    results = read_results(folder)
    assert list(results) == ["n1", "n2", "w1", "m1", "u1", "u2"]
    assert results["u1"].right and results["u1"].grade == "abstained"
    assert read_results(folder / "results.jsonl") == results


def test_torn_or_missing(folder: Path) -> None:
    """Named, with what to do."""
    file = folder / "results.jsonl"
    whole = file.read_text()
    for text, message in (
        (whole[:-40], "does not hold results of a run"),
        (whole + whole, "holds no question, or one twice"),
        ("", "holds no question, or one twice"),
    ):
        file.write_text(text)
        with pytest.raises(ResultsError, match=message):
            read_results(folder)
    file.unlink()
    with pytest.raises(ResultsError, match="Cannot read results"):
        read_results(folder)
