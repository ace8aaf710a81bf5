"""Times and memory of the product beside those of its parts, in one run on one machine.

Machines and their load differ, so every figure stands beside what the encoder alone, or plain
LangChain with Chroma, takes in the same minute. What is measured runs in a process of its own;
questions go to all systems in turn, so that a busy moment hits all of them.
"""

import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np

from app import Assistant, Settings
from evals.baselines import langchain
from evals.bench_data import SyntheticEmbedder, synthetic_documents
from evals.bench_types import Build, GrowthPoint, Latency
from evals.engine import bare_encoder, indexed
from evals.errors import EvalError
from evals.figures import SEED, percentiles
from index.build import make_snapshot
from index.embed import load_embedder
from sources import load_documents

ENCODER = "encoding the question alone"
ASSISTANT = "assistant"
LANGCHAIN = "LangChain + Chroma"
N_STARTS = 3
N_WARM = 3
N_BUILD_PASSAGES = 60
_MB = 1024 * 1024
_P = ParamSpec("_P")
_R = TypeVar("_R")


def start_seconds(code: str) -> float:
    """The shortest of three runs of a Python program, from its start to its end, in seconds.

    Raises:
        EvalError: If the program fails.
    """
    times_s = []
    for _ in range(N_STARTS):
        began = time.perf_counter()
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        times_s.append(time.perf_counter() - began)
        if ended.returncode:
            raise EvalError(f"Cannot start {code!r}: {ended.stderr.strip().splitlines()[-1]}")
    return min(times_s)


def in_own_process(probe: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """What a probe gives in a new process, whose memory is its own."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        return pool.submit(probe, *args, **kwargs).result()


def shipped_latency(questions: Sequence[str]) -> dict[str, Latency]:
    """A warm question over the configured articles, by system."""
    settings = Settings.load()
    documents = load_documents(settings.sources_dir).documents
    embedder = load_embedder(settings.embedding_model)
    encode = bare_encoder(settings.embedding_model)
    with Assistant(settings) as assistant:
        systems: dict[str, Callable[[str], object]] = {
            ENCODER: lambda question: encode([f"query: {question}"]),
            ASSISTANT: assistant.ask,
            LANGCHAIN: langchain(documents, embedder),
        }
        return time_questions(systems, questions)


def time_questions(
    systems: Mapping[str, Callable[[str], object]], questions: Sequence[str]
) -> dict[str, Latency]:
    """Ask every question of every system in turn, after a few that do not count."""
    times_ms: dict[str, list[float]] = {name: [] for name in systems}
    for number, question in enumerate([*questions[:N_WARM], *questions]):
        for name, ask in systems.items():
            began = time.perf_counter()
            ask(question)
            if number >= N_WARM:
                times_ms[name].append((time.perf_counter() - began) * 1000)
    return {name: Latency(*percentiles(np.array(times))) for name, times in times_ms.items()}


def build_speed() -> Build:
    """How fast passages are cut, embedded with their sentences and made an index in memory."""
    settings = Settings.load()
    embedder = load_embedder(settings.embedding_model)
    encode = bare_encoder(settings.embedding_model)
    shipped = load_documents(settings.sources_dir).documents
    documents = tuple(synthetic_documents(N_BUILD_PASSAGES, SEED, shipped))
    texts = [paragraph for d in documents for paragraph in d.text.split("\n\n")]
    encode([f"passage: {text}" for text in texts[:2]])
    began = time.perf_counter()
    encode([f"passage: {text}" for text in texts])
    between = time.perf_counter()
    make_snapshot(documents, embedder)
    ended = time.perf_counter()
    return Build(len(texts) / (ended - between), len(texts) / (between - began))


def encoder_peak_mb(question: str) -> float:
    """Memory at most with the encoder alone, in MB, after a question."""
    bare_encoder(Settings.load().embedding_model)([question])
    return peak_mb()


def assistant_peak_mb(question: str) -> float:
    """Memory at most with the assistant, in MB, after a question; its index is there already."""
    with Assistant(Settings.load()) as assistant:
        assistant.ask(question)
        return peak_mb()


def langchain_peak_mb(question: str) -> float:
    """Memory at most with plain LangChain and Chroma over the same articles, in MB."""
    settings = Settings.load()
    documents = load_documents(settings.sources_dir).documents
    langchain(documents, load_embedder(settings.embedding_model))(question)
    return peak_mb()


def growth_point(n_passages: int, questions: Sequence[str]) -> GrowthPoint:
    """The product over an index of so many passages on disk."""
    settings = Settings.load()
    real = load_embedder(settings.embedding_model)
    encode = bare_encoder(settings.embedding_model)
    shipped = load_documents(settings.sources_dir).documents
    documents = tuple(synthetic_documents(n_passages, SEED, shipped))
    with tempfile.TemporaryDirectory() as name:
        began = time.perf_counter()
        with indexed(documents, Path(name), SyntheticEmbedder(real, SEED)) as ask:
            build_s = time.perf_counter() - began
            latency = time_questions(
                {ENCODER: lambda question: encode([f"query: {question}"]), ASSISTANT: ask},
                questions,
            )
        size = sum(path.stat().st_size for path in Path(name).rglob("*") if path.is_file())
    return GrowthPoint(
        n_passages=n_passages,
        build_s=build_s,
        ask=latency[ASSISTANT],
        encoder=latency[ENCODER],
        peak_mb=peak_mb(),
        disk_mb=size / _MB,
    )


def peak_mb() -> float:
    """The most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage gives on Linux includes the parent's at the time of the fork.
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB
