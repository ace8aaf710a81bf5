"""Secrets are canaries here: whatever is printed, logged, answered or refused, none is seen."""

import logging
from pathlib import Path

import httpx
import pytest

from app.settings import KEYS, Settings
from tests.adversarial.server import Liar, Wire, liar
from tests.app.conftest import Run
from tests.chat_process import Server, call

CANARY = "canary-7f3a"
PASSWORD = f"{CANARY}-password"


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every secret setting has a value that can be told again."""
    for name in KEYS.values():
        monkeypatch.setenv(name.upper(), f"{CANARY}-{name}")
    monkeypatch.setenv("CHAT_AUTH", f"reader:{PASSWORD}")


def test_every_secret_has_its_canary() -> None:
    """A new one is noticed here."""
    kinds = {name: field.annotation for name, field in Settings.model_fields.items()}
    secret = {name for name, kind in kinds.items() if "Secret" in str(kind)}
    assert secret == {*KEYS.values(), "chat_auth"}
    shown = f"{Settings.load()!r} {Settings.load()} {Settings.load().model_dump_json()}"
    assert CANARY not in shown


@pytest.mark.parametrize("command", [("ask", "--json"), ("ask", "--explain")])
def test_a_server_that_repeats_the_key_gives_nothing_away(
    run: Run,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither in the answer nor in any library's log, however much is logged."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("LLM_MODEL", "openai:any")
    with liar() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        server.script = lambda wire: _refuse(server, wire)
        assert run("--log-level", "debug", *command, "Wie viele Mitarbeiter hatte die Firma?") == 0
        sent = [headers["authorization"] for headers in server.headers]
    assert f"Bearer {CANARY}-openai_api_key" in sent  # it did go where it belongs
    out, err = capfd.readouterr()
    assert "5.000" in out
    assert "any refuses the key" in caplog.text
    assert CANARY not in out + err + caplog.text


def test_doctor_and_errors_give_nothing_away(
    run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is set is told, and what is wrong with it, never what it is."""
    run("doctor")
    told = capfd.readouterr().out
    assert "OPENAI_API_KEY is set" in told
    monkeypatch.setenv("CHAT_AUTH", PASSWORD)
    assert run("--host", "0.0.0.0") == 1
    failed = capfd.readouterr().err
    assert failed == "Error: CHAT_AUTH has to be user:password\n"
    monkeypatch.setenv("SERVER_PORT", "many")
    assert run("doctor") == 1
    assert CANARY not in told + failed + "".join(capfd.readouterr())


def test_the_page_and_its_errors_give_nothing_away(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither to those who know the password nor to those who do not."""
    server = Server(tmp_path, ("--auth", f"reader:{PASSWORD}"))
    server.start()
    seen = []
    bodies = ('{"data": ["x"]}', '{"data": [5]}', "{", f'{{"data": ["{"x" * 3000}"]}}')
    with server.client() as client:
        for password in (PASSWORD, "wrong", None):
            client.auth = httpx.BasicAuth("reader", password) if password else httpx.Auth()
            for path in ("/", "/config", "/nowhere", "/gradio_api/info"):
                reply = client.get(path)
                seen += [reply.text, str(reply.headers)]
            for body in bodies:
                reply = client.post("/gradio_api/call/ask", content=body)
                seen += [reply.text, str(reply.headers)]
            if password == PASSWORD:
                seen.append(str(call(client, "health")))
    assert server.stop() == 0
    assert any("window.gradio_config" in text for text in seen)
    assert CANARY not in "".join(seen) + "".join(capfd.readouterr())


def _refuse(server: Liar, wire: Wire) -> None:
    """As real ones do: with the key that was wrong."""
    wire.refuse(401, f"Incorrect API key provided: {server.headers[-1]['authorization']}")
