"""What a run over known facts found, put together for every form of the report."""

import hashlib
import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from evals.figures import SEED
from evals.metrics import Summary, slices, summarise
from evals.types import Outcome, Question

SUMMARY = "summary.json"
ASSISTANT = "assistant"
SLICES = ("language", "kind", "topic")


@dataclass(frozen=True, slots=True)
class SystemReport:
    """One system: all its outcomes summed up, and by language, kind and topic."""

    total: Summary
    by: Mapping[str, Mapping[str, Summary]]


@dataclass(frozen=True, slots=True)
class RunReport:
    """A run: its questions, where and how it ran, and each system's figures by its name."""

    part: str
    n_questions: int
    facts_sha256: str
    revision: str
    machine: str
    settings: Mapping[str, str]
    seed: int
    systems: Mapping[str, SystemReport]


def report(
    part: str,
    questions: Sequence[Question],
    outcomes: Mapping[str, Sequence[Outcome]],
    settings: Mapping[str, str],
    seed: int = SEED,
) -> RunReport:
    """Sum up the outcomes of each system."""
    return RunReport(
        part=part,
        n_questions=len(questions),
        facts_sha256=facts_sha256(questions),
        revision=_revision(),
        machine=f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores",
        settings=settings,
        seed=seed,
        systems={
            name: SystemReport(summarise(rows, seed), {by: slices(rows, by, seed) for by in SLICES})
            for name, rows in outcomes.items()
        },
    )


def facts_sha256(questions: Sequence[Question]) -> str:
    """A hash of all that the questions ask and demand: figures are comparable if it is equal."""
    data = json.dumps([asdict(question) for question in questions], sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()


def write_summary(run: RunReport, folder: Path) -> None:
    """Write ``summary.json``; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(run), ensure_ascii=False, indent=1)
    (folder / SUMMARY).write_text(text + "\n", encoding="utf-8")


def systems_table(run: RunReport) -> Table:
    """A column a system, a row a figure; then false statements, errors and times."""
    table = Table(title=f"{run.n_questions} known facts, part {run.part}")
    table.add_column("")
    for name in run.systems:
        table.add_column(name, justify="right")
    totals = [system.total for system in run.systems.values()]
    for figure in totals[0].figures:
        table.add_row(figure, *(_short(total, figure) for total in totals))
    table.add_row("false statements", *(str(total.n_false) for total in totals))
    table.add_row("broken citations", *(str(total.n_broken) for total in totals))
    table.add_row("unproven answers", *(str(total.n_unproven) for total in totals))
    table.add_row("errors", *(str(n_errors(total)) for total in totals))
    table.add_row("p50 ms", *(f"{total.p50_ms:.1f}" for total in totals))
    table.add_row("p95 ms", *(f"{total.p95_ms:.1f}" for total in totals))
    return table


def slice_table(system: SystemReport, by: str) -> Table:
    """A row a language, kind or topic."""
    table = Table(title=f"by {by}")
    table.add_column(by)
    for column in ("questions", "right", "95 % interval", "false", "recall@5", "p50 ms"):
        table.add_column(column, justify="right")
    for name, summary in system.by[by].items():
        right = summary.figures["right"]
        n = summary.answerable.n_questions + summary.unanswerable.n_questions
        table.add_row(
            name,
            str(n),
            _short(summary, "right"),
            f"{right.low:.2f} to {right.high:.2f}" if right.value is not None else "–",
            str(summary.n_false),
            _short(summary, "recall@5"),
            f"{summary.p50_ms:.1f}",
        )
    return table


def n_errors(summary: Summary) -> int:
    """Errors over all questions."""
    return summary.answerable.n_errors + summary.unanswerable.n_errors


def _short(summary: Summary, name: str) -> str:
    figure = summary.figures[name]
    return "–" if figure.value is None else f"{figure.value:.3f}"


def _revision() -> str:
    """The commit that ran, with a ``+`` if files differ from it; empty outside a checkout."""
    root = Path(__file__).parent
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*"],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return found.stdout.strip()
