"""Questions that a language model wrote for passages, kept by content: none is written twice.

The files are plain: one for each passage and model, with a list of questions.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.types import Passage, Written
from sources.types import Document

FOLDER = "questions"
"""Beside the index."""
RECIPE = "1"
"""Counts up when models are asked otherwise: what was kept before is then written anew."""


class WrittenQuestions:
    """The questions of one model in one folder."""

    def __init__(self, folder: Path, model: str) -> None:
        """Keep what ``model``, named as in ``LLM_MODEL``, wrote in ``folder``."""
        self._folder = folder
        self._model = model

    def of(self, text: str) -> tuple[str, ...] | None:
        """The questions of a passage's text; ``None`` if none were kept, or the file is damaged."""
        try:
            kept = json.loads(self._path(text).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if isinstance(kept, list) and all(isinstance(question, str) for question in kept):
            return tuple(kept)
        return None

    def keep(self, text: str, questions: Sequence[str]) -> None:
        """Keep the questions of a passage's text: whole or not at all, also with two writers.

        Raises:
            OSError: If the folder cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(list(questions), file, ensure_ascii=False)
        Path(name).replace(self._path(text))

    def read(self, passages: Sequence[Passage]) -> Written:
        """All that was kept for some passages; nothing is asked for."""
        found = {passage.passage_id: self.of(passage.text) for passage in passages}
        return {passage_id: questions for passage_id, questions in found.items() if questions}

    def _path(self, text: str) -> Path:
        key = hashlib.sha256(f"{self._model}\0{RECIPE}\0{text}".encode()).hexdigest()
        return self._folder / f"{key}.json"


def unasked(documents: Sequence[Document], passages: Sequence[Passage]) -> list[Passage]:
    """The passages of documents that bring no hypothetical questions of their own."""
    bare = {document.doc_id for document in documents if not document.questions}
    return [passage for passage in passages if passage.doc_id in bare]


def nothing_written(passages: Sequence[Passage]) -> Mapping[str, tuple[str, ...]]:
    """Without a language model there are no written questions."""
    return {}
