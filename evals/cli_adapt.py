"""The command ``python -m evals adapt``."""

from pathlib import Path
from typing import Annotated

import typer

from evals.dataset import READING
from evals.outputs import writable_file
from evals.squad_data import Articles
from index.adapter import ADAPTER


def adapt(
    squad: Annotated[
        list[Path],
        typer.Option(help="Parallel SQuAD files, one a language: every pair is trained on."),
    ],
    out: Annotated[
        Path,
        typer.Option(help="Where the adapter goes; name it for a half.", callback=writable_file),
    ] = ADAPTER,
    reading: Annotated[Path, typer.Option(help="Folder of more SQuAD files.")] = READING,
    articles: Annotated[
        Articles,
        typer.Option(help="even or odd: train on every second article, measure on the others."),
    ] = Articles.ALL,
) -> None:
    """Train what is added to the bundled encoder that its tokens can be compared, too."""
    # Heavy imports wait until they are needed, so that --help and a bad flag are quick.
    from evals.adapt_run import run_adapt

    if articles is not Articles.ALL and out == ADAPTER:
        raise typer.BadParameter(f"give a half a file of its own, --out FOLDER/{articles}.npz")
    for line in run_adapt(squad, reading, articles, out):
        typer.echo(line)
    typer.echo(f"Adapter written to {out}")
