"""The chat over the fake assistant, as a process of its own."""

import argparse
from pathlib import Path

from app.chat import serve
from app.settings import Settings
from tests.fakes_ui import FakeAssistant


def main() -> None:
    """Serve until SIGTERM: ``python -m tests.browser.fake_server PORT DATA_DIR``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("data", type=Path)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--warm", type=float, default=0.0)
    given = parser.parse_args()
    settings = Settings.load(server_port=given.port, data_dir=given.data)
    serve(FakeAssistant(given.delay, given.warm), settings, print)


if __name__ == "__main__":
    main()
