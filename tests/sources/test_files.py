"""Regular files alone are read, and text alone is decoded."""

import os
import socket
from pathlib import Path

import pytest

from sources.errors import UnreadableFile
from sources.files import decode_text, read_bytes


def test_file_and_link_inside_the_folder_are_read(tmp_path: Path) -> None:
    """Mounted folders are made of links inside them."""
    (tmp_path / "a.txt").write_bytes(b"words")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert read_bytes(tmp_path / "a.txt", tmp_path) == b"words"
    assert read_bytes(tmp_path / "b.txt", tmp_path) == b"words"


def test_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """Also through a folder that is a link, and with dots."""
    outside, root = tmp_path / "outside", tmp_path / "root"
    outside.mkdir()
    root.mkdir()
    (outside / "secret.txt").write_bytes(b"secret")
    (root / "a.txt").symlink_to(outside / "secret.txt")
    (root / "sub").symlink_to(outside)
    for path in (
        root / "a.txt",
        root / "sub" / "secret.txt",
        root / ".." / "outside" / "secret.txt",
    ):
        with pytest.raises(UnreadableFile, match="outside the folder"):
            read_bytes(path, root)


def test_what_is_no_regular_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe without a writer must not hold the reader."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)  # a socket's path has to be short
        server.bind("socket.txt")
        for name in ("pipe.txt", "folder.txt", "socket.txt"):
            with pytest.raises(UnreadableFile, match="not a regular file"):
                read_bytes(tmp_path / name)
    for name in ("loop.txt", "missing.txt"):
        with pytest.raises(UnreadableFile, match="cannot be opened"):
            read_bytes(tmp_path / name)
    with pytest.raises(UnreadableFile, match="not a regular file"):
        read_bytes(Path("/dev/zero"))


def test_empty_and_large_files_are_refused(tmp_path: Path) -> None:
    """A sparse file is refused without reading all of it."""
    (tmp_path / "empty.txt").touch()
    with pytest.raises(UnreadableFile, match="is empty"):
        read_bytes(tmp_path / "empty.txt")
    with (tmp_path / "sparse.txt").open("wb") as file:
        file.truncate(5_000_000_000)
    with pytest.raises(UnreadableFile, match="larger than 20 MB"):
        read_bytes(tmp_path / "sparse.txt")
    (tmp_path / "fits.txt").write_bytes(b"12345")
    assert read_bytes(tmp_path / "fits.txt", limit_bytes=5) == b"12345"


@pytest.mark.parametrize(
    "data",
    ["Größe".encode(), b"\xef\xbb\xbf" + "Größe".encode(), "Größe".encode("utf-16")],
)
def test_text_is_decoded(data: bytes) -> None:
    """UTF-8 with and without a mark, UTF-16 with one."""
    assert decode_text(data) == "Größe"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Größe".encode("latin-1"), r"not valid UTF-8 \(byte 2\); save it as UTF-8"),
        (b"\xff\xfeabc", "not valid UTF-16"),
        (b"\xed\xa0\x80", "not valid UTF-8"),
        (b"words\x00words", "NUL bytes"),
        (b"\x7fELF\x02\x01", "is a program"),
        (b"#!/bin/sh\necho", "is a program"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"PK\x03\x04", "is a ZIP archive"),
    ],
)
def test_other_bytes_are_refused_with_the_reason(data: bytes, message: str) -> None:
    """What it is, or where decoding fails."""
    with pytest.raises(UnreadableFile, match=message):
        decode_text(data)
