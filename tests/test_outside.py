"""The table of routes in docs/security.md is what the application answers."""

import json
import re
import subprocess
import sys

import pytest

from tests.outside import COLUMNS, PAGE, SERVED, written

ROOT = PAGE.parents[1]


@pytest.fixture(scope="module")
def seen() -> dict[str, dict[str, list[int]]]:
    """What the real application over the fake assistant answers, from a process of its own."""
    command = [sys.executable, "-m", "tests.outside", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, list[int]]] = json.loads(done.stdout)
    return found


def test_the_table_is_true(seen: dict[str, dict[str, list[int]]]) -> None:
    """Each row, asked again; ``python -m tests.outside`` writes it anew."""
    expected = written()
    assert list(expected)[: len(SERVED)] == list(SERVED)
    assert {route: seen["answers"][route] for route in expected} == expected


def test_every_other_route_of_the_libraries_is_closed(
    seen: dict[str, dict[str, list[int]]],
) -> None:
    """Also those that a newer Gradio brings: 404 with the password, nothing without it."""
    assert len(seen["closed"]) > 30
    found = {tuple(seen["answers"][route]) for route in seen["closed"]}
    assert found == {(401, 404, 400, 404, 404)}


def test_nothing_is_served_to_strangers() -> None:
    """Without the password, or for a page that another name or site stands before."""
    names = list(COLUMNS)
    for route, row in written().items():
        by_name = dict(zip(names, row, strict=True))
        assert by_name["no credentials"] == 401, route
        assert by_name["foreign Host"] == 400, route
        assert by_name["foreign Origin"] in (403, 404), route
        assert by_name["X-Forwarded-Host"] == by_name["credentials"], route


def test_the_tests_that_the_page_names_exist() -> None:
    """Accepted risks are held off by tests of these names."""
    text = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[^`]+)`", text))
    assert named
    for name in named:
        path, _, test = name.partition("::")
        found = ROOT / path
        assert found.exists(), name
        assert not test or f"def {test}(" in found.read_text(encoding="utf-8"), name


def test_chromas_python_server_is_not_used() -> None:
    """Its two known holes are accepted for that."""
    for room in ("sources", "index", "app", "evals", "docs/deploy"):
        for path in (ROOT / room).rglob("*"):
            if path.suffix in (".py", ".service", ".conf") or path.name == "Containerfile":
                text = path.read_text(encoding="utf-8")
                assert not re.search(r"chromadb[. ](server|app)|uvicorn chromadb", text), path
