"""The small article and its known facts, for every test of the evals room."""

from pathlib import Path

import pytest

from evals.dataset import load_facts
from evals.types import Question
from sources.types import Document
from tests.evals import fakes


@pytest.fixture
def document() -> Document:
    """The small article."""
    return fakes.document()


@pytest.fixture
def questions(tmp_path: Path, document: Document) -> tuple[Question, ...]:
    """Its six known facts, read from a file."""
    return load_facts(fakes.write_facts(tmp_path, fakes.FACTS), [document])


@pytest.fixture
def assistant(questions: tuple[Question, ...], document: Document) -> fakes.KnowingAssistant:
    """An assistant that answers all six rightly."""
    return fakes.KnowingAssistant(questions, document)
