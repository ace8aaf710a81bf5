"""The command ``python -m evals``: the known facts, their report and the gate."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app import Assistant, Settings
from evals.dataset import FACTS, PARTS, load_facts, sample
from evals.errors import DatasetError
from evals.figures import SEED
from evals.gate import Baseline, baseline_of, of_part, read_baselines, reasons
from evals.junit import write_junit
from evals.outputs import writable_folder
from evals.page import PAGE, render, write_page
from evals.progress import shown
from evals.remote import RemoteAssistant
from evals.report import ASSISTANT, RunReport, report, slice_table, systems_table, write_summary
from evals.results import RESULTS, write_results
from evals.run import run
from evals.skeleton import TODO
from evals.types import Ask, Outcome, Question
from evals.validate import is_written
from sources import load_documents
from sources.types import Document

OUT = Path("evals/results")
BESIDE = "baseline.json in the folder of the facts"


class PartChoice(StrEnum):
    """Which questions are asked."""

    DEV = "dev"
    TEST = "test"
    ALL = "all"


def facts(  # noqa: PLR0913, PLR0917  # an option a parameter
    context: typer.Context,
    part: Annotated[
        PartChoice, typer.Option(help="dev is to tune on, test is only reported.")
    ] = PartChoice.TEST,
    url: Annotated[str, typer.Option(help="Ask a running server instead, as http://…")] = "",
    out: Annotated[Path, typer.Option(help="Where the report goes.")] = OUT,
    facts_dir: Annotated[
        Path, typer.Option("--facts", help="Folder with dev.jsonl and test.jsonl.")
    ] = FACTS,
    gate: Annotated[
        bool, typer.Option("--gate", help="Exit 1 if a figure is worse than the baseline.")
    ] = False,
    baseline: Annotated[
        Path | None, typer.Option(help="What --gate holds the run against.", show_default=BESIDE)
    ] = None,
    with_baselines: Annotated[
        bool, typer.Option("--baselines", help="Ask simple systems the same.")
    ] = False,
    n_sampled: Annotated[
        int | None,
        typer.Option("--sample", min=1, help="Ask only so many, spread evenly over the kinds."),
    ] = None,
) -> None:
    """Ask the known facts, judge the answers by rule, and report."""
    if context.invoked_subcommand is not None:
        return
    writable_folder(out)
    # A missing baseline is told before minutes are spent on asking.
    accepted = _accepted(baseline or baseline_of(facts_dir), part, n_sampled) if gate else None
    settings = Settings.load()
    documents = load_documents(settings.sources_dir).documents
    questions = load_facts(facts_dir, documents, [p for p in PARTS if part in (p, PartChoice.ALL)])
    questions = _written(questions, facts_dir)
    if n_sampled:
        questions = sample(questions, n_sampled, SEED)
    with _assistant(settings, url) as assistant:
        systems = {ASSISTANT: assistant}
        if with_baselines:
            # Heavy imports wait until they are needed, so that --help and --url are quick.
            from evals.baselines import baselines
            from index.embed import load_embedder

            systems |= baselines(documents, load_embedder(settings.embedding_model))
        outcomes = {
            name: _ask_all(name, questions, ask, documents) for name, ask in systems.items()
        }
    told = {
        "llm_model": settings.llm_model,
        "embedding_model": settings.embedding_model or "bundled",
    }
    made = report(part, questions, outcomes, {**told, "asked": url or "Python"})
    _write(made, outcomes, documents, out)
    _show(made, out)
    if accepted and (why := reasons(made, accepted)):
        for line in why:
            typer.echo(f"gate: {line}", err=True)
        raise typer.Exit(1)


def _accepted(baseline: Path, part: PartChoice, n_sampled: int | None) -> Baseline:
    if n_sampled:
        raise typer.BadParameter("The baseline is of all questions; --gate goes without --sample")
    return of_part(read_baselines(baseline), part)


def _written(questions: tuple[Question, ...], facts_dir: Path) -> tuple[Question, ...]:
    """The questions that a person has written; what a skeleton only began is told and left out."""
    written = tuple(question for question in questions if is_written(question))
    if not written:
        raise DatasetError(f"{facts_dir} has no question to ask; write some, see docs/evals.md")
    if n_waiting := len(questions) - len(written):
        typer.echo(f"{n_waiting} questions still say {TODO} and are left out", err=True)
    return written


@contextmanager
def _assistant(settings: Settings, url: str) -> Iterator[Ask]:
    """The assistant of this process, warm, or the one that a server has."""
    if url:
        with RemoteAssistant(url) as remote:
            yield remote
    else:
        with Assistant(settings) as assistant:
            assistant.warm_up(progress=True)
            yield assistant.ask


def _ask_all(
    name: str, questions: Sequence[Question], ask: Ask, documents: Sequence[Document]
) -> tuple[Outcome, ...]:
    # What a first call loads is start-up, not an answer's time.
    ask("Warm?")
    return run(questions, ask, documents, partial(shown, what=f"Asking {name}"))


def _write(
    made: RunReport,
    outcomes: Mapping[str, Sequence[Outcome]],
    documents: Sequence[Document],
    out: Path,
) -> None:
    by_id = {document.doc_id: document for document in documents}
    for name, rows in outcomes.items():
        file = (
            RESULTS
            if name == ASSISTANT
            else f"{'-'.join(re.findall('[a-z0-9]+', name.lower()))}.jsonl"
        )
        write_results(out / file, rows, by_id)
    write_summary(made, out)
    write_junit(outcomes[ASSISTANT], made.part, out)
    write_page(render(made, outcomes, by_id), out)


def _show(made: RunReport, out: Path) -> None:
    console = Console()
    console.print(systems_table(made))
    for by in ("kind", "language"):
        console.print(slice_table(made.systems[ASSISTANT], by))
    console.print(f"The whole report: {out / PAGE}")
