"""The benchmark's made-up articles, probes and tables; the figures themselves are no test."""

import json
import time
from pathlib import Path

import pytest
from rich.console import Console

from evals.bench_data import SyntheticEmbedder, synthetic_documents
from evals.bench_gate import time_gate
from evals.bench_report import Bench, bench_table, growth_plot, growth_table, lines, write_bench
from evals.bench_run import (
    ASSISTANT,
    ENCODER,
    LANGCHAIN,
    in_own_process,
    peak_mb,
    start_seconds,
    time_questions,
)
from evals.bench_types import Build, GrowthPoint, Latency
from evals.engine import indexed
from evals.errors import EvalError
from index.chunk import chunk
from sources.types import Document
from tests.fakes import HashingEmbedder

POINTS = (
    GrowthPoint(1000, 1.0, Latency(30.0, 50.0), Latency(20.0, 25.0), 700.0, 10.0),
    GrowthPoint(10000, 9.0, Latency(40.0, 60.0), Latency(20.0, 25.0), 900.0, 100.0),
)
BENCH = Bench(
    machine="test",
    import_s=0.5,
    cold_s={ENCODER: 4.0, ASSISTANT: 6.0, LANGCHAIN: 8.0},
    latency={
        ENCODER: Latency(20.0, 22.0),
        ASSISTANT: Latency(26.0, 33.0),
        LANGCHAIN: Latency(40.0, 66.0),
    },
    build=Build(2.0, 8.0),
    gate=Latency(1.5, 3.5),
    peak_mb={ENCODER: 500.0, ASSISTANT: 600.0, LANGCHAIN: 750.0},
    growth=POINTS,
)


def test_as_many_passages_as_asked_for() -> None:
    """Whatever the last document has left; the same seed gives the same text."""
    documents = list(synthetic_documents(45, seed=1))
    passages = [p for d in documents for p in chunk(d)]
    assert len(passages) == 45
    assert {len(p.sentences) for p in passages} == {3}
    assert len({p.text for p in passages}) == 45
    assert list(synthetic_documents(45, seed=1)) == documents
    assert list(synthetic_documents(45, seed=2)) != documents


def test_words_of_real_articles_come_often(document: Document) -> None:
    """Those of the article and of its translation, in a text that is made up otherwise."""
    text = " ".join(d.text for d in synthetic_documents(40, seed=1, like=[document]))
    assert "Firma" in text
    assert "employees" in text
    assert "Firma" not in " ".join(d.text for d in synthetic_documents(40, seed=1))


def test_synthetic_vectors_fit_the_real_ones(embedder: HashingEmbedder) -> None:
    """Unit length, a token a word, each at its place; questions go to the real embedder."""
    synthetic = SyntheticEmbedder(embedder, seed=1)
    (encoding,) = synthetic.encode_passages(["ba ba, fi"])
    assert encoding.offsets == ((0, 2), (3, 6), (7, 9))
    assert encoding.tokens.shape == (3, embedder.dimension)
    assert float(encoding.vector @ encoding.vector) == pytest.approx(1.0, abs=1e-5)
    question = "Wer leitet die Firma?"
    assert (synthetic.encode_query(question).vector == embedder.encode_query(question).vector).all()
    assert synthetic.embedder_id != embedder.embedder_id


def test_no_synthetic_vector_comes_twice(embedder: HashingEmbedder) -> None:
    """More texts than the pool has rows; Chroma's graph is slow over copies."""
    synthetic = SyntheticEmbedder(embedder, seed=1)
    vectors = [e.vector.tobytes() for e in synthetic.encode_passages(["ba fi"] * 5000)]
    assert len(set(vectors)) == 5000


def test_the_gate_is_timed_on_statements_that_run_every_check(document: Document) -> None:
    """Each sentence in both languages, none of them verbatim; the figures are positive."""
    timed = time_gate([document])
    assert 0 < timed.p50_ms <= timed.p95_ms


def test_an_assistant_over_synthetic_passages(embedder: HashingEmbedder, tmp_path: Path) -> None:
    """The product's parts read them as any article."""
    documents = tuple(synthetic_documents(30, seed=1))
    with indexed(documents, tmp_path, SyntheticEmbedder(embedder, seed=1)) as ask:
        answer = ask("Wer leitet die Firma?")
    assert 1 <= len(answer.hits) <= 10
    assert answer.hits[0].passage.doc_id.startswith("synthetic-")


def test_questions_go_round_and_the_first_do_not_count() -> None:
    """Three to warm up, then each of every system in turn."""
    asked: list[str] = []

    def slow(question: str) -> None:
        time.sleep(0.02)
        asked.append(f"slow {question}")

    found = time_questions(
        {"slow": slow, "quick": lambda q: asked.append(f"quick {q}")}, ["a", "b"]
    )
    assert asked[:4] == ["slow a", "quick a", "slow b", "quick b"]
    assert len(asked) == 8
    assert found["slow"].p50_ms >= 20 > found["quick"].p50_ms


def test_ratios_by_hand() -> None:
    """Each figure beside the encoder's and LangChain's."""
    by_name = {line.name: line for line in lines(BENCH)}
    assert by_name["ask, p50"].of_encoder == pytest.approx(1.3)
    assert by_name["ask, p50"].of_langchain == pytest.approx(0.65)
    assert by_name["ask, p95"].of_langchain == pytest.approx(0.5)
    assert by_name["cold start to the first answer"].of_encoder == pytest.approx(1.5)
    assert by_name["memory, at most"].of_langchain == pytest.approx(0.8)
    assert by_name["build"].of_encoder == pytest.approx(0.25)
    assert by_name["ask over 10,000 passages, p50"].of_encoder == pytest.approx(2.0)


def test_what_is_shown_and_written(tmp_path: Path) -> None:
    """Tables, JSON with the ratios, and a plot that stands alone."""
    console = Console(record=True, width=120)
    console.print(bench_table(BENCH))
    console.print(growth_table(POINTS))
    text = console.export_text()
    assert "26.0 ms" in text
    assert "1.30" in text
    assert "10,000" in text
    write_bench(BENCH, tmp_path / "out")
    data = json.loads((tmp_path / "out" / "bench.json").read_text())
    assert data["growth"][1]["ask"]["p50_ms"] == 40.0
    assert data["lines"][2]["of_encoder"] == pytest.approx(1.3)
    assert (tmp_path / "out" / "bench.svg").read_text().startswith("<svg ")
    rows = (tmp_path / "out" / "bench.md").read_text().splitlines()
    assert rows[3] == ("| 10,000 | 40.0 ms | 20.0 ms | 2.00 | 60.0 ms | 9 s | 900 MB | 100 MB |")
    assert {row.count("|") for row in rows} == {9}
    assert growth_plot(POINTS).count("<svg") == 1


def test_a_process_of_its_own() -> None:
    """Its memory is not this one's; a program that fails says why."""
    assert in_own_process(peak_mb) > 10
    assert start_seconds("pass") < 30
    with pytest.raises(EvalError, match="no such thing"):
        start_seconds("raise SystemExit('no such thing')")
