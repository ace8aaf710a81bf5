"""The command ``python -m evals ablate``."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from app import Settings
from evals.cli_facts import PartChoice
from evals.dataset import FACTS, PARTS, load_facts
from evals.outputs import writable_file
from evals.progress import shown
from evals.squad_data import Articles, of_articles, read_squad, spread
from sources import load_documents

HOW = """\
Each part is switched off by itself: its features are held at their mean in the linear models, its
weights are 0, its texts are out of the index, or its step is not taken; nothing is fitted
anew. Changes are in percentage points; "lost" and "won" count the questions that only the whole,
or only what is left, gets right."""


def ablate(
    part: Annotated[PartChoice, typer.Option(help="Which known facts are asked.")] = PartChoice.ALL,
    squad: Annotated[
        list[Path] | None, typer.Option(help="SQuAD files to read without each part, too.")
    ] = None,
    articles: Annotated[
        Articles, typer.Option(help="Ask SQuAD files only of every second article.")
    ] = Articles.ALL,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Ask only so many questions of a SQuAD file.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Write the tables to this file, too.", callback=writable_file),
    ] = None,
) -> None:
    """Switch each part of the product off, and show as Markdown what it costs."""
    # Heavy imports wait until they are needed, so that --help and a bad flag are quick.
    from evals.ablate import ablate_facts, ablate_squad
    from evals.ablate_report import FACTS_COLUMNS, SQUAD_COLUMNS, ablation_markdown
    from index.build import question_vectors
    from index.embed import load_embedder
    from index.open import open_or_build

    settings = Settings.load()
    documents = load_documents(settings.sources_dir).documents
    wanted = [name for name in PARTS if part in (name, PartChoice.ALL)]
    questions = load_facts(FACTS, documents, wanted)
    sets = [(path, spread(of_articles(read_squad(path), articles), limit)) for path in squad or ()]
    embedder = load_embedder(settings.embedding_model)
    opened = open_or_build(documents, settings.index_dir, embedder, progress=True)
    opened.store.close()
    show = partial(shown, what="Switching off")
    known = question_vectors(opened.snapshot)
    rows = ablate_facts(questions, documents, embedder, known, show)
    texts = ["# What each part costs when it is switched off", HOW]
    texts += [f"## {len(questions)} known facts", ablation_markdown(rows, FACTS_COLUMNS)]
    for path, asked in sets:
        rows = ablate_squad(asked, embedder, show)
        asked_of = f"{len(asked.questions)} questions over {len(asked.paragraphs)} paragraphs"
        texts += [f"## {path.name}: {asked_of}", ablation_markdown(rows, SQUAD_COLUMNS)]
    typer.echo("\n\n".join(texts))
    if out is not None:
        out.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
