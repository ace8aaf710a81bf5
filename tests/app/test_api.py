"""The Python door: its names, its two functions, and how light its import is."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

import app
from app import api
from app.assistant import Assistant
from app.settings import Settings
from tests.fakes import HashingEmbedder

ROOT = Path(__file__).parents[2]
HEAVY = (
    "torch transformers sentence_transformers chromadb gradio langchain_core langchain_chroma "
    "scipy sklearn bm25s lingua"
).split()


def test_the_names_that_others_may_use() -> None:
    """Exactly these, and each is there."""
    assert sorted(app.__all__) == [
        "Answer",
        "Assistant",
        "Citation",
        "Settings",
        "Turn",
        "aask",
        "ask",
    ]
    assert all(hasattr(app, name) for name in app.__all__)


def test_import_is_light_and_touches_nothing(tmp_path: Path) -> None:
    """No model, no store, no page is imported, and no file is made."""
    code = "import sys, app; print(*sorted(set(sys.argv[1:]) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code, *HEAVY],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("\n", "")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def assistant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """The assistant that the two functions use, over a small folder."""
    (tmp_path / "articles").mkdir()
    text = "# Die Firma\n\nDie Firma hatte einst 5.000 Mitarbeiter, sagte ihre Chefin Anna Berg.\n"
    (tmp_path / "articles" / "firma.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr("index.embed.load_embedder", lambda _name: HashingEmbedder())
    made = Assistant(Settings(sources_dir=tmp_path / "articles", index_dir=tmp_path / "index"))
    monkeypatch.setattr(api, "default_assistant", lambda: made)
    return made


def test_ask_and_aask_give_the_same(assistant: Assistant) -> None:
    """That of the one assistant, times aside."""
    with assistant:
        question = "Wie viele Mitarbeiter hatte die Firma?"
        data = app.ask(question, language="de").to_dict()
        later = asyncio.run(app.aask(question, language="de")).to_dict()
        direct = assistant.ask(question, language="de").to_dict()
    for one in (data, later, direct):
        one.pop("elapsed_ms")
    assert data == later == direct


def test_questions_in_parallel(assistant: Assistant) -> None:
    """The event loop is not held up, and answers are not mixed up."""
    questions = [f"Hatte die Firma {n} Mitarbeiter?" for n in range(5)]

    async def ask_all() -> list[str]:
        answers = await asyncio.gather(*(app.aask(question) for question in questions))
        return [answer.question for answer in answers]

    with assistant:
        assert asyncio.run(ask_all()) == questions


def test_bad_input_is_a_value_error() -> None:
    """Without any assistant being loaded."""
    with pytest.raises(ValueError, match="The question is empty"):
        app.ask(" ")
    with pytest.raises(ValueError, match="text, not NoneType"):
        asyncio.run(app.aask(None))  # type: ignore[arg-type]  # that is the point


def test_the_assistant_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is asked for."""
    api.default_assistant.cache_clear()
    assert api.default_assistant() is api.default_assistant()
    api.default_assistant.cache_clear()
