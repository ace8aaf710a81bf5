"""Models by name, and replies within a time limit."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.errors import ModelUnavailable, SettingsError
from app.llm import MAX_REPLY_CHARS, ModelOptions, complete_within, load_language_model
from app.llm_types import ModelBusy, ModelRequest
from app.phrasing import load_phrasing
from app.settings import Settings
from tests.adversarial.server import liar, saying
from tests.app.scripted import ScriptedModel

_REQUEST = ModelRequest("rules", "question")


@dataclass
class Hanging:
    """A model that never says a word."""

    name: str = "hanging"
    context_tokens: int = 1000
    let_go: threading.Event = field(default_factory=threading.Event)

    def stream(self, request: ModelRequest) -> Iterator[str]:
        """Nothing, until it is let go."""
        self.let_go.wait(30)
        yield from ()


@pytest.mark.parametrize("spec", ["", "none", "gpt-5", ":gpt-5", "openai:"])
def test_a_name_without_provider_is_a_setting_that_is_wrong(spec: str) -> None:
    """The line says how to write it."""
    with pytest.raises(SettingsError, match="provider:model"):
        load_language_model(spec)


@pytest.mark.parametrize("spec", ["gguf:/no/such/model.gguf", "nobody:model"])
def test_a_model_that_is_not_there_is_unavailable(spec: str) -> None:
    """In one line, whatever the vendor says."""
    with pytest.raises(ModelUnavailable) as caught:
        load_language_model(spec)

    assert "\n" not in str(caught.value)


def test_a_damaged_model_file_is_unavailable(tmp_path: Path) -> None:
    """It does not end the process."""
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF" + b"\0" * 64)

    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load_language_model(f"gguf:{path}")


def test_no_key_is_needed_for_a_server_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """But for OpenAI's there is one, and the line says which variable."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)

    own = load_language_model("openai:any", ModelOptions(base_url="http://127.0.0.1:9/v1"))

    assert own.name == "any"
    with pytest.raises(ModelUnavailable, match="OPENAI_API_KEY"):
        load_language_model("openai:gpt-5-mini")


def test_a_key_of_the_settings_is_sent_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Though it stands in ``.env`` alone; in a header, and nowhere else."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-geheim\n")
    with liar() as server:
        server.script = saying("here")
        settings = Settings.load(llm_model="openai:any", openai_base_url=server.url)
        phrasing = load_phrasing(settings)
        assert phrasing is not None

        assert complete_within(phrasing.model, _REQUEST, 5) == "here"

        assert server.headers[-1]["authorization"] == "Bearer sk-geheim"
    assert "geheim" not in repr(phrasing) + repr(ModelOptions(api_key=settings.openai_api_key))


def test_the_reply_is_whole() -> None:
    """Piece by piece in order."""
    assert complete_within(ScriptedModel(["abcdefghij" * 5]), _REQUEST, 5) == "abcdefghij" * 5


def test_a_model_that_hangs_is_late_in_time() -> None:
    """Whoever asks does not wait longer than agreed."""
    model = Hanging()
    began = time.monotonic()

    with pytest.raises(ModelUnavailable, match=r"did not answer within 0\.5 s"):
        complete_within(model, _REQUEST, 0.5)

    assert time.monotonic() - began < 1.5
    model.let_go.set()


def test_a_reply_without_end_is_cut_off() -> None:
    """And nobody keeps it all."""
    with pytest.raises(ModelUnavailable, match="does not stop"):
        complete_within(ScriptedModel(["x" * (MAX_REPLY_CHARS + 100)], 1000), _REQUEST, 5)


def test_a_failure_that_may_pass_is_tried_again_three_times_at_most() -> None:
    """The second try answers; a model that stays busy is given up."""
    once = ScriptedModel([ModelBusy("busy"), "here"])
    always = ScriptedModel([ModelBusy("busy")])

    assert complete_within(once, _REQUEST, 10) == "here"
    with pytest.raises(ModelBusy):
        complete_within(always, _REQUEST, 10)
    assert len(always.requests) == 3


def test_a_failure_that_stays_is_not_tried_again() -> None:
    """Such as a wrong key."""
    model = ScriptedModel([ModelUnavailable("refused")])

    with pytest.raises(ModelUnavailable, match="refused"):
        complete_within(model, _REQUEST, 5)
    assert len(model.requests) == 1
