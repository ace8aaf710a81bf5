"""The log on stderr: a line of text or of JSON for each record, extra fields included."""

import json
import logging
from typing import Literal

_PLAIN = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}

_OWN = ("app", "index", "sources")
"""The loggers of our rooms; what libraries note below a warning is about themselves."""


class TextFormatter(logging.Formatter):
    """Level and message, then each extra field that has a value as ``name=value``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        extra = {k: v for k, v in vars(record).items() if k not in _PLAIN and v is not None}
        fields = (f"{name}={_value(value)}" for name, value in extra.items())
        return " ".join((super().format(record), *fields))


def set_up_logs(level: str, form: Literal["text", "json"]) -> None:
    """Log to stderr, libraries from warnings on.

    Args:
        level: From which on we log ourselves: ``debug``, ``info``, ``warning`` or ``error``.
        form: How a record is written.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_json() if form == "json" else TextFormatter("%(levelname)s %(message)s"))
    own = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=max(own, logging.WARNING), handlers=[handler])
    for name in _OWN:
        logging.getLogger(name).setLevel(own)


def _json() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter

    return JsonFormatter(
        "{asctime}{levelname}{name}{message}",
        style="{",
        rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        datefmt="%Y-%m-%dT%H:%M:%S%z",
    )


def _value(value: object) -> str:
    """A value without blanks of its own, unless in quotes."""
    if isinstance(value, dict):
        return ",".join(f"{name}:{number}" for name, number in value.items())
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if set(text) & set(" \"'=\n") else text
