"""``python -m app``: serve the chat, ask one question, or check the set-up."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.assistant import Assistant
from app.logs import set_up_logs
from app.question import check_language, clean_question
from app.settings import Settings
from app.show import show_answer
from index.chunk import chunk
from index.written import unasked
from sources import AssistantError, load_documents

EXIT_FAILURE = 1
EXIT_BAD_INPUT = 2

app = typer.Typer(
    help="Answers questions about articles and proves every sentence.",
    add_completion=False,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
)
Sources = Annotated[Path | None, typer.Option("--sources", help="Folder of articles.")]
Index = Annotated[Path | None, typer.Option("--index", help="Folder of the index.")]
Model = Annotated[
    str | None, typer.Option("--llm-model", help="provider:model, gguf:/path or none.")
]


@app.callback()
def serve(
    context: typer.Context,
    sources: Sources = None,
    index: Index = None,
    llm_model: Model = None,
    host: Annotated[str | None, typer.Option(help="Address to serve on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve on.")] = None,
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"] | None,
        typer.Option(help="How much to log, from LOG_LEVEL or warning by default."),
    ] = None,
) -> None:
    """Serve the chat, unless a command is given."""
    settings = Settings.load(
        sources_dir=sources,
        index_dir=index,
        llm_model=llm_model,
        server_name=host,
        server_port=port,
        log_level=log_level,
    )
    set_up_logs(settings.log_level, settings.log_format)
    if context.invoked_subcommand is not None:
        return
    from app.chat import serve as serve_chat
    from app.metrics import Metrics

    metrics = Metrics()
    assistant = Assistant(settings, metrics.asked)
    serve_chat(assistant, settings, lambda url: typer.echo(f"Serving {url}"), metrics)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads it from stdin.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the whole answer as JSON.")
    ] = False,
    lang: Annotated[str, typer.Option(help="auto, de, en, … for the answer.")] = "auto",
    explain: Annotated[bool, typer.Option("--explain", help="Show why this answer.")] = False,
    sources: Sources = None,
    index: Index = None,
    llm_model: Model = None,
) -> None:
    """Ask one question."""
    settings = Settings.load(sources_dir=sources, index_dir=index, llm_model=llm_model)
    text = question if question != "-" else sys.stdin.read() if sys.stdin else ""
    # Looked at before the model is loaded, so that a mistake is told at once.
    clean_question(text)
    check_language(lang)
    assistant = Assistant(settings)
    assistant.warm_up(progress=sys.stderr.isatty())
    answer = assistant.ask(text, language=lang)
    if as_json:
        typer.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        typer.echo(show_answer(answer, explain))


@app.command()
def questions(sources: Sources = None, index: Index = None, llm_model: Model = None) -> None:
    """Let the language model write questions for articles that bring none, kept by content."""
    settings = Settings.load(sources_dir=sources, index_dir=index, llm_model=llm_model)
    from app.phrasing import load_phrasing
    from app.writing import question_writer

    documents = load_documents(settings.sources_dir).documents
    passages = unasked(documents, [passage for d in documents for passage in chunk(d)])
    phrasing = load_phrasing(settings) if passages else None
    written = question_writer(settings, phrasing, sys.stderr.isatty())(passages)
    n_questions = sum(map(len, written.values()))
    typer.echo(f"{n_questions} questions are kept for {len(written)} of {len(passages)} passages")


@app.command()
def doctor() -> None:
    """Print the effective settings and what is wrong, one line each; exit 1 if anything is."""
    from app.doctor import examine

    findings = examine(Settings.load())
    for finding in findings:
        typer.echo(finding.line())
    if any(finding.wrong for finding in findings):
        raise typer.Exit(EXIT_FAILURE)


def main() -> None:
    """Run the command line: a failure is one line on stderr, exit 1; bad input exits 2."""
    try:
        app()
    except ValueError as error:
        typer.echo(f"Error: {error}", err=True)
        raise SystemExit(EXIT_BAD_INPUT) from None
    except (AssistantError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            # The reader went away; nothing more can be said to it, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(141) from None
        typer.echo(f"Error: {error}", err=True)
        raise SystemExit(EXIT_FAILURE) from None


if __name__ == "__main__":
    main()
