"""What the room offers, and that importing it does nothing heavy."""

import subprocess
import sys
from pathlib import Path

import sources

HEAVY = ("trafilatura", "pypdf", "docx", "lingua", "lxml", "babel", "dateparser", "markdown_it")


def test_public_names_are_those_listed() -> None:
    """No name is listed that is not there, and each is sorted into place."""
    assert sources.__all__ == sorted(sources.__all__)
    assert all(hasattr(sources, name) for name in sources.__all__)


def test_import_loads_no_reader() -> None:
    """Readers are loaded when a file needs them."""
    code = f"import sys, sources; print([n for n in {HEAVY} if n in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert run.stdout.strip() == "[]"
