"""The chat over the fake assistant, or one that builds its index slowly, in its own process."""

import argparse
import sys
import time
from pathlib import Path

import pytest

from app import Assistant
from app.chat import serve
from app.settings import Settings
from index.types import Encoding
from sources import AssistantError
from tests.fakes import HashingEmbedder
from tests.fakes_ui import FakeAssistant


class SlowEmbedder(HashingEmbedder):
    """The embedder of words, as slow at building an index as a large model."""

    def __init__(self, seconds: float) -> None:
        """Take so long for all texts."""
        super().__init__()
        self._seconds = seconds

    def encode_passages(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Take the time, then encode them."""
        time.sleep(self._seconds)
        return super().encode_passages(texts, progress)


def main() -> None:
    """Serve until SIGTERM: ``python -m tests.fake_server PORT DATA_DIR``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("data", type=Path)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--warm", type=float, default=0.0)
    parser.add_argument("--gate", type=Path)
    parser.add_argument("--build", type=float)
    parser.add_argument("--auth")
    parser.add_argument("--host")
    parser.add_argument("--uploads", action="store_true")
    parser.add_argument("--share", action="store_true")
    given = parser.parse_args()
    settings = Settings.load(
        server_port=given.port,
        server_name=given.host,
        index_dir=given.data / "index",
        data_dir=given.data,
        chat_auth=given.auth,
        allow_uploads=given.uploads or None,
        share_uploads=given.share or None,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.embed.load_embedder", lambda _: SlowEmbedder(given.build))
        fake = FakeAssistant(given.delay, given.warm, gate=given.gate)
        try:
            serve(fake if given.build is None else Assistant(settings), settings)
        except AssistantError as error:
            sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
