"""Hand-written stand-ins with real behaviour: a small article, an assistant that knows it."""

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from app.types import Abstention, Answer, AnswerSentence, Citation, Turn
from evals.types import Question
from index.chunk import chunk
from index.types import Encoding, Hit, Passage, Sentence
from sources import load_documents
from sources.types import Document

ARTICLE = Path(__file__).parent / "article"
"""A folder with one small German article and its translation, written for these tests."""

FACTS = [
    {
        "qid": "n1",
        "text": "Wie viele Mitarbeiter hatte die Firma?",
        "language": "de",
        "kind": "number",
        "topic": "staff",
        "answerable": True,
        "must": [["5[., ]?000"]],
        "must_not": ["50 ?%"],
        "evidence": [["hatte einst 5.000 Mitarbeiter"]],
    },
    {
        "qid": "n2",
        "text": "How many people are left today?",
        "language": "en",
        "kind": "number",
        "topic": "staff",
        "answerable": True,
        "must": [["3[., ]?800"]],
        "evidence": [["3 800 Menschen"]],
    },
    {
        "qid": "w1",
        "text": "Wer leitet die Firma?",
        "language": "de",
        "kind": "who",
        "topic": "boss",
        "answerable": True,
        "must": [["Berta Klug"]],
        "evidence": [["Berta Klug"]],
    },
    {
        "qid": "m1",
        "text": "How far did the market value fall?",
        "language": "en",
        "kind": "number",
        "topic": "value",
        "answerable": True,
        "must": [["6[.,]7"], ["billion|bn|Mrd"]],
        "evidence": [["6,7 Mrd. Dollar"]],
    },
    {
        "qid": "u1",
        "text": "Wann wurde die Firma gegründet?",
        "language": "de",
        "kind": "near_miss",
        "topic": "staff",
        "answerable": False,
    },
    {
        "qid": "u2",
        "text": "What is the capital of France?",
        "language": "en",
        "kind": "off_topic",
        "topic": "none",
        "answerable": False,
    },
]


@cache
def document() -> Document:
    """The article all these tests speak of."""
    (only,) = load_documents(ARTICLE).documents
    return only


def write_facts(folder: Path, facts: list[dict[str, object]], part: str = "dev") -> Path:
    """Write facts as a part's file, and an empty file for the other part."""
    for name in ("dev", "test"):
        lines = facts if name == part else []
        text = "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def words(text: str) -> set[str]:
    """A text's words, folded; four letters of each, so that endings do not matter."""
    return {word[:4] for word in re.findall(r"\w+", text.casefold())}


@dataclass
class KnowingAssistant:
    """Answers each known question with the sentences that prove it; abstains on the others."""

    questions: tuple[Question, ...]
    document: Document

    def __call__(
        self, question: str, history: list[Turn] | None = None, language: str = "auto"
    ) -> Answer:
        """Answer by looking the question up."""
        known = next(q for q in self.questions if q.text == question)
        passages = chunk(self.document)
        proof = [
            s for p in passages for s in p.sentences if known.proved_by(s.doc_id, s.start, s.end)
        ]
        spoken = "de" if known.language == "de" else "en"
        hits = self._hits(passages, proof)
        if not proof:
            return _answer(question, spoken, hits, (), Abstention.NOT_IN_SOURCES, 0.1)
        citations = tuple(
            Citation(
                s.doc_id, s.passage_id, s.in_language(spoken), s.start, s.end, s.text, score=0.9
            )
            for s in proof
        )
        return _answer(question, spoken, hits, citations, None, 0.9)

    def _hits(self, passages: tuple[Passage, ...], proof: list[Sentence]) -> tuple[Hit, ...]:
        wanted = {s.passage_id for s in proof}
        ranked = sorted(passages, key=lambda p: p.passage_id not in wanted)
        return tuple(Hit(p, 1 / rank, rank) for rank, p in enumerate(ranked, start=1))


def _answer(  # a fake's plain constructor
    question: str,
    language: str,
    hits: tuple[Hit, ...],
    citations: tuple[Citation, ...],
    abstained: Abstention | None,
    confidence: float,
) -> Answer:
    sentences = tuple(
        AnswerSentence(c.quote, (i,), "extracted") for i, c in enumerate(citations)
    ) or (AnswerSentence("The article does not say.", (), "fixed"),)
    return Answer(
        question=question,
        text=" ".join(s.text for s in sentences),
        citations=citations,
        hits=hits,
        abstained=abstained,
        language=language,
        confidence=confidence,
        backend="extractive",
        elapsed_ms=1.0,
        sentences=sentences,
    )


def shifted(answer: Answer, by: int) -> Answer:
    """The answer with every citation moved by so many characters, its quotes unchanged."""
    moved = tuple(replace(c, start=c.start + by, end=c.end + by) for c in answer.citations)
    return replace(answer, citations=moved)


@dataclass(frozen=True)
class FoundSentence:
    """A sentence and its score."""

    sentence: Sentence
    score: float


@dataclass(frozen=True)
class FoundReading:
    """What :class:`WordEngine` found."""

    hits: tuple[Hit, ...]
    candidates: tuple[FoundSentence, ...]
    confidence: float


class WordEngine:
    """A reading engine by shared words: shared words score higher, so a rank means something."""

    def __init__(self, documents: tuple[Document, ...]) -> None:
        """Cut the documents."""
        self._passages = tuple(p for document in documents for p in chunk(document))

    def encode(self, question: str) -> Encoding:
        """Nothing to encode: empty vectors."""
        nothing = np.zeros((0,), dtype=np.float32)
        return Encoding(nothing, nothing.reshape(0, 0), (), nothing)

    def read(
        self,
        question: str,
        language: str | None,
        exclude: frozenset[str] = frozenset(),
        encoding: Encoding | None = None,
    ) -> FoundReading:
        """Rank passages and sentences by the share of the question's words in them."""
        asked = words(question)
        left = [p for p in self._passages if p.doc_id not in exclude]
        share = {p.passage_id: len(asked & words(p.text)) / len(asked) for p in left}
        ranked = sorted(left, key=lambda p: -share[p.passage_id])
        found = [
            FoundSentence(s, len(asked & words(s.text)) / len(asked))
            for p in left
            for s in p.sentences
        ]
        return FoundReading(
            tuple(Hit(p, share[p.passage_id], rank) for rank, p in enumerate(ranked, start=1)),
            tuple(sorted(found, key=lambda f: -f.score)),
            max(share.values(), default=0.0),
        )
