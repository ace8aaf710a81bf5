"""The command ``python -m evals squad``."""

import time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evals.errors import DatasetError
from evals.outputs import writable_file
from evals.progress import shown
from evals.squad_data import (
    Articles,
    language_of,
    of_articles,
    read_squad,
    spread,
    to_documents,
    with_questions,
)
from evals.squad_report import report_squad, squad_table, write_squad_json
from evals.squad_run import run_squad
from sources.language import detect_language


def squad(
    paragraphs: Annotated[Path, typer.Argument(help="A SQuAD file, v1.1 or 2.0: all is indexed.")],
    questions: Annotated[
        Path | None,
        typer.Option(help="Ask the questions of this parallel file instead (cross-lingual)."),
    ] = None,
    json_out: Annotated[
        Path | None,
        typer.Option("--json", help="Write everything to this file.", callback=writable_file),
    ] = None,
    articles: Annotated[
        Articles, typer.Option(help="Ask only of every second article; all stay indexed.")
    ] = Articles.ALL,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Ask only so many questions, evenly spread.")
    ] = None,
    embedding_model: Annotated[
        str, typer.Option(envvar="EMBEDDING_MODEL", help="Empty for the bundled model.")
    ] = "",
) -> None:
    """Measure retrieval, reading and confidence on any SQuAD-format file."""
    # Heavy imports wait until they are needed, so that --help and a bad flag are quick.
    from evals.engine import build_engine

    squad_set = read_squad(paragraphs)
    if questions is not None:
        squad_set = with_questions(squad_set, questions)
    for remark in squad_set.remarks:
        typer.echo(remark, err=True)
    squad_set = spread(of_articles(squad_set, articles), limit)
    if not squad_set.questions:
        raise DatasetError(f"{paragraphs} has no question about {articles} articles; ask all")
    language = language_of(squad_set)
    asked_in = detect_language(" ".join(q.text for q in squad_set.questions))
    documents = to_documents(squad_set, language)
    began = time.perf_counter()
    engine = build_engine(documents, embedding_model, progress=True)
    build_s = time.perf_counter() - began
    outcomes = run_squad(squad_set, documents, engine, asked_in, partial(shown, what="Asking"))
    total_s = time.perf_counter() - began
    report = report_squad(
        (paragraphs, questions), language, len(documents), (build_s, total_s), outcomes
    )
    Console().print(squad_table(report))
    if json_out is not None:
        write_squad_json(report, json_out)
