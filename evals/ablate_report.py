"""The ablation as Markdown: what is left without each part, dearest first."""

from collections.abc import Sequence

from evals.ablate import Ablation

FACTS_COLUMNS = (
    "right, dev",
    "right, test",
    "abstention precision",
    "abstention recall",
    "AUROC, near misses",
    "recall@5",
)
SQUAD_COLUMNS = (
    "paragraph R@1",
    "answer sentence hit@1",
    "answer sentence hit@3",
    "AUROC, paragraph out",
)


def ablation_markdown(rows: Sequence[Ablation], columns: Sequence[str]) -> str:
    """A row for the whole, then one for each part: the change of each figure in points.

    Args:
        rows: The whole first.
        columns: The figures to show; those that no row has are left out.
    """
    whole, *others = rows
    shown = [name for name in columns if whole.figures.get(name) is not None]
    head = ["switched off", *shown, "questions lost", "won"]
    lines = [
        " | ".join(head),
        " | ".join(["---", *("---:" for _ in head[1:])]),
        " | ".join([whole.part, *(_percent(whole.figures[name]) for name in shown), "–", "–"]),
    ]
    # Who loses most stands first; parts that decide as many keep their order.
    for row in sorted(others, key=lambda row: len(row.won) - len(row.lost)):
        changes = [_change(row.figures[name], whole.figures[name]) for name in shown]
        lines.append(" | ".join([row.part, *changes, str(len(row.lost)), str(len(row.won))]))
    return "\n".join(f"| {line} |" for line in lines)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _change(value: float | None, whole: float | None) -> str:
    if value is None or whole is None:
        return "–"
    points = round(100 * (value - whole), 1)
    return "0" if points == 0 else f"{points:+.1f}".replace("-", "−")
