"""The report as one HTML page that needs nothing else, neither files nor network."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.failures import Failure, failure, failure_counts, worst
from evals.plots import calibration_plot, latency_plot, quality_plot, risk_coverage_plot
from evals.report import ASSISTANT, RunReport
from evals.results import gold
from evals.types import Outcome
from sources.types import Document

PAGE = "report.html"
_TEMPLATES = Path(__file__).parent / "templates"
_CARDS = (
    "right",
    "right, answerable",
    "abstention precision",
    "abstention recall",
    "citation precision",
    "AUROC, near misses",
)


@dataclass(frozen=True, slots=True)
class FailedQuestion:
    """A question that was not answered as it should be, with the words that prove the answer."""

    outcome: Outcome
    failure: Failure
    gold: tuple[tuple[str, ...], ...]


def render(
    run: RunReport,
    outcomes: Mapping[str, Sequence[Outcome]],
    documents: Mapping[str, Document],
) -> str:
    """The whole page; every question, answer and quote in it is escaped.

    Args:
        run: The figures of all systems.
        outcomes: The outcomes they were made of; the failed questions are the assistant's.
        documents: For the words of the evidence.
    """
    asked = outcomes[ASSISTANT]
    counts = failure_counts(asked)
    by = run.systems[ASSISTANT].by
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        run=run,
        assistant=ASSISTANT,
        worst=worst(asked),
        grave=bool({Failure.FALSE, Failure.BROKEN, Failure.ERROR} & set(counts)),
        cards=_CARDS,
        counts=counts,
        kinds=[kind for kind, _ in sum(counts.values(), Counter()).most_common()],
        hottest=max((n for kinds in counts.values() for n in kinds.values()), default=1),
        failed=_failed(asked, documents),
        plots={
            "Quality by kind": quality_plot(by["kind"], "Right answers by kind"),
            "Quality by language": quality_plot(by["language"], "Right answers by language"),
            "Risk and coverage (dot: what the threshold lets through)": risk_coverage_plot(
                outcomes
            ),
            "Calibration (number: questions in the bin)": calibration_plot(asked),
            "Time a question": latency_plot(outcomes),
        },
        css=_asset("report.css"),
        js=_asset("report.js"),
    )


def write_page(html: str, folder: Path) -> Path:
    """Write the page into a folder and give its path."""
    path = folder / PAGE
    path.write_text(html, encoding="utf-8")
    return path


def _failed(outcomes: Sequence[Outcome], documents: Mapping[str, Document]) -> list[FailedQuestion]:
    """Gravest failures first, as the table above them has it."""
    found = [
        FailedQuestion(outcome, name, gold(outcome.question, documents))
        for outcome in outcomes
        if (name := failure(outcome)) is not None
    ]
    order = list(Failure)
    return sorted(found, key=lambda item: order.index(item.failure))


def _asset(name: str) -> Markup:
    """A file of ours, put in as it is."""
    return Markup((_TEMPLATES / name).read_text(encoding="utf-8"))
