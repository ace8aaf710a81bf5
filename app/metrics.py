"""Counts and times for Prometheus; nothing in them tells what was asked, or by whom."""

from collections.abc import Callable
from functools import partial
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)

from app.asked import Asked
from app.errors import SettingsError

HOST: Final = "127.0.0.1"
STATES: Final = ("ready", "warming", "degraded", "failed")
_LANGUAGES: Final = ("de", "en")
_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """What the server did since it started; safe to share between threads."""

    def __init__(self) -> None:
        """Start at nought, in a registry of its own."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._questions = Counter(
            "assistant_questions",
            "Questions by what became of them, and the answer's language.",
            ("outcome", "language"),
            registry=self._registry,
        )
        self._errors = Counter(
            "assistant_errors",
            "Questions that failed, by the error's class.",
            ("error",),
            registry=self._registry,
        )
        self._refused = Counter(
            "assistant_refused",
            "Requests refused before they were questions, by reason.",
            ("reason",),
            registry=self._registry,
        )
        self._total_s = Histogram(
            "assistant_question_seconds",
            "Time of a question, waiting in the queue not included.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._stage_s = Histogram(
            "assistant_stage_seconds",
            "Time of each stage of a question.",
            ("stage",),
            buckets=_SECONDS,
            registry=self._registry,
        )

    def asked(self, asked: Asked) -> None:
        """Count a question."""
        known = asked.language in _LANGUAGES or asked.language is None
        language = (asked.language or "none") if known else "other"
        self._questions.labels(asked.outcome, language).inc()
        if asked.error is not None:
            self._errors.labels(asked.error).inc()
        self._total_s.observe(asked.elapsed_s)
        for stage, seconds in asked.stage_s.items():
            self._stage_s.labels(stage).observe(seconds)

    def refused(self, reason: str) -> None:
        """Count a request that was refused."""
        self._refused.labels(reason).inc()

    def watch(
        self, waiting: Callable[[], int], in_flight: Callable[[], int], state: Callable[[], str]
    ) -> None:
        """Show what is looked up whenever the metrics are read."""
        for name, text, read in (
            ("assistant_queue_length", "Questions that wait in the queue.", waiting),
            ("assistant_in_flight", "Questions that are being answered.", in_flight),
        ):
            Gauge(name, text, registry=self._registry).set_function(read)
        health = Gauge(
            "assistant_health",
            "1 for the state that the assistant is in.",
            ("state",),
            registry=self._registry,
        )
        for name in STATES:
            health.labels(name).set_function(partial(_is, state, name))

    def listen(self, port: int) -> None:
        """Serve them at ``/metrics`` on loopback, until the process ends.

        Raises:
            SettingsError: If the port is taken.
        """
        try:
            start_http_server(port, HOST, self._registry)
        except OSError as error:
            raise SettingsError(
                f"Cannot listen on {HOST}:{port} for metrics ({error.strerror}); "
                "set METRICS_PORT to another port, or to 0 for none"
            ) from error


def _is(state: Callable[[], str], name: str) -> float:
    return float(state() == name)
