"""Why an answer, or none, was given: confidence, what was weighed, what decided."""

from app.types import Candidate
from app.ui.markup import html
from app.ui.strings import both
from app.ui.turns import Reply


def why(reply: Reply) -> str:
    """The part of a reply that can be unfolded."""
    asked = both("why_not" if reply.abstained else "why")
    confidence = f"{both('confidence')} {_percent(reply.confidence)}"
    return (
        f'<details class="why"><summary><span class="ask-why">{asked}</span>'
        f'<span class="confidence">{confidence}</span></summary>'
        f"{_facts(reply)}{_candidates(reply)}{_dropped(reply)}</details>"
    )


def _facts(reply: Reply) -> str:
    rows = [
        (both("backend"), html(reply.backend)),
        (both("elapsed"), f"{reply.elapsed_ms:.0f} ms"),
    ]
    if reply.abstained:
        rows.insert(0, (both("decision"), both(reply.abstained.value)))
    if reply.explanation is not None:
        rows.append((both("asked_as"), html(reply.explanation.standalone_question)))
        rows.append((both("threshold"), _number(reply.explanation.threshold)))
        decided = _features(reply.explanation.decision_features)
        rows.append((both("features"), decided or "–"))
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows) + "</dl>"


def _candidates(reply: Reply) -> str:
    if reply.explanation is None or not reply.explanation.candidates:
        return ""
    rows = "".join(_candidate(candidate) for candidate in reply.explanation.candidates)
    head = f"<tr><th>{both('score')}</th><th>{both('sentence')}</th></tr>"
    return (
        f'<p class="label">{both("weighed")}</p>'
        f'<table class="weighed"><thead>{head}</thead><tbody>{rows}</tbody></table>'
    )


def _candidate(candidate: Candidate) -> str:
    return (
        f"<tr><td>{_number(candidate.score)}</td><td>{html(candidate.text)}"
        f'<span class="features">{_features(candidate.features)}</span></td></tr>'
    )


def _dropped(reply: Reply) -> str:
    if not reply.dropped:
        return ""
    rows = "".join(f"<li><s>{html(d.text)}</s> {html(d.reason)}</li>" for d in reply.dropped)
    return f'<p class="label">{both("dropped")}</p><ul class="dropped">{rows}</ul>'


def _features(features: tuple[tuple[str, float], ...]) -> str:
    return " · ".join(f"{html(name)} {_number(value)}" for name, value in features)


def _number(value: float) -> str:
    return f"{value:.2f}"


def _percent(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0):.0%}".replace("%", " %")
