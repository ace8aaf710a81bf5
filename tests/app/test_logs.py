"""The log's two forms."""

import json
import logging
from collections.abc import Iterator

import pytest

from app.logs import TextFormatter, _json, set_up_logs

EXTRA = {"outcome": "answered", "error": None, "stages_ms": {"encode": 3.1}, "said": 'a "b"'}


def record() -> logging.LogRecord:
    """A record with extra fields, as the logger makes it."""
    made = logging.getLogger("app.x").makeRecord("app.x", 20, "f", 1, "question", (), None)
    vars(made).update(EXTRA)
    return made


def test_text_is_one_line_of_words_and_fields() -> None:
    """Fields without a value are left out; blanks stand in quotes."""
    line = TextFormatter("%(levelname)s %(message)s").format(record())
    assert line == 'INFO question outcome=answered stages_ms=encode:3.1 said="a \\"b\\""'


def test_json_is_one_object_with_every_field() -> None:
    """The time with its zone; nested fields stay nested."""
    data = json.loads(_json().format(record()))
    assert data.pop("time")[-5:-4] in "+-"
    assert data == {"level": "INFO", "logger": "app.x", "message": "question", **EXTRA}


@pytest.fixture
def levels_kept() -> Iterator[None]:
    """Has the loggers' levels as they were afterwards."""
    loggers = [logging.getLogger(name) for name in (None, "app", "index", "sources")]
    before = [(known, known.level) for known in loggers]
    yield
    for known, level in before:
        known.setLevel(level)


@pytest.mark.usefixtures("levels_kept")
@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("debug", ["DEBUG ours", "INFO ours", "WARNING ours", "WARNING theirs", "ERROR theirs"]),
        ("info", ["INFO ours", "WARNING ours", "WARNING theirs", "ERROR theirs"]),
        ("warning", ["WARNING ours", "WARNING theirs", "ERROR theirs"]),
        ("error", ["ERROR theirs"]),
    ],
)
def test_libraries_are_heard_from_warnings_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, level: str, told: list[str]
) -> None:
    """Our own lines from the level on that was asked for."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # those of pytest
    set_up_logs(level, "text")
    ours, theirs = logging.getLogger("index.x"), logging.getLogger("httpcore.connection")
    for number in (logging.DEBUG, logging.INFO, logging.WARNING):
        ours.log(number, "ours")
    for number in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        theirs.log(number, "theirs")
    assert capsys.readouterr().err.splitlines() == told


def test_no_text_can_begin_a_line_of_its_own() -> None:
    """What was asked cannot forge a record."""
    made = record()
    made.said = "x\nINFO forged"
    assert "\n" not in TextFormatter("%(levelname)s %(message)s").format(made)
    assert "\n" not in _json().format(made)
