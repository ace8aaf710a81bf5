"""What a load run shows: a table for people, JSON for programs."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.table import Table

from evals.load import Plan, Tally
from evals.load_server import Memory


@dataclass(frozen=True, slots=True)
class LoadReport:
    """A load run.

    ``n_different`` answers were not those of the Python door, ``n_busy`` were told to come again.
    Memory is the server's with its children; 0 if it was not ours to look at.
    """

    url: str
    n_clients: int
    seconds: float
    n_right: int
    n_different: int
    n_busy: int
    n_errors: int
    errors: dict[str, int]
    answers_per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    memory_before_mb: float
    memory_peak_mb: float
    memory_after_mb: float

    @property
    def clean(self) -> bool:
        """Whether every question got the right answer, or was told to come again."""
        return self.n_right > 0 and not self.n_different and not self.n_errors


def report_load(url: str, plan: Plan, tally: Tally, memory: Memory) -> LoadReport:
    """Put a report together."""
    times = tally.times_ms or [0.0]
    p50, p95, p99 = (round(float(np.percentile(times, p)), 1) for p in (50, 95, 99))
    return LoadReport(
        url=url,
        n_clients=plan.n_clients,
        seconds=round(tally.seconds, 1),
        n_right=len(tally.times_ms),
        n_different=tally.n_different,
        n_busy=tally.n_busy,
        n_errors=tally.errors.total(),
        errors=dict(tally.errors),
        answers_per_s=round(len(tally.times_ms) / max(tally.seconds, 1e-9), 1),
        p50_ms=p50,
        p95_ms=p95,
        p99_ms=p99,
        memory_before_mb=round(memory.before_mb, 1),
        memory_peak_mb=round(memory.peak_mb, 1),
        memory_after_mb=round(memory.after_mb, 1),
    )


def load_table(report: LoadReport) -> Table:
    """The figures, one a line."""
    table = Table(title=f"{report.n_clients} clients for {report.seconds:g} s at {report.url}")
    table.add_column("figure")
    table.add_column("value", justify="right")
    table.add_row("answers, all as from Python", f"{report.n_right}")
    table.add_row("other answers", f"{report.n_different}")
    table.add_row("told to come again", f"{report.n_busy}")
    table.add_row("errors", f"{report.n_errors}")
    for error, count in report.errors.items():
        table.add_row(f"  {error}", f"{count}")
    table.add_row("answers a second", f"{report.answers_per_s:.1f}")
    for name in ("p50", "p95", "p99"):
        table.add_row(f"ms an answer, {name}", f"{getattr(report, f'{name}_ms'):.0f}")
    if report.memory_before_mb:
        growth = report.memory_after_mb - report.memory_before_mb
        table.add_row("MB of memory before", f"{report.memory_before_mb:.0f}")
        table.add_row("MB of memory at most", f"{report.memory_peak_mb:.0f}")
        table.add_row("MB of memory gained", f"{growth:+.0f}")
    return table


def write_load(report: LoadReport, path: Path) -> None:
    """Write the report as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(report), indent=1) + "\n", encoding="utf-8")
