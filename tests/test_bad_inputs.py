"""The table of bad inputs at each door: one line that says what is wrong, or an answer."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import app
from app.errors import SettingsError
from app.question import clean_question
from app.settings import Settings
from sources import load_documents
from tests.bad_inputs import FILES, QUESTIONS, Bad
from tests.chat_process import Server

JSON = {"content-type": "application/json"}
REASONS = {"empty": "enter a question", "2,000": "too long", "text": "is text"}
each = pytest.mark.parametrize("bad", QUESTIONS, ids=lambda bad: bad.name)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of the chat over the fake assistant."""
    server = Server(tmp_path_factory.mktemp("chat"))
    server.start()
    with server.client() as started:
        yield started
    server.stop()


def said(client: httpx.Client, path: str, body: object) -> tuple[int, str, object]:
    """The status of a call, and its last event with what that says."""
    content = json.dumps(body).encode()
    posted = client.post(f"/gradio_api/call/{path}", content=content, headers=JSON)
    assert "Traceback" not in posted.text and posted.status_code in (200, 400, 422)
    if posted.status_code != 200:
        return posted.status_code, "refused", posted.json().get("error", posted.json())
    text = client.get(f"/gradio_api/call/{path}/{posted.json()['event_id']}").text
    event, data = text.strip().split("\n")[-2:]
    return 200, event.removeprefix("event: "), json.loads(data.removeprefix("data: "))


@each
def test_python(bad: Bad) -> None:
    """A ``ValueError`` in one line; what is asked is clean text."""
    if bad.refused:
        with pytest.raises(ValueError, match=bad.refused) as raised:
            app.ask(bad.question)  # type: ignore[arg-type]  # that is the point
        assert "\n" not in str(raised.value) and len(str(raised.value)) < 120
    else:
        kept = clean_question(bad.question)
        assert (kept.encode() and kept.isprintable()) or "\u200d" in kept


@each
@pytest.mark.parametrize("door", ["ask", "v2/ask", "search", "v2/search"])
def test_http(client: httpx.Client, door: str, bad: Bad) -> None:
    """400 and a sentence before it waits in the queue; or the result."""
    name = "question" if door.endswith("ask") else "query"
    body = {name: bad.question} if "v2" in door else {"data": [bad.question]}
    status, event, data = said(client, door, body)
    if bad.refused:
        assert (status, event) == (400, "refused")
        assert REASONS[bad.refused] in str(data)
    else:
        assert (status, event) == (200, "complete")


@pytest.mark.parametrize(
    ("path", "body", "line"),
    [
        ("ask", {"data": ["fault"]}, "The server failed at this request"),
        ("ask", {"data": ["Wer?", None, "klingon"]}, "auto or a code such as de or en"),
        ("ask", {"data": ["Wer?", None, 5]}, "auto or a code such as de or en"),
        ("v2/ask", {"question": "Wer?", "role": "system"}, "unknown: role"),
        ("v2/search", {"query": "Wer?", "session_hash": ["a"]}, "unknown: session_hash"),
        ("v2/health", {"question": "Wer?"}, "unknown: question"),
        ("search", {"data": ["Wer?", float("nan")]}, "whole number from 1 to 50"),
        ("search", {"data": ["Wer?", 1e12]}, "whole number from 1 to 50"),
    ],
)
def test_http_failures_are_sentences(
    client: httpx.Client, path: str, body: object, line: str
) -> None:
    """Never ``null``, and nothing of what went wrong inside."""
    _, event, data = said(client, path, body)
    assert event in ("refused", "error")
    assert line in str(data) and "secret" not in str(data)


def test_http_an_event_that_nobody_waits_for(client: httpx.Client) -> None:
    """And a page event that does not exist: answers too, and no torn connection."""
    text = client.get("/gradio_api/call/ask/nope").text
    assert text == 'event: error\ndata: "404: Not Found"\n\n'
    for number in (-1, 999):
        answer = client.post("/gradio_api/run/predict", json={"data": ["x"], "fn_index": number})
        assert answer.status_code >= 400 and answer.json()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(["data", "question", "query", "k", "history", "language", "session_hash"])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(["ask", "search", "health", "v2/ask", "v2/search", "v2/health"]),
    body=VALUES
    | st.dictionaries(NAMES, VALUES, max_size=3)
    | st.builds(lambda rest: {"data": ["Wer?", *rest]}, st.lists(VALUES, max_size=3)),
)
def test_http_any_json(client: httpx.Client, path: str, body: object) -> None:
    """A result, or a reason in words."""
    _, event, data = said(client, path, body)
    assert event == "complete" or data
    if event == "error":
        assert isinstance(data, dict) and isinstance(data["error"], str)


def test_files(tmp_path: Path) -> None:
    """Each is named with its reason in one line, and the good one beside them is read."""
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.md").write_text("# Die Firma\n\nSie hat 5.000 Mitarbeiter.\n")
    os.mkfifo(tmp_path / "pipe.txt")
    os.symlink("/etc/passwd", tmp_path / "link.txt")
    loaded = load_documents(tmp_path)
    assert [document.doc_id for document in loaded.documents] == ["good"]
    assert len(loaded.skipped) == len(FILES) + 2
    for reason in map(str, loaded.skipped):
        assert reason.isprintable(), reason


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(sorted(Settings.model_fields)), value=st.text(max_size=30) | VALUES)
def test_settings_of_any_value(name: str, value: object) -> None:
    """Settings, or one line that names the variable and not a secret's value."""
    try:
        assert Settings.load(**{name: value})
    except SettingsError as error:
        assert str(error).startswith("Setting ") and "\n" not in str(error)
