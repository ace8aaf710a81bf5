"""Fitting what tells follow-ups from questions that stand alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.leaning import leaning, load_leaning_model
from evals.errors import DatasetError
from evals.leaning import run_leaning
from index.build import make_snapshot
from sources import load_documents
from sources.types import Document, HypotheticalQuestion
from tests.evals.fakes import ARTICLE, FACTS, write_facts
from tests.evals.squad_files import squad_file
from tests.fakes import HashingEmbedder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Articles, one of which has questions that stand alone and follow-ups; few other texts."""
    squad = squad_file(tmp_path)
    monkeypatch.setattr("evals.leaning.READING", squad.parent)
    monkeypatch.setattr("evals.leaning.FACTS", write_facts(tmp_path, FACTS))
    monkeypatch.setattr("evals.leaning.load_embedder", HashingEmbedder)
    return ARTICLE


def test_weights_tell_the_follow_ups_apart(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the words of the follow-ups alone, not of what they follow."""
    asked = [f"Wie heißt die Chefin von Firma {n}?" for n in range(40)]
    questions = [HypotheticalQuestion(text, "de", ()) for text in asked]
    questions += [HypotheticalQuestion(f"Seit damals {n}?", "de", (), asked[n]) for n in range(40)]
    document = Document("d", "T", "T", "", "de", "", "", "", (), tuple(questions))
    found = load_documents(folder)
    both = replace(found, documents=(*found.documents, document))
    monkeypatch.setattr("evals.leaning.load_documents", lambda _: both)
    out = tmp_path / "leaning.json"
    lines = run_leaning(out, folder)
    model = load_leaning_model(out)
    assert model.embedder_id == HashingEmbedder().embedder_id and len(model.weights) == 256
    assert model.description.startswith("Fitted by `python -m evals leaning` on 40 follow-ups and ")
    assert all(line in model.description for line in lines) and len(lines) == 2
    leans = leaning(HashingEmbedder(), make_snapshot([], HashingEmbedder()), model)
    assert leans("Seit damals wohl 3 Jahre?") and not leans("Wie heißt die Chefin von Firma 77?")


def test_articles_without_follow_ups_teach_nothing(folder: Path, tmp_path: Path) -> None:
    """One line says what is missing; nothing is written."""
    with pytest.raises(DatasetError, match=r'No follow-ups in .* "earlier"'):
        run_leaning(tmp_path / "leaning.json", folder)
    assert not (tmp_path / "leaning.json").exists()
