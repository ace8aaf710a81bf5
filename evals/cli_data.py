"""The commands about data: ``accept``, ``validate``, ``skeleton``, ``feedback``, ``figures``."""

from pathlib import Path
from typing import Annotated

import typer

from app import Settings
from evals.cli_facts import BESIDE, OUT, PartChoice
from evals.dataset import FACTS, load_facts
from evals.from_feedback import from_feedback, read_verdicts
from evals.gate import accept as accept_run
from evals.gate import baseline_of, figures_markdown, of_part, read_baselines
from evals.skeleton import TODO, write_lines
from evals.skeleton import skeleton as skeleton_of
from evals.validate import validate as find_problems
from index.chunk import chunk
from sources import load_documents, read_document


def accept(
    folder: Annotated[Path, typer.Argument(help="What a run wrote.")] = OUT,
    facts_dir: Annotated[Path, typer.Option("--facts", help="The facts that were asked.")] = FACTS,
    baseline: Annotated[
        Path | None, typer.Option(help="The file to write to.", show_default=BESIDE)
    ] = None,
) -> None:
    """Make the figures of a run the baseline that --gate holds later runs against."""
    path = baseline or baseline_of(facts_dir)
    typer.echo(f"Baseline of part {accept_run(folder, path)} in {path} is now that of {folder}")


def validate(
    facts_dir: Annotated[
        Path, typer.Option("--facts", help="Folder with dev.jsonl and test.jsonl.")
    ] = FACTS,
) -> None:
    """Prove that the known facts are fit to judge by: every span, pattern and gold answer."""
    documents = load_documents(Settings.load().sources_dir).documents
    questions = load_facts(facts_dir, documents)
    passages = [passage for document in documents for passage in chunk(document)]
    problems = find_problems(questions, passages, documents)
    for problem in problems:
        typer.echo(f"{problem.qid} {problem.text}")
    typer.echo(f"{len(questions)} questions, {len(problems)} problems")
    if problems:
        raise typer.Exit(1)


def skeleton(
    article: Annotated[Path, typer.Argument(help="Your own article.")],
    out: Annotated[Path, typer.Option(help="Folder for dev.jsonl and test.jsonl.")] = Path("facts"),
) -> None:
    """Start known facts about your own article: a line a sentence, the questions for you."""
    path = write_lines(skeleton_of(read_document(article)), out)
    command = f"python -m evals validate --facts {out}"
    typer.echo(f"Write the questions where {path} says {TODO}, then: {command}")


def feedback(
    file: Annotated[Path, typer.Argument(help="What the chat kept of thumbs and reasons.")],
    out: Annotated[Path, typer.Option(help="Folder for dev.jsonl and test.jsonl.")] = Path("facts"),
) -> None:
    """Start known facts from readers' verdicts: approved answers are proof, the rest for you."""
    items = from_feedback(
        read_verdicts(file), load_documents(Settings.load().sources_dir).documents
    )
    path = write_lines([item.line for item in items], out)
    waiting = [item for item in items if item.waits]
    for item in waiting:
        typer.echo(f"{item.line.qid} {item.waits}: {item.line.text}")
    typer.echo(f"{len(items)} questions, {len(waiting)} to be written, in {path}")


def figures(
    part: Annotated[PartChoice, typer.Argument(help="dev, test or all.")] = PartChoice.TEST,
    facts_dir: Annotated[Path, typer.Option("--facts", help="The facts that were asked.")] = FACTS,
    baseline: Annotated[
        Path | None, typer.Option(help="The file to read.", show_default=BESIDE)
    ] = None,
) -> None:
    """Print the accepted figures as a Markdown table, for the README."""
    accepted = read_baselines(baseline or baseline_of(facts_dir))
    typer.echo(figures_markdown(of_part(accepted, part)))
