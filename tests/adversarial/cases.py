"""The lists of lies and of honest paraphrases, and the article that both are about."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.types import Answer, AnswerSentence, Citation
from index.chunk import chunk
from index.types import Sentence
from sources import load_documents

_HERE = Path(__file__).parent
_ARTICLES = _HERE.parents[1] / "sources" / "articles"
DOC_ID = "klarna-ki-personalabbau"


@dataclass(frozen=True, slots=True)
class Case:
    """A statement with the sentences it cites, by the ends of their ids, as ``4.0``."""

    case_id: str
    language: str
    cites: tuple[str, ...]
    text: str
    kind: str = ""


def cases(name: str) -> list[Case]:
    """A list, such as ``lies-before``."""
    rows = (json.loads(line) for line in (_HERE / f"{name}.jsonl").read_text().splitlines())
    return [
        Case(r["id"], r["language"], tuple(r["cites"]), r["text"], r.get("kind", "")) for r in rows
    ]


@cache
def article() -> tuple[Sentence, ...]:
    """The sentences of the shipped article."""
    documents = load_documents(_ARTICLES).documents
    document = next(d for d in documents if d.doc_id == DOC_ID)
    return tuple(sentence for passage in chunk(document) for sentence in passage.sentences)


def cited(case: Case) -> list[Sentence]:
    """The sentences that a case cites; ids that do not exist are left out."""
    return [s for s in article() if s.sentence_id.split("#")[1] in case.cites]


def numbers(case: Case) -> list[int]:
    """What a case cites as numbers of a prompt that holds the whole article."""
    ids = [sentence.sentence_id.split("#")[1] for sentence in article()]
    return [ids.index(cite) + 1 if cite in ids else 999 for cite in case.cites]


def extractive(case: Case) -> Answer:
    """The extractive answer of the sentences that a case cites."""
    proofs = tuple(
        Citation(s.doc_id, s.passage_id, s.in_language(case.language), s.start, s.end, s.text, 0.5)
        for s in cited(case) or article()[:1]
    )
    given = tuple(AnswerSentence(c.quote, (i,), "extracted") for i, c in enumerate(proofs))
    text = " ".join(sentence.text for sentence in given)
    language = case.language if case.language in ("de", "en") else "en"
    return Answer("?", text, proofs, (), None, language, 0.9, "extractive", 0.0, given)
