"""A start for known facts from what readers said of answers.

An answer that was found helpful names its own evidence, and an abstention that was found right is
a question without an answer. What was found bad waits for a person: that the assistant was wrong
does not say what is right, so it says TODO and has no evidence, and the validator refuses it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.feedback import Feedback, read
from evals.dataset import FactLine, TurnLine
from evals.errors import DatasetError
from evals.skeleton import TODO, patterns
from sources.types import Document

_KIND = "feedback"


@dataclass(frozen=True, slots=True)
class Item:
    """A line, and why it waits for a person; nothing if it is whole."""

    line: FactLine
    waits: str = ""


def read_verdicts(path: Path) -> tuple[Feedback, ...]:
    """Every verdict in the chat's file.

    Raises:
        DatasetError: If there is no such file.
    """
    if not path.is_file():
        raise DatasetError(f"No feedback at {path}; the chat keeps it in DATA_DIR/feedback.jsonl")
    return tuple(read(path))


def from_feedback(verdicts: Iterable[Feedback], documents: Sequence[Document]) -> tuple[Item, ...]:
    """A line for each question that was judged, the last verdict on it counting.

    Args:
        verdicts: In the order in which they were given.
        documents: The articles as they are now: only what they hold verbatim is evidence.
    """
    latest: dict[tuple[str, str], Feedback] = {}
    for verdict in verdicts:
        latest[verdict.question, repr(verdict.history)] = verdict
    return tuple(
        _item(f"{_KIND}-{number:03}", verdict, documents)
        for number, verdict in enumerate(latest.values(), start=1)
    )


def _item(qid: str, verdict: Feedback, documents: Sequence[Document]) -> Item:
    line = FactLine(
        qid=qid,
        text=verdict.question,
        language=verdict.language,
        kind=_KIND,
        topic=verdict.cited[0].rpartition(":")[0] if verdict.cited else _KIND,
        history=[TurnLine.model_validate(turn) for turn in verdict.history],
        answerable=not (verdict.helpful and verdict.abstained),
    )
    if not line.answerable:
        return Item(line)
    if not verdict.helpful:
        return Item(_unwritten(line), verdict.reason or "not helpful")
    quotes = list(dict.fromkeys(verdict.quotes))
    if not quotes or not all(any(q in d.text for d in documents) for q in quotes):
        return Item(_unwritten(line), "its evidence is in no article of SOURCES_DIR")
    must = [[pattern] for quote in quotes for pattern in patterns(quote)]
    whole = line.model_copy(update={"must": must, "evidence": [[quote] for quote in quotes]})
    if must:
        return Item(whole)
    return Item(_unwritten(whole), "no number or name that a right answer has to state")


def _unwritten(line: FactLine) -> FactLine:
    return line.model_copy(update={"must": [[TODO]]})
