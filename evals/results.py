"""Results on disk: a line a question with all that is needed to see why, and back again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evals.errors import ResultsError
from evals.types import Grade, Outcome, Question
from sources.types import Document

RESULTS = "results.jsonl"


@dataclass(frozen=True, slots=True)
class Result:
    """What is read back of a question's outcome, to compare two runs."""

    qid: str
    text: str
    language: str
    kind: str
    topic: str
    grade: Grade
    right: bool
    false_statement: bool
    answer_text: str
    elapsed_ms: float


_RESULT = TypeAdapter(Result)


def write_results(
    path: Path, outcomes: Sequence[Outcome], documents: Mapping[str, Document]
) -> None:
    """Write a line for each outcome; the folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(to_line(o, documents), ensure_ascii=False) for o in outcomes]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def to_line(outcome: Outcome, documents: Mapping[str, Document]) -> dict[str, object]:
    """An outcome as JSON data: the fields of :class:`Result`, then everything else."""
    question, verdict, answer = outcome.question, outcome.verdict, outcome.answer
    return {
        "qid": question.qid,
        "text": question.text,
        "language": question.language,
        "kind": question.kind,
        "topic": question.topic,
        "grade": verdict.grade,
        "right": verdict.right,
        "false_statement": verdict.false_statement,
        "answer_text": answer.text if answer else "",
        "elapsed_ms": round(outcome.elapsed_ms, 3),
        "error": outcome.error,
        "verdict": asdict(verdict),
        "question": asdict(question),
        "gold": [list(group) for group in gold(question, documents)],
        "answer": answer.to_dict() if answer else None,
    }


def gold(question: Question, documents: Mapping[str, Document]) -> tuple[tuple[str, ...], ...]:
    """The words of each evidence group's alternatives."""
    return tuple(
        tuple(dict.fromkeys(documents[span.doc_id].text[span.start : span.end] for span in group))
        for group in question.evidence
    )


def read_results(path: Path) -> dict[str, Result]:
    """The results of an earlier run by question id.

    Args:
        path: The file, or the folder that a run wrote.

    Raises:
        ResultsError: If there is none, a line is torn, or a question is in it twice.
    """
    file = path / RESULTS if path.is_dir() else path
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        results = [_RESULT.validate_json(line) for line in lines]
    except (OSError, UnicodeDecodeError) as error:
        raise ResultsError(f"Cannot read results from {file}: {error}") from error
    except ValidationError as error:
        raise ResultsError(
            f"{file} does not hold results of a run: {error.errors()[0]['msg']}"
        ) from error
    by_id = {result.qid: result for result in results}
    if not results or len(by_id) < len(results):
        raise ResultsError(f"{file} holds no question, or one twice; run the evaluation again")
    return by_id
