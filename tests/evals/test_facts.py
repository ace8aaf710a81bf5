"""The shipped known facts are fit to judge by, and as many and as mixed as they must be."""

from collections import Counter

import pytest

from evals.dataset import FACTS, PARTS, load_facts
from evals.types import Part, Question
from evals.validate import validate
from index.chunk import chunk
from sources.types import Document


@pytest.fixture(scope="module")
def facts(articles: tuple[Document, ...]) -> tuple[Question, ...]:
    """Every shipped question."""
    return load_facts(FACTS, articles)


def test_every_one_is_fit(facts: tuple[Question, ...], articles: tuple[Document, ...]) -> None:
    """Spans, patterns, gold answers, no repeats, no leak into the hypothetical questions."""
    passages = [passage for document in articles for passage in chunk(document)]
    assert validate(facts, passages, articles) == ()


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_mixed(facts: tuple[Question, ...], part: Part) -> None:
    """200 or more; languages in balance; about a quarter not answerable; every kind there."""
    asked = [question for question in facts if question.part == part]
    assert len(asked) >= 200
    languages = Counter(question.language for question in asked)
    assert {"de", "en", "sv", "fr", "es"} <= set(languages)
    assert 0.8 <= languages["de"] / languages["en"] <= 1.25
    n_unanswerable = sum(not question.answerable for question in asked)
    assert 0.2 <= n_unanswerable / len(asked) <= 0.35
    kinds = Counter(question.kind for question in asked)
    for kind in ("followup", "false_premise", "injection", "typo", "keyword", "list", "summary"):
        assert kinds[kind] >= 5
    assert all(question.history for question in asked if question.kind == "followup")
