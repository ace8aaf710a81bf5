"""The command ``python -m evals load``."""

import json
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app import Assistant, Settings
from evals.dataset import FACTS, read_facts
from evals.load import MAX_QUESTIONS, Plan, run_load, without_time
from evals.outputs import writable_file
from evals.progress import shown
from sources import load_documents

N_DIFFERENT = 40


def load(
    clients: Annotated[int, typer.Option(min=1, max=500, help="How many ask at once.")] = 50,
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="For how long.")] = 60.0,
    n_questions: Annotated[
        int, typer.Option("--questions", min=1, max=MAX_QUESTIONS, help="End after so many.")
    ] = MAX_QUESTIONS,
    url: Annotated[
        str, typer.Option(help="Ask a running server instead of one started on loopback.")
    ] = "",
    json_out: Annotated[
        Path | None,
        typer.Option("--json", help="Write the figures to this file.", callback=writable_file),
    ] = None,
) -> None:
    """Ask a server by many clients at once, and check each answer against Python's."""
    # Heavy imports wait until they are needed, so that --help is quick.
    from evals.load_report import load_table, report_load, write_load
    from evals.load_server import Memory, Served, served

    settings = Settings.load()
    expected = _expected(settings, _questions(settings))
    plan = Plan(clients, seconds, n_questions)
    warm = Plan(clients, seconds, len(expected))
    with nullcontext(Served(url, None)) if url else served() as server:
        run_load(server.url, expected, warm)
        with Memory(server.process_id) as memory:
            tally = run_load(server.url, expected, plan)
        report = report_load(server.url, plan, tally, memory)
    Console().print(load_table(report))
    if json_out is not None:
        write_load(report, json_out)
    if not report.clean:
        raise typer.Exit(1)


def _questions(settings: Settings) -> list[str]:
    """Real questions in every language, spread over the known facts that are tuned on."""
    documents = load_documents(settings.sources_dir).documents
    facts = read_facts(FACTS / "dev.jsonl", documents, "dev")
    asked = list(dict.fromkeys(q.text for q in facts if not q.history))
    n_asked = min(N_DIFFERENT, len(asked))
    return [asked[i * len(asked) // n_asked] for i in range(n_asked)]


def _expected(settings: Settings, questions: Sequence[str]) -> dict[str, dict[str, object]]:
    """Each question with the answer that the Python door gives, as JSON data."""
    with Assistant(settings) as assistant:
        assistant.warm_up(progress=True)
        asked = shown(questions, "Asking Python")
        answers = {question: assistant.ask(question).to_dict() for question in asked}
    return {q: without_time(json.loads(json.dumps(a))) for q, a in answers.items()}
