"""The lock file for deployment is whole, agrees with requirements.txt, and names no host."""

import re
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.test_project import requirements

ROOT = Path(__file__).parents[1]
APART = {"torch"}


@cache
def locked() -> dict[str, tuple[Requirement, list[str]]]:
    """What the file pins by normal name, with its hashes."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "")
    entries = [line for line in text.splitlines() if line and not line.startswith("#")]
    pins = [Requirement(entry.split(" --hash")[0].strip()) for entry in entries]
    found = [re.findall(r"--hash=sha256:([0-9a-f]{64})(?=\s|$)", entry) for entry in entries]
    return {canonicalize_name(p.name): (p, hashes) for p, hashes in zip(pins, found, strict=True)}


def test_every_entry_is_one_version_with_hashes() -> None:
    """And nothing else stands there: no address, no option."""
    for pin, hashes in locked().values():
        assert [specifier.operator for specifier in pin.specifier] == ["=="], str(pin)
        assert hashes and pin.url is None, str(pin)
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text and "--index-url" not in re.sub(r"(?m)^#.*", "", text)
    assert not re.search(r"(?m)^\s*-(?!-hash=)", text)


def test_every_requirement_is_locked_to_a_version_it_allows() -> None:
    """All but torch, whose CPU build is none of PyPI's files."""
    for requirement in requirements("requirements.txt"):
        name = canonicalize_name(requirement.name)
        assert (name in locked()) != (name in APART), name
        if name in locked():
            (version,) = (specifier.version for specifier in locked()[name][0].specifier)
            assert requirement.specifier.contains(version), str(requirement)


def test_what_the_locked_ones_need_is_locked() -> None:
    """By the data of what is installed here, as far as the versions are the same."""
    from importlib.metadata import PackageNotFoundError, distribution

    for name, (pin, _) in locked().items():
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        if not pin.specifier.contains(found.version):
            continue
        for need in map(Requirement, found.requires or ()):
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                assert canonicalize_name(need.name) in {*locked(), *APART}, f"{name}: {need}"


def test_deployment_installs_from_it() -> None:
    """In the container and by hand; torch afterwards, in the version of requirements.txt."""
    (torch,) = (r for r in requirements("requirements.txt") if r.name == "torch")
    for page in ("docs/deployment.md", "docs/deploy/Containerfile"):
        text = " ".join((ROOT / page).read_text(encoding="utf-8").split())
        locked_first = text.index("--require-hashes --no-deps -r requirements.lock")
        assert locked_first < text.index(f"install --no-cache-dir {torch}"), page
