"""A whole SQuAD run over an engine of shared words, its figures worked by hand."""

import json
from pathlib import Path

import pytest

from evals.squad_data import read_squad, to_documents
from evals.squad_report import report_squad, squad_table, write_squad_json
from evals.squad_run import SquadOutcome, run_squad
from tests.evals.fakes import WordEngine
from tests.evals.squad_files import squad_file


@pytest.fixture
def outcomes(tmp_path: Path) -> tuple[SquadOutcome, ...]:
    """Every question of the small file asked of the engine of shared words."""
    squad = read_squad(squad_file(tmp_path))
    documents = to_documents(squad, "en")
    return run_squad(squad, documents, WordEngine(documents), "en")


def test_paragraphs_and_sentences_are_found(outcomes: tuple[SquadOutcome, ...]) -> None:
    """Each question's own paragraph and sentence come first."""
    assert [o.ranking[0] for o in outcomes[:4]] == [
        "squad-0-0",
        "squad-0-0",
        "squad-0-1",
        "squad-1-0",
    ]
    assert [o.sentence_rank for o in outcomes] == [1, 1, 1, 1, 0]
    assert outcomes[1].answer == "Bob slept all day under a tree."


def test_confidence_falls_when_the_paragraph_is_out(outcomes: tuple[SquadOutcome, ...]) -> None:
    """Left out means never seen: 'How many apples did Ann eat?' shares nothing with the rest."""
    first = outcomes[0]
    assert first.confidence == pytest.approx(2 / 6)
    assert first.without_paragraph == 0.0
    assert first.without_article == 0.0
    # "Who sold pears in Bremen?" still shares "in" with no other paragraph of three.
    assert outcomes[4].without_paragraph is None


def test_em_and_f1_of_the_answer_sentence(outcomes: tuple[SquadOutcome, ...]) -> None:
    """'Ann ate five apples on Monday.' against 'five apples': 2 · 2 / (6 + 2)."""
    assert outcomes[0].exact_match == 0.0
    assert outcomes[0].token_f1 == pytest.approx(0.5)
    assert outcomes[0].best_f1 == pytest.approx(0.5)


def test_report_and_its_json(outcomes: tuple[SquadOutcome, ...], tmp_path: Path) -> None:
    """The figures, the table of them, and the file with every question."""
    files = (tmp_path / "squad.json", None)
    report = report_squad(files, "en", 3, (0.5, 1.5), outcomes)
    values = {name: figure.value for name, figure in report.figures.items()}
    assert values["paragraph R@1"] == values["paragraph MRR@10"] == 1.0
    assert values["answer sentence hit@1"] == 1.0
    assert values["AUROC, article out"] == 1.0
    assert report.figures["paragraph R@1"].n == 4
    assert "paragraph R@1" in [str(cell) for cell in squad_table(report).columns[0].cells]
    write_squad_json(report, tmp_path / "out" / "squad.json")
    data = json.loads((tmp_path / "out" / "squad.json").read_text())
    assert data["figures"]["paragraph R@1"]["value"] == 1.0
    assert [o["question"]["qid"] for o in data["outcomes"]] == ["q0", "q1", "q2", "q3", "q4"]
