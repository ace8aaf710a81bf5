"""Plots of a run as SVG text, in colours that read on light and dark paper."""

import html
import io
from collections.abc import Callable, Mapping, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from evals.calibration import N_BINS, bins, risk_coverage
from evals.figures import Floats
from evals.metrics import Summary
from evals.report import ASSISTANT
from evals.types import Grade, Outcome

# A colour that nothing else has; in the page it becomes the colour of the text around the plot.
_INK = "#010203"
_COLOURS = ("#2f7fd6", "#e07b39", "#3a9e6e", "#b455a0", "#8a7a2f", "#7a7f87")
_WIDTH_IN = 7.0


def quality_plot(groups: Mapping[str, Summary], title: str) -> str:
    """The share of right answers of each kind or language, with its 95 % interval."""

    def draw(axes: Axes) -> None:
        names = list(groups)[::-1]
        figures = [groups[name].figures["right"] for name in names]
        values = np.array([f.value or 0.0 for f in figures])
        low = values - np.array([f.low or 0.0 for f in figures])
        high = np.array([f.high or 0.0 for f in figures]) - values
        axes.barh(names, values, color=_COLOURS[0], height=0.7)
        axes.errorbar(values, names, xerr=[low, high], fmt="none", ecolor=_INK, capsize=2, lw=1)
        axes.set_xlim(0, 1)
        axes.set_xlabel("share right, 95 % interval")

    return draw_svg(draw, title, height_in=1.0 + 0.26 * len(groups))


def risk_coverage_plot(outcomes: Mapping[str, Sequence[Outcome]]) -> str:
    """Share of wrong answers against the share of questions answered, most confident first."""

    def draw(axes: Axes) -> None:
        for colour, (name, rows) in zip(_COLOURS * 2, outcomes.items(), strict=False):
            answered = [o for o in rows if o.answer is not None]
            if not answered:
                continue
            correct = np.array([o.verdict.grade is Grade.CORRECT for o in answered])
            risks = risk_coverage(_confidence(answered), correct)
            coverage = np.arange(1, len(risks) + 1) / len(risks)
            axes.plot(coverage, risks, label=name, color=colour, lw=2 if name == ASSISTANT else 1.2)
            n_given = sum(o.verdict.grade is not Grade.ABSTAINED for o in answered)
            if name == ASSISTANT and n_given:
                axes.plot(coverage[n_given - 1], risks[n_given - 1], "o", color=colour)
        axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="share of questions answered")
        axes.set_ylabel("share of those wrong")
        axes.legend(frameon=False, fontsize=8, labelcolor=_INK)

    return draw_svg(draw, "Risk and coverage (dot: where the threshold is)", height_in=3.6)


def calibration_plot(outcomes: Sequence[Outcome]) -> str:
    """The share of answerable questions against the confidence, in ten bins."""

    def draw(axes: Axes) -> None:
        answered = [o for o in outcomes if o.answer is not None]
        if not answered:
            return
        answerable = np.array([o.question.answerable for o in answered])
        found = bins(_confidence(answered), answerable)
        axes.plot([0, 1], [0, 1], color=_INK, lw=0.8, ls="--")
        axes.bar(
            [b.low + 0.5 / N_BINS for b in found],
            [b.share for b in found],
            width=0.9 / N_BINS,
            color=_COLOURS[0],
        )
        for b in found:
            axes.annotate(
                f"{b.n}", (b.low + 0.5 / N_BINS, b.share), (0, 2), textcoords="offset points",
                ha="center", fontsize=8, color=_INK,
            )  # fmt: skip
        axes.set(xlim=(0, 1), ylim=(0, 1.08), xlabel="confidence", ylabel="share answerable")

    return draw_svg(draw, "Calibration (number: questions in the bin)", height_in=3.2)


def latency_plot(outcomes: Mapping[str, Sequence[Outcome]]) -> str:
    """The share of questions answered within a time, for each system."""

    def draw(axes: Axes) -> None:
        for colour, (name, rows) in zip(_COLOURS * 2, outcomes.items(), strict=False):
            times_ms = np.sort([o.elapsed_ms for o in rows])
            shares = np.arange(1, len(times_ms) + 1) / max(len(times_ms), 1)
            axes.step(np.maximum(times_ms, 0.01), shares, where="post", label=name, color=colour)
        axes.set_xscale("log")
        axes.set(ylim=(0, 1), xlabel="milliseconds", ylabel="share of questions")
        axes.legend(frameon=False, fontsize=8, labelcolor=_INK)

    return draw_svg(draw, "Time a question", height_in=3.0)


def draw_svg(draw: Callable[[Axes], None], title: str, height_in: float) -> str:
    """A plot of one pair of axes as SVG text, without XML's head.

    Args:
        draw: Draws into the axes.
        title: Says what is drawn, to those who cannot see it.
        height_in: Height in inches; the width is the same for all.
    """
    # A salt and no date: the same run gives the same file.
    with mpl.rc_context(
        {
            "text.color": _INK,
            "axes.labelcolor": _INK,
            "axes.edgecolor": _INK,
            "xtick.color": _INK,
            "ytick.color": _INK,
            "svg.hashsalt": title,
            "svg.fonttype": "none",
            "font.family": "sans-serif",
            "font.size": 9,
        }
    ):
        figure = Figure(figsize=(_WIDTH_IN, height_in), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_facecolor("none")
        axes.grid(alpha=0.2, color=_INK)
        axes.set_axisbelow(True)
        draw(axes)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    svg = buffer.getvalue().replace(_INK, "currentColor")
    label = f'<svg role="img" aria-label="{html.escape(title)}" '
    return svg[svg.index("<svg") :].replace("<svg ", label, 1)


def _confidence(outcomes: Sequence[Outcome]) -> Floats:
    return np.array([o.answer.confidence for o in outcomes if o.answer is not None])
