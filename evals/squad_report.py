"""What a SQuAD run shows: a table for people, JSON for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from evals.figures import Figures
from evals.squad_metrics import squad_figures, times_ms
from evals.squad_run import SquadOutcome


@dataclass(frozen=True, slots=True)
class SquadReport:
    """A run: what was asked of what, how long it took, and all that came out."""

    paragraphs_file: str
    questions_file: str
    language: str
    n_paragraphs: int
    build_s: float
    total_s: float
    figures: Figures
    p50_ms: float
    p95_ms: float
    outcomes: tuple[SquadOutcome, ...]


def report_squad(
    files: tuple[Path, Path | None],
    language: str,
    n_paragraphs: int,
    seconds: tuple[float, float],
    outcomes: Sequence[SquadOutcome],
) -> SquadReport:
    """Put a report together; ``seconds`` are those of building, and of all with building."""
    p50_ms, p95_ms = times_ms(outcomes)
    paragraphs, questions = files
    return SquadReport(
        paragraphs_file=paragraphs.name,
        questions_file=(questions or paragraphs).name,
        language=language,
        n_paragraphs=n_paragraphs,
        build_s=seconds[0],
        total_s=seconds[1],
        figures=squad_figures(outcomes),
        p50_ms=p50_ms,
        p95_ms=p95_ms,
        outcomes=tuple(outcomes),
    )


def squad_table(report: SquadReport) -> Table:
    """The figures with their 95 % intervals, and the times."""
    asked = f"{len(report.outcomes)} questions of {report.questions_file}"
    table = Table(
        title=f"{asked} over {report.n_paragraphs} paragraphs of {report.paragraphs_file}"
    )
    table.add_column("figure")
    table.add_column("value", justify="right")
    table.add_column("95 % interval", justify="right")
    for name, figure in report.figures.items():
        if figure.value is not None:
            interval = f"{figure.low:.3f} to {figure.high:.3f}"
            table.add_row(name, f"{figure.value:.3f}", interval)
    table.add_row("ms a question, p50", f"{report.p50_ms:.1f}", "")
    table.add_row("ms a question, p95", f"{report.p95_ms:.1f}", "")
    table.add_row("seconds to build", f"{report.build_s:.1f}", "")
    table.add_row("seconds in all", f"{report.total_s:.1f}", "")
    return table


def write_squad_json(report: SquadReport, path: Path) -> None:
    """Write the whole report, every question included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = json.dumps(asdict(report), ensure_ascii=False, indent=1)
    path.write_text(data + "\n", encoding="utf-8")
