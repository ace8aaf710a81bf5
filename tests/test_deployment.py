"""The files for deployment name only what there is: settings, paths, commands."""

import configparser
import re
from pathlib import Path

import pytest

from app.settings import Settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "docs" / "deploy"
HOME = "/opt/article-assistant"
# What is read from the environment: fields, and Gradio's names for two of them.
KNOWN = {*(name.upper() for name in Settings.model_fields), "GRADIO_SERVER_NAME"} | {
    "GRADIO_SERVER_PORT"
}


def unit(name: str) -> dict[str, list[str]]:
    """The lines of a unit's service, by key."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the documented way
    parser.read_string(text)
    assert set(parser.sections()) == {"Unit", "Service", "Install"}
    lines: dict[str, list[str]] = {}
    for line in text[text.index("[Service]") : text.index("[Install]")].splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            lines.setdefault(key, []).append(value)
    return lines


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split()[0], line.partition(" ")[2]) for line in lines]


def check_settings(pairs: list[str]) -> None:
    """Each is a setting, with a value that it may have."""
    given = dict(pair.split("=", 1) for pair in pairs)
    assert set(given) <= KNOWN
    Settings.load(**{name.lower().removeprefix("gradio_"): value for name, value in given.items()})


def test_the_unit_starts_what_make_run_does() -> None:
    """With the same Python, from the same folder, with settings that exist."""
    service = unit("article-assistant.service")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\t@exec $(PY) -m app\n" in makefile and "PY := $(VENV)/bin/python" in makefile
    assert service["ExecStart"] == [f"{HOME}/.venv/bin/python -m app"]
    assert service["WorkingDirectory"] == [HOME]
    check_settings(service["Environment"])
    (state,) = service["StateDirectory"]
    for pair in service["Environment"]:
        if "_DIR=" in pair:
            assert pair.split("=")[1].startswith(f"/var/lib/{state}")


def test_the_server_is_not_open_to_all() -> None:
    """It has no password, so it listens on one private address."""
    (command,) = unit("chroma.service")["ExecStart"]
    assert command.startswith(f"{HOME}/.venv/bin/chroma run ")
    assert re.search(r"--host 10\.", command)


def test_the_container_holds_what_the_product_needs() -> None:
    """Every path exists, every setting too, and it does not run as root."""
    found = instructions()
    copied = [line.split()[0] for name, line in found if name == "COPY"]
    assert all((ROOT / path).exists() for path in copied)
    assert {"requirements.lock", "sources", "index", "app"} <= set(copied)
    check_settings([pair for name, line in found if name == "ENV" for pair in line.split()])
    assert ("USER", "assistant") in found and ("CMD", '["python", "-m", "app"]') in found
    assert found.index(("USER", "assistant")) < found.index(("CMD", '["python", "-m", "app"]'))


def test_the_proxy_keeps_a_client_with_a_replica() -> None:
    """Over TLS alone, without holding answers back."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert "ip_hash;" in text and "proxy_buffering off;" in text
    assert re.findall(r"listen (.+);", text) == ["443 ssl"]


@pytest.mark.parametrize("page", ["README.md", "docs/deployment.md"])
def test_links_lead_somewhere(page: str) -> None:
    """To files of the repository."""
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)\)", text)
    assert targets
    for target in targets:
        assert ((ROOT / page).parent / target).exists(), target


def test_the_guide_names_settings_that_exist() -> None:
    """In capitals with an underscore, but for what is no setting."""
    text = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", text))
    assert {"CHROMA_HTTP_HOST", "CHROMA_HTTP_PORT", "INDEX_DIR", "CHAT_AUTH"} <= named
    assert named <= KNOWN
    assert "no authentication" in text
