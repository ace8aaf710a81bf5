"""A skeleton is a valid dataset whose every question waits for its author."""

import re
from pathlib import Path

import pytest

from evals.dataset import load_facts
from evals.errors import DatasetError
from evals.skeleton import patterns, skeleton, write_lines
from evals.validate import validate
from index.chunk import chunk
from sources.types import Document


def test_a_line_a_sentence_and_some_without_answer(document: Document) -> None:
    """Four sentences in the body; two more questions that it does not answer."""
    lines = skeleton(document)
    assert [line.answerable for line in lines] == [True] * 4 + [False] * 2
    assert lines[0].evidence == [["Die Firma Beispiel hatte einst 5.000 Mitarbeiter."]]
    assert re.search(lines[0].must[0][0], "It had 5,000 employees.")
    assert lines[3].must == [["Berta\\ Klug"]]
    assert all(line.text.startswith("TODO") for line in lines)


def test_it_loads_and_is_refused_until_written(tmp_path: Path, document: Document) -> None:
    """Every line has one problem: its question."""
    path = write_lines(skeleton(document), tmp_path / "facts")
    questions = load_facts(path.parent, [document])
    problems = validate(questions, chunk(document), [document])
    assert len(questions) == 6
    assert {p.qid for p in problems if "is not written yet" in p.text} == {q.qid for q in questions}


def test_nothing_is_overwritten(tmp_path: Path, document: Document) -> None:
    """A person's work stays."""
    write_lines(skeleton(document), tmp_path)
    with pytest.raises(DatasetError, match="exists already"):
        write_lines(skeleton(document), tmp_path)


@pytest.mark.parametrize(
    ("text", "matches", "not_matches"),
    [
        ("Es sind 5.000 da.", "5 000", "15.000"),
        ("Es fiel auf 6,7 Mrd.", "6.7", "6,75"),
        ("Im Jahr 2021 war es so.", "2021", "20211"),
        ("Das sagte Berta Klug gestern.", "Berta Klug", "Berta"),
    ],
)
def test_patterns(text: str, matches: str, not_matches: str) -> None:
    """Numbers in any language's form, names as they stand."""
    (pattern,) = patterns(text)
    assert re.search(pattern, matches)
    assert not re.search(pattern, not_matches)
