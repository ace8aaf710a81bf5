"""The command ``python -m evals compare``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evals.compare import changes_table, compare, comparison_lines
from evals.results import read_results


def compare_runs(
    before: Annotated[Path, typer.Argument(help="Folder or results.jsonl of the earlier run.")],
    after: Annotated[Path, typer.Argument(help="Folder or results.jsonl of the later run.")],
) -> None:
    """Show question by question what got better and worse, and whether it could be chance."""
    comparison = compare(read_results(before), read_results(after))
    console = Console()
    if comparison.better or comparison.worse:
        console.print(changes_table(comparison))
    for line in comparison_lines(comparison):
        console.print(line)
