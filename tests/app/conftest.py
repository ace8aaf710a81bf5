"""The command line over a small folder, in this process."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import __main__ as door
from app.assistant import Assistant
from tests.fakes import HashingEmbedder

ARTICLE = """# Die Firma

Die Firma hatte einst 5.000 Mitarbeiter, wie ihre Chefin Anna Berg in einem Gespräch sagte.
"""
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs the command line over a small folder, by the embedder of words; gives the exit code."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "firma.md").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCES_DIR", "articles")
    monkeypatch.setenv("INDEX_DIR", "index")
    monkeypatch.setattr("index.embed.load_embedder", lambda _name: HashingEmbedder())
    made: list[Assistant] = []

    def make(*arguments: object) -> Assistant:
        made.append(Assistant(*arguments))  # type: ignore[arg-type]  # passed on as they come
        return made[-1]

    monkeypatch.setattr(door, "Assistant", make)

    def run_with(*arguments: str, stdin: bytes = b"") -> int:
        given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", given)
        monkeypatch.setattr(sys, "argv", ["app", *arguments])
        with pytest.raises(SystemExit) as ended:
            door.main()
        return int(ended.value.code or 0)

    yield run_with
    for assistant in made:
        assistant.close()
