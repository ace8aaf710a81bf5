"""Hypothetical questions kept beside an article, their answers resolved to spans.

``<stem>.questions.jsonl`` has one object a line: ``{"text": …, "language": "de", "answers":
["verbatim words of the document", …]}``; no answers say that the article does not answer it, and
``"earlier": …`` in a follow-up is the question before it.
"""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sources.clean import clean_line, clean_text
from sources.errors import UnreadableFile
from sources.files import decode_text, read_bytes
from sources.types import HypotheticalQuestion, Span

SUFFIX = ".questions.jsonl"


class _Line(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=1, max_length=500)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    answers: tuple[Annotated[str, Field(min_length=1)], ...]
    earlier: Annotated[str, Field(max_length=500)] = ""


def load_questions(
    path: Path, text: str, root: Path | None = None
) -> tuple[HypotheticalQuestion, ...]:
    """Read the questions of a document.

    Args:
        path: The questions file.
        text: The document's text, which every answer is a part of; the first place counts.
        root: As for ``read_bytes``.

    Returns:
        The questions in the file's order, each with its answers' spans in their order.

    Raises:
        UnreadableFile: If a line is no such object, or an answer is not in the text; it names
            the file and the line.
    """
    questions = []
    lines = decode_text(read_bytes(path, root)).replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(_resolve(_Line.model_validate_json(line), text))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"])) or "the line"
            raise UnreadableFile(f"{path.name} line {number}: {field}: {first['msg']}") from error
        except UnreadableFile as error:
            raise UnreadableFile(f"{path.name} line {number}: {error}") from error
    return tuple(questions)


def _resolve(line: _Line, text: str) -> HypotheticalQuestion:
    spans = []
    for answer in map(clean_text, line.answers):
        start = text.find(answer)
        if start < 0 or not answer:
            raise UnreadableFile(f"the article does not hold the answer {answer!r}")
        spans.append(Span(start, start + len(answer)))
    text, earlier = clean_line(line.text), clean_line(line.earlier)
    return HypotheticalQuestion(text, line.language, tuple(spans), earlier)
