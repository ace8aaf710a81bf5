"""The whole benchmark, step by step."""

import os
import platform
from collections.abc import Callable, Sequence

from app import Assistant, Settings
from evals import bench_run as probes
from evals.bench_gate import gate_latency
from evals.bench_report import Bench

QUESTION = "Wer leitet Klarna?"
_EMBEDDER = "from index.embed import load_embedder; from app import Settings; "
_LOADED = "load_embedder(Settings.load().embedding_model)"
STARTS = {
    probes.ENCODER: (
        "from evals.engine import bare_encoder; from app import Settings; "
        f"bare_encoder(Settings.load().embedding_model)(['query: {QUESTION}'])"
    ),
    probes.ASSISTANT: f"from app import ask; ask('{QUESTION}')",
    probes.LANGCHAIN: (
        f"{_EMBEDDER}from sources import load_documents; from evals.baselines import langchain; "
        f"langchain(load_documents(Settings.load().sources_dir).documents, {_LOADED})"
        f"('{QUESTION}')"
    ),
}
"""Programs from nothing to a first answer; the assistant's index is there already."""


def run_bench(
    questions: Sequence[str], sizes: Sequence[int], notice: Callable[[str], None]
) -> Bench:
    """Measure everything.

    Args:
        questions: Asked in turn of all systems.
        sizes: Numbers of passages to grow to.
        notice: Gets a line before each step.
    """
    with Assistant(Settings.load()) as assistant:
        assistant.warm_up(progress=True)
    notice("Starting from nothing …")
    import_s = probes.start_seconds("import app")
    cold_s = {name: probes.start_seconds(code) for name, code in STARTS.items()}
    notice("Asking …")
    latency = probes.in_own_process(probes.shipped_latency, questions)
    notice("Building …")
    build = probes.in_own_process(probes.build_speed)
    gate = probes.in_own_process(gate_latency)
    peak_mb = {
        probes.ENCODER: probes.in_own_process(probes.encoder_peak_mb, QUESTION),
        probes.ASSISTANT: probes.in_own_process(probes.assistant_peak_mb, QUESTION),
        probes.LANGCHAIN: probes.in_own_process(probes.langchain_peak_mb, QUESTION),
    }
    growth = []
    for n_passages in sizes:
        notice(f"Growing to {n_passages:,} passages …")
        growth.append(probes.in_own_process(probes.growth_point, n_passages, questions))
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    return Bench(machine, import_s, cold_s, latency, build, gate, peak_mb, tuple(growth))
