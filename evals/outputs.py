"""Where a run writes, made sure of before it begins: nobody waits for figures that get lost."""

import os
from pathlib import Path

import typer


def writable_file(path: Path | None) -> Path | None:
    """A file that can be written, its folder made; for an option of a command.

    Raises:
        typer.BadParameter: If it cannot.
    """
    if path is not None:
        _check(path, path.parent)
        if path.is_dir() or (path.exists() and not os.access(path, os.W_OK)):
            raise typer.BadParameter(f"{path} cannot be written; name another file.")
    return path


def writable_folder(path: Path) -> Path:
    """A folder that can be written to, made if it is not there; for an option of a command.

    Raises:
        typer.BadParameter: If it cannot.
    """
    _check(path, path)
    return path


def _check(named: Path, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"{named} cannot be written: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise typer.BadParameter(f"{named} cannot be written: no right to write to {folder}.")
