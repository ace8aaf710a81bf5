"""The known-facts questions and the article's hypothetical questions are independent."""

import json
import re
import unicodedata
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", kept))


def _questions(*paths: Path) -> set[str]:
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    return {_plain(json.loads(line)["text"]) for line in lines if line.strip()}


def test_no_eval_question_is_among_the_hypothetical_ones() -> None:
    """Not even with other case, accents or punctuation."""
    evaluated = _questions(*sorted((_ROOT / "evals" / "facts").glob("*.jsonl")))
    hypothetical = _questions(*sorted((_ROOT / "sources" / "articles").glob("*.questions.jsonl")))
    assert evaluated
    assert hypothetical
    assert evaluated & hypothetical == set()
