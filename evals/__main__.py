"""The door of the evals room: ``python -m evals``."""

import sys

import typer

from evals.cli_ablate import ablate
from evals.cli_adapt import adapt, mean
from evals.cli_bench import bench
from evals.cli_beside import beside
from evals.cli_compare import compare_runs
from evals.cli_data import accept, feedback, figures, skeleton, validate
from evals.cli_facts import facts
from evals.cli_fit import fit, leaning
from evals.cli_load import load
from evals.cli_squad import squad
from index.threads import share_cores
from sources.errors import AssistantError

cli = typer.Typer(help="Measure the assistant.", pretty_exceptions_enable=False)
cli.callback(invoke_without_command=True)(facts)
cli.command()(squad)
cli.command()(bench)
cli.command()(ablate)
cli.command()(beside)
cli.command()(adapt)
cli.command()(mean)
cli.command()(fit)
cli.command()(leaning)
cli.command()(load)
cli.command("compare")(compare_runs)
cli.command()(accept)
cli.command()(validate)
cli.command()(skeleton)
cli.command()(feedback)
cli.command()(figures)


def main() -> None:
    """Run the command line; a failure of ours is one line on stderr and exit 1."""
    share_cores()
    try:
        cli()
    except AssistantError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
