"""A whole run of fitting over small files, the known facts many times over."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from app.engine import Engine
from app.model import ReaderModel, load_reader_model
from evals.dataset import ADDED
from evals.errors import DatasetError
from evals.fit import EXPANDED, PASSAGE, PLAIN
from evals.fit_data import Example, fact_examples, squad_examples
from evals.fit_run import run_fit
from evals.squad_data import SquadQuestion, SquadSet
from evals.types import Question
from index.adapter import write_adapter
from index.types import Embedder
from tests.evals.fakes import ARTICLE, FACTS, write_facts
from tests.evals.squad_files import squad_file
from tests.fakes import HashingEmbedder
from tests.index.adapters import make_adapter

Show = Callable[[Sequence[SquadQuestion]], Iterable[SquadQuestion]]
N_TIMES = 8


def test_weights_are_written_with_what_they_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All sorts, each half held out, every pair of files; the fusion stays as it was."""
    many = [{**fact, "qid": f"{fact['qid']}-{i}"} for fact in FACTS for i in range(N_TIMES)]
    monkeypatch.setattr("evals.fit_run.FACTS", write_facts(tmp_path, many))
    loaded: dict[Embedder, str] = {}
    pairs: set[tuple[int, str]] = set()
    used: set[str] = set()

    def load(adapter: Path | None = None) -> HashingEmbedder:
        embedder = HashingEmbedder()
        loaded[embedder] = adapter.stem if adapter else "shipped"
        return embedder

    def facts(known: Sequence[Question], engine: Engine) -> Iterator[Example]:
        used.add(loaded[engine.embedder])
        return fact_examples(known, engine)

    def examples(part: SquadSet, engine: Engine, language: str, show: Show) -> Iterator[Example]:
        pairs.update((question.article % 2, loaded[engine.embedder]) for question in part.questions)
        return squad_examples(part, engine, language, show)

    monkeypatch.setattr("evals.fit_run.load_embedder", load)
    monkeypatch.setattr("evals.fit_run.squad_examples", examples)
    monkeypatch.setattr("evals.fit_run.fact_examples", facts)
    squad, out = squad_file(tmp_path), tmp_path / "weights.json"
    monkeypatch.setattr("evals.fit_run.READING", squad.parent)
    for half in ("even", "odd"):
        trained = replace(make_adapter(), description=f"Trained on some articles ({half}).")
        write_adapter(tmp_path / f"{half}.npz", trained)
    lines = run_fit([squad] * 3, tmp_path, out, ARTICLE, ADDED)
    sorts = ["plain, SQuAD", "plain, reading", "expanded"]
    assert sorted(line.partition(":")[0] for line in lines) == sorted(
        f"{sort}, half {half} held out" for sort in sorts for half in (0, 1)
    )
    assert pairs == {(0, "odd"), (1, "even")}  # every article with what it did not train
    assert used == {"shipped"}
    model = TypeAdapter(ReaderModel).validate_json(out.read_bytes())
    assert model.fusion == load_reader_model().fusion
    assert set(model.plain.sentence.weights) == set(PLAIN.sentence)
    assert set(model.plain.passage.weights) == set(PASSAGE)
    assert list(model.plain.decision) == ["absent", "near_miss"]
    for way, against in model.plain.decision.items():
        assert set(against.weights) == set(PLAIN.decision[way])
    assert set(model.expanded.sentence.weights) == set(EXPANDED.sentence)
    told = json.loads(out.read_text())["description"]
    # Four answerable questions, read three times, and one that is not, in nine pairs of files.
    assert "on 117 readings" in told and "on 13 of evals/reading" in told
    assert f"on {6 * N_TIMES} known facts" in told
    assert "on 144 of evals/added" in told
    assert all(line in told for line in lines)


def test_halves_that_were_exchanged_are_refused(tmp_path: Path) -> None:
    """Before anything is read: figures on what they were trained on would be too good."""
    write_adapter(tmp_path / "even.npz", replace(make_adapter(), description="On some (odd)."))
    with pytest.raises(DatasetError, match=r"even\.npz was not trained on the even articles"):
        run_fit([squad_file(tmp_path)], tmp_path, tmp_path / "weights.json", ARTICLE, ADDED)
