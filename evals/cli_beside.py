"""The command ``python -m evals beside``."""

from pathlib import Path
from typing import Annotated

import typer

from app import Settings
from evals.cli_facts import PartChoice
from evals.dataset import ADDED, FACTS, PARTS, about, load_facts
from evals.outputs import writable_file
from evals.results import write_results
from sources import load_documents


def beside(
    part: Annotated[PartChoice, typer.Option(help="Which known facts are asked.")] = PartChoice.ALL,
    added_dir: Annotated[
        Path, typer.Option("--added", help="Folder with articles/ and the facts/ about them.")
    ] = ADDED,
    out: Annotated[
        Path | None,
        typer.Option(help="Write every question's outcome here.", callback=writable_file),
    ] = None,
) -> None:
    """Put articles beside those of SOURCES_DIR, and show as Markdown what becomes of both."""
    # Heavy imports wait until they are needed, so that --help and a bad flag are quick.
    from evals.ablate import Remembering
    from evals.beside import Shelf, beside_markdown
    from evals.beside import beside as put_beside
    from index.build import make_snapshot
    from index.embed import load_embedder
    from index.open import open_or_build

    settings = Settings.load()
    parts = [name for name in PARTS if part in (name, PartChoice.ALL)]
    documents = load_documents(settings.sources_dir).documents
    added = load_documents(added_dir / "articles").documents
    questions = load_facts(FACTS, documents, parts)
    others = load_facts(added_dir / "facts", added, parts)
    embedder = Remembering(load_embedder(settings.embedding_model))
    opened = open_or_build(documents, settings.index_dir, embedder, progress=True)
    opened.store.close()
    shelves = [
        Shelf(d.doc_id, (d,), make_snapshot([d], embedder), about(others, d.doc_id)) for d in added
    ]
    rows = list(
        put_beside(Shelf("shipped", documents, opened.snapshot, questions), shelves, embedder)
    )
    typer.echo(beside_markdown(rows))
    if out is not None:
        by_id = {document.doc_id: document for document in (*documents, *added)}
        for number, row in enumerate(rows):
            write_results(out / f"{number:02d}.jsonl", row.outcomes, by_id)
