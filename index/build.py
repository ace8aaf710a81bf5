"""Building an index: to a new folder, swapped in whole by one rename, by one builder at a time."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from index.chunk import MAX_PASSAGE_CHARS, chunk
from index.errors import IndexMissing, StaleIndex
from index.expand import fit_expansions
from index.generations import current_folder, locked, next_generation, not_written, swap_in
from index.precomputed import known_vectors
from index.represent import is_asked, represent
from index.snapshot import (
    FORMAT_VERSION,
    hash_files,
    read_manifest,
    read_snapshot,
    write_manifest,
    write_snapshot,
)
from index.store_files import write_collection
from index.types import (
    Embedder,
    Encoding,
    FloatArray,
    Manifest,
    QuestionWriter,
    Representation,
    Snapshot,
    TokenTable,
    TokenUnit,
)
from index.written import nothing_written, unasked
from sources.types import Document


def make_snapshot(
    documents: Sequence[Document],
    embedder: Embedder,
    progress: bool = False,
    known: dict[str, FloatArray] | None = None,
    writer: QuestionWriter = nothing_written,
    shipped: bool = True,
) -> Snapshot:
    """Chunk and embed documents.

    Args:
        documents: What to index.
        embedder: Makes the vectors.
        progress: Show a bar on stderr.
        known: Vectors of hypothetical questions that the same embedder made before, by text.
        writer: Gives questions for the passages of documents that bring none.
        shipped: Use what comes precomputed with the product.
    """
    passages = tuple(passage for document in documents for passage in chunk(document))
    written = writer(unasked(documents, passages))
    representations = tuple(represent(documents, passages, written))
    texts = [r.text for r in representations if not is_asked(r)]
    read = dict(zip(texts, embedder.encode_passages(texts, progress), strict=True))
    questions = list(dict.fromkeys(_asked_texts(representations)))
    known = known or {}
    if shipped:
        known = known | known_vectors(questions, embedder.embedder_id)
    asked = [text for text in questions if text not in known]
    made = zip(asked, embedder.encode_queries(asked, progress), strict=True)
    found = known | {text: encoding.vector for text, encoding in made}
    vectors = np.zeros((len(representations), embedder.dimension), dtype=np.float32)
    for row, representation in enumerate(representations):
        text = representation.text
        vectors[row] = found[text] if is_asked(representation) else read[text].vector
    tokens = _token_table(
        [(r, read[r.text]) for r in representations if r.kind == "passage"], embedder.dimension
    )
    expansions = fit_expansions(representations, vectors, found, shipped)
    return Snapshot(passages, representations, vectors, tokens, expansions)


def build(
    documents: Sequence[Document],
    folder: Path,
    embedder: Embedder,
    progress: bool = False,
    writer: QuestionWriter = nothing_written,
) -> Manifest:
    """Build the index of documents in a folder and swap it in; the old one serves until then.

    What ``writer`` gives is no part of the fingerprint: the same documents need no other index
    because a language model was switched on or off.

    Raises:
        IndexBusy: If another process is building there.
        IndexNotWritten: If the disk is full, or the folder not ours to write.
    """
    with locked(folder):
        known = _known_vectors(folder, embedder)
        snapshot = make_snapshot(documents, embedder, progress, known, writer)
        generation = next_generation(folder)
        try:
            generation.mkdir()
            write_snapshot(generation, snapshot)
            write_collection(generation, len(snapshot.representations))
            manifest = _manifest(documents, embedder, snapshot, hash_files(generation))
            write_manifest(generation, manifest)
        except BaseException as error:
            shutil.rmtree(generation, ignore_errors=True)
            if isinstance(error, OSError):
                raise not_written(folder, error) from error
            raise
        try:
            swap_in(folder, generation.name)
        except OSError as error:
            raise not_written(folder, error) from error
    return manifest


def check_current(manifest: Manifest, documents: Sequence[Document], embedder_id: str) -> None:
    """Check that an index is the one that these sources and this embedder give.

    Raises:
        StaleIndex: If it is not; the text says what differs.
    """
    if manifest.embedder_id != embedder_id:
        raise StaleIndex(
            f"The index was made by embedder {manifest.embedder_id}, not {embedder_id}"
        )
    if manifest.sources_sha256 != fingerprint(documents):
        raise StaleIndex("The sources have changed since the index was made")
    if manifest.max_passage_chars != MAX_PASSAGE_CHARS:
        raise StaleIndex("The index was made with another passage length")


def fingerprint(documents: Sequence[Document]) -> str:
    """A hash of all that documents hold, in hexadecimal."""
    digest = hashlib.sha256()
    for document in documents:
        digest.update(json.dumps(asdict(document), sort_keys=True).encode("utf-8"))
    return digest.hexdigest()


def _asked_texts(representations: Sequence[Representation]) -> Iterator[str]:
    """Each question, and each follow-up by itself."""
    for representation in representations:
        if is_asked(representation):
            yield representation.text
            yield representation.text[representation.start :]


def _known_vectors(folder: Path, embedder: Embedder) -> dict[str, FloatArray]:
    """Question vectors of the index in use, if the same embedder made it and it is whole."""
    try:
        generation = current_folder(folder)
        manifest = read_manifest(generation)
        if manifest.embedder_id != embedder.embedder_id:
            return {}
        old = read_snapshot(generation, manifest)
    except (IndexMissing, StaleIndex):
        return {}
    return question_vectors(old)


def question_vectors(snapshot: Snapshot) -> dict[str, FloatArray]:
    """The vectors of the questions of an index by text, those of follow-ups by themselves, too."""
    asked = snapshot.representations
    known = {r.text: snapshot.vectors[row] for row, r in enumerate(asked) if is_asked(r)}
    for expansion in snapshot.expansions:
        followups = [asked[row] for row in expansion.rows[expansion.followups.places]]
        texts = (question.text[question.start :] for question in followups)
        known |= zip(texts, expansion.followups.vectors, strict=True)
    return known


def _token_table(read: list[tuple[Representation, Encoding]], dimension: int) -> TokenTable:
    units: list[TokenUnit] = []
    rows: list[np.ndarray] = [np.zeros((0, dimension), dtype=np.int8)]
    spans: list[np.ndarray] = [np.zeros((0, 2), dtype=np.int32)]
    first = 0
    for representation, encoding in read:
        last = first + len(encoding.tokens)
        units.append(TokenUnit(representation.passage_id, representation.language, first, last))
        rows.append(np.rint(encoding.tokens * 127).astype(np.int8))
        spans.append(np.array(encoding.offsets, dtype=np.int32).reshape(-1, 2))
        first = last
    return TokenTable(np.concatenate(rows), np.concatenate(spans), tuple(units))


def _manifest(
    documents: Sequence[Document], embedder: Embedder, snapshot: Snapshot, files: dict[str, str]
) -> Manifest:
    return Manifest(
        FORMAT_VERSION,
        fingerprint(documents),
        embedder.embedder_id,
        embedder.dimension,
        MAX_PASSAGE_CHARS,
        len(documents),
        len(snapshot.passages),
        len(snapshot.representations),
        files,
    )
