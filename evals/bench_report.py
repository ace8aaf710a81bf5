"""What the benchmark shows: a table of figures and ratios, JSON, and a plot of growth."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from matplotlib.axes import Axes
from rich.table import Table

from evals.bench_run import ASSISTANT, ENCODER, LANGCHAIN
from evals.bench_types import Build, GrowthPoint, Latency
from evals.plots import draw_svg


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the benchmark; times to start in seconds, memory in MB, by system."""

    machine: str
    import_s: float
    cold_s: Mapping[str, float]
    latency: Mapping[str, Latency]
    build: Build
    gate: Latency
    peak_mb: Mapping[str, float]
    growth: tuple[GrowthPoint, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the product, and how many times that of each part it is."""

    name: str
    value: str
    of_encoder: float | None
    of_langchain: float | None


def lines(bench: Bench) -> tuple[Line, ...]:
    """Every figure of the run with its ratios."""
    speed = bench.build
    shipped = (
        Line("import app", f"{bench.import_s:.2f} s", None, None),
        _compared("cold start to the first answer", bench.cold_s, "s"),
        _compared("ask, p50", {k: v.p50_ms for k, v in bench.latency.items()}, "ms"),
        _compared("ask, p95", {k: v.p95_ms for k, v in bench.latency.items()}, "ms"),
        _compared("memory, at most", bench.peak_mb, "MB"),
        Line("gate, a sentence, p50", f"{bench.gate.p50_ms:.1f} ms", None, None),
        Line("gate, a sentence, p95", f"{bench.gate.p95_ms:.1f} ms", None, None),
        Line(
            "build",
            f"{speed.passages_per_s:.1f} passages/s",
            speed.passages_per_s / speed.encoder_passages_per_s,
            None,
        ),
    )
    grown = tuple(
        Line(
            f"ask over {point.n_passages:,} passages, p50",
            f"{point.ask.p50_ms:.1f} ms",
            point.ask.p50_ms / point.encoder.p50_ms,
            None,
        )
        for point in bench.growth
    )
    return shipped + grown


def bench_table(bench: Bench) -> Table:
    """The figures and their ratios."""
    table = Table(title=f"benchmark: {bench.machine}")
    table.add_column("figure")
    for column in ("value", "× encoder alone", "× LangChain + Chroma"):
        table.add_column(column, justify="right")
    for line in lines(bench):
        table.add_row(line.name, line.value, _times(line.of_encoder), _times(line.of_langchain))
    return table


def growth_table(points: Sequence[GrowthPoint]) -> Table:
    """A row for each size."""
    table = Table(title="growth (passages' vectors by chance, questions' real)")
    for column in ("passages", "build s", "p50 ms", "p95 ms", "encoder p50 ms", "MB", "disk MB"):
        table.add_column(column, justify="right")
    for p in points:
        table.add_row(
            f"{p.n_passages:,}",
            f"{p.build_s:.1f}",
            f"{p.ask.p50_ms:.1f}",
            f"{p.ask.p95_ms:.1f}",
            f"{p.encoder.p50_ms:.1f}",
            f"{p.peak_mb:.0f}",
            f"{p.disk_mb:.0f}",
        )
    return table


def growth_markdown(points: Sequence[GrowthPoint]) -> str:
    """A row for each size, as documentation has it."""
    head = "passages | ask, p50 | encoder alone, p50 | ratio | ask, p95 | build | memory | on disk"
    rows = [
        f"{p.n_passages:,} | {p.ask.p50_ms:.1f} ms | {p.encoder.p50_ms:.1f} ms | "
        f"{p.ask.p50_ms / p.encoder.p50_ms:.2f} | {p.ask.p95_ms:.1f} ms | {p.build_s:,.0f} s | "
        f"{p.peak_mb:,.0f} MB | {p.disk_mb:,.0f} MB"
        for p in points
    ]
    return "\n".join(f"| {row} |" for row in (head, " | ".join(["--:"] * 8), *rows)) + "\n"


def write_bench(bench: Bench, folder: Path) -> None:
    """Write ``bench.json`` and, if it grew, ``bench.md`` and the plot ``bench.svg``."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {**asdict(bench), "lines": [asdict(line) for line in lines(bench)]}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    (folder / "bench.json").write_text(text + "\n", encoding="utf-8")
    if bench.growth:
        # Alone, a file has no text around it whose colour it could take.
        svg = growth_plot(bench.growth).replace("<svg ", '<svg style="color:#7a7f87" ', 1)
        (folder / "bench.svg").write_text(svg, encoding="utf-8")
        (folder / "bench.md").write_text(growth_markdown(bench.growth), encoding="utf-8")


def growth_plot(points: Sequence[GrowthPoint]) -> str:
    """A question's time against the number of passages, as SVG text."""

    def draw(axes: Axes) -> None:
        sizes = [p.n_passages for p in points]
        axes.plot(sizes, [p.ask.p50_ms for p in points], "o-", label="ask, p50")
        axes.plot(sizes, [p.ask.p95_ms for p in points], "o--", label="ask, p95")
        axes.plot(sizes, [p.encoder.p50_ms for p in points], "s:", label=f"{ENCODER}, p50")
        axes.set_xscale("log")
        axes.set_ylim(bottom=0)
        axes.set(xlabel="passages", ylabel="milliseconds")
        axes.legend(frameon=False, labelcolor="linecolor")

    return draw_svg(draw, "Time a question by the number of passages", height_in=3.2)


def _compared(name: str, values: Mapping[str, float], unit: str) -> Line:
    value = values[ASSISTANT]
    digits = 2 if unit == "s" else 1
    shown = f"{value:.{digits}f} {unit}"
    return Line(name, shown, value / values[ENCODER], value / values[LANGCHAIN])


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"
