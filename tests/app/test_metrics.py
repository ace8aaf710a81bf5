"""What Prometheus reads."""

import socket
from dataclasses import replace

import httpx
import pytest

from app.asked import Asked
from app.errors import SettingsError
from app.metrics import HOST, Metrics
from tests.chat_process import free_port

ASKED = Asked("abc", "Zyxwvut?", "answered", "de", "extractive", 0.9, None, 0.03, {"encode": 0.02})


def test_what_is_counted_and_what_is_not_told() -> None:
    """By outcome, language, stage, error and reason; no text, and no label that a caller makes."""
    metrics, port = Metrics(), free_port()
    metrics.watch(lambda: 3, lambda: 2, lambda: "degraded")
    metrics.listen(port)
    metrics.asked(ASKED)
    metrics.asked(replace(ASKED, language="zz", outcome="off_topic"))
    metrics.asked(replace(ASKED, language=None, outcome="error", error="ModelUnavailable"))
    metrics.refused("busy")
    text = httpx.get(f"http://{HOST}:{port}/metrics", trust_env=False).text
    for line in (
        'assistant_questions_total{language="de",outcome="answered"} 1.0',
        'assistant_questions_total{language="other",outcome="off_topic"} 1.0',
        'assistant_questions_total{language="none",outcome="error"} 1.0',
        'assistant_errors_total{error="ModelUnavailable"} 1.0',
        'assistant_refused_total{reason="busy"} 1.0',
        'assistant_stage_seconds_count{stage="encode"} 3.0',
        'assistant_question_seconds_bucket{le="0.05"} 3.0',
        "assistant_queue_length 3.0",
        "assistant_in_flight 2.0",
        'assistant_health{state="degraded"} 1.0',
        'assistant_health{state="ready"} 0.0',
    ):
        assert line in text.splitlines()
    assert "Zyxwvut" not in text and "abc" not in text


def test_a_taken_port_is_one_clear_line() -> None:
    """It names the setting."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"{HOST}:{port} for metrics .* METRICS_PORT"):
            Metrics().listen(port)
