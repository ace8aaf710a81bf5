"""The look for known vulnerabilities tells a clean answer from none, and never hangs."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SKIPPED = {"name": "pip", "skip_reason": "could not be audited"}
CLEAN = {"name": "pip", "version": "1", "vulns": []}
BAD = {
    "name": "gradio",
    "version": "6.0",
    "vulns": [{"id": "CVE-2099-1", "fix_versions": ["6.1", "7"], "aliases": []}],
}


def audit(tmp_path: Path, probe: str, whole: str) -> subprocess.CompletedProcess[str]:
    """Run the script with a fake pip-audit: a line of Python for the probe, one for the rest."""
    fake = tmp_path / "fake.py"
    fake.write_text(
        f"import sys, time\nif '-r' in sys.argv:\n    {probe}\nelse:\n    {whole}\n",
        encoding="utf-8",
    )
    command = [sys.executable, str(ROOT / ".ci" / "audit.py"), sys.executable, str(fake)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def says(*packages: object, code: int = 0) -> str:
    """Python that prints what pip-audit would about these packages."""
    text = json.dumps({"dependencies": packages, "fixes": []})
    return f"print({text!r}); sys.exit({code})"


def test_a_vulnerability_fails_with_its_name_and_cure(tmp_path: Path) -> None:
    """Also if other packages could not be looked up."""
    done = audit(tmp_path, says(CLEAN), says(CLEAN, BAD, SKIPPED, code=1))
    assert done.returncode == 1
    assert done.stdout == "pip-audit: gradio 6.0 has CVE-2099-1; mended in 6.1, 7\n"


def test_clean_is_said(tmp_path: Path) -> None:
    """In one line."""
    done = audit(tmp_path, says(CLEAN), says(CLEAN, SKIPPED))
    assert (done.returncode, done.stdout) == (0, "pip-audit: no known vulnerability\n")


@pytest.mark.parametrize(
    ("probe", "whole"),
    [
        (says(SKIPPED), "raise SystemExit('the rest was asked for')"),
        (says(CLEAN), says(SKIPPED)),
        ("raise SystemExit('no route to host')", "pass"),
        ("print('[]')", "pass"),
    ],
)
def test_no_database_is_not_clean(tmp_path: Path, probe: str, whole: str) -> None:
    """One line that says so; the check goes on."""
    done = audit(tmp_path, probe, whole)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1 and "cannot be reached" in done.stdout


def test_a_database_that_hangs_is_left(tmp_path: Path) -> None:
    """After the limit, here cut down to half a second."""
    script = (ROOT / ".ci" / "audit.py").read_text(encoding="utf-8")
    assert "\nLIMIT_S = 20.0\n" in script
    quick = tmp_path / "audit.py"
    quick.write_text(script.replace("LIMIT_S = 20.0", "LIMIT_S = 0.5"), encoding="utf-8")
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, quick, sys.executable, "-c", "import time; time.sleep(60)"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0 and "cannot be reached" in done.stdout
    assert time.monotonic() - began < 10


def test_the_check_calls_it() -> None:
    """So that CI does."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\t$(PY) .ci/audit.py\n" in makefile
