"""A start for known facts about a user's own article: every sentence once, questions to be written.

What a machine can know is filled in: the evidence and the numbers and names that a right answer
would state. What needs a person, the question, says TODO, and the validator refuses it until then.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from evals.dataset import FactLine
from evals.errors import DatasetError
from evals.grade import NUMBER
from index.chunk import chunk
from sources.types import Document

TODO = "TODO"
# One question that the article does not answer for so many that it does: a quarter of all.
N_ANSWERABLE_PER_OTHER = 3
_NAME = re.compile(r"[^\W\d_a-z][\w-]+(?: [^\W\d_a-z][\w-]+)+")


def skeleton(document: Document) -> tuple[FactLine, ...]:
    """A line for each sentence of the body, and one in four for what the article does not say."""
    start = body_start(document)
    sentences = [s.text for p in chunk(document) for s in p.sentences if s.start >= start]
    lines = [
        FactLine(
            qid=f"{document.doc_id}-{number:03}",
            text=f"{TODO}: a question that this answers: {text}"[:2000],
            language=document.language,
            kind="fact",
            topic=document.doc_id,
            answerable=True,
            must=[[pattern] for pattern in patterns(text)] or [[TODO]],
            evidence=[[text]],
        )
        for number, text in enumerate(sentences, start=1)
    ]
    n_other = -(-len(lines) // N_ANSWERABLE_PER_OTHER)
    others = [
        FactLine(
            qid=f"{document.doc_id}-{len(lines) + number:03}",
            text=f"{TODO}: number {number} about what the article mentions but does not say",
            language=document.language,
            kind="unanswerable",
            topic=document.doc_id,
            answerable=False,
        )
        for number in range(1, n_other + 1)
    ]
    return (*lines, *others)


def body_start(document: Document) -> int:
    """Where the article itself begins: after the title and the lines of author and date."""
    n_before = bool(document.title) + bool(
        document.author or document.publisher or document.published
    )
    starts = [0, *(match.end() for match in re.finditer(r"\n\n", document.text))]
    return starts[min(n_before, len(starts) - 1)]


def patterns(text: str) -> list[str]:
    """Expressions for the numbers and the names of several words in a sentence."""
    # The first word is a capital one in any language: it begins no name for certain.
    names = [re.escape(name) for name in _NAME.findall(text.partition(" ")[2])]
    return list(dict.fromkeys([*map(_number_pattern, NUMBER.findall(text)), *names]))


def write_lines(lines: Iterable[FactLine], folder: Path) -> Path:
    """Write ``dev.jsonl`` and an empty ``test.jsonl``, and give the path of the first.

    Raises:
        DatasetError: If one of them is there already.
    """
    paths = [folder / "dev.jsonl", folder / "test.jsonl"]
    for path in paths:
        if path.exists():
            raise DatasetError(f"{path} exists already; choose another folder with --out")
    folder.mkdir(parents=True, exist_ok=True)
    rows = [json.dumps(line.model_dump(), ensure_ascii=False) for line in lines]
    paths[0].write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    paths[1].write_text("", encoding="utf-8")
    return paths[0]


def _number_pattern(number: str) -> str:
    """The same number with the separators of any language: 5.000 is 5,000 and 5 000."""
    digits = r"[.,\s]?".join(re.findall(r"\d+", number))
    return rf"(?<!\d){digits}(?!\d)"
