"""Any SQuAD-format file as documents and questions.

Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", 2016,
https://arxiv.org/abs/1606.05250 (v1.1), and "Know What You Don't Know: Unanswerable Questions for
SQuAD", 2018, https://arxiv.org/abs/1806.03822 (v2.0).
"""

import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.errors import DatasetError
from sources.language import detect_language
from sources.types import Document, Span

N_NAMED = 5


class _Answer(BaseModel):
    text: str
    answer_start: int = Field(ge=0)


class _Question(BaseModel):
    # GermanQuAD numbers its questions.
    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str
    question: str
    answers: list[_Answer] = []
    is_impossible: bool = False


class _Paragraph(BaseModel):
    context: str
    qas: list[_Question]


class _Article(BaseModel):
    paragraphs: list[_Paragraph]


class _File(BaseModel):
    data: list[_Article]


@dataclass(frozen=True, slots=True)
class SquadParagraph:
    """A paragraph, which is a document of its own here; ``article`` counts from 0."""

    doc_id: str
    article: int
    context: str


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question about one paragraph.

    ``answers`` are the gold answers and ``spans`` their places in the paragraph; both are empty
    if the paragraph does not answer it.
    """

    qid: str
    text: str
    doc_id: str
    article: int
    answers: tuple[str, ...]
    spans: tuple[Span, ...]

    def is_answered_by(self, doc_id: str, start: int, end: int) -> bool:
        """Whether a gold answer touches what stands from ``start`` to ``end`` in a paragraph."""
        return doc_id == self.doc_id and any(
            span.start < end and start < span.end for span in self.spans
        )


@dataclass(frozen=True, slots=True)
class SquadSet:
    """All paragraphs and questions of a file; ``remarks`` say what is odd about it, a line each."""

    paragraphs: tuple[SquadParagraph, ...]
    questions: tuple[SquadQuestion, ...]
    remarks: tuple[str, ...] = ()


def read_squad(path: Path) -> SquadSet:
    """Read a file of version 1.1 or 2.0.

    Raises:
        DatasetError: If it cannot be read, is of another format, asks nothing, or an answer is not
            in its paragraph.
    """
    paragraphs: list[SquadParagraph] = []
    questions: list[SquadQuestion] = []
    slipped: list[str] = []
    bare: list[str] = []
    for number, article in enumerate(_parse(path).data):
        for position, paragraph in enumerate(article.paragraphs):
            doc_id = f"squad-{number}-{position}"
            paragraphs.append(SquadParagraph(doc_id, number, paragraph.context))
            for qa in paragraph.qas:
                golds = [] if qa.is_impossible else qa.answers
                spans = tuple(_locate(gold, paragraph.context, qa.id, path) for gold in golds)
                texts = tuple(gold.text for gold in golds)
                questions.append(SquadQuestion(qa.id, qa.question, doc_id, number, texts, spans))
                starts = [gold.answer_start for gold in golds]
                slipped += [qa.id] if [span.start for span in spans] != starts else []
                bare += [] if golds or qa.is_impossible else [qa.id]
    if not questions:
        raise DatasetError(f"{path} has no question; give a file with data, paragraphs and qas")
    remarks = (
        *_remark(path, slipped, "an answer not where answer_start says: the nearest place counts"),
        *_remark(path, bare, "no answer and no is_impossible: counted as not answerable"),
    )
    return SquadSet(tuple(paragraphs), tuple(questions), remarks)


def with_questions(squad: SquadSet, path: Path) -> SquadSet:
    """The same paragraphs and gold answers, asked in the words of a parallel file.

    Raises:
        DatasetError: If the file has not the same number of questions in each paragraph.
    """
    other = read_squad(path).questions
    if [q.doc_id for q in other] != [q.doc_id for q in squad.questions]:
        raise DatasetError(f"{path} is not parallel: it has other questions to each paragraph")
    return replace(
        squad,
        questions=tuple(
            replace(question, text=twin.text)
            for question, twin in zip(squad.questions, other, strict=True)
        ),
    )


def spread(squad: SquadSet, limit: int | None) -> SquadSet:
    """All paragraphs, but at most ``limit`` questions, evenly spread over the file."""
    n = len(squad.questions)
    if limit is None or limit >= n:
        return squad
    return replace(squad, questions=tuple(squad.questions[i * n // limit] for i in range(limit)))


def language_of(squad: SquadSet) -> str:
    """The language of the paragraphs (ISO 639-1)."""
    return detect_language(" ".join(paragraph.context for paragraph in squad.paragraphs))


class Articles(StrEnum):
    """Which articles' questions are asked; weights fitted on one half are reported on the other."""

    ALL = "all"
    EVEN = "even"
    ODD = "odd"


def of_articles(squad: SquadSet, articles: Articles) -> SquadSet:
    """All paragraphs, but only the questions of every second article (the first is even)."""
    if articles is Articles.ALL:
        return squad
    parity = 0 if articles is Articles.EVEN else 1
    kept = tuple(q for q in squad.questions if q.article % 2 == parity)
    return replace(squad, questions=kept)


def to_documents(squad: SquadSet, language: str) -> tuple[Document, ...]:
    """Each paragraph as a document without title or metadata; offsets stay those of the file."""
    return tuple(
        Document(
            doc_id=paragraph.doc_id,
            title="",
            text=paragraph.context,
            url="",
            language=language,
            author="",
            publisher="",
            published="",
            translations=(),
            questions=(),
        )
        for paragraph in squad.paragraphs
    )


def _remark(path: Path, qids: Sequence[str], what: str) -> tuple[str, ...]:
    """One line that names the first few questions, none if there are none."""
    if not qids:
        return ()
    more = ", …" if len(qids) > N_NAMED else ""
    return (f"{path}: {len(qids)} with {what} ({', '.join(qids[:N_NAMED])}{more})",)


def _parse(path: Path) -> _File:
    try:
        return _File.model_validate_json(path.read_bytes().removeprefix(BOM_UTF8))
    except OSError as error:
        raise DatasetError(f"Cannot read {path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"]) or "file"
        raise DatasetError(f"{path} is not in SQuAD format: {field}: {first['msg']}") from error


def _locate(gold: _Answer, context: str, qid: str, path: Path) -> Span:
    """The gold answer's place; files whose offsets slipped get the nearest occurrence."""
    starts = [match.start() for match in re.finditer(re.escape(gold.text), context)]
    if not gold.text or not starts:
        raise DatasetError(f"{path}: the answer {gold.text!r} to {qid} is not in its paragraph")
    start = min(starts, key=lambda at: abs(at - gold.answer_start))
    return Span(start, start + len(gold.text))
