"""The command ``python -m evals bench``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app import Settings
from evals.cli_facts import OUT
from evals.dataset import FACTS, read_facts
from evals.outputs import writable_folder
from sources import load_documents

SIZES = (1_000, 10_000, 100_000)


def bench(
    sizes: Annotated[
        list[int] | None, typer.Option("--passages", help="Sizes to grow to; 0 for none.")
    ] = None,
    n_questions: Annotated[int, typer.Option("--questions", min=5)] = 40,
    out: Annotated[
        Path, typer.Option(help="Where bench.json and bench.svg go.", callback=writable_folder)
    ] = OUT,
) -> None:
    """Measure start, build, a question's time and memory beside the encoder and LangChain."""
    # Heavy imports wait until they are needed, so that --help is quick.
    from evals.bench import run_bench
    from evals.bench_report import bench_table, growth_table, write_bench

    documents = load_documents(Settings.load().sources_dir).documents
    asked = [q.text for q in read_facts(FACTS / "dev.jsonl", documents, "dev") if not q.history]
    questions = [asked[i * len(asked) // n_questions] for i in range(n_questions)]
    notes = Console(stderr=True)
    made = run_bench(questions, [n for n in (sizes or SIZES) if n > 0], notes.print)
    write_bench(made, out)
    console = Console()
    console.print(bench_table(made))
    if made.growth:
        console.print(growth_table(made.growth))
