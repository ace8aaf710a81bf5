"""Articles beside others: who is asked over what, and how it is shown."""

from dataclasses import replace

from evals.beside import ALONE, Shelf, beside, beside_markdown
from evals.types import Question
from index.build import make_snapshot
from sources.types import Document
from tests.fakes import HashingEmbedder


def test_each_is_asked_alone_and_beside_the_others(
    questions: tuple[Question, ...], document: Document
) -> None:
    """The base's over every shelf; those that need an article by itself only there."""
    embedder = HashingEmbedder()
    other = replace(document, doc_id="other", text="Der Mond\n\nEr scheint.", translations=())
    asked = replace(questions[0], qid="o-1", topic="other", answerable=False, must=(), evidence=())
    alone = replace(asked, qid="o-2", topic=ALONE)
    base = Shelf("base", (document,), make_snapshot([document], embedder), questions)
    added = Shelf("other", (other,), make_snapshot([other], embedder), (asked, alone))
    rows = list(beside(base, [added], embedder))
    assert [(row.about, row.over, len(row.outcomes)) for row in rows] == [
        ("base", "base", len(questions)),
        ("base", "base + other", len(questions)),
        ("base", "base + other", len(questions)),
        ("other", "other", 2),
        ("other", "base + other", 1),
    ]
    table = beside_markdown(rows).splitlines()
    assert len(table) == 2 + len(rows)
    assert table[-1].startswith("| other | base + other | 1 | ")
    assert len({line.count("|") for line in table}) == 1
