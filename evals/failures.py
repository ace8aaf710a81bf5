"""What went wrong with a question: one name each, the gravest first."""

from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum

from evals.types import Grade, Outcome

N_HITS_THAT_COUNT = 5


class Failure(StrEnum):
    """A way to fail; the order is from what must never happen to what is a pity."""

    FALSE = "says what is false or unproven"
    BROKEN = "cites what is not the article's text"
    ERROR = "error"
    INVENTED = "answers what the article does not say"
    SILENT = "abstains although the article says it"
    NOT_FOUND = "wrong: the paragraph was not found"
    NOT_READ = "wrong: the paragraph was found, another sentence was read"
    INCOMPLETE = "wrong: proves part, lacks a fact"
    UNCITED = "right words, wrong citation"
    TOO_LONG = "right words, too long"


def failure(outcome: Outcome) -> Failure | None:
    """Why an outcome counts as failed, ``None`` if nothing is wrong with it."""
    rules: tuple[tuple[Failure, Callable[[Outcome], bool]], ...] = (
        (Failure.FALSE, lambda o: o.verdict.false_statement),
        (Failure.BROKEN, lambda o: bool(o.verdict.broken_citations)),
        (Failure.ERROR, lambda o: o.verdict.grade is Grade.ERROR),
        (Failure.INVENTED, lambda o: not o.verdict.right and not o.question.answerable),
        (Failure.SILENT, lambda o: not o.verdict.right and o.verdict.grade is Grade.ABSTAINED),
        (Failure.NOT_FOUND, lambda o: bool(o.verdict.missing) and not _found(o)),
        (Failure.NOT_READ, lambda o: bool(o.verdict.missing) and not any(o.verdict.groups_cited)),
        (Failure.INCOMPLETE, lambda o: bool(o.verdict.missing)),
        (Failure.UNCITED, lambda o: o.verdict.uncited),
        (Failure.TOO_LONG, lambda o: o.verdict.too_long),
    )
    return next((name for name, applies in rules if applies(outcome)), None)


def failure_counts(outcomes: Sequence[Outcome]) -> dict[Failure, Counter[str]]:
    """How often each failure happens in each kind of question; gravest first, none left out."""
    counts: dict[Failure, Counter[str]] = {name: Counter() for name in Failure}
    for outcome in outcomes:
        name = failure(outcome)
        if name is not None:
            counts[name][outcome.question.kind] += 1
    return {name: kinds for name, kinds in counts.items() if kinds}


def worst(outcomes: Sequence[Outcome]) -> str:
    """One sentence that names the failure to look at first.

    What must never happen (a false statement, a broken citation, an error) goes first however
    rare; else it is the most frequent failure.
    """
    counts = failure_counts(outcomes)
    if not counts:
        return "Nothing failed."
    grave = [name for name in counts if name in (Failure.FALSE, Failure.BROKEN, Failure.ERROR)]
    name = grave[0] if grave else max(counts, key=lambda key: counts[key].total())
    kinds = ", ".join(f"{kind} ({n})" for kind, n in counts[name].most_common(3))
    n_failed = sum(kinds.total() for kinds in counts.values())
    return f"{name}: {counts[name].total()} of {n_failed} failures, most in {kinds}."


def _found(outcome: Outcome) -> bool:
    return any(outcome.verdict.hits_prove[:N_HITS_THAT_COUNT])
