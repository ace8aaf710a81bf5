"""Known facts are read with their evidence located, or refused with the place and the reason."""

from pathlib import Path

import pytest

from evals.dataset import FACTS as SHIPPED
from evals.dataset import load_facts, sample
from evals.errors import DatasetError
from evals.types import Question
from sources import load_documents
from sources.types import Document
from tests.evals.fakes import FACTS, write_facts


def test_evidence_becomes_offsets(questions: tuple[Question, ...], document: Document) -> None:
    """Evidence becomes offsets."""
    span = questions[0].evidence[0][0]
    assert document.text[span.start : span.end] == "hatte einst 5.000 Mitarbeiter"
    assert [q.qid for q in questions] == ["n1", "n2", "w1", "m1", "u1", "u2"]
    assert questions[0].max_chars == 900
    assert questions[0].part == "dev"


def test_every_occurrence_of_a_quote_counts(tmp_path: Path, document: Document) -> None:
    """Every occurrence of a quote counts."""
    fact = {**FACTS[0], "evidence": [["Beispiel"]]}
    (question,) = load_facts(write_facts(tmp_path, [fact]), [document])
    spans = question.evidence[0]
    assert len(spans) == document.text.count("Beispiel") == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"evidence": [["5.001 Mitarbeiter"]]}, "no document holds the evidence '5.001 Mitarb"),
        ({"must": [["(5"]]}, "pattern '(5' does not compile"),
        ({"must": [[]]}, "must: "),
        ({"must_not": [""]}, "must_not: "),
        ({"also": [""]}, "also: "),
        ({"also": ["5.001 Mitarbeiter"]}, "no document holds the evidence '5.001 Mitarb"),
        ({"language": "German"}, "language: "),
        ({"answer": "5.000"}, "answer: Extra inputs"),
        ({"history": [{"role": "system", "content": "x"}]}, "history.0.role"),
    ],
)
def test_bad_line_is_named(
    tmp_path: Path, document: Document, change: dict[str, object], message: str
) -> None:
    """Bad line is named."""
    write_facts(tmp_path, [FACTS[1], {**FACTS[0], **change}])
    with pytest.raises(DatasetError) as caught:
        load_facts(tmp_path, [document])
    assert str(caught.value).startswith("dev.jsonl:2: ")
    assert message in str(caught.value)


def test_missing_file_and_double_id(tmp_path: Path, document: Document) -> None:
    """Missing file and double id."""
    with pytest.raises(DatasetError, match=r"Cannot read questions from .*dev\.jsonl"):
        load_facts(tmp_path, [document])
    write_facts(tmp_path, [FACTS[0], FACTS[0]])
    with pytest.raises(DatasetError, match="the id n1 occurs twice"):
        load_facts(tmp_path, [document])


def test_a_sample_is_spread_over_the_kinds() -> None:
    """Each kind has its share, in the file's order; a seed gives the same ones again."""
    folder = Path(__file__).parents[2] / "sources" / "articles"
    questions = load_facts(SHIPPED, load_documents(folder).documents, ["dev"])
    kept = sample(questions, 40, seed=1)
    assert len(kept) == 40
    assert kept == sample(questions, 40, seed=1) != sample(questions, 40, seed=2)
    assert [q for q in questions if q in kept] == list(kept)
    for kind in {q.kind for q in questions}:
        share = 40 * sum(q.kind == kind for q in questions) / len(questions)
        assert abs(sum(q.kind == kind for q in kept) - share) <= 1
    assert sample(questions, 1000, seed=1) == questions
