"""Why an answer, or none, was given: how sure, what was weighed, and the figures behind it."""

from app.types import Candidate, Explanation
from app.ui.grounds import label, reasons, sureness
from app.ui.markup import html
from app.ui.strings import both, sides
from app.ui.turns import Reply

_SHORT_MS = 100
"""Below this, one digit of seconds would say that it took no time."""
_UNPROVEN = "Die zitierten Sätze belegen das nicht."
"""What a German reader is told where the gate gives its reason in English."""


def why(question: str, reply: Reply) -> str:
    """The part of a reply that can be unfolded; nothing if nothing was weighed."""
    if reply.explanation is None and not reply.dropped:
        return ""
    asked = both("why_not" if reply.abstained else "why")
    percent = _percent(reply.confidence)
    sure = percent if reply.abstained else f"{sureness(reply.confidence)} · {percent}"
    name = both("answerable" if reply.abstained else "confidence")
    parts = [_verdict(reply), _facts(question, reply), _dropped(reply)]
    if reply.explanation is not None:
        parts += [_candidates(reply, reply.explanation), _figures(reply.explanation)]
    return (
        f'<details class="why"><summary><span class="ask-why">{asked}</span>'
        f'<span class="confidence">{name}: {sure}</span></summary>'
        f'<div class="grounds">{"".join(parts)}</div></details>'
    )


def _verdict(reply: Reply) -> str:
    """How sure the assistant is, as a bar with the mark from which it answers."""
    reason = f"<p>{both(reply.abstained.value)}</p>" if reply.abstained else ""
    if reply.explanation is None:
        return reason
    bar, mark = (_width(x) for x in (reply.confidence, reply.explanation.threshold))
    said = both("below" if reply.abstained else "above")
    return (
        f"{reason}<p>{both('sure_is')} {_percent(reply.confidence)}; {said} "
        f"{_percent(reply.explanation.threshold)}.</p>"
        f'<span class="bar"><span class="level" style="width:{bar}"></span>'
        f'<span class="limit" style="left:{mark}"></span></span>'
    )


def _facts(question: str, reply: Reply) -> str:
    rows = []
    asked = reply.explanation.standalone_question if reply.explanation else question
    if asked != question:
        rows.append((both("asked_as"), html(asked)))
    by = both("verbatim") if reply.backend == "extractive" else html(reply.backend)
    rows += [(both("backend"), by), (both("elapsed"), _seconds(reply.elapsed_ms))]
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows) + "</dl>"


def _candidates(reply: Reply, explanation: Explanation) -> str:
    if not explanation.candidates:
        return ""
    quotes = [citation.original_quote for citation in reply.citations]
    rows = "".join(
        _candidate(candidate, any(_is_in(candidate.text, quote) for quote in quotes))
        for candidate in _best(explanation)
    )
    return f'<p class="label">{both("weighed")}</p><ol class="weighed">{rows}</ol>'


def _is_in(candidate: str, quote: str) -> bool:
    """Whether a quote is of a sentence, the one before it with it, or it was shortened."""
    return quote.endswith(candidate) or (
        candidate.endswith("…") and quote.startswith(candidate.removesuffix("…"))
    )


def _best(explanation: Explanation) -> list[Candidate]:
    return sorted(explanation.candidates, key=lambda c: c.score, reverse=True)


def _candidate(candidate: Candidate, said: bool) -> str:
    grounds = list(reasons(candidate))
    if said:
        grounds.insert(0, f'<b class="used">{both("used")}</b>')
    return (
        f'<li><span class="score">{_percent(candidate.score)}</span><span>{html(candidate.text)}'
        f'<span class="reasons">{" · ".join(grounds)}</span></span></li>'
    )


def _dropped(reply: Reply) -> str:
    if not reply.dropped:
        return ""
    rows = "".join(
        f"<li><s>{html(d.text)}</s> {sides(_UNPROVEN, d.reason)}</li>" for d in reply.dropped
    )
    return f'<p class="label">{both("dropped")}</p><ul class="dropped">{rows}</ul>'


def _figures(explanation: Explanation) -> str:
    """Every figure by its name, for those who look after the models."""
    tables = [(both("decision_figures"), explanation.decision_features)]
    tables += [(html(c.text[:60]), c.features) for c in _best(explanation)[:1]]
    rows = "".join(
        f'<tr><th colspan="3">{head}</th></tr>' + "".join(_figure(*pair) for pair in pairs)
        for head, pairs in tables
        if pairs
    )
    if not rows:
        return ""
    return (
        f'<details class="figures"><summary>{both("figures")}</summary>'
        f"<table><tbody>{rows}</tbody></table></details>"
    )


def _figure(name: str, value: float) -> str:
    return f"<tr><td>{label(name)}</td><td>{html(name)}</td><td>{value:.2f}</td></tr>"


def _seconds(elapsed_ms: float) -> str:
    if elapsed_ms < _SHORT_MS:
        return sides("unter 0,1 s", "less than 0.1 s")
    english = f"{elapsed_ms / 1000:.1f} s"
    return sides(english.replace(".", ","), english)


def _width(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0):.0%}"


def _percent(share: float) -> str:
    """A share as each language writes it, with a space that does not break or without one."""
    english = _width(share)
    return sides(english.replace("%", "\u00a0%"), english)
