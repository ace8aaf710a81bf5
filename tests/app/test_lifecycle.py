"""The life of an assistant in any folder: loading, failing, mending, closing, bad input."""

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app.assistant import Assistant
from app.settings import Settings
from app.types import Health
from index.store_process import end_spare
from sources import SourceError
from tests.app.questions import check_proof
from tests.fakes import HashingEmbedder
from tests.index.documents import make_document

BODY = "Die Firma hatte einst 5.000 Mitarbeiter, wie ihre Chefin Anna Berg in einem Gespräch sagte."


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Has assistants use the embedder of words; counts how often it is loaded."""
    names: list[str] = []

    def load(name: str = "") -> HashingEmbedder:
        names.append(name)
        return HashingEmbedder()

    monkeypatch.setattr("index.embed.load_embedder", load)
    return names


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A folder with one article."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "firma.md").write_text(f"# Die Firma\n\n{BODY}\n", encoding="utf-8")
    return Settings(sources_dir=tmp_path / "articles", index_dir=tmp_path / "index")


@pytest.fixture
def assistant(settings: Settings, loads: list[str]) -> Iterator[Assistant]:
    """An assistant over it, by the embedder of words."""
    with Assistant(settings) as made:
        yield made


def test_nothing_is_read_before_the_first_question(
    assistant: Assistant, loads: list[str], tmp_path: Path
) -> None:
    """Then everything once."""
    assert assistant.health() == Health("warming", 0, 0, (), None)
    assert loads == [] and not (tmp_path / "index").exists()
    answer = assistant.ask("Wie viele Mitarbeiter hatte die Firma?")
    check_proof(answer, assistant.documents)
    assistant.warm_up()
    assert loads == [""]
    assert assistant.health() == Health("ready", 1, 2, (), None)
    assert [document.doc_id for document in assistant.documents] == ["firma"]


def test_a_failure_is_told_and_can_be_mended(assistant: Assistant, tmp_path: Path) -> None:
    """A folder with no article: an error, a state, and a second try."""
    article = tmp_path / "articles" / "firma.md"
    text = article.read_text(encoding="utf-8")
    article.unlink()
    with pytest.raises(SourceError, match="No article in"):
        assistant.ask("Wer?")
    health = assistant.health()
    assert health.status == "failed" and health.error is not None
    assert health.error.startswith("No article in")
    article.write_text(text, encoding="utf-8")
    assistant.warm_up()
    assert assistant.health() == Health("ready", 1, 2, (), None)


def test_skipped_files_are_told(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """In the log and in the state; the rest is answered from."""
    (tmp_path / "articles" / "bad.txt").write_bytes(b"\xff")
    with caplog.at_level(logging.WARNING, logger="app"):
        assistant.warm_up()
    (message,) = [
        record.getMessage() for record in caplog.records if record.name == "app.knowledge"
    ]
    assert message.startswith(f"Skipped {tmp_path / 'articles' / 'bad.txt'}: is not valid UTF-8")
    assert [skipped.path.name for skipped in assistant.health().skipped] == ["bad.txt"]


@pytest.mark.parametrize(
    "wrong", ["", "  ", "\x00", "x" * 2001, "x" * 100_000, None, 5, ["Wer?"], {"a": 1}]
)
def test_bad_questions_cost_nothing(assistant: Assistant, loads: list[str], wrong: object) -> None:
    """A ``ValueError`` of one line before anything is loaded."""
    for method in (assistant.ask, assistant.search):
        with pytest.raises(ValueError, match="question") as raised:
            method(wrong)  # type: ignore[arg-type]  # that is the point
        assert "\n" not in str(raised.value) and len(str(raised.value)) < 120
    assert loads == []


@pytest.mark.parametrize("history", ["abc", [5], [{"role": "system", "content": "x"}]])
def test_bad_histories(assistant: Assistant, history: object) -> None:
    """A ``ValueError`` that says how a history looks."""
    with pytest.raises(ValueError, match="history"):
        assistant.ask("Wer?", history)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("k", [0, -1, 51, 10**12, 1.5, "5", None, True, float("nan")])
def test_bad_k(assistant: Assistant, loads: list[str], k: object) -> None:
    """A ``ValueError`` that names the range."""
    with pytest.raises(ValueError, match="k is a whole number from 1 to 50"):
        assistant.search("Firma", k)  # type: ignore[arg-type]  # that is the point
    assert loads == []


def test_bad_languages(assistant: Assistant, loads: list[str]) -> None:
    """A ``ValueError`` before anything is loaded; a language without translation is none."""
    with pytest.raises(ValueError, match="auto or a code such as de or en, not 'klingon'"):
        assistant.ask("Wer?", language="klingon")
    assert loads == []
    check_proof(assistant.ask("Wie viele Mitarbeiter?", language="fi"), assistant.documents)


def test_the_language_of_answers_can_be_set(settings: Settings, loads: list[str]) -> None:
    """A question may still ask for another."""
    german = settings.model_copy(update={"answer_language": "de"})
    with Assistant(german) as assistant:
        assert assistant.ask("How many employees were there?").language == "de"
        assert assistant.ask("How many employees were there?", language="en").language == "en"


def test_many_may_ask_at_once(assistant: Assistant, loads: list[str]) -> None:
    """Loaded once, and each gets the answer to its own question."""
    questions = [f"Wie viele Mitarbeiter hatte die Firma im Jahr {n}?" for n in range(12)]
    barrier = threading.Barrier(6)

    def ask(question: str) -> object:
        if not loads:
            barrier.wait(timeout=30)
        return replace(assistant.ask(question), elapsed_ms=0)

    with ThreadPoolExecutor(max_workers=6) as pool:
        found = list(pool.map(ask, questions))
    assert loads == [""]
    assert found == [replace(assistant.ask(question), elapsed_ms=0) for question in questions]


def test_closing_gives_everything_back(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also twice, or before anything was loaded; the next question loads again."""
    (tmp_path / "temporary").mkdir()
    end_spare()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assistant.close()
    assistant.warm_up()
    assert len(list((tmp_path / "temporary").iterdir())) == 1
    assistant.close()
    assistant.close()
    end_spare()
    assert list((tmp_path / "temporary").iterdir()) == []
    assert assistant.health().status == "warming"
    assert assistant.ask("Wie viele Mitarbeiter?").hits[0].passage.doc_id == "firma"


def test_a_changed_article_is_answered_from_anew(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With one line of notice, never from the old vectors."""
    assistant.warm_up()
    assistant.close()
    article = tmp_path / "articles" / "firma.md"
    article.write_text(article.read_text("utf-8").replace("5.000", "6.000"), encoding="utf-8")
    caplog.clear()
    hits = assistant.search("Mitarbeiter der Firma")
    assert "6.000" in "".join(hit.passage.text for hit in hits)
    assert "5.000" not in "".join(hit.passage.text for hit in hits)
    (record,) = [record for record in caplog.records if record.name == "index.open"]
    assert "The sources have changed" in record.getMessage()


def test_articles_can_be_added_for_one_reader(assistant: Assistant, tmp_path: Path) -> None:
    """Answered from beside the others, by the assistant that is given back, and kept nowhere."""
    text = "Das Wetter\n\nEs regnet in Lissabon. Morgen scheint die Sonne."
    before = assistant.ask("Wie viele Mitarbeiter hatte die Firma?")
    files = sorted(path for path in tmp_path.rglob("*") if "lock" not in path.name)
    wider = assistant.with_added([make_document(text, "wetter")])
    assert [document.doc_id for document in wider.documents] == ["firma", "wetter"]
    assert wider.health() == Health("ready", 2, 4, (), None)
    first, *_ = wider.search("Scheint morgen die Sonne in Lissabon?")
    assert first.passage.doc_id == "wetter" and first.passage.text in text
    check_proof(wider.ask("Scheint morgen die Sonne in Lissabon?"), wider.documents)
    assert wider.search("Mitarbeiter der Firma")[0].passage.doc_id == "firma"
    assert {hit.passage.doc_id for hit in assistant.search("Lissabon", k=50)} == {"firma"}
    again = assistant.ask("Wie viele Mitarbeiter hatte die Firma?")
    assert replace(again, elapsed_ms=0) == replace(before, elapsed_ms=0)
    assert sorted(path for path in tmp_path.rglob("*") if "lock" not in path.name) == files
