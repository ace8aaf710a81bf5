"""The architecture, proved on the syntax tree of every file of the four rooms.

Imports go sources -> index -> app -> evals and never back, also inside functions and under
``TYPE_CHECKING``; a vendor's library stays in the files that own it; nothing loads code with data.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("sources", "index", "app", "evals")
MAX_LINES = 250

EMBEDDING = ("index/embed*.py", "index/weights*.py", "index/quantized*.py")
# Where a library may be imported; its types stay there. An entry covers its submodules.
OWNERS = {
    "chromadb": ("index/store*.py",),
    # The baseline is LangChain as its own guide has it.
    "langchain_chroma": ("index/store*.py", "evals/baselines.py"),
    # Training what is added to the encoder needs the encoder.
    "torch": (*EMBEDDING, "index/ridge.py", "evals/adapt.py", "evals/adapt_model.py"),
    "peft": ("evals/adapt_model.py",),
    "onnx": EMBEDDING,
    "onnxruntime": EMBEDDING,
    "sentence_transformers": EMBEDDING,
    "transformers": EMBEDDING,
    "sentencepiece": EMBEDDING,
    "gradio": ("app/chat*.py", "app/ui/*"),
    "fastapi": ("app/chat*.py", "app/ui/*"),
    "starlette": ("app/chat*.py", "app/ui/*"),
    "uvicorn": ("app/chat*.py", "app/ui/*"),
    "limits": ("app/ui/rate.py",),
    "prometheus_client": ("app/metrics.py",),
    "pythonjsonlogger": ("app/logs.py",),
    "psutil": ("evals/load*.py",),
    "langchain": ("app/llm*.py",),
    "langchain_core": ("app/llm*.py", "evals/baselines.py"),
    "langchain_text_splitters": ("evals/baselines.py",),
    "trafilatura": ("sources/extract.py",),
    "pypdf": ("sources/extract.py",),
    "docx": ("sources/extract.py",),
    "lxml": ("sources/extract.py",),
    "lingua": ("sources/language.py",),
    "markdown_it": ("sources/blocks.py",),
    "frontmatter": ("sources/metadata.py",),
    "yaml": ("sources/metadata.py",),
}
# Modules that run what they read.
UNSAFE_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "cloudpickle",
    "joblib",
    "langchain_core.load",
}
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


@dataclass(frozen=True, slots=True)
class Imported:
    """A module that a file imports, with its dots, and the line."""

    module: str
    line: int

    @property
    def top(self) -> str:
        """The first part of the name."""
        return self.module.split(".")[0]


def name_of(path: Path) -> str:
    """A file's path inside the project, with slashes."""
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[Imported]:
    """Every import anywhere in a file; ``from a import b`` counts as ``a`` and ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Imported(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            yield Imported("." * node.level + (node.module or ""), node.lineno)
            for alias in node.names:
                yield Imported(f"{node.module}.{alias.name}", node.lineno)
        elif isinstance(node, ast.Call) and (module := _imported_by_call(node)):
            yield Imported(module, node.lineno)


def wrong_ways(file: str, tree: ast.AST) -> list[str]:
    """Imports of a later room, of the tests, or with dots."""
    later = (*ROOMS[ROOMS.index(file.split("/")[0]) + 1 :], "tests", "")
    return [f"{file}:{i.line} imports {i.module}" for i in imports(tree) if i.top in later]


def strayed_vendors(file: str, tree: ast.AST) -> list[str]:
    """Imports of a vendor's library outside the files that own it."""
    return [
        f"{file}:{i.line} imports {i.module}"
        for i in imports(tree)
        if i.top in OWNERS and not any(fnmatch(file, owner) for owner in OWNERS[i.top])
    ]


def unsafe_loads(file: str, tree: ast.AST) -> list[str]:
    """Imports and calls that may run code which comes with data."""
    found = [f"{file}:{i.line} imports {i.module}" for i in imports(tree) if _is_unsafe(i.module)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (what := _unsafe_call(node)):
            found.append(f"{file}:{node.lineno} calls {what}")
    return found


def _is_unsafe(module: str) -> bool:
    parts = module.split(".")
    heads = {".".join(parts[: n + 1]) for n in range(len(parts))}
    return bool(heads & UNSAFE_MODULES) or (parts[0] == "langchain" and parts[-1] == "load")


def _unsafe_call(node: ast.Call) -> str:
    """What is wrong with a call, or an empty string."""
    given = {k.arg: getattr(k.value, "value", k.value) for k in node.keywords if k.arg}
    called = ast.unparse(node.func)
    if called == "torch.load" and given.get("weights_only") is not True:
        return "torch.load without weights_only=True"
    if called in ("yaml.load", "yaml.unsafe_load", "eval", "exec"):
        return called
    for name in ("trust_remote_code", "allow_pickle", "shell", "allow_dangerous_deserialization"):
        if given.get(name, False) is not False:
            return f"{called} with {name}"
    return ""


def _imported_by_call(node: ast.Call) -> str:
    called = ast.unparse(node.func).split(".")[-1]
    if called not in ("import_module", "__import__") or not node.args:
        return ""
    return str(getattr(node.args[0], "value", ""))


@pytest.fixture(params=FILES, ids=name_of)
def parsed(request: pytest.FixtureRequest) -> tuple[str, ast.AST]:
    """A file's name and its syntax tree."""
    path: Path = request.param
    return name_of(path), ast.parse(path.read_text(encoding="utf-8"))


def test_imports_go_one_way(parsed: tuple[str, ast.AST]) -> None:
    """No room knows a later one."""
    assert wrong_ways(*parsed) == []


def test_vendors_stay_where_they_belong(parsed: tuple[str, ast.AST]) -> None:
    """Another library can be taken by changing one file."""
    assert strayed_vendors(*parsed) == []


def test_nothing_runs_what_it_reads(parsed: tuple[str, ast.AST]) -> None:
    """No pickle, no remote code, no shell."""
    assert unsafe_loads(*parsed) == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_file_is_short(path: Path) -> None:
    """Past the budget a file is split by noun."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("room", ROOMS)
def test_records_of_a_room_stand_alone(room: str) -> None:
    """A room's ``types.py`` imports no other file of its room."""
    tree = ast.parse((ROOT / room / "types.py").read_text(encoding="utf-8"))
    assert [i.module for i in imports(tree) if i.top == room] == []


def test_all_rooms_are_looked_at() -> None:
    """An empty list of files would prove nothing."""
    assert {name_of(path).split("/")[0] for path in FILES} == set(ROOMS)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("sources/a.py", "import index"),
        ("index/a.py", "from app.types import Answer"),
        ("app/a.py", "def f():\n    import evals.run"),
        ("index/a.py", "if TYPE_CHECKING:\n    from app import Answer"),
        ("index/a.py", "importlib.import_module('app.chat')"),
        ("app/a.py", "from . import types"),
        ("evals/a.py", "import tests.fakes"),
    ],
)
def test_wrong_way_is_seen(file: str, code: str) -> None:
    """Wherever in a file it hides."""
    assert len(wrong_ways(file, ast.parse(code))) >= 1


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("index/retrieve.py", "import chromadb.config"),
        ("app/answer.py", "from gradio import Blocks"),
        ("evals/run.py", "def f():\n    import torch"),
        ("index/build.py", "from langchain_core.documents import Document"),
    ],
)
def test_strayed_vendor_is_seen(file: str, code: str) -> None:
    """Whole libraries and parts of them."""
    assert len(strayed_vendors(file, ast.parse(code))) >= 1


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from joblib import load",
        "from langchain_core.load import loads",
        "from langchain_core import load",
        "from langchain import load",
        "torch.load(path)",
        "torch.load(path, weights_only=False)",
        "SentenceTransformer(name, trust_remote_code=True)",
        "SentenceTransformer(name, trust_remote_code=flag)",
        "np.load(path, allow_pickle=True)",
        "subprocess.run(line, shell=True)",
        "eval(text)",
    ],
)
def test_unsafe_load_is_seen(code: str) -> None:
    """Each way by which data could run as code."""
    assert len(unsafe_loads("app/a.py", ast.parse(code))) >= 1


@pytest.mark.parametrize(
    "code",
    [
        "torch.load(path, weights_only=True)",
        "SentenceTransformer(name, trust_remote_code=False)",
        "model.eval()",
        "yaml.safe_load(text)",
        "json.load(file)",
    ],
)
def test_safe_load_is_let_be(code: str) -> None:
    """The rule is no ban on reading."""
    assert unsafe_loads("app/a.py", ast.parse(code)) == []
