"""Known vulnerabilities of what is installed: exit 1 for one, 0 for none or without the database.

pip-audit says "could not be audited" and exits with 0 when it has no database, and asks for one
package after another: here one is asked for first, so that a machine without the database loses a
second or two. Words after the script's name stand for pip-audit, in the tests.
"""

import json
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

LIMIT_S = 20.0
ACCEPTED = ("CVE-2026-45829", "CVE-2026-45833")
"""Of Chroma's Python server, which nothing here starts: docs/security.md."""


def main(command: list[str]) -> int:
    """Ask for one package, then for all of them, and say what was found in a line or more."""
    until = time.monotonic() + LIMIT_S
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder, "probe.txt")
        probe.write_text(f"pip=={version('pip')}\n", encoding="utf-8")
        asked = _audit([*command, "--no-deps", "--disable-pip", "-r", str(probe)], until)
    if asked is not None:
        asked = _audit([*command, *_options(), "--local", "--skip-editable"], until)
    if asked is None:
        print("pip-audit: its database cannot be reached; vulnerabilities were not looked for")
        return 0
    for name, found, fixed in asked:
        print(f"pip-audit: {name} has {found}; mended in {fixed or 'no version yet'}")
    if not asked:
        print("pip-audit: no known vulnerability")
    return 1 if asked else 0


def _options() -> list[str]:
    return [word for name in ACCEPTED for word in ("--ignore-vuln", name)]


def _audit(command: list[str], until: float) -> list[tuple[str, str, str]] | None:
    """Package, vulnerability and mended versions of each found; nothing if nobody could say."""
    command = [*command, "--format", "json", "--progress-spinner", "off"]
    try:
        left_s = max(0.1, until - time.monotonic())
        done = subprocess.run(command, capture_output=True, text=True, timeout=left_s, check=False)
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        return None
    known = [package for package in packages if "skip_reason" not in package]
    return [
        (f"{package['name']} {package['version']}", bug["id"], ", ".join(bug["fix_versions"]))
        for package in known
        for bug in package["vulns"]
    ] or ([] if known else None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [sys.executable, "-m", "pip_audit", "--timeout", "5"]))
