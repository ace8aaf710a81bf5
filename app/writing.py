"""Who writes hypothetical questions for articles that bring none: the language model, if any."""

import math

from app.phrasing import Phrasing
from app.settings import Settings
from index.types import QuestionWriter
from index.written import FOLDER, WrittenQuestions, nothing_written


def question_writer(
    settings: Settings,
    phrasing: Phrasing | None,
    progress: bool = False,
    limit_s: float = math.inf,
) -> QuestionWriter:
    """What an index is built with.

    Args:
        settings: Where written questions are kept: beside the index.
        phrasing: The language model, if one is set.
        progress: Show a bar on stderr.
        limit_s: The longest that writing may take.
    """
    if phrasing is None:
        return nothing_written
    from app.llm_questions import ModelWriter  # what it needs is installed with a model alone

    kept = WrittenQuestions(settings.index_dir.parent / FOLDER, settings.llm_model)
    return ModelWriter(phrasing.model, kept, progress, limit_s)
