"""The index as plain files, which are the truth: everything else is made from them.

``passages.jsonl``, ``representations.jsonl``, ``vectors.npy``, ``token_rows.npy``,
``token_spans.npy``, ``token_units.jsonl``, ``expansions.json`` with its arrays and, last,
``manifest.json`` with the SHA-256 of each.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from index.errors import IndexMissing, StaleIndex
from index.types import (
    Expansion,
    FollowUps,
    GramTable,
    Manifest,
    Passage,
    Representation,
    Snapshot,
    TokenTable,
    TokenUnit,
)

FORMAT_VERSION = 9
MANIFEST = "manifest.json"
EXPANSIONS = "expansions.json"
_EXPANSION_ARRAYS = ("rows", "weights", "prior")
_FOLLOWUP_ARRAYS = ("places", "vectors")
_GRAM_ARRAYS = ("starts", "buckets", "weights", "rarity")
_PASSAGES = TypeAdapter(Passage)
_REPRESENTATIONS = TypeAdapter(Representation)
_UNITS = TypeAdapter(TokenUnit)
_MANIFEST = TypeAdapter(Manifest)


def write_snapshot(folder: Path, snapshot: Snapshot) -> None:
    """Write all files but the manifest, each flushed to disk."""
    _write_lines(folder / "passages.jsonl", snapshot.passages)
    _write_lines(folder / "representations.jsonl", snapshot.representations)
    _write_lines(folder / "token_units.jsonl", snapshot.tokens.units)
    _write_array(folder / "vectors.npy", snapshot.vectors)
    _write_array(folder / "token_rows.npy", snapshot.tokens.rows)
    _write_array(folder / "token_spans.npy", snapshot.tokens.spans)
    _write_expansions(folder, snapshot.expansions)


def hash_files(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder, by its path from there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in files}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, which makes the folder an index."""
    _write_text(folder / MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))


def read_manifest(folder: Path) -> Manifest:
    """Read what the index in a folder was made of.

    Raises:
        IndexMissing: If there is no manifest.
        StaleIndex: If it is damaged or of another format version.
    """
    path = folder / MANIFEST
    try:
        manifest = _MANIFEST.validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise IndexMissing(f"No index at {folder}; run: python -m index build") from error
    except (OSError, ValidationError) as error:
        raise StaleIndex(f"Index manifest {path} is damaged; run: python -m index build") from error
    if manifest.format_version != FORMAT_VERSION:
        raise StaleIndex(
            f"Index at {folder} has format {manifest.format_version}, this version reads "
            f"{FORMAT_VERSION}; run: python -m index build"
        )
    return manifest


def read_snapshot(folder: Path, manifest: Manifest) -> Snapshot:
    """Read the index of a folder, each of its plain files checked against the manifest.

    Raises:
        StaleIndex: If a file is missing or not as it was written.
    """
    for name, expected in manifest.files.items():
        # What is in a folder is a cache, and looked at by whom it serves.
        if "/" not in name and sha256_of(folder / name) != expected:
            raise StaleIndex(f"Index file {folder / name} is missing or damaged")
    try:
        return _read_files(folder)
    except FileNotFoundError as error:
        raise StaleIndex(f"Index at {folder} was removed while it was read") from error


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal, empty if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _read_files(folder: Path) -> Snapshot:
    units = tuple(_UNITS.validate_json(line) for line in _lines(folder / "token_units.jsonl"))
    return Snapshot(
        tuple(_PASSAGES.validate_json(line) for line in _lines(folder / "passages.jsonl")),
        tuple(
            _REPRESENTATIONS.validate_json(line)
            for line in _lines(folder / "representations.jsonl")
        ),
        np.load(folder / "vectors.npy", allow_pickle=False),
        TokenTable(
            np.load(folder / "token_rows.npy", allow_pickle=False, mmap_mode="r"),
            np.load(folder / "token_spans.npy", allow_pickle=False, mmap_mode="r"),
            units,
        ),
        _read_expansions(folder),
    )


def _write_expansions(folder: Path, expansions: tuple[Expansion, ...]) -> None:
    """One list of names, and the arrays of each by its place in it."""
    named = [
        {
            "doc_id": e.doc_id,
            "sentence_ids": e.sentence_ids,
            "widths": (e.width, e.followups.width),
        }
        for e in expansions
    ]
    _write_text(folder / EXPANSIONS, json.dumps(named))
    for number, expansion in enumerate(expansions):
        followups = expansion.followups
        for name, record, parts in (
            ("expansion", expansion, _EXPANSION_ARRAYS),
            ("grams", expansion.grams, _GRAM_ARRAYS),
            ("followups", followups, _FOLLOWUP_ARRAYS),
            ("followup_grams", followups.grams, _GRAM_ARRAYS),
        ):
            for part in parts:
                _write_array(folder / f"{name}_{number}_{part}.npy", getattr(record, part))


def _read_expansions(folder: Path) -> tuple[Expansion, ...]:
    def arrays(name: str, parts: tuple[str, ...]) -> list[np.ndarray]:
        return [np.load(folder / f"{name}_{part}.npy", allow_pickle=False) for part in parts]

    found = []
    for number, named in enumerate(json.loads((folder / EXPANSIONS).read_text("utf-8"))):
        rows, weights, prior = arrays(f"expansion_{number}", _EXPANSION_ARRAYS)
        grams = GramTable(*arrays(f"grams_{number}", _GRAM_ARRAYS))
        places, vectors = arrays(f"followups_{number}", _FOLLOWUP_ARRAYS)
        own = GramTable(*arrays(f"followup_grams_{number}", _GRAM_ARRAYS))
        width, own_width = map(float, named["widths"])
        followups = FollowUps(places, vectors, own_width, own)
        doc_id, ids = named["doc_id"], tuple(named["sentence_ids"])
        found.append(Expansion(doc_id, rows, ids, weights, prior, width, grams, followups))
    return tuple(found)


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


def _write_lines(
    path: Path, records: Iterable[Passage] | Iterable[Representation] | Iterable[TokenUnit]
) -> None:
    lines = (json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in records)
    _write_text(path, "".join(lines))


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _write_array(path: Path, array: np.ndarray) -> None:
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
