"""Known facts from JSON lines, checked at the border."""

import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from app.types import Turn
from evals.errors import DatasetError
from evals.types import EvidenceSpan, Part, Question
from sources.types import Document

ADDED = Path(__file__).parent / "added"
FACTS = Path(__file__).parent / "facts"
READING = Path(__file__).parent / "reading"
PARTS: tuple[Part, ...] = ("dev", "test")


class TurnLine(BaseModel):
    """One message of a history as it stands in the file."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    content: str = Field(min_length=1)


class FactLine(BaseModel):
    """One line of a facts file; ``evidence`` and ``also`` hold verbatim words of the article."""

    model_config = ConfigDict(extra="forbid")

    qid: str = Field(min_length=1)
    text: str = Field(min_length=1, max_length=2000)
    language: str = Field(pattern=r"^[a-z]{2}$")
    kind: str = Field(min_length=1)
    topic: str = Field(min_length=1)
    history: list[TurnLine] = []
    answerable: bool
    must: list[list[str]] = []
    must_not: list[str] = []
    evidence: list[list[str]] = []
    also: list[str] = []
    max_chars: int = Field(default=900, ge=1)

    @field_validator("must", "evidence")
    @classmethod
    def _no_empty_group(cls, groups: list[list[str]]) -> list[list[str]]:
        if any(not group or not all(group) for group in groups):
            raise ValueError("a group or an alternative is empty")
        return groups

    @field_validator("must_not", "also")
    @classmethod
    def _no_empty_text(cls, texts: list[str]) -> list[str]:
        if not all(texts):
            raise ValueError("a pattern or a quote is empty")
        return texts


def load_facts(
    folder: Path, documents: Sequence[Document], parts: Iterable[Part] = PARTS
) -> tuple[Question, ...]:
    """The questions of ``folder``'s ``dev.jsonl`` and ``test.jsonl``, in the files' order.

    Raises:
        DatasetError: If a file is missing, a line is not of the schema, a pattern does not
            compile, a quote is in no document, or an id occurs twice.
    """
    questions = [q for part in parts for q in read_facts(folder / f"{part}.jsonl", documents, part)]
    seen: set[str] = set()
    for question in questions:
        if question.qid in seen:
            raise DatasetError(f"{folder}: the id {question.qid} occurs twice; give each its own")
        seen.add(question.qid)
    return tuple(questions)


def read_facts(path: Path, documents: Sequence[Document], part: Part) -> tuple[Question, ...]:
    """The questions of one file; errors as of :func:`load_facts`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"Cannot read questions from {path}: {error}") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            fact = FactLine.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(step) for step in first["loc"])
            raise DatasetError(f"{where}: {field}: {first['msg']}") from error
        questions.append(_to_question(fact, documents, part, where))
    return tuple(questions)


def sample(questions: Sequence[Question], n: int, seed: int) -> tuple[Question, ...]:
    """At most ``n`` questions in their order, spread evenly over kinds and languages."""
    if n >= len(questions):
        return tuple(questions)
    chance = random.Random(seed)
    shares = {q.qid: (q.kind, q.language, chance.random()) for q in questions}
    ordered = sorted(questions, key=lambda q: shares[q.qid])
    kept = {ordered[i * len(ordered) // n].qid for i in range(n)}
    return tuple(q for q in questions if q.qid in kept)


def _to_question(fact: FactLine, documents: Sequence[Document], part: Part, where: str) -> Question:
    for pattern in [p for group in fact.must for p in group] + fact.must_not:
        try:
            re.compile(pattern, re.IGNORECASE)
        except re.error as error:
            raise DatasetError(f"{where}: pattern {pattern!r} does not compile: {error}") from error
    return Question(
        qid=fact.qid,
        text=fact.text,
        language=fact.language,
        kind=fact.kind,
        topic=fact.topic,
        part=part,
        history=tuple(Turn(role=turn.role, content=turn.content) for turn in fact.history),
        answerable=fact.answerable,
        must=tuple(tuple(group) for group in fact.must),
        must_not=tuple(fact.must_not),
        evidence=tuple(
            tuple(span for quote in group for span in _locate(quote, documents, where))
            for group in fact.evidence
        ),
        max_chars=fact.max_chars,
        also=tuple(span for quote in fact.also for span in _locate(quote, documents, where)),
    )


def _locate(quote: str, documents: Sequence[Document], where: str) -> list[EvidenceSpan]:
    """Every place where ``quote`` stands: the same words elsewhere prove the same fact."""
    spans = [
        EvidenceSpan(document.doc_id, match.start(), match.end())
        for document in documents
        for match in re.finditer(re.escape(quote), document.text)
    ]
    if not spans:
        raise DatasetError(f"{where}: no document holds the evidence {quote!r} verbatim")
    return spans


def about(questions: Sequence[Question], doc_id: str) -> tuple[Question, ...]:
    """The questions with evidence in a document, and those without any that have it as topic."""

    def is_of(question: Question) -> bool:
        spans = [span for group in question.evidence for span in group]
        return any(s.doc_id == doc_id for s in spans) if spans else question.topic == doc_id

    return tuple(question for question in questions if is_of(question))
