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


def _read(folder: Path) -> tuple[set[str], set[str]]:
    """The paragraphs and the questions of a folder's SQuAD files."""
    paragraphs = [
        paragraph
        for path in sorted(folder.glob("*.json"))
        for article in json.loads(path.read_text("utf-8"))["data"]
        for paragraph in article["paragraphs"]
    ]
    asked = {_plain(qa["question"]) for paragraph in paragraphs for qa in paragraph["qas"]}
    return {_plain(paragraph["context"]) for paragraph in paragraphs}, asked


def test_no_eval_question_was_trained_on() -> None:
    """Nor any about the added articles; what trains the encoder is about other things."""
    folders = (_ROOT / "evals" / "facts", _ROOT / "evals" / "added" / "facts")
    evaluated = _questions(*(path for folder in folders for path in sorted(folder.glob("*.jsonl"))))
    _, asked = _read(_ROOT / "evals" / "reading")
    assert len(asked) > 5000
    assert evaluated & asked == set()


def test_articles_for_measuring_were_not_trained_on() -> None:
    """Neither their paragraphs nor what is asked about them."""
    paragraphs, asked = _read(_ROOT / "evals" / "reading")
    unseen_paragraphs, unseen_asked = _read(_ROOT / "evals" / "reading" / "unseen")
    assert len(unseen_asked) > 1000
    assert paragraphs & unseen_paragraphs == set()
    assert asked & unseen_asked == set()
