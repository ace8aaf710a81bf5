"""Chroma's process: what it may load, and what it leaves behind."""

import os
import time
from pathlib import Path

import pytest
from chromadb.utils import embedding_functions
from filelock import FileLock

from index.store_child import Keeper, own_folder
from index.store_names import FOLDERS, LOCK


def test_nothing_that_a_collection_names_can_be_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists of embedding functions are empty before a collection is opened."""
    for name in ("known_embedding_functions", "sparse_known_embedding_functions"):
        monkeypatch.setattr(embedding_functions, name, {"sentence_transformer": object})
    Keeper()
    assert embedding_functions.known_embedding_functions == {}
    assert embedding_functions.sparse_known_embedding_functions == {}


def test_folders_that_killed_processes_left_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not those in use, nor young ones, nor those of others, nor what a link leads to."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    names = ("left", "used", "young")
    folders = {name: tmp_path / f"{FOLDERS}{name}" for name in names}
    for name, folder in folders.items():
        folder.mkdir()
        (folder / LOCK).touch()
        if name != "young":
            os.utime(folder, (time.time() - 3600,) * 2)
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / f"{FOLDERS}link"
    link.symlink_to(tmp_path / "elsewhere")
    os.utime(link, (time.time() - 3600,) * 2, follow_symlinks=False)
    with FileLock(folders["used"] / LOCK):
        own, lock = own_folder()
    with lock:
        left = {path.name.removeprefix(FOLDERS) for path in tmp_path.glob(f"{FOLDERS}*")}
        assert left == {"used", "young", "link", own.name.removeprefix(FOLDERS)}
    assert (tmp_path / "elsewhere").is_dir()
