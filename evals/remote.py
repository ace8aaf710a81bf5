"""A running server as an assistant, asked over Gradio's HTTP API."""

import json
from types import TracebackType
from typing import Self

import httpx
from pydantic import TypeAdapter, ValidationError

from app.types import Abstention, Answer, AnswerSentence, Citation, DroppedSentence, Turn
from evals.errors import RemoteError
from index.types import Hit, Passage

TIMEOUT_S = 120.0
CALL = "/gradio_api/call/ask"
_CITATIONS = TypeAdapter(tuple[Citation, ...])
_SENTENCES = TypeAdapter(tuple[AnswerSentence, ...])
_DROPPED = TypeAdapter(tuple[DroppedSentence, ...])
_Data = dict[str, object]


class RemoteAssistant:
    """Asks ``http://…/gradio_api/call/ask``; close it after use, or use ``with``."""

    def __init__(self, url: str, transport: httpx.BaseTransport | None = None) -> None:
        """Prepare to ask the server at ``url``; nothing is sent yet.

        Args:
            url: The server's address, as ``http://127.0.0.1:7860``.
            transport: What carries the requests, if not the network.
        """
        # Proxies of the environment are for the internet, not for a server one has started.
        self._client = httpx.Client(
            base_url=url, timeout=TIMEOUT_S, trust_env=False, transport=transport
        )

    def __enter__(self) -> Self:
        """The assistant itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._client.close()

    def __call__(
        self, question: str, history: list[Turn] | None = None, language: str = "auto"
    ) -> Answer:
        """Answer as the server does.

        Raises:
            RemoteError: If the server cannot be reached, or answers otherwise than this product.
        """
        try:
            response = self._client.post(CALL, json={"data": [question, history or [], language]})
            response.raise_for_status()
            event_id = response.json()["event_id"]
            result = self._client.get(f"{CALL}/{event_id}")
            result.raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL, KeyError, ValueError) as error:
            raise RemoteError(f"{self._client.base_url} does not answer: {error}") from error
        return answer_from_dict(last_event(result.text))


def answer_from_dict(data: _Data) -> Answer:
    """What :meth:`Answer.to_dict` gave, as an answer again; hits have no sentences.

    Raises:
        RemoteError: If it is not an answer's data.
    """
    try:
        return Answer(
            question=str(data["question"]),
            text=str(data["text"]),
            citations=_CITATIONS.validate_python(data["citations"]),
            hits=tuple(_hit(hit) for hit in TypeAdapter(list[_Data]).validate_python(data["hits"])),
            abstained=Abstention(str(data["abstained"])) if data["abstained"] else None,
            language=str(data["language"]),
            confidence=_number(data["confidence"]),
            backend=str(data["backend"]),
            elapsed_ms=_number(data["elapsed_ms"]),
            sentences=_SENTENCES.validate_python(data.get("sentences", ())),
            dropped=_DROPPED.validate_python(data.get("dropped", ())),
            notice=str(data["notice"]) if data.get("notice") else None,
        )
    except (KeyError, ValueError, ValidationError) as error:
        raise RemoteError(f"The server's answer is not one of this product: {error}") from error


def _hit(data: _Data) -> Hit:
    passage = Passage(
        passage_id=str(data["passage_id"]),
        doc_id=str(data["doc_id"]),
        title=str(data["title"]),
        url="",
        language="",
        text=str(data["text"]),
        start=int(_number(data["start"])),
        end=int(_number(data["end"])),
        sentences=(),
        translations=(),
    )
    return Hit(passage, _number(data["score"]), int(_number(data["rank"])))


def _number(value: object) -> float:
    return TypeAdapter(float).validate_python(value)


def last_event(stream: str) -> _Data:
    """The data of the last server-sent event, which is ``complete`` or ``error``."""
    name, data = "", ""
    for line in stream.splitlines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            data = value
    if name != "complete":
        raise RemoteError(f"The server refused the question: {data or 'it sent nothing'}")
    try:
        outputs = json.loads(data)
    except json.JSONDecodeError as error:
        raise RemoteError(f"The server sent broken JSON: {error}") from error
    if not isinstance(outputs, list) or not outputs or not isinstance(outputs[0], dict):
        raise RemoteError("The server sent no answer")
    return outputs[0]
