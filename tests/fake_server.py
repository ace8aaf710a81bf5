"""The chat over the fake assistant, as a process of its own."""

import argparse
import sys
from pathlib import Path

from app.chat import serve
from app.settings import Settings
from sources import AssistantError
from tests.fakes_ui import FakeAssistant


def main() -> None:
    """Serve until SIGTERM: ``python -m tests.fake_server PORT DATA_DIR``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("data", type=Path)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--warm", type=float, default=0.0)
    parser.add_argument("--gate", type=Path)
    parser.add_argument("--auth")
    parser.add_argument("--host")
    parser.add_argument("--uploads", action="store_true")
    parser.add_argument("--share", action="store_true")
    given = parser.parse_args()
    settings = Settings.load(
        server_port=given.port,
        server_name=given.host,
        data_dir=given.data,
        chat_auth=given.auth,
        allow_uploads=given.uploads or None,
        share_uploads=given.share or None,
    )
    try:
        serve(FakeAssistant(given.delay, given.warm, gate=given.gate), settings)
    except AssistantError as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
