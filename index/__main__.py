"""``python -m index``: build the index, look at it, search it."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from index.adapter import bundled_id
from index.build import build, check_current
from index.errors import IndexMissing, StaleIndex
from index.generations import current_folder
from index.snapshot import read_manifest, read_snapshot
from index.store_files import check_collection
from index.threads import share_cores
from index.types import ChromaServer, Embedder
from index.written import FOLDER, WrittenQuestions
from sources import AssistantError, SourceSet, load_documents
from sources.clean import clean_line

ROOT = Path(__file__).resolve().parents[1]
app = typer.Typer(
    help="Build, check and search the index.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Sources = Annotated[
    Path, typer.Option("--sources", envvar="SOURCES_DIR", help="Folder of articles.")
]
Index = Annotated[Path, typer.Option("--index", envvar="INDEX_DIR", help="Folder of the index.")]
Model = Annotated[
    str,
    typer.Option(
        "--embedding-model",
        envvar="EMBEDDING_MODEL",
        help="Hub name or folder; empty: the bundled model.",
    ),
]
_SERVER_S = 60.0
"""How long a search waits for a server, which has to be filled if it is new."""
DEFAULT_SOURCES = ROOT / "sources" / "articles"
DEFAULT_INDEX = ROOT / "data" / "index"


@app.command("build")
def build_command(
    sources: Sources = DEFAULT_SOURCES,
    index: Index = DEFAULT_INDEX,
    embedding_model: Model = "",
    if_stale: Annotated[
        bool, typer.Option("--if-stale", help="Do nothing if the index is whole and current.")
    ] = False,
    llm_model: Annotated[
        str,
        typer.Option(
            "--llm-model",
            envvar="LLM_MODEL",
            help="Writes questions for articles without any: provider:model, gguf:/path or none.",
        ),
    ] = "none",
) -> None:
    """Build the index of all articles; the old one serves until the new one is whole."""
    found = _load(sources)
    if if_stale and _state(found, index, embedding_model) == "current":
        typer.echo(f"The index at {index} is current.")
        return
    if llm_model != "none":
        _let_write(sources, index, llm_model)
    written = WrittenQuestions(index.parent / FOLDER, llm_model)
    embedder = _embedder(embedding_model)
    manifest = build(found.documents, index, embedder, sys.stderr.isatty(), written.read)
    typer.echo(
        f"Indexed {manifest.n_documents} articles: {manifest.n_passages} passages, "
        f"{manifest.n_representations} vectors, at {index}"
    )


@app.command()
def status(
    sources: Sources = DEFAULT_SOURCES, index: Index = DEFAULT_INDEX, embedding_model: Model = ""
) -> None:
    """Tell whether the index is whole and current; exit 1 if it is not."""
    state = _state(_load(sources), index, embedding_model)
    typer.echo(state)
    if state != "current":
        raise typer.Exit(1)


@app.command("precompute", hidden=True)
def precompute_command() -> None:
    """Encode the shipped questions and fit what they teach anew, after they have changed."""
    from index.precompute import precompute
    from index.precomputed import FILE

    documents = _load(DEFAULT_SOURCES).documents
    precompute(documents, _embedder(""), FILE, sys.stderr.isatty())


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many passages.")] = 5,
    sources: Sources = DEFAULT_SOURCES,
    index: Index = DEFAULT_INDEX,
    embedding_model: Model = "",
    chroma: Annotated[
        str,
        typer.Option(envvar="CHROMA_HTTP_HOST", help="Chroma server; empty: the index folder."),
    ] = "",
    chroma_port: Annotated[
        int, typer.Option(envvar="CHROMA_HTTP_PORT", min=1, max=65535, help="Its port.")
    ] = 8000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the passages nearest to a query."""
    from index.open import open_or_build
    from index.retrieve import FusionWeights, Retriever

    query = clean_line(query)
    if not query:
        raise typer.BadParameter("The query is empty")
    embedder = _embedder(embedding_model)
    server = ChromaServer(chroma, chroma_port) if chroma else None
    documents = _load(sources).documents
    opened = open_or_build(documents, index, embedder, sys.stderr.isatty(), server)
    with opened.store as store:
        if server:
            store.wait_tried(_SERVER_S)
        retriever = Retriever(opened.snapshot, store, FusionWeights())
        hits = [r.hit for r in retriever.retrieve(query, embedder.encode_query(query), k)]
    if as_json:
        rows = [
            {
                "rank": hit.rank,
                "score": hit.score,
                "passage_id": hit.passage.passage_id,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "text": hit.passage.text,
            }
            for hit in hits
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("rank", "score", "passage", "text")
    for hit in hits:
        table.add_row(str(hit.rank), f"{hit.score:.3f}", hit.passage.passage_id, hit.passage.text)
    Console(markup=False, emoji=False).print(table)


def _let_write(sources: Path, index: Path, llm_model: str) -> None:
    """Have the assistant's command line ask its language model; if it fails, it says why itself."""
    options = ["--sources", str(sources), "--index", str(index), "--llm-model", llm_model]
    # This room knows no language model: its door knocks at the next one's.
    subprocess.run([sys.executable, "-m", "app", "questions", *options], check=False)


def _load(sources: Path) -> SourceSet:
    found = load_documents(sources)
    for skipped in found.skipped:
        typer.echo(f"Skipped {skipped.path}: {skipped.reason}", err=True)
    return found


def _embedder(name: str) -> Embedder:
    share_cores()
    from index.embed import load_embedder

    return load_embedder(name)


def _state(found: SourceSet, index: Path, embedding_model: str) -> str:
    """``current``, or in one line what is wrong."""
    try:
        folder = current_folder(index)
        manifest = read_manifest(folder)
        embedder_id = _embedder(embedding_model).embedder_id if embedding_model else bundled_id()
        check_current(manifest, found.documents, embedder_id)
        read_snapshot(folder, manifest)
        check_collection(folder, manifest)
    except (IndexMissing, StaleIndex) as error:
        return str(error)
    return "current"


def main() -> None:
    """Run the command line; a failure is one line on stderr and exit code 1."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        app()
    except (AssistantError, OSError, ValueError) as error:
        typer.echo(f"Error: {error}", err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
