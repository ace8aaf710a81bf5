"""A whole run of fitting over small files, the known facts many times over."""

import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from app.model import ReaderModel, load_reader_model
from evals.dataset import ADDED
from evals.fit import EXPANDED, PLAIN
from evals.fit_run import run_fit
from tests.evals.fakes import ARTICLE, FACTS, write_facts
from tests.evals.squad_files import squad_file
from tests.fakes import HashingEmbedder

N_TIMES = 8


def test_weights_are_written_with_what_they_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both sorts, each half held out, every pair of files; the fusion stays as it was."""
    many = [{**fact, "qid": f"{fact['qid']}-{i}"} for fact in FACTS for i in range(N_TIMES)]
    monkeypatch.setattr("evals.fit_run.FACTS", write_facts(tmp_path, many))
    monkeypatch.setattr("evals.fit_run.load_embedder", HashingEmbedder)
    squad, out = squad_file(tmp_path), tmp_path / "weights.json"
    lines = run_fit([squad] * 3, out, ARTICLE, ADDED)
    assert [line.partition(":")[0] for line in lines] == [
        f"{sort}, half {half} held out" for sort in ("plain", "expanded") for half in (0, 1)
    ]
    model = TypeAdapter(ReaderModel).validate_json(out.read_bytes())
    assert model.fusion == load_reader_model().fusion
    assert set(model.plain.sentence.weights) == set(PLAIN.sentence)
    assert set(model.plain.decision.weights) == set(PLAIN.decision)
    assert set(model.expanded.sentence.weights) == set(EXPANDED.sentence)
    told = json.loads(out.read_text())["description"]
    # Four answerable questions, read three times, and one that is not, in nine pairs of files.
    assert "on 117 readings" in told
    assert f"on {6 * N_TIMES} known facts" in told
    assert "and on 48 of evals/added" in told
    assert all(line in told for line in lines)
