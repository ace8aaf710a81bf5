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


def test_no_eval_question_was_trained_on() -> None:
    """Nor any about the added articles; what trains the encoder is about other things."""
    folders = (_ROOT / "evals" / "facts", _ROOT / "evals" / "added" / "facts")
    evaluated = _questions(*(path for folder in folders for path in sorted(folder.glob("*.jsonl"))))
    read = [
        question["question"]
        for path in sorted((_ROOT / "evals" / "reading").glob("*.json"))
        for article in json.loads(path.read_text("utf-8"))["data"]
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
    ]
    assert len(read) > 5000
    assert evaluated & {_plain(text) for text in read} == set()
