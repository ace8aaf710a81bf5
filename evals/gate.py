"""The committed baseline, and the reasons why a run is worse than it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evals.dataset import FACTS
from evals.errors import ResultsError
from evals.figures import Figure
from evals.report import ASSISTANT, SUMMARY, RunReport, n_errors

BASELINE = Path(__file__).parent / "baseline.json"
_SHOWN = (
    "right",
    "proved",
    "citation precision",
    "abstention precision",
    "abstention recall",
    "AUROC, near misses",
)
NOT_GATED = frozenset({"expected calibration error", "area under risk-coverage"})


@dataclass(frozen=True, slots=True)
class Other:
    """What a simple system reached on the same questions."""

    figures: dict[str, float | None]
    n_false: int
    p50_ms: float


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the assistant reached on one part of the questions when it was last accepted.

    Times, and the figures of the systems it was compared with, are kept for the reader: times are
    of one machine, and nobody works on the others, so neither is gated.
    """

    facts_sha256: str
    n_questions: int
    n_false: int
    n_broken: int
    n_unproven: int
    n_errors: int
    figures: dict[str, Figure]
    p50_ms: float
    others: dict[str, Other]


_BASELINES = TypeAdapter(dict[str, Baseline])


def to_baseline(run: RunReport) -> Baseline:
    """A run's figures in the form of the baseline."""
    total = run.systems[ASSISTANT].total
    return Baseline(
        facts_sha256=run.facts_sha256,
        n_questions=run.n_questions,
        n_false=total.n_false,
        n_broken=total.n_broken,
        n_unproven=total.n_unproven,
        n_errors=n_errors(total),
        figures=dict(total.figures),
        p50_ms=total.p50_ms,
        others={
            name: Other(
                _values(system.total.figures),
                system.total.n_false,
                system.total.p50_ms,
            )
            for name, system in run.systems.items()
            if name != ASSISTANT
        },
    )


def reasons(run: RunReport, baseline: Baseline) -> tuple[str, ...]:
    """Every reason why a run is worse than the baseline; none lets it pass.

    A figure fails when it is worse than the baseline's 95 % interval, or is no longer defined; a
    count of faults when it has risen at all.
    """
    if run.facts_sha256 != baseline.facts_sha256:
        return (
            "the questions are not those of the baseline; "
            "run: python -m evals accept, with the same --facts",
        )
    now = to_baseline(run)
    counts = {
        "answers with a false statement": (now.n_false, baseline.n_false),
        "answers with a citation that is not the article's text": (now.n_broken, baseline.n_broken),
        "answers that say what they do not prove": (now.n_unproven, baseline.n_unproven),
        "errors": (now.n_errors, baseline.n_errors),
    }
    risen = [
        f"{name}: {after}, was {before}"
        for name, (after, before) in counts.items()
        if after > before
    ]
    dropped = [
        f"{name}: {now.figures[name]}, was {before}"
        for name, before in baseline.figures.items()
        if name not in NOT_GATED and _worse(now.figures[name], before)
    ]
    return (*risen, *dropped)


def baseline_of(facts_dir: Path) -> Path:
    """Where the baseline of a folder of known facts is: in it, but for the shipped ones."""
    return BASELINE if facts_dir.resolve() == FACTS.resolve() else facts_dir / BASELINE.name


def read_baselines(path: Path | None = None) -> dict[str, Baseline]:
    """The accepted figures by part, from ``evals/baseline.json`` unless told otherwise.

    Raises:
        ResultsError: If the file is missing or not a baseline.
    """
    path = path or BASELINE
    try:
        return _BASELINES.validate_json(path.read_bytes())
    except OSError as error:
        raise ResultsError(
            f"No baseline at {path}; ask without --gate, "
            f"then run: python -m evals accept --baseline {path}"
        ) from error
    except ValidationError as error:
        raise ResultsError(f"{path} is not a baseline: {error.errors()[0]['msg']}") from error


def accept(folder: Path, path: Path | None = None) -> str:
    """Make the run in ``folder`` the baseline of its part, and give the part's name.

    Raises:
        ResultsError: If the folder holds no summary of the assistant.
    """
    try:
        run = TypeAdapter(RunReport).validate_json((folder / SUMMARY).read_bytes())
    except (OSError, ValidationError) as error:
        raise ResultsError(
            f"No summary of a run in {folder}; run: python -m evals, or name what --out named"
        ) from error
    if ASSISTANT not in run.systems:
        raise ResultsError(f"The run in {folder} has no figures of the assistant")
    path = path or BASELINE
    baselines = read_baselines(path) if path.exists() else {}
    baselines[run.part] = to_baseline(run)
    data = {part: asdict(baselines[part]) for part in sorted(baselines)}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return run.part


def of_part(baselines: Mapping[str, Baseline], part: str) -> Baseline:
    """The baseline of a part.

    Raises:
        ResultsError: If none was accepted.
    """
    if part not in baselines:
        raise ResultsError(
            f"No baseline of part {part}; run: python -m evals accept, with the same --facts"
        )
    return baselines[part]


def figures_markdown(baseline: Baseline) -> str:
    """The accepted figures as a Markdown table, a row a system, the assistant first.

    Times are not in it: they are of one machine at one moment, and ``bench`` gives their ratios.
    """
    rows = [("assistant", _values(baseline.figures), baseline.n_false)]
    rows += [(name, other.figures, other.n_false) for name, other in baseline.others.items()]
    head = ["system", *_SHOWN, "false statements"]
    lines = [" | ".join(head), " | ".join(["---", *("---:" for _ in head[1:])])]
    for name, values, n_false in rows:
        shares = ["–" if (v := values[key]) is None else f"{100 * v:.1f} %" for key in _SHOWN]
        lines.append(" | ".join([name, *shares, str(n_false)]))
    return "\n".join(f"| {line} |" for line in lines)


def _values(figures: Mapping[str, Figure]) -> dict[str, float | None]:
    return {name: figure.value for name, figure in figures.items()}


def _worse(now: Figure, before: Figure) -> bool:
    if before.value is None or before.low is None or before.high is None:
        return False
    if now.value is None:
        return True
    # A hair's breadth: the same figure may differ in its last bit.
    margin = 1e-9
    if before.better == "lower":
        return now.value > before.high + margin
    return now.value < before.low - margin
