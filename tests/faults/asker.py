"""An assistant in a process of its own, over the embedder of words, asked line by line."""

import json
import sys
from pathlib import Path

from app.assistant import Assistant
from app.settings import Settings
from index import embed
from index.types import Embedder
from tests.fakes import HashingEmbedder


def _of_words(name: str = "") -> Embedder:
    del name
    return HashingEmbedder()


def main() -> None:
    """``python -m tests.faults.asker SOURCES INDEX PORT``: a question in, an answer out.

    An empty line waits for Chroma and tells its trouble, if there is any.
    """
    sources, index, port = sys.argv[1:]
    embed.load_embedder = _of_words
    settings = Settings(
        sources_dir=Path(sources),
        index_dir=Path(index),
        chroma_http_host="127.0.0.1",
        chroma_http_port=int(port),
    )
    assistant = Assistant(settings)
    assistant.warm_up()
    parts = assistant._parts
    assert parts is not None and parts.store is not None
    for line in sys.stdin:
        if line.strip():
            told = {**assistant.ask(line.strip()).to_dict(), "elapsed_ms": 0}
        else:
            parts.store.wait_open(90)
            told = {"trouble": parts.store.trouble}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
