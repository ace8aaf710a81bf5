"""Settings: where each comes from, and what is refused."""

import os
from pathlib import Path

import pytest

from app.errors import SettingsError
from app.settings import Settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without a ``.env`` of anybody's."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults_need_no_key_and_no_network() -> None:
    """Extractive answers on this machine alone."""
    settings = Settings.load()
    assert (settings.llm_model, settings.embedding_model) == ("none", "")
    assert (settings.server_name, settings.server_port) == ("127.0.0.1", 7860)
    assert settings.sources_dir.is_dir() and settings.sources_dir.name == "articles"
    assert settings.chroma_http_host == settings.chat_auth.get_secret_value() == ""
    assert not settings.allow_public and not settings.allow_uploads


def test_a_key_alone_switches_nothing_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model must be named."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "x")
    assert Settings.load() == Settings()
    assert Settings.load().llm_model == "none"


def test_a_key_of_the_file_reaches_its_provider_and_no_page(elsewhere: Path) -> None:
    """The environment is not changed for it, and nothing prints it."""
    (elsewhere / ".env").write_text("ANTHROPIC_API_KEY=sk-geheim\n")
    settings = Settings.load(llm_model="anthropic:claude")
    assert settings.provider == "anthropic"
    assert settings.key_of("anthropic").get_secret_value() == "sk-geheim"
    assert settings.key_of("openai").get_secret_value() == ""
    assert settings.key_of("ollama").get_secret_value() == ""
    assert "geheim" not in repr(settings) and "geheim" not in str(settings.model_dump())
    assert "ANTHROPIC_API_KEY" not in os.environ


def test_flags_win_over_the_environment_and_that_over_the_file(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each source is overruled by the one before it."""
    (elsewhere / ".env").write_text("LLM_MODEL=from:file\nINDEX_DIR=file\nANSWER_LANGUAGE=de\n")
    monkeypatch.setenv("LLM_MODEL", "from:environment")
    monkeypatch.setenv("INDEX_DIR", "environment")
    settings = Settings.load(llm_model="from:flag", index_dir=None)
    assert settings.llm_model == "from:flag"
    assert settings.index_dir == Path("environment")
    assert settings.answer_language == "de"


def test_gradios_own_variables_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """As its users expect; an empty variable is none."""
    monkeypatch.setenv("GRADIO_SERVER_PORT", "7999")
    monkeypatch.setenv("GRADIO_SERVER_NAME", "0.0.0.0")
    monkeypatch.setenv("ANSWER_LANGUAGE", "")
    settings = Settings.load()
    assert (settings.server_name, settings.server_port) == ("0.0.0.0", 7999)
    assert settings.answer_language == "auto"
    assert Settings.load(server_port=8000).server_port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHROMA_HTTP_PORT", "0"),
        ("CHROMA_HTTP_PORT", "70000"),
        ("CHROMA_HTTP_PORT", "abc"),
        ("ANSWER_LANGUAGE", "klingon"),
        ("LLM_TIMEOUT_S", "-1"),
        ("LLM_TIMEOUT_S", "nan"),
        ("ALLOW_PUBLIC", "perhaps"),
    ],
)
def test_a_wrong_value_names_its_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^Setting {name}: ") as raised:
        Settings.load()
    assert "\n" not in str(raised.value)


def test_a_wrong_flag_is_named_too() -> None:
    """As the variable that it stands for."""
    with pytest.raises(SettingsError, match=r"^Setting SERVER_PORT: input should be less than"):
        Settings.load(server_port=99_999)


def test_settings_cannot_be_changed_and_keep_the_password() -> None:
    """Nor is it shown."""
    settings = Settings.load(chat_auth="anna:geheim")
    with pytest.raises(ValueError, match="frozen"):
        settings.llm_model = "other"
    assert "geheim" not in repr(settings) and "geheim" not in str(settings.model_dump())
    assert settings.chat_auth.get_secret_value() == "anna:geheim"
