"""An assistant in a process of its own, over the embedder of words, asked line by line."""

from multiprocessing.connection import Connection
from pathlib import Path

from app.assistant import Assistant
from app.settings import Settings
from tests.faults.processes import words


def serve(sources: Path, index: Path, port: int, asked: Connection) -> None:
    """A question in, an answer out.

    An empty line waits for Chroma and tells its trouble, if there is any.
    """
    settings = Settings(
        sources_dir=sources,
        index_dir=index,
        chroma_http_host="127.0.0.1",
        chroma_http_port=port,
    )
    assistant = Assistant(settings)
    with words():
        assistant.warm_up()
    parts = assistant.knowledge.loaded
    assert parts is not None and parts.store is not None
    while True:
        line = str(asked.recv())
        if line:
            asked.send({**assistant.ask(line).to_dict(), "elapsed_ms": 0})
        else:
            parts.store.wait_open(90)
            asked.send({"trouble": parts.store.trouble})
