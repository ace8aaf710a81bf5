"""Serves the knowing assistant through the product's own web server, until it is stopped."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from app.chat import serve
from app.settings import Settings
from app.types import Answer, Health, Turn
from evals.dataset import load_facts
from index.types import Hit
from tests.evals.fakes import KnowingAssistant, document


class ServedAssistant:
    """The knowing assistant with all that the page needs."""

    def __init__(self, knowing: KnowingAssistant) -> None:
        """Serve what ``knowing`` answers."""
        self._knowing = knowing
        self.documents = (knowing.document,)

    def ask(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Answer:
        """Answer, or fail on one question."""
        if question == "Fail.":
            raise ValueError("this question cannot be asked")
        return self._knowing(question)

    def stream(
        self, question: str, history: Sequence[Turn] | None = None, language: str = "auto"
    ) -> Iterator[Answer]:
        """The whole answer at once."""
        yield self.ask(question)

    def search(self, query: str, k: int = 5) -> tuple[Hit, ...]:
        """Nothing is found."""
        return ()

    def health(self) -> Health:
        """Always well."""
        return Health("ready", 1, 4, (), None)

    def warm_up(self) -> None:
        """Nothing to load."""

    def close(self) -> None:
        """Nothing to give back."""


def main(folder: Path) -> None:
    """Serve on a free port; its address is the first line on stdout."""
    questions = load_facts(folder, [document()])
    assistant = ServedAssistant(KnowingAssistant(questions, document()))
    settings = Settings(server_port=0, data_dir=folder)
    serve(assistant, settings, lambda url: typer.echo(url))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
