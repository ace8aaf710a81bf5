"""The index as plain files: what is written is read, and nothing else."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build import make_snapshot
from index.errors import IndexMissing, StaleIndex
from index.snapshot import (
    FORMAT_VERSION,
    hash_files,
    read_manifest,
    read_snapshot,
    write_manifest,
    write_snapshot,
)
from index.types import Manifest, Snapshot
from tests.fakes import HashingEmbedder
from tests.index.documents import example, expanded_document, make_document

EXPANSIONS = (
    "expansion_0_prior.npy",
    "expansion_0_rows.npy",
    "expansion_0_weights.npy",
    "expansions.json",
    *(f"followup_grams_0_{part}.npy" for part in ("buckets", "rarity", "starts", "weights")),
    "followups_0_places.npy",
    "followups_0_vectors.npy",
    "grams_0_buckets.npy",
    "grams_0_rarity.npy",
    "grams_0_starts.npy",
    "grams_0_weights.npy",
)
FILES = (
    *EXPANSIONS,
    "passages.jsonl",
    "representations.jsonl",
    "token_rows.npy",
    "token_spans.npy",
    "token_units.jsonl",
    "vectors.npy",
)


@pytest.fixture
def snapshot() -> Snapshot:
    """The small article, one whose text is hard to write down, one that questions are about."""
    odd = make_document('Zeile\u2028mit "Trennern"\x85 und \\n 😀.\n\nNoch 1\u00a0Satz.', "odd")
    asked = replace(expanded_document(), doc_id="gefragt")
    return make_snapshot([example(), odd, asked], HashingEmbedder())


@pytest.fixture
def folder(snapshot: Snapshot, tmp_path: Path) -> Path:
    """The snapshot written down, with its manifest."""
    write_snapshot(tmp_path, snapshot)
    write_manifest(tmp_path, manifest(snapshot, tmp_path))
    return tmp_path


def manifest(snapshot: Snapshot, folder: Path) -> Manifest:
    """A manifest of the files of a folder."""
    n_rows = len(snapshot.representations)
    files = hash_files(folder)
    return Manifest(FORMAT_VERSION, "0" * 64, "fake", 256, 1600, 2, 5, n_rows, files)


def test_what_is_written_is_read(snapshot: Snapshot, folder: Path) -> None:
    """To the last character and the last bit."""
    found = read_snapshot(folder, read_manifest(folder))
    assert found.passages == snapshot.passages
    assert found.representations == snapshot.representations
    assert found.tokens.units == snapshot.tokens.units
    assert np.array_equal(found.vectors, snapshot.vectors)
    assert np.array_equal(found.tokens.rows, snapshot.tokens.rows)
    assert np.array_equal(found.tokens.spans, snapshot.tokens.spans)
    assert found.vectors.dtype == np.float32 and found.tokens.rows.dtype == np.int8


def test_what_was_learnt_is_read_as_it_was_written(snapshot: Snapshot, folder: Path) -> None:
    """Every number of it, each document's under its name."""
    (written,), (read,) = (
        snapshot.expansions,
        read_snapshot(folder, read_manifest(folder)).expansions,
    )
    assert (read.doc_id, read.sentence_ids) == ("gefragt", ("gefragt#1.0", "gefragt#2.0"))
    assert read.width == written.width
    assert read.rows.tolist() == written.rows.tolist()
    for name in ("weights", "prior"):
        assert np.array_equal(getattr(read, name), getattr(written, name)), name
    for name in ("starts", "buckets", "weights", "rarity"):
        assert np.array_equal(getattr(read.grams, name), getattr(written.grams, name)), name
    assert read.weights.dtype == np.float32 and read.rows.dtype == np.int32


def test_each_document_has_files_of_its_own(tmp_path: Path) -> None:
    """Read in the order in which they were written; nothing learnt is an empty list."""
    documents = [replace(expanded_document(), doc_id=name) for name in ("eins", "zwei")]
    two = make_snapshot(documents, HashingEmbedder())
    write_snapshot(tmp_path, two)
    read = read_snapshot(tmp_path, manifest(two, tmp_path))
    assert [e.doc_id for e in read.expansions] == ["eins", "zwei"]
    assert [e.rows[0] for e in read.expansions] == [e.rows[0] for e in two.expansions]
    none = tmp_path / "none"
    none.mkdir()
    plain = make_snapshot([example()], HashingEmbedder())
    write_snapshot(none, plain)
    assert json.loads((none / "expansions.json").read_text()) == []
    assert read_snapshot(none, manifest(plain, none)).expansions == ()


def test_the_manifest_names_every_file(snapshot: Snapshot, folder: Path) -> None:
    """And is itself read as it was written."""
    assert sorted(read_manifest(folder).files) == list(FILES)
    (folder / "manifest.json").unlink()
    written = manifest(snapshot, folder)
    write_manifest(folder, written)
    assert read_manifest(folder) == written


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_gone_or_changed_is_noticed(folder: Path, name: str) -> None:
    """Missing, emptied, shortened, or one bit turned, at the start, in the middle, at the end."""
    checked = read_manifest(folder)
    path, data = folder / name, (folder / name).read_bytes()
    changed = [b"", data[:-1], data + b"\n"]
    for at in (0, len(data) // 2, len(data) - 1):
        changed.append(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    for wrong in changed:
        path.write_bytes(wrong)
        with pytest.raises(StaleIndex, match=f"{name} is missing or damaged"):
            read_snapshot(folder, checked)
    path.unlink()
    with pytest.raises(StaleIndex, match=f"{name} is missing or damaged"):
        read_snapshot(folder, checked)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format_version": 1}', "\x00" * 9, "null"])
def test_a_damaged_manifest_is_noticed(folder: Path, text: str) -> None:
    """Whatever is left of it."""
    (folder / "manifest.json").write_text(text)
    with pytest.raises(StaleIndex, match=r"manifest\.json is damaged; run: python -m index build"):
        read_manifest(folder)


def test_no_manifest_is_no_index(folder: Path) -> None:
    """It is written last, so what lacks it was never finished."""
    (folder / "manifest.json").unlink()
    with pytest.raises(IndexMissing, match="run: python -m index build"):
        read_manifest(folder)
    shutil.rmtree(folder)
    with pytest.raises(IndexMissing):
        read_manifest(folder)


@pytest.mark.parametrize("other", [FORMAT_VERSION - 1, FORMAT_VERSION + 1])
def test_another_format_is_not_read(folder: Path, other: int) -> None:
    """An older version's index, or a newer one's."""
    write_manifest(folder, replace(read_manifest(folder), format_version=other))
    with pytest.raises(StaleIndex, match=f"has format {other}, this version reads"):
        read_manifest(folder)


def test_lines_are_json_that_a_person_can_read(folder: Path) -> None:
    """One record a line, umlauts as they are."""
    first = (folder / "passages.jsonl").read_text(encoding="utf-8").split("\n")[2]
    assert json.loads(first)["text"].startswith("Der Börsenwert fiel auf 6,7 Mrd.")
    assert "Börsenwert" in first
