"""The commands ``python -m evals fit`` and ``leaning``."""

from pathlib import Path
from typing import Annotated

import typer

from evals.dataset import ADDED
from evals.outputs import writable_file

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "sources" / "articles"
WEIGHTS = ROOT / "app" / "data" / "reader.json"
LEANING = ROOT / "app" / "data" / "leaning.json"


def fit(
    squad: Annotated[
        list[Path],
        typer.Option(help="Parallel SQuAD files, one a language: every pair is read."),
    ],
    halves: Annotated[
        Path,
        typer.Option(
            help="Folder of even.npz and odd.npz; `evals mean` of them first: known facts are "
            "read with what is shipped."
        ),
    ],
    out: Annotated[
        Path, typer.Option(help="Where the weights go.", callback=writable_file)
    ] = WEIGHTS,
    sources: Annotated[Path, typer.Option(help="Folder of articles.")] = SOURCES,
    added: Annotated[
        Path, typer.Option(help="Folder with more articles/ and the facts/ about them.")
    ] = ADDED,
) -> None:
    """Fit the reader's weights on SQuAD files and on the known facts for tuning."""
    # Heavy imports wait until they are needed, so that --help and a bad flag are quick.
    from evals.fit_run import run_fit

    for line in run_fit(squad, halves, out, sources, added):
        typer.echo(line)
    typer.echo(f"Weights written to {out}")


def leaning(
    out: Annotated[
        Path, typer.Option(help="Where the weights go.", callback=writable_file)
    ] = LEANING,
    sources: Annotated[Path, typer.Option(help="Folder of articles.")] = SOURCES,
) -> None:
    """Fit what tells follow-ups from questions that stand alone."""
    from evals.leaning import run_leaning

    for line in run_leaning(out, sources):
        typer.echo(line)
    typer.echo(f"Weights written to {out}")
