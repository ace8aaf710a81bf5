"""Lines of a file, read one by one."""

import os
from pathlib import Path

import pytest

from index.lines import Lines


def test_each_line_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    """In any order, whatever signs are in it, and also once the file is removed."""
    path = tmp_path / "lines.jsonl"
    path.write_text('{"a": "ä\u2028"}\n{}\n{"a": "z", "b": [1]}\n', encoding="utf-8")
    lines = Lines(path)
    path.unlink()
    assert len(lines) == 3
    assert [lines[row] for row in (2, 0, 1)] == [{"a": "z", "b": [1]}, {"a": "ä\u2028"}, {}]


def test_nothing_has_no_lines(tmp_path: Path) -> None:
    """And what is not there cannot be read."""
    assert len(Lines(Path(os.devnull))) == 0
    with pytest.raises(FileNotFoundError):
        Lines(tmp_path / "away")
