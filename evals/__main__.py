"""The door of the evals room: ``python -m evals``."""

import sys

import typer

from evals.cli_squad import squad
from sources.errors import AssistantError

cli = typer.Typer(
    help="Measure the assistant.", no_args_is_help=True, pretty_exceptions_enable=False
)


@cli.callback()
def _known_facts() -> None:
    """Measure the assistant."""


cli.command()(squad)


def main() -> None:
    """Run the command line; a failure of ours is one line on stderr and exit 1."""
    try:
        cli()
    except AssistantError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
