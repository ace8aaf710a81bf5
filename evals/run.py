"""Asks every known fact of an assistant and judges what comes back."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from evals.grade import error_verdict, grade
from evals.types import Ask, Outcome, Question
from sources.types import Document

Progress = Callable[[Sequence[Question]], Iterable[Question]]
logger = logging.getLogger(__name__)


def run(
    questions: Sequence[Question],
    ask: Ask,
    documents: Sequence[Document],
    progress: Progress = iter,
) -> tuple[Outcome, ...]:
    """The outcome of every question, in order.

    Args:
        questions: What is asked, each with its history.
        ask: Who is asked.
        documents: What the answers must be true to.
        progress: Wraps the questions to show how far the run is.
    """
    by_id = {document.doc_id: document for document in documents}
    return tuple(_outcome(question, ask, by_id) for question in progress(questions))


def _outcome(question: Question, ask: Ask, documents: Mapping[str, Document]) -> Outcome:
    began = time.perf_counter()
    try:
        answer = ask(question.text, history=list(question.history), language="auto")
    except Exception as error:
        # Whatever an assistant raises is its fault, counted as one; the run goes on.
        logger.exception("%s was not answered", question.qid)
        elapsed_ms = (time.perf_counter() - began) * 1000
        reason = f"{type(error).__name__}: {error}"
        return Outcome(question, None, error_verdict(question, documents), elapsed_ms, reason)
    elapsed_ms = (time.perf_counter() - began) * 1000
    return Outcome(question, answer, grade(question, answer, documents), elapsed_ms)
