"""Asked over HTTP, the product's own endpoint gives what the Python function gives."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.assistant import Assistant
from evals.dataset import FACTS as SHIPPED
from evals.dataset import load_facts, sample
from evals.errors import RemoteError
from evals.metrics import share_figures
from evals.remote import RemoteAssistant, answer_from_dict
from evals.run import run
from evals.types import Question
from sources.types import Document
from tests.chat_process import Server
from tests.evals.fakes import FACTS, KnowingAssistant, write_facts


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the product's own server over the knowing assistant.

    In a process of its own: Gradio leaves sockets and loops open, which pytest takes for ours.
    """
    folder = write_facts(tmp_path_factory.mktemp("served"), FACTS)
    command = [sys.executable, "-m", "tests.evals.served", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert line.startswith("http://127.0.0.1:"), line
        yield line.strip()
        server.terminate()


def test_the_same_through_http(
    url: str, questions: tuple[Question, ...], document: Document, assistant: KnowingAssistant
) -> None:
    """Each verdict and each answer, its hits' sentences and times aside."""
    direct = run(questions, assistant, [document])
    with RemoteAssistant(url) as remote:
        over_http = run(questions, remote, [document])
    assert [o.verdict for o in over_http] == [o.verdict for o in direct]
    for one, other in zip(over_http, direct, strict=True):
        assert one.answer is not None and other.answer is not None
        assert one.answer.to_dict() == other.answer.to_dict()


def test_a_refused_question_is_an_error(
    url: str, questions: tuple[Question, ...], document: Document
) -> None:
    """Counted as one, with the server's reason."""
    with RemoteAssistant(url) as remote:
        (outcome,) = run([replace(questions[0], text="Fail.")], remote, [document])
    assert outcome.answer is None
    assert outcome.error.startswith("RemoteError: The server refused the question")


def test_nobody_answers(assistant: KnowingAssistant) -> None:
    """One line with the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (
        RemoteAssistant(f"http://127.0.0.1:{port}") as remote,
        pytest.raises(RemoteError, match=f"127.0.0.1:{port} does not answer"),
    ):
        remote("Wer leitet die Firma?")


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        ("", "it sent nothing"),
        ("event: error\ndata: null", "refused the question: null"),
        ("event: complete\ndata: [", "broken JSON"),
        ("event: complete\ndata: []", "no answer"),
        ('event: complete\ndata: [{"text": "hello"}]', "not one of this product"),
    ],
)
def test_other_servers_are_refused(stream: str, message: str) -> None:
    """Whatever else a server sends is an error of one line."""

    def serve(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(200, json={"event_id": "1"})
        return httpx.Response(200, text=stream)

    with (
        RemoteAssistant("http://x", transport=httpx.MockTransport(serve)) as remote,
        pytest.raises(RemoteError, match=message),
    ):
        remote("Wer leitet die Firma?")


def test_answer_there_and_back(
    questions: tuple[Question, ...], assistant: KnowingAssistant
) -> None:
    """What JSON keeps comes back equal."""
    for question in questions:
        answer = assistant(question.text)
        data = json.loads(json.dumps(answer.to_dict()))
        assert answer_from_dict(data).to_dict() == answer.to_dict()


@pytest.mark.slow
def test_the_product_over_http(
    real_assistant: Assistant,
    articles: tuple[Document, ...],
    article_index: Path,
    tmp_path: Path,
) -> None:
    """A server over the same index: each answer, verdict and figure as in Python."""
    asked = sample(load_facts(SHIPPED, articles, ("dev",)), 20, seed=1)
    server = Server(tmp_path, ("--index", str(article_index)), real=True)
    server.start()
    try:
        with RemoteAssistant(server.address) as remote:
            over_http = run(asked, remote, articles)
    finally:
        server.stop()
    direct = run(asked, real_assistant.ask, articles)
    assert [o.verdict for o in over_http] == [o.verdict for o in direct]
    for one, other in zip(over_http, direct, strict=True):
        assert one.answer is not None and other.answer is not None
        timeless = replace(other.answer, elapsed_ms=one.answer.elapsed_ms, explanation=None)
        assert one.answer.to_dict() == timeless.to_dict()
    assert share_figures(over_http) == share_figures(direct)
