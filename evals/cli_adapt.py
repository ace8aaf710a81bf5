"""The commands ``python -m evals adapt`` and ``python -m evals mean``."""

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
        typer.Option(help="Where it goes: FOLDER/even.npz or odd.npz.", callback=writable_file),
    ],
    reading: Annotated[Path, typer.Option(help="Folder of more SQuAD files.")] = READING,
    articles: Annotated[
        Articles,
        typer.Option(help="even or odd: train on every second article, measure on the others."),
    ] = Articles.ALL,
) -> None:
    """Train what is added to the bundled encoder that its tokens can be compared, too."""
    # Heavy imports wait until they are needed, so that --help and a bad flag are quick.
    from evals.adapt_run import run_adapt

    for line in run_adapt(squad, reading, articles, out):
        typer.echo(line)
    typer.echo(f"Adapter written to {out}")


def mean(
    folder: Annotated[Path, typer.Argument(help="Folder of even.npz and odd.npz.")],
    out: Annotated[
        Path, typer.Option(help="Where the adapter goes.", callback=writable_file)
    ] = ADAPTER,
) -> None:
    """Make the shipped adapter: the mean of those that were trained on either half."""
    from evals.halves import write_mean  # arrays, which --help needs none of

    write_mean(folder, out)
    typer.echo(f"Adapter written to {out}")
