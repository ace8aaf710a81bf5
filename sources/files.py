"""The bytes of regular files inside a folder, and their text; anything else is refused."""

import os
import stat
from pathlib import Path

from sources.errors import UnreadableFile

MAX_FILE_BYTES = 20_000_000
# A folder given by mistake, such as a home folder, ends here instead of being read for hours.
MAX_FILES = 2_000
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PROGRAMS = {
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"#!/": "a program",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive",
}


def read_bytes(path: Path, root: Path | None = None, limit_bytes: int = MAX_FILE_BYTES) -> bytes:
    """Read a regular file.

    Args:
        path: The file.
        root: The folder that a symbolic link must not lead out of; None allows any target.
        limit_bytes: The largest size that is read.

    Returns:
        The whole content, never empty.

    Raises:
        UnreadableFile: If it is missing, no regular file (a pipe, a device, a folder), outside
            ``root``, empty, or larger than the limit, also when it grows while it is read.
    """
    try:
        target = path.resolve(strict=True)
        if root is not None and not target.is_relative_to(root.resolve()):
            raise UnreadableFile("is a link to a file outside the folder")
        data = _read_regular(target, limit_bytes)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links
        raise UnreadableFile(f"cannot be opened ({_reason(error)})") from error
    if not data:
        raise UnreadableFile("is empty")
    if len(data) > limit_bytes:
        raise UnreadableFile(f"is larger than {limit_bytes // 1_000_000} MB")
    return data


def decode_text(data: bytes) -> str:
    """Decode UTF-8, with or without a byte-order mark, or UTF-16 with one.

    Raises:
        UnreadableFile: If the bytes are a program, an archive, binary, or in another encoding.
    """
    for magic, what in _PROGRAMS.items():
        if data.startswith(magic):
            raise UnreadableFile(f"is {what}, not text", "not_text")
    encoding = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        raise UnreadableFile(
            f"is not valid {name} (byte {error.start}); save it as UTF-8", "encoding"
        ) from error
    if "\x00" in text:
        raise UnreadableFile("is not text (it holds NUL bytes)", "not_text")
    return text


def _read_regular(target: Path, limit_bytes: int) -> bytes:
    # O_NONBLOCK so that a pipe without a writer cannot hold us; Windows has neither flag.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    flags |= getattr(os, "O_BINARY", 0)
    if not stat.S_ISREG(target.lstat().st_mode):
        raise UnreadableFile("is not a regular file")
    descriptor = os.open(target, flags)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise UnreadableFile("is not a regular file")
        return file.read(limit_bytes + 1)


def _reason(error: OSError | RuntimeError) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "a loop of links"
